"""Shops on their way: where openings stop in the checklist, and what became of those that opened, month by month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.gate.checklist import Checklist, ChecklistItem
from models.gate.states import OPEN_ITEMS, ItemState
from models.kernel.clock import local
from models.kernel.record import table_of
from models.link.link import Link
from models.report.shop.today import SOLD
from models.shop.shop import Shop
from models.trade.order.order import Line, Order, Parcel

_checklist, _item, _shop, _link = table_of(Checklist), table_of(ChecklistItem), table_of(Shop), table_of(Link)
_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
# After so many days it is asked whether a shop is still alive: something was sold, or shared anew.
ALIVE_AFTER = (30, 90)


@dataclass(frozen=True, slots=True)
class StoppedAt:
    """How many openings have this thing of the checklist as the first that is not done: theirs to do, ours to decide,
    or refused."""

    item: str
    states: dict[ItemState, int]

    @property
    def all(self) -> int:
        """In any state."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class ShopCohort:
    """The shops whose door opened in a month: how many `opened`, how many have sold something; and for each of
    ALIVE_AFTER, of how many that are old enough how many were alive after it."""

    month: str
    opened: int
    sold: int
    alive: dict[int, tuple[int, int]]


def openings_stop(session: Session) -> list[StoppedAt]:
    """Of all shops whose door is not open yet, by the first that is not done of what is asked before it opens; where
    most stand first."""
    first = (
        select(func.min(_item.c.id))
        .join_from(_checklist, _item, _item.c.checklist_id == _checklist.c.id)
        .where(_checklist.c.kind == "shop", _checklist.c.state == "begun")
        .where(_item.c.asked == "door", _item.c.state.in_(OPEN_ITEMS))
        .group_by(_checklist.c.id)
    )
    query = select(_item.c.name, _item.c.state, func.count().label("openings")).where(_item.c.id.in_(first))
    found: dict[str, dict[ItemState, int]] = defaultdict(dict)
    for row in session.connection().execute(query.group_by(_item.c.name, _item.c.state)):
        found[row.name][row.state] = row.openings
    return sorted((StoppedAt(*one) for one in found.items()), key=lambda one: (-one.all, one.item))


def shop_cohorts(session: Session, *, months: int, at: datetime) -> list[ShopCohort]:
    """The last so many months, the newest first; months in which none opened are left out. Two statements, each over
    the shops of these months."""
    since = at - timedelta(days=31 * months)
    sold = _last(
        select(_line.c.shop_id, func.max(_order.c.placed_at).label("last"))
        .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
        .join(_order, _order.c.id == _parcel.c.order_id)
        .where(SOLD)
        .group_by(_line.c.shop_id),
        session,
        since,
    )
    shared = _last(
        select(_link.c.shop_id, func.max(_link.c.made_at).label("last")).group_by(_link.c.shop_id), session, since
    )
    by_month: dict[str, list[tuple[datetime, datetime | None, datetime | None]]] = defaultdict(list)
    for shop_id, (opened, last_sold) in sold.items():
        by_month[f"{local(opened):%Y-%m}"].append((opened, last_sold, shared[shop_id][1]))
    return [_cohort(month, shops, at) for month, shops in sorted(by_month.items(), reverse=True)][:months]


def _last(each: Any, session: Session, since: datetime) -> dict[int, tuple[datetime, datetime | None]]:
    """By the shop's id: when it opened, and when it last did that."""
    done = each.subquery()
    query = select(_shop.c.id, _shop.c.opened_at, done.c.last).outerjoin_from(_shop, done, done.c.shop_id == _shop.c.id)
    rows = session.connection().execute(query.where(_shop.c.opened_at >= since))
    return {row.id: (row.opened_at, row.last) for row in rows}


def _cohort(month: str, shops: list[tuple[datetime, datetime | None, datetime | None]], at: datetime) -> ShopCohort:
    alive = {}
    for days in ALIVE_AFTER:
        since = [(opened + timedelta(days=days), sold, shared) for opened, sold, shared in shops]
        old = [one for one in since if one[0] <= at]
        living = sum((sold is not None and sold >= then) or (shared is not None and shared >= then)
                     for then, sold, shared in old)  # fmt: skip
        alive[days] = (living, len(old))
    return ShopCohort(month, len(shops), sum(sold is not None for _opened, sold, _shared in shops), alive)
