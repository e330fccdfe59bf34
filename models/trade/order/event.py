"""The events of an order: one row a step, of the order itself or of what belongs to it."""

from datetime import datetime
from typing import Literal

from sqlmodel import Field

from models.kernel.act import Who
from models.kernel.record import Record, belongs_to, moment, row_id, said_text, word

# Whose step an event is.
About = Literal["order", "parcel", "after_sale", "payment", "refund"]


class OrderEvent(Record, table=True):
    """One step of an order or of what belongs to it: who, when, why. `about` says whose step it is, `subject` is its
    public code (for an order its number)."""

    id: int = row_id()
    order_id: int = belongs_to("buyer_order.id")
    about: About = word(12)
    subject: str = Field(max_length=20)
    parcel_id: int | None = Field(default=None, foreign_key="parcel.id")
    step: str = Field(max_length=20)
    who: Who = word(12)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    why: str = said_text(default="")
    at: datetime = moment()
