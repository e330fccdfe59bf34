"""An order that is not paid yet goes elsewhere without anybody being asked: nothing was packed, and its supplier sees
the new address only. Its freight was agreed at placement and stays, so it cannot go where more would be due."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.catalogue.supplier.freight import freight_for, load_of
from models.catalogue.supplier.terms import terms_of
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.errors import N_, Refused
from models.trade.cart.quote import NOT_THERE
from models.trade.order.bought import has_limited
from models.trade.order.locks import hold_order
from models.trade.order.order import Order, Parcel
from models.trade.order.steps import note_parcel
from models.trade.parcel.address_change import AddressChange
from models.trade.parcel.readdressing import MOST_REQUESTS, read_address, ship_to

# Why such a change stands: nobody agreed to it.
UNPAID = "unpaid"


def readdress_unpaid(session: Session, order: Order, to: Recipient, *, at: datetime) -> None:
    """All of the order goes there from now on, and is found by that phone; the same again changes nothing. Raises
    Refused once it is paid or cancelled, where a supplier does not send there or takes more for it, where it was
    changed too often, or where a coupon that one phone has once, or a limit a buyer, would be another's."""
    to = read_address(to)
    hold_order(session, order)
    if order.state != "unpaid":
        raise Refused("", N_("订单刚刚付款或取消了，刷新看看"))
    sent = [parcel for parcel in order.parcels if not parcel.is_pickup]
    if not sent:
        raise Refused("", N_("这个包裹到店自取，没有地址可以改"))
    moving = [parcel for parcel in sent if ship_to(session, parcel) != to]
    for parcel in moving:
        _check(session, parcel, to)
    if to.phone != order.phone:
        _give_to(session, order, to.phone)
    for parcel in moving:
        change = AddressChange(
            parcel_id=parcel.id,
            name=to.name,
            phone=to.phone,
            region=to.region,
            region_code=to.region_code,
            street=to.street,
            state="agreed",
            asked_at=at,
            decided_at=at,
            why=UNPAID,
        )
        session.add(change)
        note_parcel(session, parcel, "move_agree", Act.buyer(at, UNPAID))


def _give_to(session: Session, order: Order, phone: str) -> None:
    """A number that was mistyped is a stranger's, who is not to find the order and the new address in it."""
    if order.discount_total:
        raise Refused("phone", N_("这单用了券，券是跟着手机号的。要换号码，取消这一单再下一次"))
    if has_limited(session, order):
        raise Refused("phone", N_("这单有限购的商品，限购是跟着手机号的。要换号码，取消这一单再下一次"))
    order.phone = phone
    session.add(order)


def _check(session: Session, parcel: Parcel, to: Recipient) -> None:
    so_far = session.exec(select(AddressChange.id).where(col(AddressChange.parcel_id) == parcel.id)).all()
    if len(so_far) >= MOST_REQUESTS:
        raise Refused("", N_("这个包裹改地址的次数太多了，请直接问商家"))
    terms = terms_of(session, [parcel.supplier_id])[parcel.supplier_id]
    bill = freight_for(terms, terms.zones, load_of(parcel.lines, terms.usual_grams), to.province)
    if bill is None:
        raise Refused("province", NOT_THERE, supplier=terms.name)
    if bill.amount > parcel.freight:
        words = N_("寄到那里的运费是 ¥%(fee)s，比这单多。取消这一单，再下一次吧")
        raise Refused("province", words, fee=bill.amount.short)
