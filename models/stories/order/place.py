"""Placing an order: stock, the coupon, lines with their commission, parcels, the payment; all of it or nothing.

Everything is read, priced and named before the lock. Behind it is proven, in the statements that write, that what was
read still holds; where it does not, it is read again. What changed since the buyer looked is said, never silently
charged.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from sqlmodel import select as records

from models.catalogue.supplier.terms import terms_of
from models.coupon.claiming import use_coupon
from models.coupon.coupon import CouponClaim
from models.kernel.address.recipient import Recipient
from models.kernel.database import Overtaken, in_turn, proving
from models.kernel.errors import N_, Refused
from models.kernel.record import insert_of, table_of
from models.kernel.rules import DEFAULT, Rules
from models.payment.gateways import Gateway
from models.payment.payment import Payment
from models.shop.bonus import bonuses_of
from models.stories.order.drafting import OrderDraft, draft_of
from models.stories.order.naming import Names, draw_names
from models.talk.handing import hand_over
from models.trade.cart.changing import clear_quoted
from models.trade.cart.discount import usable_coupon
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from models.trade.cart.stock import take_quoted
from models.trade.order.holding import held_by, too_much
from models.trade.order.order import Order
from models.trade.order.placing import insert_order

_TRIES = 3
JUST_CHANGED = N_("购物车刚刚变了，请再看一眼")
_order = table_of(Order)
_KNOWN = select(_order.c.id, _order.c.number, _order.c.token, _order.c.once, _order.c.visitor).where(
    or_(_order.c.once == bindparam("once"), _order.c.number == bindparam("number"))
)


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


@dataclass(frozen=True, slots=True)
class _Limits:
    """What may not be passed by an order of so many pieces for this phone."""

    phone: str
    pieces: int
    prepaid: bool
    rules: Rules

    def refusal(self, session: Session) -> Refused | None:
        """Asked behind the lock; and before it by whoever was refused there, to tell the buyer why."""
        held = held_by(session, self.phone, prepaid=self.prepaid)
        return too_much(held, self.pieces, prepaid=self.prepaid, rules=self.rules)


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
    to = recipient.plain
    for attempt in range(1, _TRIES + 1):
        names = draw_names(agreement.once, len(quote.parcels), quote.at)
        refusal = _refusal(quote, agreement)
        # The first attempt asks nothing that the writing proves anyway.
        if attempt > 1 or refusal:
            existing, names = _existing_or_names(session, quote, agreement.once)
            if existing:
                return existing
        if attempt > 1:
            quote = _again(session, quote)
            refusal = _refusal(quote, agreement)
        limits = _Limits(to.phone, sum(line.quantity for line in quote.lines), gateway.prepaid, rules)
        if attempt > 1:
            refusal = refusal or limits.refusal(session)
        if refusal:
            raise refusal
        levels = bonuses_of(session, {line.shop_id for line in quote.lines}, quote.at)
        draft = draft_of(quote, to, names, levels, gateway, rules)
        try:
            with proving(session):
                return _write(session, quote, draft, limits)
        except Overtaken:
            continue
        except IntegrityError:
            # One of the names was drawn by somebody else; or it is the form's mark, which no drawing mends.
            if attempt == _TRIES:
                raise
    raise Refused("", JUST_CHANGED)


def _refusal(quote: Quote, agreement: Agreement) -> Refused | None:
    return next(iter(quote.troubles), None) or quote.difference(agreement.seen)


def placed_with(session: Session, visitor: str, once: str) -> PlacedOrder | None:
    """The order this visitor's checkout form has already made."""
    return _existing(session, visitor, once, "")[0]


def _existing_or_names(session: Session, quote: Quote, once: str) -> tuple[PlacedOrder | None, Names]:
    """The order that this form has made; else names for it, whose number nobody has."""
    while True:
        names = draw_names(once, len(quote.parcels), quote.at)
        existing, is_free = _existing(session, quote.visitor, once, names.number)
        if existing or is_free:
            return existing, names


def _existing(session: Session, visitor: str, once: str, number: str) -> tuple[PlacedOrder | None, bool]:
    """The order of this form, and whether no order has this number."""
    session.flush()
    rows = session.connection().execute(_KNOWN, {"once": once, "number": number}).all()
    own = (PlacedOrder(*row[:3]) for row in rows if row.once == once and row.visitor == visitor)
    return next(own, None), all(row.number != number for row in rows)


def _write(session: Session, quote: Quote, draft: OrderDraft, limits: _Limits) -> PlacedOrder:
    """Writes all of it, in the order of docs/locking.md: the phone, cart lines, stock, then the coupon, so that who
    waits for a coupon holds no other one. Raises Overtaken where something is not as it was quoted."""
    in_turn(session, f"holding:{limits.phone}")
    if limits.refusal(session):
        raise Overtaken
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
    payment = {**draft.payment, "order_id": id_}
    session.connection().execute(insert_of(Payment, frozenset(payment)), payment)
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
