"""Shipments: the boxes in which a parcel travels, and what is in each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Relationship

from models.kernel.prefixes import PATTERN
from models.kernel.record import Record, belongs_to, moment, row_id
from models.trade.order.order import Line, Parcel


class Shipment(Record, table=True):
    """One box of a parcel on its way: who carries it, under which number, what is in it."""

    __table_args__ = (
        CheckConstraint("tracking <> '' AND carrier <> ''", name="can_be_followed"),
        Index("ix_shipment_tracking", "tracking", postgresql_ops={"tracking": PATTERN}),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=10)
    parcel_id: int = belongs_to("parcel.id")
    carrier: str = Field(max_length=20)
    tracking: str = Field(max_length=40)
    shipped_at: datetime = moment()
    received_at: datetime | None = moment(default=None, nullable=True)

    parcel: Parcel = Relationship(back_populates="shipments")
    contents: list["ShipmentLine"] = Relationship(sa_relationship_kwargs={"order_by": "ShipmentLine.line_id"})


class ShipmentLine(Record, table=True):
    """How many pieces of a line are in a box."""

    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    shipment_id: int = Field(foreign_key="shipment.id", primary_key=True)
    line_id: int = Field(foreign_key="order_line.id", primary_key=True, index=True)
    quantity: int

    line: Line = Relationship()
