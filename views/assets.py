"""Files for pages: styles, scripts, htmx from its package, and the media store's pictures.

Every address changes with its content, so all may be cached for a year. Texts are compressed once, in memory.
"""

import gzip
import hashlib
import mimetypes
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.wrappers import Response as Reply

from models.kernel.errors import Gone
from models.kernel.long_pictures import WIDTHS
from models.kernel.media import detail_key, square_key
from models.kernel.pictures import SIDES
from views.kit.house import house

bp = Blueprint("assets", __name__)
FOR_EVER = "public, max-age=31536000, immutable"
_HTMX = files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
_DIGEST = "0123456789abcdef"
# What every buyer's page needs goes out as one sheet and one script: a phone far away pays for each request, not for
# each kilobyte. The files stay apart, one matter a file.
BUNDLES = {
    "buyer.css": ("css/tokens.css", "css/base.css", "css/parts.css", "css/pages.css", "css/feed.css"),
    "buyer.js": (
        "js/once.js",
        "js/marks.js",
        "js/follow.js",
        "js/claim.js",
        "js/gallery.js",
        "js/sku.js",
        "js/line.js",
    ),
}


def init_app(app: Flask) -> None:
    """Takes the place of Flask's own static route: the same endpoint, versioned and compressed."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)

    @app.url_defaults
    def version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = _known(app.root_path).get(str(values["filename"]), ("", b"", b""))[0]
        if endpoint == "assets.htmx":
            values.setdefault("v", _htmx()[0])


@cache
def _known(root: str) -> dict[str, tuple[str, bytes, bytes]]:
    """Every static file and bundle by name: version, bytes, compressed bytes. Read once; nothing outside the folder is
    in it."""
    folder = Path(root) / "static"
    read = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    bundled = {name: b"".join(read[part] for part in parts) for name, parts in BUNDLES.items()}
    return {name: _packed(data) for name, data in (read | bundled).items()}


@cache
def _htmx() -> tuple[str, bytes, bytes]:
    return _packed(_HTMX.read_bytes())


def _packed(data: bytes) -> tuple[str, bytes, bytes]:
    return hashlib.sha256(data).hexdigest()[:10], data, gzip.compress(data, 9, mtime=0)


def static(filename: str) -> Reply:
    """One of our own styles, scripts or images."""
    known = _known(current_app.root_path).get(filename)
    if known is None:
        raise Gone(filename)
    return _text(known, mimetypes.guess_type(filename)[0] or "application/octet-stream")


@bp.get("/assets/htmx.js")
def htmx() -> Reply:
    """htmx 2 as its package carries it."""
    return _text(_htmx(), "text/javascript")


@bp.get("/media/<key>-<int:size>.jpg")
def media(key: str, size: int) -> Reply:
    """One square of a picture, by its digest. Where the file of that size is missing, a larger or smaller one: browsers
    fit it into its place."""
    if size not in SIDES or not _is_digest(key):
        raise Gone(key)
    store = house().media
    for other in sorted(SIDES, key=lambda one: (one != size, -one)):
        with suppress(Gone):
            return _file(store.get_quickly(square_key(key, other)), "image/jpeg")
    raise Gone(key)


@bp.get("/media/details/<key>-<int:width>.jpg")
def detail(key: str, width: int) -> Reply:
    """A long picture of goods, by its digest. Where the file of that width is missing, the other one."""
    if width not in WIDTHS or not _is_digest(key):
        raise Gone(key)
    store = house().media
    for other in sorted(WIDTHS, key=lambda one: one != width):
        with suppress(Gone):
            return _file(store.get_quickly(detail_key(key, other)), "image/jpeg")
    raise Gone(key)


@bp.get("/media/<key>-preview.jpg")
def preview(key: str) -> Reply:
    """The picture that a chat shows of a link: that of the page, or the network's sign where its file is missing. Chats
    keep what they once got, and show nothing for a dead address."""
    try:
        return media(key, 540)
    except Gone:
        if not _is_digest(key):
            raise
    reply = static("img/icon-512.png")
    reply.headers["Cache-Control"] = "public, max-age=300"
    return reply


def _is_digest(key: str) -> bool:
    return bool(key) and all(c in _DIGEST for c in key)


def _text(known: tuple[str, bytes, bytes], kind: str) -> Reply:
    version, plain, packed = known
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "") and len(packed) < len(plain)
    reply = Response(packed if is_packed else plain, mimetype=kind)
    if is_packed:
        reply.headers["Content-Encoding"] = "gzip"
    reply.headers["Cache-Control"] = FOR_EVER
    reply.vary.add("Accept-Encoding")
    reply.set_etag(version)
    return reply.make_conditional(request)


def _file(data: bytes, kind: str) -> Reply:
    reply = Response(data, mimetype=kind)
    reply.headers["Cache-Control"] = FOR_EVER
    reply.add_etag()
    return reply.make_conditional(request)
