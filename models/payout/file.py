"""A file of results that the desk loaded, and what came of its rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from models.kernel.record import Record, moment, row_id


class PayoutFile(Record, table=True):
    """`paid`, `failed` and `returned` rows were booked, `again` were booked before, `blank` had no result yet.
    `problems` are the others, in the order of the file: "line", "code", "column", "reason" (a msgid) with "params". No
    account number."""

    __table_args__ = (
        CheckConstraint(
            "paid >= 0 AND failed >= 0 AND returned >= 0 AND again >= 0 AND blank >= 0", name="counts_not_negative"
        ),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    loaded_by: int | None = Field(default=None, foreign_key="member.id")
    file_name: str = Field(max_length=120)
    paid: int = 0
    failed: int = 0
    returned: int = 0
    again: int = 0
    blank: int = 0
    problems: list[dict[str, Any]] = Field(sa_type=JSON, default_factory=list)
    loaded_at: datetime = moment()
