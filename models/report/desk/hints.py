"""What may be fraud, as a hint to look and never as a verdict: visits without people, returns to one address."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from models.kernel.record import table_of
from models.kernel.text import mask_name
from models.report.numbers.day_range import DayRange
from models.shop.shop import Shop
from models.statistics.visit_rollup import VisitRollup
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.order import Order

MOST_HINTS = 20
# A person seldom opens more than so many pages a day; and of few visits nothing follows.
_VISITS_A_PERSON, _LEAST_VISITS = 15, 200
_LEAST_RETURNS = 3
_roll, _shop, _after_sale, _order = table_of(VisitRollup), table_of(Shop), table_of(AfterSale), table_of(Order)


@dataclass(frozen=True, slots=True)
class FewPeople:
    """A shop with far more visits than people; `days` of the span it had any."""

    shop: int
    name: str
    visits: int
    visitor_days: int
    days: int


@dataclass(frozen=True, slots=True)
class OneAddress:
    """One place to which much of what was ordered is asked to be returned from. Where it is, is not said: `region` is
    the district, `buyer` masked, `order` one of the orders, for whoever may look it up."""

    region: str
    buyer: str
    returns: int
    orders: int
    order: str


def visits_without_people(session: Session, span: DayRange) -> list[FewPeople]:
    """Shop by shop through the key of the roll-ups; the most visits a person first."""
    visits, people = func.sum(_roll.c.visits), func.sum(_roll.c.visitors)
    query = select(
        _shop.c.number, _shop.c.name, visits.label("visits"), people.label("people"), func.count().label("days")
    ).join_from(_shop, _roll, _roll.c.shop_id == _shop.c.id)
    within = (_roll.c.span == "day", _roll.c.part == "", _roll.c.begins >= span.since, _roll.c.begins < span.until)
    query = query.where(*within).group_by(_shop.c.id)
    many = query.having(visits >= _LEAST_VISITS, visits >= _VISITS_A_PERSON * people)
    ranked = many.order_by((visits / func.nullif(people, 0)).desc(), visits.desc()).limit(MOST_HINTS)
    rows = session.connection().execute(ranked)
    return [FewPeople(row.number, row.name, int(row.visits), int(row.people), row.days) for row in rows]


def returns_to_one_address(session: Session, span: DayRange) -> list[OneAddress]:
    """By the street and region as they were written, whoever's name stands with them."""
    returns = func.count(_after_sale.c.id)
    query = select(
        _order.c.region,
        func.min(_order.c.name).label("buyer"),
        returns.label("returns"),
        func.count(_order.c.id.distinct()).label("orders"),
        func.max(_order.c.number).label("order"),
    ).join_from(_after_sale, _order, _order.c.id == _after_sale.c.order_id)
    within = (_after_sale.c.asked_at >= span.since, _after_sale.c.asked_at < span.until)
    query = query.where(*within).group_by(_order.c.region, _order.c.street).having(returns >= _LEAST_RETURNS)
    rows = session.connection().execute(query.order_by(returns.desc(), _order.c.region).limit(MOST_HINTS))
    return [OneAddress(row.region, mask_name(row.buyer), row.returns, row.orders, row.order) for row in rows]
