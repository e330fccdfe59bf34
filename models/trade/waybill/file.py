"""A file of tracking numbers that a supplier loads: how far it has got, and what came of its rows."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id, word

ShippingState = Literal["waiting", "running", "done", "failed"]


class ShippingFile(Record, table=True):
    """waiting → running → done or failed. `rows` are those with a number, as [line, parcel, order, carrier, tracking];
    `rows_done` of `rows_total` were looked at. They are kept until the file is done; `carrier` is meant where a row
    names none. `once` is the mark of the upload form, so that a form sent twice makes one file. `moved_at` is the last
    sign of life.

    `shipped` rows sent a box, `again` were sent before in the same way, `blank` had no number yet. `problems` are the
    others, in the order of the file: "line", "column", "reason" (a msgid) with "params", and what the row said."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_known"),
        CheckConstraint("shipped >= 0 AND again >= 0 AND blank >= 0", name="counts_not_negative"),
        CheckConstraint("rows_done BETWEEN 0 AND rows_total", name="progress_makes_sense"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    once: str | None = Field(default=None, unique=True, max_length=32, nullable=True)
    supplier_id: int = belongs_to("supplier.id")
    loaded_by: int | None = Field(default=None, foreign_key="member.id")
    file_name: str = Field(max_length=120)
    carrier: str = Field(default="", max_length=20)
    state: ShippingState = word(10, default="waiting")
    rows: list[list[Any]] = Field(sa_type=JSON, default_factory=list)
    rows_total: int = 0
    rows_done: int = 0
    shipped: int = 0
    again: int = 0
    blank: int = 0
    problems: list[dict[str, Any]] = Field(sa_type=JSON, default_factory=list)
    loaded_at: datetime = moment()
    moved_at: datetime = moment()
