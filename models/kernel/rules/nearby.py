"""Settings of nearby. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting

_SUBJECT = N_("同城")


@dataclass(frozen=True)
class NearbyRules:
    """Each a fact of `Rules`."""

    nearby_rounding: Annotated[
        int, Field(ge=100, le=5_000), live_setting(_SUBJECT, N_("小铺的位置存下来之前，模糊到多少米"))
    ] = 500
    nearby_metres: Annotated[int, Field(ge=500, le=50_000), live_setting(_SUBJECT, N_("同城看多少米以内的小铺"))] = (
        5_000
    )
    nearby_new_days: Annotated[
        int, Field(ge=0, le=365), live_setting(_SUBJECT, N_("开门多少天以内算新店，在同城有留给它们的位置"))
    ] = 30
