"""Settings of picking. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting

_SUBJECT = N_("选品")


@dataclass(frozen=True)
class PickingRules:
    """Each a fact of `Rules`."""

    pick_limit: Annotated[int, Field(ge=1, le=100_000), live_setting(_SUBJECT, N_("一家店最多选多少件"))] = 1000
    reason_limit: int = 200
