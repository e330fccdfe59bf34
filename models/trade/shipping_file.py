"""A file of tracking numbers that a supplier loaded, and what came of its rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id


class ShippingFile(Record, table=True):
    """`shipped` rows sent a box, `again` were sent before in the same way, `blank` had no number yet. `problems` are
    the others, in the order of the file: "line", "column", "reason" (a msgid) with "params", and what the row said."""

    __table_args__ = (CheckConstraint("shipped >= 0 AND again >= 0 AND blank >= 0", name="counts_not_negative"),)

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    supplier_id: int = belongs_to("supplier.id")
    loaded_by: int | None = Field(default=None, foreign_key="member.id")
    file_name: str = Field(max_length=120)
    shipped: int = 0
    again: int = 0
    blank: int = 0
    problems: list[dict[str, Any]] = Field(sa_type=JSON, default_factory=list)
    loaded_at: datetime = moment()
