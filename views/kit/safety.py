"""What keeps strangers' pages from acting as a visitor: headers on every reply, and where a form may come from."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar
from urllib.parse import ParseResult, urlparse

from flask import Flask, Response, abort, current_app, request

from views.kit.house import house

_ASKED = ("camera", "microphone", "geolocation")
View = TypeVar("View", bound=Callable[..., Any])
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def init_app(app: Flask) -> None:
    """Puts the headers on every reply, and stops what no browser sends by itself."""

    @app.before_request
    def whole_text() -> None:
        # A zero byte is no text to PostgreSQL: an address with one leads nowhere, a form with one is not ours.
        if "\0" in request.path:
            abort(404)
        # A part of a form may come without a name.
        typed: list[str | None] = [
            text for part in (request.args, request.form) for pair in part.items(multi=True) for text in pair
        ]
        names = [text for name, file in request.files.items(multi=True) for text in (name, file.filename or "")]
        if any(text is None or "\0" in text for text in typed + names):
            abort(400)

    @app.after_request
    def guard(response: Response) -> Response:
        # What is the same for everybody may be previewed; every other page is somebody's, or leads there.
        if response.mimetype == "text/html" and "xiaopu.keep" not in request.environ:
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _permissions())
        if house().config.is_https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        # A page is somebody's own unless its view says otherwise: no browser and no proxy on the way keeps it, so that
        # after signing out the way back leads to nothing. The page cache says how long its pages keep.
        if "xiaopu.keep" not in request.environ:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def allows(what: Literal["camera", "geolocation"]) -> Callable[[View], View]:
    """Says on a view that its page may ask for the camera, or for the place. Stands below the route."""

    def mark(view: View) -> View:
        view.__dict__["allows"] = {*view.__dict__.get("allows", ()), what}
        return view

    return mark


def _permissions() -> str:
    """What this page may ask its reader for: nothing, unless its view says otherwise."""
    view = current_app.view_functions.get(request.endpoint or "")
    allowed = getattr(view, "allows", ())
    return ", ".join(
        f"{what}={'(self)' if what in allowed else '()'}" for what in ("camera", "microphone", "geolocation")
    )


def own_forms_only() -> None:
    """Refuses a form that another site sent (403). Buyers' pages hold no token, so the browser's own word decides:
    Sec-Fetch-Site where it sends one, else Origin, else Referer. Cookies are SameSite=Lax besides."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(403)
        return
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is not None and parsed(source).netloc not in (request.host, parsed(house().config.where).netloc):
        abort(403)


def parsed(address: str) -> ParseResult:
    """An address that somebody sent, in its parts; what is none has no parts."""
    try:
        return urlparse(address)
    except ValueError:
        return urlparse("")
