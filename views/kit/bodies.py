"""How large a form may be, by the kind of its route: refused (413) before it is read, so that nobody's body stops a
worker. A route is small unless it says otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
KILO, MEGA = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """The most bytes, and the most fields, files among them."""

    bytes: int
    fields: int


SMALL = Body(256 * KILO, 200)
# A table of rows: bulk actions, SKUs, attributes.
ROWS = Body(2 * MEGA, 2_000)
# Pictures and spreadsheets; their fields hold no more than a table's.
FILES = Body(80 * MEGA, 2_000)


def carries(body: Body) -> Callable[[View], View]:
    """Says on a view how large its form may be. Stands below the route."""

    def mark(view: View) -> View:
        view.__dict__["body"] = body
        return view

    return mark


def init_app(app: Flask) -> None:
    """Holds every request to the size of its route."""
    app.config["MAX_CONTENT_LENGTH"] = FILES.bytes

    @app.before_request
    def hold() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        view = current_app.view_functions.get(request.endpoint or "")
        body: Body = getattr(view, "body", SMALL)
        request.max_content_length = body.bytes
        request.max_form_memory_size = min(body.bytes, ROWS.bytes)
        request.max_form_parts = body.fields
        if request.content_length is not None and request.content_length > body.bytes:
            abort(413)
        # A field costs far more than its bytes: they are counted before any is made.
        is_plain = request.mimetype == "application/x-www-form-urlencoded"
        if is_plain and request.get_data(cache=True).count(b"&") >= body.fields:
            abort(413)
