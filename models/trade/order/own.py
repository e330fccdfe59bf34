"""What keepers buy in their own shop: it earns no commission and counts for no level (docs/product.md, Buying).

A line is its keeper's own where the keeper is signed in while buying, where the order has the phone of the keeper's
account, or where it goes to a phone or an address of an own order before. Anybody can type a phone: an order that only
has the keeper's makes its address known once it was received, so that nobody spoils a buyer's address for a shop.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, literal_column, or_, select

from models.account.member import Member
from models.kernel.address.recipient import Recipient
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.text import loosely
from models.shop.shop import Shop
from models.trade.order.order import Line, Order, Parcel

OwnReason = Literal["", "signed_in", "phone", "before"]

_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_shop, _member = table_of(Shop), table_of(Member)
_other = _shop.alias()
# Written out: with a parameter no database knows that the index of own lines (order.py) has all that is asked for, and
# would read whatever the shop ever sold.
_EMPTY: Any = literal_column("''")
_IS_OWN = (_line.c.own != _EMPTY) & _line.c.own.in_(literal_column(f"'{why}'") for why in ("signed_in", "phone"))
_PROVEN = or_(_line.c.own == "signed_in", _parcel.c.received_at.is_not(None))
# The keeper of each shop; and where the keeper's own orders went, of all the keeper's shops.
OWN_ROWS = (
    select(
        literal_column("'keeper'").label("kind"),
        _member.c.phone,
        _EMPTY.label("region_code"),
        _shop.c.keeper_id,
        _shop.c.id.label("shop_id"),
        _EMPTY.label("street"),
    )
    .join_from(_shop, _member, _shop.c.keeper_id == _member.c.id)
    .where(_shop.c.id.in_(bindparam("shops", expanding=True))),
    select(
        literal_column("'before'"), _order.c.phone, _order.c.region_code, _shop.c.keeper_id, _shop.c.id, _order.c.street
    )
    .distinct()
    .join_from(_shop, _other, _other.c.keeper_id == _shop.c.keeper_id)
    .join(_line, (_line.c.shop_id == _other.c.id) & _IS_OWN)
    .join(_parcel, _line.c.parcel_id == _parcel.c.id)
    .join(_order, _parcel.c.order_id == _order.c.id)
    .where(
        _shop.c.id.in_(bindparam("shops", expanding=True)),
        _PROVEN,
        or_(_order.c.phone == bindparam("phone"), _order.c.region_code == bindparam("region_code")),
    ),
)


@dataclass(frozen=True, slots=True)
class Ordering:
    """Who places an order, as far as it is known: the member who is signed in, and where it goes."""

    member_id: int | None
    to: Recipient

    @property
    def asked_by(self) -> dict[str, str]:
        """The parameters of OWN_ROWS that are the order's."""
        return {"phone": self.to.phone, "region_code": self.to.region_code}


def own_in(rows: Iterable[Any], ordering: Ordering) -> dict[int, OwnReason]:
    """Why lines of a shop are its keeper's own, by the shops' ids, from what OWN_ROWS found; others are left out. What
    is known for certain goes first."""
    found: dict[int, OwnReason] = {}
    # By place: the names are those of whatever the rows were joined with.
    for kind, phone, region_code, keeper_id, shop_id, street in sorted(rows, key=lambda row: str(row[0])):
        if kind == "keeper" and ordering.member_id == keeper_id:
            found[shop_id] = "signed_in"
        elif kind == "keeper" and ordering.to.phone == phone:
            found[shop_id] = "phone"
        elif kind == "before" and (ordering.to.phone == phone or _is_there(region_code, street, ordering.to)):
            found[shop_id] = "before"
    return found


def _is_there(region_code: str, street: str, to: Recipient) -> bool:
    """The same address, however it was spaced."""
    return bool(to.region_code) and region_code == to.region_code and loosely(street) == loosely(to.street)


# Why a line is its keeper's own, by noun and value.
OWN_WORDS = {
    "own": {
        "signed_in": N_("下单时登录着你的账号"),
        "phone": N_("收货的是你账号的手机号"),
        "before": N_("收货的电话或地址，是你以前自己买时用过的"),
    },
}
