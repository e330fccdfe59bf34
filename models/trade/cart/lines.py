"""What lies in a visitor's cart, read at one moment: plain values, with all that each line is priced and judged by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import PRICE_NOW, RATE_NOW
from models.catalogue.supplier.terms import SupplierTerms, terms_of
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.link.promising import living_for
from models.link.sharing import Sharing
from models.pick.pick import Pick
from models.shop.shop import Shop
from models.trade.cart.cart import MOST_OF_ONE, CartLine

_line, _sku, _goods, _shop = table_of(CartLine), table_of(SKU), table_of(Goods), table_of(Shop)
_pick, _picture = table_of(Pick), table_of(Picture)
_COVER = (
    select(_picture.c.digest)
    .where(_picture.c.goods_id == _goods.c.id)
    .order_by(_picture.c.position, _picture.c.id)
    .limit(1)
    .correlate(_goods)
    .scalar_subquery()
)
_sharing = table_of(Sharing)
_promise = _sharing.alias("promise")
_kept = _promise.c.rate_bp > RATE_NOW
_BEST = (
    select(_sharing.c.id)
    .where(
        living_for(
            _sharing,
            link=_line.c.link_id,
            goods=_sku.c.goods_id,
            sku=_sku.c.id,
            at=bindparam("at"),
        )
    )
    .order_by(_sharing.c.rate_bp.desc(), _sharing.c.id)
    .limit(1)
    .correlate(_line, _sku)
    .scalar_subquery()
)
_COLUMNS: tuple[Any, ...] = (
    _line.c.id,
    _line.c.code,
    _line.c.quantity,
    _line.c.seen_price,
    _line.c.link_id,
    _line.c.opened_at,
    _sku.c.id.label("sku_id"),
    _sku.c.options,
    PRICE_NOW.label("price"),
    # The rate of this moment, or the one that a sharing of the line's link still promises, where that is more.
    case((_kept, _promise.c.rate_bp), else_=RATE_NOW).label("rate_bp"),
    case((_kept, _promise.c.id)).label("sharing_id"),
    _sku.c.stock,
    _sku.c.grams,
    _sku.c.withdrawn_at.is_not(None).label("is_withdrawn"),
    _goods.c.id.label("goods_id"),
    _goods.c.code.label("goods_code"),
    _goods.c.title,
    func.coalesce(_sku.c.picture, _COVER).label("cover"),
    (_goods.c.state == "on_sale").label("is_on_sale"),
    _goods.c.on_sale_until,
    _goods.c.per_buyer,
    _goods.c.per_buyer_days,
    _shop.c.id.label("shop_id"),
    _shop.c.number.label("shop_number"),
    _shop.c.name.label("shop_name"),
    _shop.c.closed_at.is_not(None).label("is_closed"),
    _pick.c.id.is_not(None).label("is_picked"),
)
_LINES = Prebuilt(
    select(*_COLUMNS, _goods.c.supplier_id)
    .join_from(_line, _sku, _line.c.sku_id == _sku.c.id)
    .join(_goods, _sku.c.goods_id == _goods.c.id)
    .join(_shop, _line.c.shop_id == _shop.c.id)
    .outerjoin(_pick, and_(_pick.c.shop_id == _shop.c.id, _pick.c.goods_id == _goods.c.id))
    .outerjoin(_promise, _promise.c.id == _BEST)
    .where(_line.c.visitor == bindparam("visitor"))
    .order_by(_line.c.id)
)
_PIECES = select(func.coalesce(func.sum(_line.c.quantity), 0)).where(_line.c.visitor == bindparam("visitor"))


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A cart line as it stood when it was read. `price` and `rate_bp` are of that moment, `seen_price` is what a piece
    cost when it was last put in. `sharing_id` is the sharing whose promise the rate is, where it is more than the SKU
    gives by now."""

    id: int
    code: str
    quantity: int
    seen_price: Money
    link_id: int | None
    opened_at: datetime | None
    sku_id: int
    options: list[str]
    price: Money
    rate_bp: int
    sharing_id: int | None
    stock: int
    grams: int | None
    is_withdrawn: bool
    goods_id: int
    goods_code: str
    title: str
    cover: str | None
    is_on_sale: bool
    on_sale_until: datetime | None
    per_buyer: int | None
    per_buyer_days: int | None
    shop_id: int
    shop_number: int
    shop_name: str
    is_closed: bool
    is_picked: bool
    supplier: SupplierTerms

    @property
    def label(self) -> str:
        """What distinguishes the SKU: "100 g · 礼盒"; empty for goods with one."""
        return " · ".join(self.options)

    @property
    def gross(self) -> Money:
        """What the line costs without a coupon."""
        return self.price * self.quantity

    @property
    def is_dearer(self) -> bool:
        """Whether a piece costs more than when it was put in."""
        return self.price > self.seen_price

    @property
    def is_cheaper(self) -> bool:
        """Whether a piece costs less than when it was put in."""
        return self.price < self.seen_price

    @property
    def most(self) -> int:
        """How many of it one may take at most."""
        return min(self.stock, MOST_OF_ONE, self.per_buyer or MOST_OF_ONE)

    @property
    def obstacle(self) -> str:
        """Why it cannot be bought as it stands; empty where it can. A msgid."""
        if self.is_withdrawn or not self.is_on_sale:
            return N_("已经下架")
        if self.is_closed:
            return N_("小铺已经打烊")
        if not self.is_picked:
            return N_("掌柜已经不卖它了")
        if self.stock == 0:
            return N_("卖完了")
        if self.per_buyer is not None and self.quantity > self.per_buyer:
            return N_("超过每人限购的件数，改少一点")
        return N_("库存不够了，改少一点") if self.stock < self.quantity else ""


def lines_of(session: Session, visitor: str, only: Collection[str] = (), *, at: datetime) -> list[QuotedLine]:
    """A visitor's lines as they are at this moment, oldest first; with `only`, those of these codes."""
    # Core statements do not see what the session has not sent yet.
    session.flush()
    rows = _LINES.rows(session, {"visitor": visitor, "at": at})
    wanted = [row for row in rows if row.code in only] if only else rows
    if not wanted:
        return []
    terms = terms_of(session, (row.supplier_id for row in wanted))
    facts: list[list[Any]] = [[*row[:-1], terms[row.supplier_id]] for row in wanted]
    return [QuotedLine(*each) for each in facts]


def line_coded(session: Session, visitor: str, code: str, *, at: datetime) -> QuotedLine | None:
    """One of the visitor's own lines."""
    return next(iter(lines_of(session, visitor, [code], at=at)), None)


def pieces(session: Session, visitor: str) -> int:
    """How many pieces lie in the cart: the badge."""
    session.flush()
    return int(session.connection().execute(_PIECES, {"visitor": visitor}).scalar_one())
