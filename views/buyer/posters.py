"""Finished posters, by the code of their link and their style. A link may be drawn anew: no eternal cache."""

from flask import request
from werkzeug.wrappers import Response

from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.poster.keeping import poster_at
from views.buyer.blueprint import buyer
from views.kit import store
from views.kit.house import house
from views.kit.limits import limiter

KINDS = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


@buyer.get("/posters/<code>-<style>.<kind>")
@limiter.limit("30 per minute", exempt_when=lambda: not request.path.endswith(".png"))
def poster(code: str, style: str, kind: str) -> Response:
    """The proven bytes: CODE-window.jpg, CODE-window-moments.jpg, CODE-window-a6.pdf; PNG only on request."""
    # A code holds no dash; the router gives it all but the last part.
    code, style = f"{code}-{style}".split("-", 1)
    style, _, size = style.partition("-")
    poster = poster_at(store.session(), read_code(code), style, size or "phone")
    if poster is None or kind not in KINDS or (kind == "pdf") != poster.media_key.endswith(".pdf"):
        raise Gone(code)
    etag = f"{poster.fingerprint}-{kind}"
    if request.if_none_match.contains(etag):
        return _reply(b"", 304, kind, etag)
    data = house().media.get_quickly(poster.media_key)
    if kind == "png":
        from models.poster.draw import as_png

        data = as_png(data)
    return _reply(data, 200, kind, etag)


def _reply(data: bytes, status: int, kind: str, etag: str) -> Response:
    reply = Response(data, status, mimetype=KINDS[kind])
    reply.set_etag(etag)
    reply.headers["Cache-Control"] = "public, max-age=300"
    return reply
