"""The account of every kind of member, in the frame of the audience where their work is."""

from flask import Blueprint, g
from werkzeug.wrappers import Response

from views.console import blueprint as console
from views.desk import blueprint as desk
from views.kit.identity import enter_home, members_only
from views.kit.proven import ask_again
from views.supply import blueprint as supply

account = Blueprint("account", __name__, url_prefix="/account")
FRAMES = {"/console": console.frame, "/supply": supply.frame, "/desk": desk.frame}


@account.before_request
def guard() -> Response | None:
    """Members of any kind."""
    away = members_only()
    if away is None:
        g.home = enter_home()
    return away or ask_again()


@account.context_processor
def frame() -> dict[str, object]:
    """What the pages of their audience show around them."""
    return FRAMES[g.home]() if "home" in g else {}
