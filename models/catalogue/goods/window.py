"""From when until when goods are on sale. Outside that time the program keeps them off sale, with the reason as its
mark, as withholding.py does: what a supplier or an operator took off is never brought back.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from models.catalogue.goods import listing
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.windows import AFTER_TIME, BEFORE_TIME, outside_window
from models.catalogue.goods.withholding import held_back_by
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.sweep import SWEEP_BATCH, sweep


def keep_windows(database: Database, *, at: datetime) -> int:
    """What the clock does every minute: all goods whose time has come or is over; returns how many changed."""

    def find(session: Session, after: int) -> list[int]:
        found = select(Goods.id).where(out_of_time(at), col(Goods.id) > after)
        return list(session.exec(found.order_by(col(Goods.id)).limit(SWEEP_BATCH)))

    def flip(session: Session, goods_id: int) -> bool:
        held = select(Goods).where(Goods.id == goods_id).with_for_update()
        return keep_to_window(session, session.exec(held).one(), at=at)

    return sweep(database, find, flip, name="keeping goods to their time")


def keep_to_window(session: Session, goods: Goods, *, at: datetime) -> bool:
    """Takes goods on sale off where their time is not yet, or over; brings back what only waited for its time. Where
    something else stands in the way by then, that is the reason from now on. Says whether anything changed."""
    if goods.state == "on_sale":
        closed = outside_window(goods, at)
        return closed is not None and listing.take_off(session, goods, Act.program(at, closed))
    if goods.state != "off_sale" or goods.state_why not in (BEFORE_TIME, AFTER_TIME):
        return False
    closed = outside_window(goods, at)
    if closed:
        return _waits_for(goods, closed, at)
    session.refresh(goods.supplier)
    held_back = held_back_by(session, goods.supplier, goods)
    if held_back:
        return _waits_for(goods, held_back, at)
    try:
        listing.put_back(session, goods, Act.program(at))
    except Refused as lack:
        return _waits_for(goods, lack.said, at)
    return True


def out_of_time(at: datetime) -> ColumnElement[bool]:
    """Goods that are on sale outside their time, or wait for a time that has come."""
    begun = or_(col(Goods.on_sale_from).is_(None), col(Goods.on_sale_from) <= at)
    ended = col(Goods.on_sale_until) <= at
    open_now = and_(begun, or_(col(Goods.on_sale_until).is_(None), col(Goods.on_sale_until) > at))
    marked = and_(col(Goods.state) == "off_sale", col(Goods.state_why).in_((BEFORE_TIME, AFTER_TIME)))
    outside = or_(col(Goods.on_sale_from) > at, ended)
    # A window that was taken away brings its goods back in the same act; so only those with one are looked at.
    windowed = or_(col(Goods.on_sale_from).is_not(None), col(Goods.on_sale_until).is_not(None))
    return and_(windowed, or_(and_(col(Goods.state) == "on_sale", outside), and_(marked, open_now)))


def _waits_for(goods: Goods, why: str, at: datetime) -> bool:
    if goods.state_why == why:
        return False
    goods.state_why, goods.changed_at = why, at
    return True
