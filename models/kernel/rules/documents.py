"""Settings of what people show of themselves. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days

_SUBJECT = N_("证照和信用")


@dataclass(frozen=True)
class DocumentRules:
    """Each a fact of `Rules`."""

    document_days: Annotated[Days, live_setting(_SUBJECT, N_("证照照片在决定以后多少天删掉；决定本身留着"))] = 30
    credit_over: Annotated[
        int, Field(ge=0, le=10_000), live_setting(_SUBJECT, N_("信用分要高于多少；正好这么多还不够"))
    ] = 700
