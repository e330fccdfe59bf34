"""Large pages of signed-in people, compressed: a keeper's fifty picks are 190 KB of HTML, a tenth of that packed.

Buyers' pages are packed once, in the page cache; files by assets.py. Cookies are SameSite=Lax, so no other site can
have a page with a secret and a guess of its own packed together.
"""

import gzip

from flask import Flask, Response, request

LEAST = 2_000


def init_app(app: Flask) -> None:
    """Packs what is worth it and wanted."""

    @app.after_request
    def pack(response: Response) -> Response:
        wanted = "gzip" in request.headers.get("Accept-Encoding", "")
        if not wanted or response.direct_passthrough or response.is_streamed or response.mimetype != "text/html":
            return response
        response.vary.add("Accept-Encoding")
        # What the page cache keeps, it packs itself.
        if "xiaopu.keep" in request.environ or "Content-Encoding" in response.headers:
            return response
        data = response.get_data()
        if len(data) >= LEAST:
            response.set_data(gzip.compress(data, 5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
