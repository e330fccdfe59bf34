"""Where a shop stands that opted in to being found nearby: rounded before it is written, and gone when it opts out."""

from datetime import datetime
from typing import Literal

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from models.kernel.earth.point import EarthPoint, from_millionths
from models.kernel.record import Record, moment, row_id, word

# How its keeper said where it is: as a district alone, on the map of a phone, or by the browser.
PlacedBy = Literal["district", "map", "browser"]


class ShopPlace(Record, table=True):
    """`north` and `east` are millionths of a degree in WGS-84, rounded (models/kernel/earth/grid.py); `cell` and `spot`
    follow from them. `newest_at` is when the shop's newest post went out, or its door first opened, which is
    `opened_at`. Both stand here because nearby is read along them (streams.py)."""

    __table_args__ = (
        CheckConstraint("north BETWEEN -90000000 AND 90000000", name="north_on_earth"),
        CheckConstraint("east >= -180000000 AND east < 180000000", name="east_on_earth"),
        CheckConstraint("placed_by IN ('district', 'map', 'browser')", name="placed_by_known"),
        *(
            Index(f"ix_shop_place_{along}_{order}", along, f"{order}_at", "shop_id", "north", "east")
            for along in ("cell", "spot", "district")
            for order in ("newest", "opened")
        ),
    )

    id: int = row_id()
    shop_id: int = Field(foreign_key="shop.id", unique=True)
    north: int
    east: int
    cell: int = Field(sa_type=BigInteger)
    spot: int = Field(sa_type=BigInteger)
    district: str = Field(max_length=6)
    placed_by: PlacedBy = word(8)
    placed_at: datetime = moment()
    newest_at: datetime = moment()
    opened_at: datetime = moment()

    @property
    def point(self) -> EarthPoint:
        """Where it stands, as rounded."""
        return from_millionths(self.north, self.east)
