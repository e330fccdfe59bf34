"""Pages that give coupons, where their reader has just taken one without script: they say so in place."""

from flask import request
from werkzeug.wrappers import Response

from models.coupon.claiming import claims_of
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.statistics.seen import Seen
from views.kit import store, visitor
from views.kit.page import keep


def just_claimed() -> set[str]:
    """The codes of `?claimed=` that this browser has indeed: anybody can write an address."""
    named = {read_code(code[:8]) for code in request.args.getlist("claimed")}
    if not named:
        return set()
    own = claims_of(store.session(), visitor.current(), at=now())
    return named & {claim.coupon.code for claim in own}


def keep_unless_claimed(reply: Response, claimed: set[str], *, seen: Seen) -> Response:
    """A page that says what its reader has is nobody else's, and was counted before it was left for the button."""
    if not claimed:
        return keep(reply, seen=seen)
    return reply
