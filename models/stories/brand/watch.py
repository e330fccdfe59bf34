"""The ends of papers are watched: renewal is asked for some weeks before, and goods go off sale the day after."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from models.catalogue.supplier.brand_right import BrandRight
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.database import Database
from models.kernel.rules import Rules
from models.kernel.sweep import SWEEP_BATCH, sweep
from models.stories.brand.decide import run_out


def watch_papers(database: Database, *, rules: Rules, at: datetime) -> int:
    """Both, for every right that stands. Returns how many were asked about or ran out; again on the same day: none."""
    today = local(at).date()
    asks = today + timedelta(days=rules.brand_renew_days)

    def find(session: Session, after: int) -> list[int]:
        over, soon = col(BrandRight.ends_on) < today, col(BrandRight.ends_on) <= asks
        due = or_(over, soon & col(BrandRight.asked_at).is_(None))
        found = select(BrandRight.id).where(BrandRight.state == "standing", due, col(BrandRight.id) > after)
        return list(session.exec(found.order_by(col(BrandRight.id)).limit(SWEEP_BATCH)))

    def look(session: Session, right_id: int) -> bool:
        held = select(BrandRight).where(BrandRight.id == right_id).with_for_update()
        return _look(session, session.exec(held).one(), today, asks, Act.program(at), rules)

    return sweep(database, find, look, name="watching papers of brands")


def _look(session: Session, right: BrandRight, today: date, asks: date, act: Act, rules: Rules) -> bool:
    if right.state != "standing" or right.ends_on is None:
        return False
    if right.ends_on < today:
        return run_out(session, right, act, rules=rules)
    if right.asked_at is not None or right.ends_on > asks:
        return False
    right.asked_at = act.at
    session.flush()
    return True
