"""What a deposit that is short does to a supplier's goods: all that are on sale go off, and come back when it is paid.

The reason is the mark: only the program gives it, so what a supplier or an operator took off is never brought back.
"""

from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import put_back, take_off
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import related
from models.kernel.said import Said

SHORT = Said(N_("保证金不足，补齐后自动恢复在售"))


def fall_short(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Takes everything on sale off; says how many. Nothing comes on sale until `make_up`."""
    # All of them are held, so that none is put on sale by somebody who has not seen the flag yet.
    on_sale = [goods for goods in _held(session, supplier) if goods.state == "on_sale"]
    supplier.deposit_short = True
    for goods in on_sale:
        take_off(session, goods, Act.program(at, SHORT))
    session.flush()
    return len(on_sale)


def make_up(session: Session, supplier: Supplier, *, at: datetime) -> int:
    """Brings back exactly those; says how many. Goods that meanwhile break a rule stay off, with that as the reason."""
    supplier.deposit_short = False
    session.flush()
    back = 0
    for goods in _held(session, supplier):
        if (goods.state, goods.state_why) == ("off_sale", SHORT):
            back += _put_back(session, goods, at)
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
