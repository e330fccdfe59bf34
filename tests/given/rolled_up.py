"""Roll-ups of a shop, written as the jobs of the numbers leave them: what pages of figures read."""

from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlmodel import Session

from models.kernel.clock import SHANGHAI, local, now
from models.report.numbers.trade_rollup import TradeRollup
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.statistics.visit_rollup import VisitRollup

_SOLD = {"orders", "paid", "commission", "refunds", "follows", "reviews"}
Of = Literal["", "goods", "link", "placement", "style", "tone", "coupon"]


def standing_shop(session: Session, number: int) -> Shop:
    """The shop with this number."""
    found = shop_numbered(session, number)
    assert found is not None
    return found


def today() -> date:
    """In Shanghai."""
    return local(now()).date()


def rolled_up(session: Session, shop: Shop, day: date, *, of: Of = "", key: str = "", **figures: Any) -> None:
    """One day of the shop, or of a part of it; of the whole shop its tenth hour has all of it."""
    midnight = datetime.combine(day, time(), SHANGHAI)
    facts: dict[str, Any] = {"shop_id": shop.id, "part": of, "key": key}
    spans: list[tuple[Literal["hour", "day"], datetime]] = [("day", midnight)]
    if not of:
        spans.append(("hour", midnight + timedelta(hours=10)))
    for span, begins in spans:
        seen = {name: value for name, value in figures.items() if name not in _SOLD}
        sold = {name: value for name, value in figures.items() if name in _SOLD}
        if span == "hour":
            seen = {name: value for name, value in seen.items() if name not in ("visitors", "been_before")}
        if seen:
            session.add(VisitRollup(**facts, span=span, begins=begins, **seen))
        if sold:
            session.add(TradeRollup(**facts, span=span, begins=begins, **sold))
    session.flush()
