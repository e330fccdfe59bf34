"""Goods that are kept off sale because of their supplier: while its deposit is short, while it is stopped, once it
leaves, and while its papers for their brand have run out. All that are on sale go off, and exactly those come back.

The reason is the mark: only the program gives it, so what a supplier or an operator took off is never brought back.
Where several reasons hold, goods wait for the one that is left.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods, GoodsEvent
from models.catalogue.goods.listing import put_back, take_off
from models.catalogue.supplier.brands import brand_ran_out
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import related
from models.kernel.said import Said
from models.kernel.text import loosely

SHORT = Said(N_("保证金不足，补齐后自动恢复在售"))
STOPPED = Said(N_("供货商暂停供货，恢复后自动在售"))
LEAVING = Said(N_("供货商要退出了；改主意就自动恢复在售"))
BRAND_RAN_OUT = Said(N_("品牌的授权到期了，续上后自动恢复在售"))


def fall_short(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Takes everything on sale off; says how many. Nothing comes on sale until `make_up`."""
    return _hold_back(session, supplier, SHORT, at, lambda: setattr(supplier, "deposit_short", True))


def make_up(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Brings back exactly those; says how many. Goods that meanwhile break a rule stay off, with that as the reason."""
    supplier.deposit_short = False
    return _bring_back(session, supplier, SHORT, at)


def hold_back(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Of a supplier that is stopped: takes everything on sale off; says how many."""
    return _hold_back(session, supplier, STOPPED, at, lambda: setattr(supplier, "stopped", True))


def bring_on(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Of a supplier that is let back: brings back exactly those; says how many."""
    supplier.stopped = False
    return _bring_back(session, supplier, STOPPED, at)


def clear_shelves(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Of a supplier that leaves: takes everything on sale off; says how many."""
    return _hold_back(session, supplier, LEAVING, at, lambda: setattr(supplier, "leaving_at", at))


def fill_shelves(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Of one that stays after all: brings back exactly those; says how many."""
    supplier.leaving_at = None
    return _bring_back(session, supplier, LEAVING, at)


def hold_back_brand(session: Session, supplier: Supplier, brand_key: str, *, at: datetime) -> int:
    """Takes what is on sale of one brand off; says how many. The right to it has ended already."""
    held = [goods for goods in _held(session, supplier) if loosely(goods.brand) == brand_key]
    return _take_off_sale(session, held, BRAND_RAN_OUT, at)


def bring_brand_back(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Brings back what waited for papers that stand again; says how many."""
    return _bring_back(session, supplier, BRAND_RAN_OUT, at)


def held_back_by(session: Session, supplier: Supplier, goods: Goods) -> Said | None:
    """Why goods are kept off sale now; None where nothing of their supplier stands in the way."""
    if supplier.leaving_at is not None:
        return LEAVING
    if supplier.stopped:
        return STOPPED
    if supplier.deposit_short:
        return SHORT
    return BRAND_RAN_OUT if brand_ran_out(session, supplier, goods.brand) else None


def _hold_back(session: Session, supplier: Supplier, why: Said, at: datetime, mark: Callable[[], None]) -> int:
    # All of them are held first, so that none is put on sale by somebody who has not seen the mark yet.
    held = _held(session, supplier)
    mark()
    return _take_off_sale(session, held, why, at)


def _take_off_sale(session: Session, held: list[Goods], why: Said, at: datetime) -> int:
    on_sale = [goods for goods in held if goods.state == "on_sale"]
    for goods in on_sale:
        take_off(session, goods, Act.program(at, why))
    session.flush()
    return len(on_sale)


def _bring_back(session: Session, supplier: Supplier, why: Said, at: datetime) -> int:
    """What was taken off for `why`; where another reason is left, it waits for that one."""
    session.flush()
    back = 0
    for goods in _held(session, supplier):
        if (goods.state, goods.state_why) != ("off_sale", why):
            continue
        left = held_back_by(session, supplier, goods)
        if left is None:
            back += _put_back(session, goods, at)
        elif left != why:
            goods.state_why, goods.changed_at = left, at
            session.add(GoodsEvent(goods_id=goods.id, state="off_sale", why=left, at=at))
    session.flush()
    return back


def _put_back(session: Session, goods: Goods, at: datetime) -> bool:
    try:
        put_back(session, goods, Act.program(at))
    except Refused as lack:
        goods.state_why, goods.changed_at = lack.said, at
        return False
    # Outside their time they wait for it.
    return goods.state == "on_sale"


def _held(session: Session, supplier: Supplier) -> list[Goods]:
    """All goods of a supplier, locked, in the order of ids as everybody locks them."""
    loads = (selectinload(related(Goods.skus)), selectinload(related(Goods.pictures)))
    query = select(Goods).where(Goods.supplier_id == supplier.id).order_by(col(Goods.id)).options(*loads)
    return list(session.exec(query.with_for_update().execution_options(populate_existing=True)))
