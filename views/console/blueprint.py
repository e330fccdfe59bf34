"""The screens of shopkeepers."""

from flask import Blueprint, g
from werkzeug.wrappers import Response

from models.talk.finding import open_count
from views.kit import store
from views.kit.door_mark import keep_door_mark
from views.kit.identity import keepers_only
from views.kit.identity import shop as own
from views.kit.proven import ask_again
from views.kit.visitor import remember_own
from views.parts.notices import unread_notices

console = Blueprint("console", __name__, url_prefix="/console")
console.before_request(keepers_only)
console.before_request(ask_again)
# What pages that several audiences show alike are set into.
LAYOUT = "layouts/console.html"


@console.after_request
def know_own(reply: Response) -> Response:
    """What a keeper opens of the own shops later is nobody's visit."""
    return keep_door_mark(remember_own(reply, [one.number for one in g.shops])) if g.get("shops") else reply


@console.context_processor
def frame() -> dict[str, object]:
    """How many buyers wait, for the tabs of every page; where there are several shops, at each door. Who has no shop
    yet has no buyers."""
    if "shop" not in g:
        return {"layout": LAYOUT}
    several = g.shops if len(g.shops) > 1 else []
    doors = [(one, open_count(store.session(), "keeper", one.id)) for one in several]
    waiting = next((count for one, count in doors if one is own()), None)
    if waiting is None:
        waiting = open_count(store.session(), "keeper", own().id)
    return {
        "layout": LAYOUT,
        "talks_waiting": waiting,
        "doors": doors,
        "entered": own(),
        "news": unread_notices("keeper"),
    }
