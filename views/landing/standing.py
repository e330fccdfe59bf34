"""How a shop stands: answers, shipping, refunds by fault, service; each with its count. One tap from the shop's page,
which pays nothing for it."""

from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.link.lookup import understand
from models.pick import storefront
from models.report.standing import FEWEST_TOLD, STANDING_DAYS, standing_of
from views.kit import store
from views.kit.house import house
from views.kit.page import keep, page
from views.landing.blueprint import bp, walking_limit
from views.landing.elsewhere import closed, lost


@bp.get("/<door:number>/standing")
@walking_limit
def standing(number: str) -> Response:
    """The same bytes for everybody."""
    session, rules = store.session(), house().rules
    door = storefront.door(session, int(number))
    if door is None:
        return lost(understand(number))
    if door.closed_at or door.opened_at is None:
        return closed(door)
    told = standing_of(session, door.id, rules=rules, at=now())
    reply = page(
        "landing/standing.html",
        door=door,
        inside=door,
        told=told,
        days=STANDING_DAYS,
        fewest=FEWEST_TOLD,
        answer_hours=rules.keeper_answer_hours,
        ship_hours=rules.ship_hours,
    )
    return keep(reply, seen=None)
