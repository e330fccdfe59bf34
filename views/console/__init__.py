"""The screens of shopkeepers."""

from flask import Blueprint, g

from models.talk.finding import open_count
from views.kit import store
from views.kit.identity import keepers_only
from views.kit.identity import shop as own

console = Blueprint("console", __name__, url_prefix="/console")
console.before_request(keepers_only)


@console.context_processor
def frame() -> dict[str, object]:
    """How many buyers wait, for the tabs of every page. Who has no shop yet has no buyers."""
    return {"talks_waiting": open_count(store.session(), "keeper", own().id)} if "shop" in g else {}


# Each module hangs its screens on the blueprint above.
from views.console import (
    after_sales,
    arranging,
    earnings,
    goods,
    lessons,
    me,
    opening,
    orders,
    picks,
    reasons,
    share,
    share_copy,
    share_posters,
    share_renewals,
    statements,
    talks,
    today,
    withdrawals,
)
