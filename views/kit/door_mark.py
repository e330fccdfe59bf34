"""That this browser has something at the door, in a cookie that scripts can read: others ask nothing for it. It says no
more than that, and opens nothing."""

from flask import after_this_request, request, session
from werkzeug.wrappers import Response

from views.kit.house import house

COOKIE = "door"
# Where the session keeps which sign-up of this browser waits for the desk (views/signing_up/).
ASKED = "join_asked"
_YEAR = 365 * 24 * 3600


def mark_door() -> None:
    """From this reply on the pages ask what the door says."""
    after_this_request(keep_door_mark)


def unmark_door() -> None:
    """Nobody is signed in here any more, and nothing is awaited."""
    session.pop(ASKED, None)

    @after_this_request
    def drop(reply: Response) -> Response:
        reply.delete_cookie(COOKIE)
        return reply


def keep_door_mark(reply: Response) -> Response:
    """Also for who was signed in before there was a mark."""
    if request.cookies.get(COOKIE) != "1":
        reply.set_cookie(COOKIE, "1", max_age=_YEAR, samesite="Lax", secure=house().config.is_https)
    return reply
