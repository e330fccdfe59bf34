"""Claiming a coupon, using it on an order, giving it back.

Whoever claims or uses a coupon locks its row first. So neither its quota nor a buyer's share of it is ever passed.
Claiming reads before the lock: behind it one is taken off the quota, or off a claim that lapses for it (lapsing.py),
and the row is written.
"""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import func, update
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.coupon.coupon import Coupon, CouponClaim
from models.coupon.lapsing import lapse_oldest, may_lapse
from models.kernel.codes import new_code
from models.kernel.database import Overtaken, insert_into, proving
from models.kernel.errors import N_, Refused
from models.kernel.record import related, table_of
from models.kernel.rules import DEFAULT, Rules

_CODE_LENGTH = 12
# A claim is overtaken by another tap of the same visitor, or by the last one of the quota: asking again tells which.
_TRIES = 3
_claim = table_of(CouponClaim)
NOT_NOW = {
    "waiting": N_("这张券还没开始"),
    "ended": N_("这张券已经结束了"),
    "stopped": N_("这张券停发了"),
    "all_taken": N_("这张券领完了"),
    "closed": N_("小铺打烊了，等它开门再领"),
    "off_sale": N_("这张券只用在一件商品上，它现在不在售"),
}
LAPSED = N_("这张券领完以后让给了后来的人，再领一次看看")
USED_UP = N_("这张券你已经用过了")


class HeldClaim(Protocol):
    """A claim, or its ids as they were noted before the lock."""

    @property
    def id(self) -> int:
        """Of the claim,"""

    @property
    def coupon_id(self) -> int:
        """and of its coupon."""


def claim_coupon(
    session: Session, coupon: Coupon, visitor: str, *, at: datetime, rules: Rules = DEFAULT
) -> CouponClaim:
    """The visitor's claim. Who holds an unused one gets that one again, so a second tap takes no second one; after it
    was used the next may be had, up to `per_buyer`. Raises Refused: not begun, ended, stopped, all taken, used up."""
    for _ in range(_TRIES):
        own = _own(session, coupon, visitor)
        living = [claim for claim in own if claim.lapsed_at is None]
        unused = next((claim for claim in living if claim.order_number is None), None)
        if unused and coupon.ends_at > at:
            return unused
        if len(living) >= coupon.per_buyer and coupon.ends_at > at:
            raise Refused("", USED_UP)
        why = claim_state(session, coupon, at=at, rules=rules)
        if why != "running":
            raise Refused("", NOT_NOW[why])
        row = {"code": new_code(_CODE_LENGTH), "coupon_id": coupon.id, "visitor": visitor, "nth": len(own) + 1}
        try:
            with proving(session):
                _take_one(session, coupon.id, at, rules)
                return _write(session, row | {"claimed_at": at})
        except Overtaken:
            coupon = session.get_one(Coupon, row["coupon_id"], populate_existing=True)
    raise Refused("", NOT_NOW["all_taken"])


def claim_state(session: Session, coupon: Coupon, *, at: datetime, rules: Rules = DEFAULT) -> str:
    """Whether it can be claimed: "running", or what stands in the way; a key of NOT_NOW."""
    state = coupon.state_at(at)
    if state == "all_taken" and may_lapse(session, coupon, at=at, rules=rules):
        state = "running"
    if state == "running" and coupon.shop and coupon.shop.closed_at:
        return "closed"
    if state == "running" and coupon.goods and coupon.goods.state != "on_sale":
        return "off_sale"
    return state


def claims_of(session: Session, visitor: str, *, at: datetime) -> list[CouponClaim]:
    """What a visitor can still use, what ends soonest first, each with its coupon."""
    if not visitor:
        return []
    query = select(CouponClaim).join(Coupon).where(CouponClaim.visitor == visitor)
    query = query.where(col(CouponClaim.order_number).is_(None), Coupon.ends_at > at)
    query = query.where(col(CouponClaim.lapsed_at).is_(None))
    query = query.order_by(col(Coupon.ends_at), col(CouponClaim.id))
    return list(session.exec(query.options(joinedload(related(CouponClaim.coupon)))))


