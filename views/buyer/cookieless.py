"""For a browser that gives our cookie back to nobody: that it is needed, and why. Never "the cart is empty"."""

from flask import request
from werkzeug.wrappers import Response

from views.kit.page import page
from views.kit.safety import parsed


def no_cookies(*, status: int = 200) -> Response:
    """The page, with the way back to where the button was."""
    came_from = parsed(request.headers.get("Referer", ""))
    back = came_from.path if came_from.netloc == request.host else ""
    return page("buyer/cookieless.html", back=back or "/", status=status)
