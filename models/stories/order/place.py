"""Placing an order: stock, the coupon, lines with their commission, parcels, the payment; all of it or nothing.

Everything is read, priced and named before the lock. Behind it is proven, in the statements that write, that what was
read still holds; where it does not, it is read again. What changed since the buyer looked is said, never silently
charged.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session
from sqlmodel import select as records

from models.catalogue.supplier.terms import terms_of
from models.coupon.claiming import use_coupon
from models.coupon.coupon import CouponClaim
from models.kernel.address.recipient import Recipient
from models.kernel.database import Overtaken, proving
from models.kernel.errors import N_, Refused
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT, Rules
from models.payment.gateways import Gateway
from models.payment.payment import Payment
from models.stories.order.drafting import OrderDraft, draft_of
from models.talk.handing import hand_over
from models.trade.cart.changing import clear_quoted
from models.trade.cart.discount import usable_coupon
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from models.trade.cart.stock import take_quoted
from models.trade.order.order import Order
from models.trade.order.placing import insert_order

_TRIES = 3
JUST_CHANGED = N_("购物车刚刚变了，请再看一眼")
_order = table_of(Order)
_PLACED = select(_order.c.id, _order.c.number, _order.c.token).where(
    _order.c.once == bindparam("once"), _order.c.visitor == bindparam("visitor")
)
_PAYMENT = insert(table_of(Payment))


class PlacedOrder(NamedTuple):
    """What is known of an order that stands, without reading more of it."""

    id: int
    number: str
    token: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a buyer agrees to by sending the form: `once` is the form's own mark, `seen` what it showed."""

    once: str
    seen: LastSeen


def place_order(
    session: Session,
    quote: Quote,
    recipient: Recipient,
    agreement: Agreement,
    *,
    gateway: Gateway,
    rules: Rules = DEFAULT,
) -> PlacedOrder:
    """One order of what was quoted. A retry with the same mark gives the same order. Raises Refused where what was seen
    is not what it comes to, where a line cannot be had, or where the coupon takes nothing off."""
    existing = placed_with(session, quote.visitor, agreement.once)
    for _ in range(_TRIES):
        if existing:
            return existing
        refusal = next(iter(quote.troubles), None) or quote.difference(agreement.seen)
        if refusal:
            raise refusal
        draft = draft_of(session, quote, recipient, agreement.once, gateway, rules)
        try:
            with proving(session):
                return _write(session, quote, draft)
        except Overtaken:
            # The same form may have been first.
            existing = placed_with(session, quote.visitor, agreement.once)
            quote = quote if existing else _again(session, quote)
    raise Refused("", JUST_CHANGED)


def placed_with(session: Session, visitor: str, once: str) -> PlacedOrder | None:
    """The order this visitor's checkout form has already made."""
    session.flush()
    row = session.connection().execute(_PLACED, {"once": once, "visitor": visitor}).first()
    return PlacedOrder(*row) if row else None


def _write(session: Session, quote: Quote, draft: OrderDraft) -> PlacedOrder:
    """Writes all of it, in the order of docs/locking.md: cart lines, stock, then the coupon, so that who waits for a
    coupon holds no other one. Raises Overtaken where something is not as it was quoted."""
    suppliers = {parcel.supplier.id: parcel.supplier for parcel in quote.parcels}
    if not clear_quoted(session, quote.lines) or not take_quoted(session, quote.lines):
        raise Overtaken
    if terms_of(session, suppliers) != suppliers:
        raise Overtaken
    id_ = insert_order(session, draft.order, draft.parcels)
    number = draft.order["number"]
    if draft.claim is not None:
        placed_at, phone = draft.order["placed_at"], draft.order["phone"]
        use_coupon(session, draft.claim, order_number=number, phone=phone, at=placed_at)
    session.connection().execute(_PAYMENT, {**draft.payment, "order_id": id_})
    if draft.handover is not None:
        hand_over(session, draft.handover)
    return PlacedOrder(id_, number, draft.order["token"])


def _again(session: Session, quote: Quote) -> Quote:
    """The quote as everything is now. Raises Refused where a line is gone, or where the last piece was just sold."""
    codes = {line.code for line in quote.lines}
    lines = lines_of(session, quote.visitor, codes)
    coupon = None
    if quote.coupon:
        query = records(CouponClaim).where(CouponClaim.id == quote.coupon.claim.id)
        coupon = usable_coupon(session.exec(query).one(), lines)
    now = Quote(quote.visitor, lines, quote.at, quote.province, coupon)
    refusal = now.sold_out if len(lines) == len(codes) else Refused("", JUST_CHANGED)
    if refusal:
        raise refusal
    return now
