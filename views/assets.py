"""Files for pages: htmx from its package, and the media store's pictures. All may be cached for a year."""

from importlib.resources import files

from flask import Blueprint, Response, request

from models.kernel.errors import Gone
from models.kernel.media import square_key
from views.kit.house import house

bp = Blueprint("assets", __name__)
FOR_EVER = "public, max-age=31536000, immutable"
_HTMX = files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
_DIGEST = "0123456789abcdef"


@bp.get("/assets/htmx.js")
def htmx() -> Response:
    """htmx 2 as its package carries it."""
    return _file(_HTMX.read_bytes(), "text/javascript")


@bp.get("/media/<key>-<int:size>.jpg")
def media(key: str, size: int) -> Response:
    """One square of a picture, by its digest."""
    if size not in (1080, 540, 270) or not key or any(c not in _DIGEST for c in key):
        raise Gone(key)
    return _file(house().media.get(square_key(key, size)), "image/jpeg")


def _file(data: bytes, kind: str) -> Response:
    reply = Response(data, mimetype=kind)
    reply.headers["Cache-Control"] = FOR_EVER
    reply.add_etag()
    return reply.make_conditional(request)
