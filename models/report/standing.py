"""How a shop stands, as its buyers may read it: figures with their counts, of the last 90 days, and none of fewer than
twenty (docs/product.md, Reviews)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, select
from sqlmodel import Session

from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.payment.payment import Payment
from models.report.desk.answers import waited_for_answers
from models.review.review import Review
from models.talk.conversation import Conversation, Message
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.order import Line, Order, Parcel

STANDING_DAYS, FEWEST_TOLD = 90, 20
# Of a busy shop the newest: they tell enough.
_MOST = 2_000
# What a buyer asks back for, where it is not that it is no longer wanted.
FAULTS = ("not_as_described", "damaged", "wrong", "missing", "quality", "late")

_talk, _message, _review = table_of(Conversation), table_of(Message), table_of(Review)
_parcel, _order, _payment = table_of(Parcel), table_of(Order), table_of(Payment)
_line, _after_sale = table_of(Line), table_of(AfterSale)


@dataclass(frozen=True, slots=True)
class ShopFigure:
    """`of` so many, `those` that it is about: answered in time, sent in time, refunded by fault; of stars their sum."""

    those: int
    of: int

    @property
    def is_told(self) -> bool:
        """Whether there are enough to say something."""
        return self.of >= FEWEST_TOLD

    @property
    def percent(self) -> int:
        """The share, half up."""
        return (200 * self.those + self.of) // (2 * self.of)

    @property
    def mean(self) -> int:
        """Of stars the mean in hundredths, half up."""
        return (200 * self.those + self.of) // (2 * self.of)


@dataclass(frozen=True, slots=True)
class ShopStanding:
    """Each with its count. Questions are those that the keeper answers, parcels and lines those sold in this shop,
    service the stars that its buyers gave it."""

    answered: ShopFigure
    sent: ShopFigure
    faulty: ShopFigure
    service: ShopFigure


def standing_of(session: Session, shop_id: int, *, rules: Rules, at: datetime) -> ShopStanding:
    """Four reads, each of the shop's own rows of these days."""
    since = at - timedelta(days=STANDING_DAYS)
    return ShopStanding(
        answered=_answered(session, shop_id, since, timedelta(hours=rules.keeper_answer_hours), at),
        sent=_sent(session, shop_id, since, timedelta(hours=rules.ship_hours), at),
        faulty=_faulty(session, shop_id, since),
        service=_service(session, shop_id, since),
    )


def _answered(session: Session, shop_id: int, since: datetime, within: timedelta, at: datetime) -> ShopFigure:
    asked = and_(_talk.c.shop_id == shop_id, _talk.c.answerer == "keeper", _talk.c.last_at >= since)
    query = select(_message.c.conversation_id, _message.c.number, _message.c.side, _message.c.said_at)
    query = query.join_from(_message, _talk, _talk.c.id == _message.c.conversation_id)
    query = query.where(asked, _message.c.side != "note", _message.c.said_at >= since)
    rows = session.connection().execute(query.order_by(_message.c.id.desc()).limit(_MOST)).all()
    waits, _ = waited_for_answers(sorted(rows, key=lambda row: (row.conversation_id, row.number)))
    # What waits within its time is neither.
    late = select(func.count()).where(asked, _talk.c.waiting_since <= at - within)
    overdue = int(session.connection().execute(late).scalar_one())
    return ShopFigure(sum(wait <= within for wait in waits), len(waits) + overdue)


def _sent(session: Session, shop_id: int, since: datetime, within: timedelta, at: datetime) -> ShopFigure:
    """From payment, of cash on delivery from placement, until it left or could be fetched."""
    begun = case((_order.c.payment_method == "cod", _order.c.placed_at), else_=_payment.c.paid_at)
    query = (
        select(begun.label("begun"), func.coalesce(_parcel.c.ready_at, _parcel.c.shipped_at).label("left"))
        .join_from(_parcel, _order, _order.c.id == _parcel.c.order_id)
        .join(_payment, _payment.c.order_id == _order.c.id)
        .where(_order.c.placed_at >= since, _parcel.c.state.not_in(("waiting", "cancelled")), begun.is_not(None))
        .where(exists().where(_line.c.parcel_id == _parcel.c.id, _line.c.shop_id == shop_id))
        .order_by(_parcel.c.id.desc())
        .limit(_MOST)
    )
    rows: Sequence[Any] = session.connection().execute(query).all()
    due = [row for row in rows if row.left or row.begun + within <= at]
    return ShopFigure(sum(1 for row in due if row.left and row.left <= row.begun + within), len(due))


def _faulty(session: Session, shop_id: int, since: datetime) -> ShopFigure:
    fault = exists().where(
        _after_sale.c.line_id == _line.c.id, _after_sale.c.reason.in_(FAULTS), _after_sale.c.agreed_amount > 0
    )
    query = (
        select(func.count(), func.coalesce(func.sum(case((fault & (_line.c.refunded_amount > 0), 1), else_=0)), 0))
        .join_from(_line, _parcel, _parcel.c.id == _line.c.parcel_id)
        .where(_line.c.shop_id == shop_id, _line.c.received > 0, _parcel.c.received_at >= since)
    )
    of, those = session.connection().execute(query).one()
    return ShopFigure(int(those), int(of))


def _service(session: Session, shop_id: int, since: datetime) -> ShopFigure:
    shown = and_(_review.c.hidden_at.is_(None), ~_review.c.is_again, _review.c.at >= since)
    query = select(func.count(), func.coalesce(func.sum(_review.c.service_stars), 0))
    query = query.where(_review.c.shop_id == shop_id, shown, _review.c.service_stars.is_not(None))
    of, those = session.connection().execute(query).one()
    return ShopFigure(int(those), int(of))
