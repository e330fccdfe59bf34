"""Finished posters, by the code of their link and their style. What a link shows may be drawn anew, so no eternal cache."""

from flask import request
from werkzeug.wrappers import Response

from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.poster.draw import as_png
from models.poster.keeping import poster_at
from views.buyer import buyer
from views.kit import store
from views.kit.house import house

KINDS = {"jpg": "image/jpeg", "png": "image/png"}


@buyer.get("/posters/<code>-<style>.<kind>")
def poster(code: str, style: str, kind: str) -> Response:
    """The proven bytes; PNG only on request."""
    found = poster_at(store.session(), read_code(code), style) if kind in KINDS else None
    if found is None:
        raise Gone(code)
    etag = f"{found.fingerprint}-{kind}"
    if request.if_none_match.contains(etag):
        return _reply(b"", 304, kind, etag)
    data = house().media.get(found.media_key)
    return _reply(as_png(data) if kind == "png" else data, 200, kind, etag)


def _reply(data: bytes, status: int, kind: str, etag: str) -> Response:
    reply = Response(data, status, mimetype=KINDS[kind])
    reply.set_etag(etag)
    reply.headers["Cache-Control"] = "public, max-age=300"
    return reply
