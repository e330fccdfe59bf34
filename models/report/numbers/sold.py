"""What happened in a shop on a day, as its own tables have it, and the rows that it is rolled up into."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, case, exists, func, null, select, type_coerce
from sqlmodel import Session

from models.coupon.coupon import CouponClaim
from models.feed.follow import Follow
from models.kernel.record import table_of
from models.link.link import Link
from models.payment.payment import Payment
from models.payment.refund import Refund, RefundLine
from models.review.review import Review
from models.trade.order.order import Line, Order, Parcel

_order, _parcel, _line, _link = table_of(Order), table_of(Parcel), table_of(Line), table_of(Link)
_payment, _refund, _refund_line = table_of(Payment), table_of(Refund), table_of(RefundLine)
_claim, _follow, _review = table_of(CouponClaim), table_of(Follow), table_of(Review)
_FIGURES = ("orders", "follows", "reviews", "paid", "commission", "refunds")


class Fact(NamedTuple):
    """Something of one line. `order_id` is there where it was ordered: an order counts once, however many lines."""

    at: datetime
    keys: tuple[tuple[str, str], ...] = ()
    order_id: int | None = None
    paid: int = 0
    commission: int = 0
    refunds: int = 0
    follows: int = 0
    reviews: int = 0


def rolled(shop_id: int, day: datetime, facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The rows of the day, of its hours, and of its parts."""
    found: dict[tuple[str, str, datetime, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_FIGURES, 0))
    ordered = set()
    for fact in facts:
        hour = fact.at.replace(minute=0, second=0, microsecond=0)
        grains = [("day", "", day, ""), ("hour", "", hour, ""), *(("day", part, day, key) for part, key in fact.keys)]
        for grain in grains:
            row = found[grain]
            for name in _FIGURES[1:]:
                row[name] += getattr(fact, name)
            if fact.order_id is not None and (grain, fact.order_id) not in ordered:
                ordered.add((grain, fact.order_id))
                row["orders"] += 1
    return [
        {"shop_id": shop_id, "span": span, "part": part, "begins": begins, "key": key} | row
        for (span, part, begins, key), row in found.items()
    ]


def facts_of_day(session: Session, shop_id: int, begins: datetime, ends: datetime) -> Iterator[Fact]:
    """Everything that happened from one moment to before the other."""
    for row in _found(session, _placed(), _order.c.placed_at, shop_id, begins, ends):
        yield Fact(row.at, _keys(row), order_id=row.order_id)
    for row in _found(session, came(), _payment.c.paid_at, shop_id, begins, ends):
        taken, amount = int(row.amount) - int(row.waived), int(row.amount)
        # What never came, of cash on delivery, earned nothing.
        earned = int(row.commission) * taken // amount if amount else 0
        yield Fact(row.at, _keys(row), paid=taken, commission=earned)
    for row in _found(session, _gone_back(), _refund.c.done_at, shop_id, begins, ends):
        yield Fact(row.at, _keys(row), refunds=int(row.back))
    for of, moment, name in ((_follow, _follow.c.followed_at, "follows"), (_review, _review.c.at, "reviews")):
        goods = of.c.goods_id if "goods_id" in of.c else null()
        query = select(moment.label("at"), goods.label("goods_id"))
        within = (of.c.shop_id == shop_id, moment >= begins, moment < ends)
        for row in session.connection().execute(query.where(*within)):
            keys = (("goods", str(row.goods_id)),) if row.goods_id is not None else ()
            yield Fact(row.at, keys, follows=int(name == "follows"), reviews=int(name == "reviews"))


def _found(
    session: Session, query: Select[Any], moment: Any, shop_id: int, begins: datetime, ends: datetime
) -> Iterable[Any]:
    within = (_line.c.shop_id == shop_id, moment >= begins, moment < ends)
    return session.connection().execute(query.add_columns(moment.label("at")).where(*within))


_KEYS = (_line.c.goods_id, _line.c.link_id, _link.c.placement, _link.c.style, _link.c.tone)
_coupon = case((_line.c.discount > 0, _claim.c.coupon_id)).label("coupon_id")


def _placed() -> Select[Any]:
    return _with_keys(select(_order.c.id.label("order_id"), *_KEYS, _coupon), _lines())


def came() -> Select[Any]:
    """What was paid for lines, less what was waived before it came. Money for an order that was gone is nobody's."""
    discount = type_coerce(_line.c.discount, BigInteger)
    amount = (type_coerce(_line.c.price, BigInteger) * _line.c.quantity - discount).label("amount")
    by_shop = case((_line.c.discount_payer == "shop", discount), else_=0)
    commission = (type_coerce(_line.c.commission, BigInteger) - by_shop).label("commission")
    of_line = (_refund_line.c.line_id == _line.c.id, _refund.c.state == "waived")
    waived: Any = select(func.coalesce(func.sum(type_coerce(_refund_line.c.amount, BigInteger)), 0))
    waived = waived.join_from(_refund_line, _refund, _refund_line.c.refund_id == _refund.c.id).where(*of_line)
    waived = waived.correlate(_line).scalar_subquery().label("waived")
    is_late = exists().where(_refund.c.payment_id == _payment.c.id, _refund.c.cause == "late").correlate(_payment)
    source = _lines().join(_payment, _payment.c.order_id == _order.c.id)
    found = _with_keys(select(amount, commission, waived, *_KEYS, _coupon), source)
    return found.where(_payment.c.state == "paid", ~is_late)


def _gone_back() -> Select[Any]:
    source = _lines().join(_refund_line, _refund_line.c.line_id == _line.c.id)
    source = source.join(_refund, _refund_line.c.refund_id == _refund.c.id)
    back = type_coerce(_refund_line.c.amount, BigInteger).label("back")
    return _with_keys(select(back, *_KEYS, _coupon), source).where(_refund.c.state == "done")


def _lines() -> Any:
    return _line.join(_parcel, _line.c.parcel_id == _parcel.c.id).join(_order, _parcel.c.order_id == _order.c.id)


def _with_keys(query: Select[Any], source: Any) -> Select[Any]:
    source = source.outerjoin(_link, _line.c.link_id == _link.c.id)
    return query.select_from(source.outerjoin(_claim, _claim.c.order_number == _order.c.number))


def _keys(row: Any) -> tuple[tuple[str, str], ...]:
    keys = [("goods", str(row.goods_id))]
    if row.link_id is not None:
        keys += [("link", str(row.link_id)), *((part, getattr(row, part)) for part in ("placement", "style", "tone"))]
    if row.coupon_id is not None:
        keys.append(("coupon", str(row.coupon_id)))
    return tuple(keys)
