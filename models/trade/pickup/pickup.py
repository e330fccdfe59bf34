"""Pick-up: where a parcel is fetched, and the code that the buyer says there."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Relationship

from models.catalogue.supplier.pickup_place import PICKUP_HOURS_LIMIT, PICKUP_PLACE_LIMIT, PICKUP_WORDS_LIMIT
from models.kernel.record import Record, belongs_to, moment

if TYPE_CHECKING:
    from models.trade.order.order import Parcel

PICKUP_CODE_DIGITS = 6
# So long before a parcel goes back on the shelf its buyer and the counter are reminded.
LAST_DAY = timedelta(days=1)


class Pickup(Record, table=True):
    """Each parcel that is fetched has one, with the terms its buyer agreed to. From the moment it is ready it has a
    `code`, and is kept until `fetch_by`."""

    __table_args__ = (
        CheckConstraint("(code IS NULL) = (fetch_by IS NULL)", name="ready_has_code_and_time"),
        CheckConstraint("place <> '' AND hours <> '' AND days >= 1", name="says_where_and_when"),
        Index("ix_pickup_said", "supplier_id", "code"),
    )

    parcel_id: int = Field(foreign_key="parcel.id", primary_key=True)
    supplier_id: int = belongs_to("supplier.id", index=False)
    place: str = Field(max_length=PICKUP_PLACE_LIMIT)
    hours: str = Field(max_length=PICKUP_HOURS_LIMIT)
    words: str = Field(default="", max_length=PICKUP_WORDS_LIMIT)
    days: int
    code: str | None = Field(default=None, nullable=True, max_length=PICKUP_CODE_DIGITS)
    fetch_by: datetime | None = moment(default=None, nullable=True, index=True)

    parcel: "Parcel" = Relationship(back_populates="pickup")
