"""Goods that are kept off sale because of their supplier: while its deposit is short, and while it is stopped. All that
are on sale go off, and exactly those come back.

The reason is the mark: only the program gives it, so what a supplier or an operator took off is never brought back.
Where both reasons hold, goods wait for the one that is left.
"""

from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods, GoodsEvent
from models.catalogue.goods.listing import put_back, take_off
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import related
from models.kernel.said import Said

SHORT = Said(N_("保证金不足，补齐后自动恢复在售"))
STOPPED = Said(N_("供货商暂停供货，恢复后自动在售"))


def fall_short(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Takes everything on sale off; says how many. Nothing comes on sale until `make_up`."""
    goods = _held(session, supplier)
    supplier.deposit_short = True
    return _take_off_sale(session, goods, SHORT, at)


def make_up(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Brings back exactly those; says how many. Goods that meanwhile break a rule stay off, with that as the reason."""
    supplier.deposit_short = False
    return _bring_back(session, supplier, SHORT, STOPPED if supplier.stopped else None, at)


def hold_back(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Of a supplier that is stopped: takes everything on sale off; says how many."""
    goods = _held(session, supplier)
    supplier.stopped = True
    return _take_off_sale(session, goods, STOPPED, at)


def bring_on(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Of a supplier that is let back: brings back exactly those; says how many."""
    supplier.stopped = False
    return _bring_back(session, supplier, STOPPED, SHORT if supplier.deposit_short else None, at)


def _take_off_sale(session: Session, held: list[Goods], why: Said, at: datetime) -> int:
    # All of them are held, so that none is put on sale by somebody who has not seen the flag yet.
    on_sale = [goods for goods in held if goods.state == "on_sale"]
    for goods in on_sale:
        take_off(session, goods, Act.program(at, why))
    session.flush()
    return len(on_sale)


def _bring_back(session: Session, supplier: Supplier, why: Said, left: Said | None, at: datetime) -> int:
    """What was taken off for `why`; where another reason is `left`, it waits for that one."""
    session.flush()
    back = 0
    for goods in _held(session, supplier):
        if (goods.state, goods.state_why) != ("off_sale", why):
            continue
        if left is None:
            back += _put_back(session, goods, at)
        else:
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
    return True


def _held(session: Session, supplier: Supplier) -> list[Goods]:
    """All goods of a supplier, locked, in the order of ids as everybody locks them."""
    loads = (selectinload(related(Goods.skus)), selectinload(related(Goods.pictures)))
    query = select(Goods).where(Goods.supplier_id == supplier.id).order_by(col(Goods.id)).options(*loads)
    return list(session.exec(query.with_for_update().execution_options(populate_existing=True)))
