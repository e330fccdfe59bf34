"""The doors' blueprint, what a number looks like in an address, and the limit on walking through numbers."""

from typing import Any

from flask import Blueprint
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from views.kit.limits import limiter, lookups

bp = Blueprint("landing", __name__)


class DoorConverter(BaseConverter):
    """Six digits without a leading zero."""

    regex = "[1-9][0-9]{5}"
    part_isolating = True


@bp.record_once
def teach(state: Any) -> None:
    """Routes of this file and others may say <door:number>."""
    state.app.url_map.converters["door"] = DoorConverter


def missed(reply: Response) -> bool:
    """Only misses use up the limit on walking through numbers."""
    return reply.status_code == 404


# One budget for all the ways of looking a number up.
walking_limit = limiter.shared_limit(lookups, scope="lookup", deduct_when=missed)
