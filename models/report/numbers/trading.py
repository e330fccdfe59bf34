"""Rolling up what was sold: the days of shops on which something happened since the last time are read from their own
tables and written anew, whole. So nothing is counted twice, however often, and by however many, it is done.

Each figure stands at a moment that never moves: an order where it was placed, money where it came, a refund where it
had gone back. What was written down a little late is found all the same: each look begins a little earlier.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select, union
from sqlmodel import Session

from models.feed.follow import Follow
from models.kernel.database import Database, in_turn, insert_into
from models.kernel.record import table_of
from models.payment.payment import Payment
from models.payment.refund import Refund, RefundLine
from models.report.numbers.sold import facts_of_day, rolled
from models.report.numbers.trade_rollup import TradeRollup
from models.review.review import Review
from models.statistics.days import day_began
from models.statistics.visit_rollup import RollupMark, rolled_upto
from models.trade.order.order import Line, Order, Parcel

TRADE_MARK = "trade"
OVERLAP_BACK = timedelta(minutes=10)
# Of an older network's past so much at once: a worker that is killed goes on there.
_WINDOW = timedelta(days=7)
_DAYS_AT_ONCE = 50
_TURN = "rolling trade up"
_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)
_payment, _refund, _refund_line = table_of(Payment), table_of(Refund), table_of(RefundLine)
_follow, _review = table_of(Follow), table_of(Review)
_rollup, _mark = table_of(TradeRollup), table_of(RollupMark)
_ShopDay = tuple[int, datetime]


def roll_trade_up(database: Database, *, at: datetime, back: timedelta = OVERLAP_BACK) -> int:
    """Rolls up the days of shops that something happened on since; returns how many. `back`: how much earlier than the
    last look this one begins."""
    rolled_days = 0
    while True:
        with database.reading() as session:
            mark = datetime.fromtimestamp(rolled_upto(session.connection(), TRADE_MARK), UTC)
            since = max(mark, _first(session) or at)
            until = min(since + _WINDOW, at)
            days = sorted(_touched(session, since - back, until))
        for begin in range(0, len(days), _DAYS_AT_ONCE):
            _write(database, days[begin : begin + _DAYS_AT_ONCE])
        rolled_days += len(days)
        _move_on(database, until)
        if until >= at:
            return rolled_days
        back = OVERLAP_BACK


def begin_trade_anew(database: Database) -> None:
    """Takes all roll-ups of trade away: rolling up goes through everything once more."""
    with database.transaction() as session:
        in_turn(session, _TURN)
        session.connection().execute(delete(_rollup))
        session.connection().execute(delete(_mark).where(_mark.c.name == TRADE_MARK))


def _first(session: Session) -> datetime | None:
    """Before the first order there is nothing."""
    found: datetime | None = session.connection().execute(select(func.min(_order.c.placed_at))).scalar()
    return found


def _touched(session: Session, since: datetime, until: datetime) -> Iterator[_ShopDay]:
    """The shops, and the days in them, on which an order was placed, money came or had gone back, somebody began to
    follow, or wrote a review."""
    lines = _line.join(_parcel, _line.c.parcel_id == _parcel.c.id).join(_order, _parcel.c.order_id == _order.c.id)
    paid = lines.join(_payment, _payment.c.order_id == _order.c.id)
    back = _line.join(_refund_line, _refund_line.c.line_id == _line.c.id)
    back = back.join(_refund, _refund_line.c.refund_id == _refund.c.id)
    moments = (
        (lines, _line, _order.c.placed_at),
        (paid, _line, _payment.c.paid_at),
        (back, _line, _refund.c.done_at),
        (_follow, _follow, _follow.c.followed_at),
        (_review, _review, _review.c.at),
    )
    queries = [
        select(of.c.shop_id, day_began(session, at).label("day"))
        .select_from(source)
        .where(at >= since, at <= until, of.c.shop_id.is_not(None))
        for source, of, at in moments
    ]
    for row in session.connection().execute(union(*queries)):
        yield row.shop_id, row.day


def _write(database: Database, days: Collection[_ShopDay]) -> None:
    with database.transaction() as session:
        # Read behind the lock: whoever writes last has read last.
        in_turn(session, _TURN)
        for shop_id, day in days:
            ends = day + timedelta(days=1)
            rows = rolled(shop_id, day, facts_of_day(session, shop_id, day, ends))
            old = (_rollup.c.shop_id == shop_id, _rollup.c.begins >= day, _rollup.c.begins < ends)
            session.connection().execute(delete(_rollup).where(*old))
            if rows:
                session.connection().execute(insert(_rollup), rows)


def _move_on(database: Database, until: datetime) -> None:
    upto = int(until.timestamp())
    with database.transaction() as session:
        row = insert_into(session, RollupMark).values(name=TRADE_MARK, upto=upto)
        # A clock that ran back takes nothing back.
        further = row.on_conflict_do_update(index_elements=["name"], set_={"upto": upto}, where=_mark.c.upto < upto)
        session.connection().execute(further)
