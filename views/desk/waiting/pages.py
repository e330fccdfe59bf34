"""Looking at the queue: the list, and one thing in it."""

from werkzeug.wrappers import Response

from views.desk.blueprint import desk
from views.desk.waiting.looking import looked, reader_kind
from views.desk.waiting.showing import show_waiting


@desk.get("/waiting")
def waiting() -> Response:
    """The oldest promise first."""
    return show_waiting(looked())


@desk.get("/waiting/<its>/<code>")
def waiting_one(its: str, code: str) -> Response:
    """One thing, with all that is needed to decide."""
    return show_waiting(looked(), reader_kind(its), code)
