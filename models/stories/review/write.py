"""Who may review a line: its buyer, who received it, once, and nobody of the own goods (docs/product.md, Reviews)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel import text
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.text import mask_name
from models.review.review import Review
from models.review.tally import hold_tally
from models.review.writing import ReviewDraft, Reviewed, begin_review, change_review, change_stars, review_of_line
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.progress import ARRIVED

OWN_GOODS = N_("自己店里、自己家的东西，自己不能评价")


def may_review(line: Line, *, rules: Rules, at: datetime) -> bool:
    """Whether the line can be reviewed now, as far as the order tells."""
    return refusal_to_review(line, rules=rules, at=at) is None


def refusal_to_review(line: Line, *, rules: Rules, at: datetime) -> Refused | None:
    """Why the line cannot be reviewed now; a refund does not matter to what was received."""
    parcel = line.parcel
    if parcel.state not in ARRIVED or parcel.received_at is None or not line.received:
        return Refused("", N_("收到货以后才能评价"))
    if at > parcel.received_at + timedelta(days=rules.review_days):
        return Refused("", N_("收货超过 %(days)s 天，不能再评价了"), days=rules.review_days)
    return Refused("", OWN_GOODS) if line.own else None


def tap_stars(session: Session, line: Line, stars: int, *, signed_in: int | None, rules: Rules, at: datetime) -> Review:
    """One tap on the order page: the review begins, or its stars change. Two taps at once are one review. Raises
    Refused where nobody may, for the own goods, or beside "stars"."""
    hold_tally(session, line.goods_id)
    standing = review_of_line(session, line.id)
    if standing is None:
        return _begun(session, line, stars, signed_in, rules, at)
    change_stars(session, standing, stars, at=at, rules=rules)
    return standing


def write_review(
    session: Session, line: Line, draft: ReviewDraft, *, signed_in: int | None, rules: Rules, at: datetime
) -> list[str]:
    """All of it at once: begun now where nothing stood when the form was made, else changed. Returns the keys of
    pictures to be dropped once this is kept. Raises Refused as `tap_stars` and `change_review` do."""
    hold_tally(session, line.goods_id)
    standing = review_of_line(session, line.id)
    if standing is None:
        standing = _begun(session, line, draft.stars, signed_in, rules, at)
        draft = replace(draft, seen=standing.version)
    return change_review(session, standing, draft, at=at, rules=rules)


def _begun(session: Session, line: Line, stars: int, signed_in: int | None, rules: Rules, at: datetime) -> Review:
    why_not = refusal_to_review(line, rules=rules, at=at)
    if why_not is None and is_of_the_house(session, line, signed_in):
        why_not = Refused("", OWN_GOODS)
    if why_not is not None:
        raise why_not
    order = line.parcel.order
    reviewed = Reviewed(
        line.id,
        line.goods_id,
        line.shop_id,
        line.parcel.supplier_id,
        masked_buyer(order),
        line.options,
        is_again=has_reviewed(session, order, line.goods_id),
    )
    return begin_review(session, reviewed, stars, at=at)


def is_of_the_house(session: Session, line: Line, signed_in: int | None) -> bool:
    """Whether who bought it, or who is signed in now, keeps the shop or works for the supplier."""
    known = [col(Member.phone) == line.parcel.order.phone]
    if signed_in is not None:
        known.append(col(Member.id) == signed_in)
    staff = select(SupplierStaff.member_id).where(SupplierStaff.supplier_id == line.parcel.supplier_id)
    who = or_(*known)
    query = select(Member.id).where(who, or_(col(Member.id) == line.shop.keeper_id, col(Member.id).in_(staff)))
    return session.exec(query).first() is not None


def has_reviewed(session: Session, order: Order, goods_id: int) -> bool:
    """Whether this buyer, by the phone on the order or by the browser that placed it, has reviewed the goods before."""
    theirs = or_(col(Order.phone) == order.phone, col(Order.visitor) == order.visitor)
    query = select(Review.id).join(Line, col(Line.id) == Review.line_id).join(Parcel).join(Order)
    return session.exec(query.where(theirs, Review.goods_id == goods_id)).first() is not None


def is_own_review(session: Session, review: Review, visitor: str) -> bool:
    """Whether this browser placed the order that it is of."""
    return bool(visitor) and session.get_one(Line, review.line_id).parcel.order.visitor == visitor


def masked_buyer(order: Order) -> str:
    """The name as everybody reads it."""
    name = "".join(sign for sign in text.one_line(order.name) if sign.isalpha())
    return mask_name(name) if name else "＊＊"


def reviews_on(session: Session, lines: Sequence[Line]) -> dict[int, Review]:
    """The reviews of these lines, by the line's id."""
    found = session.exec(select(Review).where(col(Review.line_id).in_([line.id for line in lines]))).all()
    return {review.line_id: review for review in found}
