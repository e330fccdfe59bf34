"""Placing an order: stock, the coupon, lines with their commission, parcels, the payment; all of it or nothing.

Everything is read again at this moment. What changed since the buyer looked is said, never silently charged.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from models.books.placing import fix_figures
from models.catalogue.goods.price import price_of, rate_of
from models.coupon.claiming import use_coupon
from models.coupon.coupon import CouponClaim
from models.kernel import text
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.codes import fresh_code, new_token
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT, Rules
from models.payment.gateways import Gateway
from models.payment.payment import Payment
from models.stories.talk.hand_over import talk_goes_on
from models.trade.cart.cart import CartLine
from models.trade.cart.discount import Discount, discount
from models.trade.cart.lines import Part, by_supplier, due, hold, remove, take_stock, trouble
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.states import ParcelState
from models.trade.order.steps import note_order

NOT_THERE = N_("%(supplier)s不送这个省。换个地址，或者把它的东西留在购物车里")


@dataclass(frozen=True, slots=True)
class Contact:
    """Who receives it and where. `region_code` is the district's six digits, or those of a city that has none; empty
    where the region was only written: then the least freight is due."""

    name: str
    phone: str
    region: str
    street: str
    note: str = ""
    region_code: str = ""

    @property
    def province(self) -> str | None:
        """The first two digits of the region, which decide the freight."""
        return self.region_code[:2] or None


def place_order(
    session: Session,
    visitor: str,
    lines: list[CartLine],
    contact: Contact,
    *,
    gateway: Gateway,
    once: str,
    seen_total: Money,
    claim: CouponClaim | None = None,
    rules: Rules = DEFAULT,
    at: datetime,
) -> Order:
    """One order of these cart lines, with one coupon or none. A retry with the same `once` gives the same order.
    `seen_total` is what the buyer was shown; raises Refused where today's differs, where a line cannot be had, or where
    the coupon takes nothing off."""
    standing = placed_with(session, visitor, once)
    if standing:
        return standing
    # The lines are the lock: of two forms for the same cart at once, the second finds them gone.
    if not hold(session, lines):
        standing = placed_with(session, visitor, once)
        if standing:
            return standing
        raise Refused("", N_("购物车刚刚变了，请再看一眼"))
    parts, taken = by_supplier(lines, contact.province), _discount(visitor, claim, lines)
    _check(session, lines, parts, taken, seen_total)
    # In the order of ids, so that two orders for the same goods never wait for each other.
    for line in sorted(lines, key=lambda line: line.sku_id):
        if not take_stock(session, line.sku_id, line.quantity):
            raise Refused("", N_("“%(title)s”刚刚被买走了，请看看购物车"), title=line.sku.goods.title)
    order = _order(session, visitor, parts, taken, contact, gateway, once, at)
    if claim is not None:
        # After the stock: whoever waits for a coupon holds no other one.
        use_coupon(session, claim, order_number=order.number, phone=order.phone, at=at)
    fix_figures(session, order, rules=rules, at=at)
    remove(session, visitor, [line.code for line in lines])
    if not gateway.prepaid:
        talk_goes_on(session, order, at=at)
    return order


def placed_with(session: Session, visitor: str, once: str) -> Order | None:
    """The order this visitor's checkout form has already made."""
    return session.exec(select(Order).where(Order.once == once, Order.visitor == visitor)).first()


def _discount(visitor: str, claim: CouponClaim | None, lines: list[CartLine]) -> Discount | None:
    """What the claim's coupon takes off; nobody uses another's claim."""
    if claim is None:
        return None
    if claim.visitor != visitor:
        raise Refused("coupon", N_("这张券不在你这里"))
    return discount(claim.coupon, lines)


def _check(
    session: Session, lines: list[CartLine], parts: list[Part], taken: Discount | None, seen_total: Money
) -> None:
    if not lines:
        raise Refused("", N_("购物车是空的"))
    for line in lines:
        reason = trouble(session, line)
        if reason:
            raise Refused("", N_("“%(title)s”现在买不了，请看看购物车"), title=line.sku.goods.title)
    for part in parts:
        if not part.delivers:
            raise Refused("province", NOT_THERE, supplier=part.supplier.name)
    if taken is not None and not taken.total:
        raise Refused("coupon", N_("这张券在这单用不上"))
    total = due(parts, taken.total if taken else Money(0))
    if total != seen_total:
        raise Refused(
            "", N_("价格刚刚变了：现在一共 %(now)s 元，刚才是 %(then)s 元"), now=total.short, then=seen_total.short
        )


def _order(
    session: Session,
    visitor: str,
    parts: list[Part],
    taken: Discount | None,
    contact: Contact,
    gateway: Gateway,
    once: str,
    at: datetime,
) -> Order:
    goods_total = Money(sum(part.goods_total for part in parts))
    freight_total = Money(sum(part.freight for part in parts))
    discount_total = taken.total if taken else Money(0)
    order = Order(
        number=_order_number(session, at),
        token=new_token(),
        once=once,
        visitor=visitor,
        name=text.one_line(contact.name),
        phone=contact.phone,
        region=text.one_line(contact.region),
        region_code=contact.region_code,
        street=text.one_line(contact.street),
        note=text.one_line(contact.note),
        payment_method=gateway.name,
        goods_total=goods_total,
        freight_total=freight_total,
        discount_total=discount_total,
        total=due(parts, discount_total),
        state="unpaid" if gateway.prepaid else "placed",
        placed_at=at,
    )
    session.add(order)
    session.flush()
    for part in parts:
        _parcel(session, order, part, taken, "waiting" if gateway.prepaid else "to_ship")
    code = fresh_code(session, Payment.code, 12)
    # Cash is never asked for; a gateway is when a minute has passed without its notice.
    ask_at = at + timedelta(minutes=1) if gateway.prepaid else None
    session.add(
        Payment(code=code, order_id=order.id, gateway=gateway.name, amount=order.total, asked_at=at, ask_at=ask_at)
    )
    note_order(session, order, "place", Act.buyer(at))
    return order


def _parcel(session: Session, order: Order, part: Part, taken: Discount | None, state: ParcelState) -> None:
    parcel = Parcel(
        code=fresh_code(session, Parcel.code, 8),
        order_id=order.id,
        supplier_id=part.supplier.id,
        goods_total=part.goods_total,
        freight=part.freight,
        state=state,
    )
    session.add(parcel)
    session.flush()
    session.add_all(_line(parcel, line, taken) for line in part.lines)
    session.flush()


def _line(parcel: Parcel, line: CartLine, taken: Discount | None) -> Line:
    sku, goods = line.sku, line.sku.goods
    off = taken.off.get(line.id, Money(0)) if taken else Money(0)
    return Line(
        parcel_id=parcel.id,
        sku_id=sku.id,
        goods_id=goods.id,
        shop_id=line.shop_id,
        link_id=line.link_id,
        opened_at=line.opened_at,
        title=goods.title,
        options=sku.label[:200],
        picture=goods.cover,
        price=price_of(sku),
        quantity=line.quantity,
        discount=off,
        discount_payer=taken.coupon.payer if taken and off else "",
        commission_bp=rate_of(sku),
        commission=(price_of(sku) * line.quantity - off).share(rate_of(sku)),
    )


def _order_number(session: Session, at: datetime) -> str:
    """Day and six random digits: short enough to read out, telling nobody how many orders there are."""
    while True:
        number = f"{local(at):%y%m%d}{secrets.randbelow(1_000_000):06d}"
        if session.exec(select(Order.id).where(Order.number == number)).first() is None:
            return number
