"""Placing an order: stock, the coupon, lines with their commission, parcels, the payment; all of it or nothing.

Everything is read, priced and named before the lock. Behind it is proven, in the statements that write, that what was
read still holds; where it does not, it is read again. What changed since the buyer looked is said, never silently
charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
from models.kernel.prebuilt import Prebuilt, insert_rows
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT, Rules
from models.payment.gateways import Gateway
from models.payment.payment import Payment
from models.stories.order.drafting import OrderDraft, draft_of
from models.stories.order.naming import Names, draw_names
from models.stories.order.shop_terms import shop_terms
from models.talk.handing import hand_over
from models.trade.cart.changing import clear_quoted
from models.trade.cart.discount import usable_coupon
from models.trade.cart.limits import LimitedGoods, limits_on
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from models.trade.cart.stock import take_quoted
from models.trade.order.bought import over_limit
from models.trade.order.holding import held_by, too_much
from models.trade.order.order import Order
from models.trade.order.own import Ordering
from models.trade.order.placing import insert_order

_TRIES = 3
JUST_CHANGED = N_("购物车刚刚变了，请再看一眼")
_order = table_of(Order)
_KNOWN = Prebuilt(
    select(_order.c.id, _order.c.number, _order.c.token, _order.c.once, _order.c.visitor).where(
        or_(_order.c.once == bindparam("once"), _order.c.number == bindparam("number"))
    )
)


class PlacedOrder(NamedTuple):
    """What is known of an order that stands, without reading more of it."""

    id: int
    number: str
    token: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a buyer agrees to by sending the form: `once` is the form's own mark, `seen` what it showed, `signed_in` the
    member who sent it, where it was one."""

    once: str
    seen: LastSeen
    signed_in: int | None = None


@dataclass(frozen=True, slots=True)
class _Limits:
    """What may not be passed by an order of so many pieces for this phone: what it holds, and what it has bought of
    goods with a limit."""

    phone: str
    pieces: int
    prepaid: bool
    rules: Rules
    goods: Sequence[LimitedGoods]
    at: datetime

    def refusal(self, session: Session) -> Refused | None:
        """Asked behind the lock; and before it by whoever was refused there, to tell the buyer why."""
        held = held_by(session, self.phone, prepaid=self.prepaid)
        refusal = too_much(held, self.pieces, prepaid=self.prepaid, rules=self.rules)
        return refusal or over_limit(session, self.phone, self.goods, at=self.at)


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
    to = _kept_of(recipient, quote)
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
        limits = _limits(quote, to, gateway, rules)
        if attempt > 1:
            refusal = refusal or limits.refusal(session)
        if refusal:
            raise refusal
        shops = shop_terms(session, quote, Ordering(agreement.signed_in, to), rules)
        draft = draft_of(quote, to, names, shops, gateway, rules)
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


def _kept_of(recipient: Recipient, quote: Quote) -> Recipient:
    """Of an order that is all fetched no address is kept."""
    return recipient.plain.unplaced if quote.is_all_fetched else recipient.plain


def _refusal(quote: Quote, agreement: Agreement) -> Refused | None:
    return next(iter(quote.troubles), None) or quote.difference(agreement.seen)


def _limits(quote: Quote, to: Recipient, gateway: Gateway, rules: Rules) -> _Limits:
    pieces = sum(line.quantity for line in quote.lines)
    return _Limits(to.phone, pieces, gateway.prepaid, rules, limits_on(quote.lines), quote.at)


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
    rows = _KNOWN.rows(session, {"once": once, "number": number})
    own = (PlacedOrder(*row[:3]) for row in rows if row.once == once and row.visitor == visitor)
    return next(own, None), all(row.number != number for row in rows)


def _write(session: Session, quote: Quote, draft: OrderDraft, limits: _Limits) -> PlacedOrder:
    """Writes all of it, in the order of docs/locking.md: the phone, cart lines, stock, then the coupon, so that who
    waits for a coupon holds no other one. Raises Overtaken where something is not as it was quoted."""
    in_turn(session, f"holding:{limits.phone}")
    if limits.refusal(session):
        raise Overtaken
    suppliers = {parcel.supplier.id: parcel.supplier for parcel in quote.parcels}
    if not clear_quoted(session, quote.lines) or not take_quoted(session, quote.lines, at=quote.at):
        raise Overtaken
    if terms_of(session, suppliers) != suppliers:
        raise Overtaken
    id_ = insert_order(session, draft.order, draft.parcels)
    number = draft.order["number"]
    if draft.claim is not None:
        placed_at, phone = draft.order["placed_at"], draft.order["phone"]
        use_coupon(session, draft.claim, order_number=number, phone=phone, at=placed_at)
    insert_rows(session, Payment, [{**draft.payment, "order_id": id_}])
    if draft.handover is not None:
        hand_over(session, draft.handover)
    return PlacedOrder(id_, number, draft.order["token"])


def _again(session: Session, quote: Quote) -> Quote:
    """The quote as everything is now. Raises Refused where a line is gone, or where the last piece was just sold."""
    codes = {line.code for line in quote.lines}
    lines = lines_of(session, quote.visitor, codes, at=quote.at)
    coupon = None
    if quote.coupon:
        query = records(CouponClaim).where(CouponClaim.id == quote.coupon.claim.id)
        coupon = usable_coupon(session.exec(query).one(), lines)
    now = Quote(quote.visitor, lines, quote.at, quote.province, coupon, quote.pickups)
    refusal = now.sold_out if len(lines) == len(codes) else Refused("", JUST_CHANGED)
    if refusal:
        raise refusal
    return now