def past_claims_of(session: Session, visitor: str, *, at: datetime, limit: int = 20) -> list[CouponClaim]:
    """What a visitor used, let run out or left to somebody else, the newest first."""
    if not visitor:
        return []
    query = select(CouponClaim).join(Coupon).where(CouponClaim.visitor == visitor)
    is_over = col(CouponClaim.order_number).is_not(None) | col(CouponClaim.lapsed_at).is_not(None)
    query = query.where(is_over | (col(Coupon.ends_at) <= at))
    query = query.order_by(col(CouponClaim.id).desc()).limit(limit)
    return list(session.exec(query.options(joinedload(related(CouponClaim.coupon)))))


def claim_coded(session: Session, visitor: str, code: str) -> CouponClaim | None:
    """One of the visitor's own claims; never a stranger's."""
    return session.exec(select(CouponClaim).where(CouponClaim.visitor == visitor, CouponClaim.code == code)).first()


def use_coupon(session: Session, claim: HeldClaim, *, order_number: str, phone: str, at: datetime) -> None:
    """Marks the claim used on this order. Locks the coupon's row until the end of the transaction; where other rows are
    locked too, the order is the same everywhere (docs/locking.md). Raises Refused where the coupon ended, the claim was
    used meanwhile, or this phone has used as many as a buyer may."""
    # Not its key: claims that point to it are written meanwhile only by who waits here.
    held = select(Coupon.ends_at, Coupon.per_buyer).where(Coupon.id == claim.coupon_id)
    ends_at, per_buyer = session.exec(held.with_for_update(key_share=True)).one()
    if ends_at <= at:
        raise Refused("coupon", NOT_NOW["ended"])
    # A person who clears the cookies is another visitor with the same phone.
    by_phone = select(func.count()).where(CouponClaim.coupon_id == claim.coupon_id, CouponClaim.phone == phone)
    if session.exec(by_phone).one() >= per_buyer:
        raise Refused("coupon", N_("这个手机号已经用过这张券了"))
    unused = update(CouponClaim).where(
        col(CouponClaim.id) == claim.id, col(CouponClaim.order_number).is_(None), col(CouponClaim.lapsed_at).is_(None)
    )
    if session.exec(unused.values(order_number=order_number, phone=phone, used_at=at)).rowcount != 1:
        lapsed = select(CouponClaim.lapsed_at).where(CouponClaim.id == claim.id)
        raise Refused("coupon", LAPSED if session.exec(lapsed).one() else USED_UP)


def return_coupon(session: Session, order_number: str) -> None:
    """The order was cancelled: its claim can be used again, until the coupon ends. Nothing where it used none."""
    on_order = update(CouponClaim).where(col(CouponClaim.order_number) == order_number)
    session.exec(on_order.values(order_number=None, phone=None, used_at=None))


def _own(session: Session, coupon: Coupon, visitor: str) -> list[CouponClaim]:
    query = select(CouponClaim).where(CouponClaim.coupon_id == coupon.id, CouponClaim.visitor == visitor)
    query = query.order_by(col(CouponClaim.nth)).execution_options(populate_existing=True)
    return list(session.exec(query))


def _take_one(session: Session, coupon_id: int, at: datetime, rules: Rules) -> None:
    """Takes one off the quota, by one conditional update: of many at once each waits here for the one before. Where
    nothing is left of it, the oldest claim that led nowhere lapses."""
    room = update(Coupon).where(
        col(Coupon.id) == coupon_id,
        col(Coupon.claimed) < col(Coupon.quota),
        col(Coupon.stopped_at).is_(None),
        col(Coupon.begins_at) <= at,
        col(Coupon.ends_at) > at,
    )
    if session.exec(room.values(claimed=col(Coupon.claimed) + 1)).rowcount == 1:
        return
    if not lapse_oldest(session, coupon_id, at=at, rules=rules):
        raise Overtaken


def _write(session: Session, row: dict[str, Any]) -> CouponClaim:
    """The unique `nth` decides between two taps of one visitor."""
    fresh = insert_into(session, CouponClaim).values(row)
    fresh = fresh.on_conflict_do_nothing(index_elements=["coupon_id", "visitor", "nth"]).returning(*_claim.c)
    made = session.scalars(select(CouponClaim).from_statement(fresh)).first()
    if made is None:
        raise Overtaken
    return made
