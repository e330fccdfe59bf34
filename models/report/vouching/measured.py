"""What is known of goods from what was bought of them in all shops: how often money goes back, how long it takes until
they are sent, until a question is answered, and whether people come again. A rate says of how many; of too few none is
told. Of goods that sell much the newest lines are looked at, so that a page costs the same whatever was sold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.record import table_of
from models.report.desk.answers import waited_for_answers
from models.report.desk.decided import Speed, speed_of
from models.report.shop.today import SOLD
from models.review.tally import ReviewTally
from models.talk.conversation import Conversation, Message
from models.trade.order.order import Line, Order, Parcel

# A rate of fewer says more about chance than about the goods (docs/product.md, Picking).
FEWEST_TO_MEASURE = 20
# So far back: what a supplier was last year it need not be today.
MEASURED_DAYS = 180
_MOST_LINES, _MOST_MESSAGES = 1_000, 2_000
_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_talk, _message = table_of(Conversation), table_of(Message)


@dataclass(frozen=True, slots=True)
class OutOf:
    """So many out of all; `bp` is the rate in basis points, None of too few."""

    count: int = 0
    every: int = 0

    @property
    def bp(self) -> int | None:
        return None if self.every < FEWEST_TO_MEASURE else self.count * 10_000 // self.every


@dataclass(frozen=True, slots=True)
class Stars:
    """What buyers said: the mean in tenths of a star, None of too few, and how many said it."""

    tenths: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class GoodsKnown:
    """`refunds`: lines of which money went back, of all that were sent. `sent` is from the order to its last piece,
    `answered` from a question to its answer. `again`: buyers, by their phones, who ordered it once more, of all its
    buyers. `is_cut`: there was more, and the newest were looked at."""

    refunds: OutOf
    sent: Speed
    answered: Speed
    again: OutOf
    stars: Stars
    is_cut: bool = False


def measured(session: Session, goods_id: int, *, at: datetime) -> GoodsKnown:
    """Of one goods, by three questions, each on an index of the goods."""
    since = at - timedelta(days=MEASURED_DAYS)
    lines = session.connection().execute(_bought(goods_id, since)).all()
    orders = Counter(phone for phone, _order_id in {(row.phone, row.order_id) for row in lines})
    sent = [row for row in lines if row.shipped > 0]
    return GoodsKnown(
        refunds=OutOf(sum(row.refunded_amount > 0 for row in sent), len(sent)),
        sent=speed_of(_until_sent(lines)),
        answered=speed_of(_answered(session, goods_id, since)),
        again=OutOf(sum(many > 1 for many in orders.values()), len(orders)),
        stars=_stars(session.get(ReviewTally, goods_id)),
        is_cut=len(lines) == _MOST_LINES,
    )


def _bought(goods_id: int, since: datetime) -> Any:
    columns = (
        _line.c.shipped,
        _line.c.refunded_amount,
        _parcel.c.id.label("parcel_id"),
        _parcel.c.shipped_at,
        _parcel.c.is_pickup,
        _order.c.id.label("order_id"),
        _order.c.phone,
        _order.c.placed_at,
    )
    query = select(*columns).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    query = query.join(_order, _order.c.id == _parcel.c.order_id)
    # What a keeper bought from the own shop says nothing about buyers.
    whose = (_line.c.goods_id == goods_id, _line.c.own == "", SOLD, _order.c.placed_at >= since)
    return query.where(*whose).order_by(_line.c.id.desc()).limit(_MOST_LINES)


def _until_sent(lines: Iterable[Any]) -> list[timedelta]:
    """A parcel counts once; one that is fetched is not sent."""
    parcels = {row.parcel_id: row for row in lines if row.shipped_at is not None and not row.is_pickup}
    return [row.shipped_at - row.placed_at for row in parcels.values()]


def _answered(session: Session, goods_id: int, since: datetime) -> Sequence[timedelta]:
    query = select(_message.c.conversation_id, _message.c.number, _message.c.side, _message.c.said_at)
    query = query.join_from(_talk, _message, _message.c.conversation_id == _talk.c.id)
    whose = (_talk.c.goods_id == goods_id, _message.c.said_at >= since, _message.c.side != "note")
    rows = session.connection().execute(query.where(*whose).order_by(_message.c.id.desc()).limit(_MOST_MESSAGES))
    return waited_for_answers(sorted(rows, key=lambda row: (row.conversation_id, row.number)))[0]


def _stars(tally: ReviewTally | None) -> Stars:
    counts = [tally.n1, tally.n2, tally.n3, tally.n4, tally.n5] if tally else []
    count = sum(counts)
    if count < FEWEST_TO_MEASURE:
        return Stars(None, count)
    return Stars(sum(10 * stars * many for stars, many in enumerate(counts, 1)) // count, count)
