"""That a buyer wants a parcel sent elsewhere, before it is shipped. The supplier agrees or refuses.

asked → agreed or refused; lapsed: another request took its place, or a box left for the old address
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.kernel.reading.phones import LONGEST_PHONE
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word
from models.kernel.steps import Steps, state_check
from models.trade.order.order import Parcel

ChangeState = Literal["asked", "agreed", "refused", "lapsed"]
ChangeStep = Literal["agree", "refuse", "lapse"]
CHANGE: Steps[ChangeStep, ChangeState] = {
    "agree": (("asked",), "agreed"),
    "refuse": (("asked",), "refused"),
    "lapse": (("asked",), "lapsed"),
}


class AddressChange(Record, table=True):
    """One request; a parcel has at most one that is open. The newest agreed one is where the parcel goes."""

    __table_args__ = (
        CheckConstraint(state_check(CHANGE, "asked"), name="state_known"),
        Index(
            "ix_address_change_one_open",
            "parcel_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: int = row_id()
    parcel_id: int = belongs_to("parcel.id")
    name: str = Field(max_length=30)
    phone: str = Field(max_length=LONGEST_PHONE)
    region: str = Field(max_length=60)
    region_code: str = Field(default="", max_length=6)
    street: str = Field(max_length=120)
    state: ChangeState = word(10, default="asked")
    asked_at: datetime = moment()
    decided_at: datetime | None = moment(default=None, nullable=True)
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    why: str = long_text(default="")

    parcel: Parcel = Relationship()
