"""Who must have a second factor and has none is led to set it up, and does nothing else until then."""

from flask import request
from werkzeug.wrappers import Response

from models.account.member import Member
from models.account.second_factor.factor import has_factor
from models.stories.account.required_factor import requires_factor
from views.kit import store
from views.kit.house import house
from views.kit.page import see

SET_UP = "/account/second-factor"


def is_required_here() -> bool:
    """Whether this network asks anybody for it."""
    here = house()
    asked = here.rules.second_factor_required
    return asked != "nobody" if asked else here.config.env == "production"


def required_of(who: Member) -> bool:
    """Whether it is asked of this member."""
    here = house()
    in_production = here.config.env == "production"
    return requires_factor(store.session(), who, rules=here.rules, in_production=in_production)


def set_up_first(who: Member) -> Response | None:
    """The way to setting it up; nothing where none is missing, or this is that way."""
    if not is_required_here() or request.path.startswith(SET_UP) or request.path.startswith("/account/again"):
        return None
    if not required_of(who) or has_factor(store.session(), who.id):
        return None
    return see(SET_UP)
