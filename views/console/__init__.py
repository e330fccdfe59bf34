"""The screens of shopkeepers."""

from flask import Blueprint

from views.kit.identity import keepers_only

console = Blueprint("console", __name__, url_prefix="/console")
console.before_request(keepers_only)

# Each module hangs its screens on the blueprint above.
from views.console import (
    arranging,
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
    today,
)
