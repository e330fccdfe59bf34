"""Putting things into the cart and taking them out. Always through the visitor: nobody reaches another's lines."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, update
from sqlalchemy import select as core_select
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import SKU
from models.catalogue.goods.price import price_of
from models.catalogue.supplier.freight import fees, freight_for
from models.catalogue.supplier.supplier import Supplier
from models.kernel.codes import fresh_code
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.record import related
from models.link.link import Link
from models.pick.picking import pick_of
from models.shop.shop import Shop
from models.trade.cart.cart import MOST_LINES, MOST_OF_ONE, CartLine


@dataclass(frozen=True, slots=True)
class Part:
    """What one supplier will send: its lines, their value before any coupon, and the freight. `delivers` False: nothing
    goes to that province, and no freight is due. `by_province`: the freight is the lowest of several, the province
    decides."""

    supplier: Supplier
    lines: tuple[CartLine, ...]
    goods_total: Money
    freight: Money
    delivers: bool = True
    by_province: bool = False


def add(
    session: Session,
    visitor: str,
    sku: SKU,
    shop: Shop,
    *,
    quantity: int,
    link: Link | None,
    opened_at: datetime | None = None,
    at: datetime,
) -> CartLine:
    """So many more of a SKU. What lies in the cart already grows; never past the stock or 99. `opened_at` is the hour
    in which the buyer opened the link, None where that is not known. Raises Refused."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise Refused("quantity", N_("一次可以买 1 到 %(most)s 件"), most=MOST_OF_ONE)
    if sku.withdrawn_at is not None or sku.stock < 1:
        raise Refused("sku", N_("这个规格卖完了，看看别的吧"))
    others = (col(CartLine.visitor) == visitor, or_(col(CartLine.sku_id) != sku.id, col(CartLine.shop_id) != shop.id))
    if session.execute(core_select(func.count()).where(*others)).scalar_one() >= MOST_LINES:
        raise Refused("", N_("购物车满了（%(most)s 种），先结一次账吧"), most=MOST_LINES)
    fresh = session.exec(
        insert_ignoring(session, CartLine).values(
            code=fresh_code(session, CartLine.code, 8),
            visitor=visitor,
            sku_id=sku.id,
            shop_id=shop.id,
            link_id=link.id if link else None,
            opened_at=opened_at if link else None,
            quantity=1,
            seen_price=price_of(sku),
            added_at=at,
        )
    ).rowcount
    same = (CartLine.visitor == visitor, CartLine.sku_id == sku.id, CartLine.shop_id == shop.id)
    # Held until the commit, so that of two taps at once neither is lost.
    line = session.exec(select(CartLine).where(*same).with_for_update()).one()
    before = 0 if fresh else line.quantity
    line.quantity = min(before + quantity, sku.stock, MOST_OF_ONE)
    if link:
        was = line.opened_at if line.link_id == link.id else None
        line.link_id, line.opened_at = link.id, opened_at or was
    line.seen_price = price_of(sku)
    session.flush()
    return line


def set_quantity(session: Session, line: CartLine, quantity: int) -> None:
    """Changes how many. Raises Refused past what is in stock."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise Refused("quantity", N_("一次可以买 1 到 %(most)s 件"), most=MOST_OF_ONE)
    if quantity > line.sku.stock:
        raise Refused("quantity", N_("只剩 %(stock)s 件了"), stock=line.sku.stock)
    line.quantity = quantity


def remove(session: Session, visitor: str, codes: list[str]) -> None:
    """Takes lines out; silent about those that are gone."""
    session.exec(delete(CartLine).where(col(CartLine.visitor) == visitor, col(CartLine.code).in_(codes)))


def lines_of(session: Session, visitor: str) -> list[CartLine]:
    """A visitor's lines with their SKUs, goods and shops, oldest first."""
    found = select(CartLine).where(col(CartLine.visitor) == visitor).order_by(col(CartLine.id))
    loads = (joinedload(related(CartLine.sku)).joinedload(related(SKU.goods)), joinedload(related(CartLine.shop)))
    return list(session.exec(found.options(*loads)))


def line_coded(session: Session, visitor: str, code: str) -> CartLine | None:
    """One of the visitor's own lines."""
    return session.exec(select(CartLine).where(CartLine.visitor == visitor, CartLine.code == code)).first()


def pieces(session: Session, visitor: str) -> int:
    """How many pieces lie in the cart: the badge."""
    total = core_select(func.coalesce(func.sum(CartLine.quantity), 0)).where(col(CartLine.visitor) == visitor)
    return int(session.execute(total).scalar_one())


def by_supplier(lines: list[CartLine], province: str | None = None) -> list[Part]:
    """The lines as parcels-to-be, with each supplier's freight to a province (two digits); without one, the least it
    may be. Whether freight is free goes by the goods before the coupon: using one never makes freight due."""
    suppliers = dict.fromkeys(line.sku.goods.supplier for line in lines)
    return [_part(one, tuple(line for line in lines if line.sku.goods.supplier is one), province) for one in suppliers]


def _part(supplier: Supplier, lines: tuple[CartLine, ...], province: str | None) -> Part:
    total = Money(sum(price_of(line.sku) * line.quantity for line in lines))
    freight = freight_for(supplier, supplier.zones, total, province)
    return Part(
        supplier,
        lines,
        goods_total=total,
        freight=freight or Money(0),
        delivers=freight is not None,
        by_province=province is None and len(fees(supplier, supplier.zones, total)) > 1,
    )


def due(parts: list[Part], discount: Money = Money(0)) -> Money:  # noqa: B008  An amount never changes.
    """What an order of these parts costs, less what a coupon takes off."""
    return Money(sum(part.goods_total + part.freight for part in parts) - discount)


def hold(session: Session, lines: list[CartLine]) -> bool:
    """Locks the lines for this transaction; False where one of them is gone by now."""
    ids = [line.id for line in lines]
    held = select(CartLine.id).where(col(CartLine.id).in_(ids)).order_by(col(CartLine.id)).with_for_update()
    return len(session.exec(held).all()) == len(ids)


def trouble(session: Session, line: CartLine) -> str:
    """Why this line cannot be bought as it stands; empty where it can. A msgid."""
    goods = line.sku.goods
    if goods.state != "on_sale" or line.sku.withdrawn_at is not None:
        return N_("已经下架")
    if line.shop.closed_at is not None:
        return N_("小铺已经打烊")
    if pick_of(session, line.shop, goods) is None:
        return N_("掌柜已经不卖它了")
    if line.sku.stock == 0:
        return N_("卖完了")
    if line.sku.stock < line.quantity:
        return N_("库存不够了，改少一点")
    return ""


def take_stock(session: Session, sku_id: int, quantity: int) -> bool:
    """Takes pieces off the shelf if that many are there: one conditional update, whose row count is the answer."""
    enough = update(SKU).where(col(SKU.id) == sku_id, col(SKU.stock) >= quantity, col(SKU.withdrawn_at).is_(None))
    return bool(session.exec(enough.values(stock=SKU.stock - quantity)).rowcount == 1)


def return_stock(session: Session, sku_id: int, quantity: int) -> None:
    """Puts pieces back."""
    session.exec(update(SKU).where(col(SKU.id) == sku_id).values(stock=SKU.stock + quantity))
