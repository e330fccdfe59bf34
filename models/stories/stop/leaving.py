"""A supplier leaves: nothing of its comes on sale any more, what was ordered is finished, and then its deposit goes
back. As long as that has not happened it may stay after all."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import refuse
from models.catalogue.goods.withholding import clear_shelves, fill_shelves
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.ledger.deposit import hold_deposit

# What was on sale comes back by itself (withholding.py); what waited must be sent again.
SENT_BACK = Said(N_("供货商要退出了，没有审核；不退出了再提交一次"))


def ask_to_leave(session: Session, supplier: Supplier, act: Act) -> bool:
    """Everything goes off sale; what waits for approval is sent back. Asked again it changes nothing: False."""
    _hold(session, supplier)
    if supplier.leaving_at is not None:
        return False
    clear_shelves(session, supplier, at=act.at)
    waiting = select(Goods).where(Goods.supplier_id == supplier.id, Goods.state == "submitted").order_by(col(Goods.id))
    for goods in session.exec(waiting):
        refuse(session, goods, Act.program(act.at, SENT_BACK))
    session.flush()
    note_audit(session, "supplier.leave", supplier_subject(supplier), act)
    return True


def stay(session: Session, supplier: Supplier, act: Act) -> bool:
    """Brings back exactly what went off because of it. Who stays already stays: False."""
    _hold(session, supplier)
    if supplier.leaving_at is None:
        return False
    fill_shelves(session, supplier, at=act.at)
    note_audit(session, "supplier.stay", supplier_subject(supplier), act)
    return True


def deposit_back_by(supplier: Supplier, rules: Rules) -> datetime | None:
    """When its deposit ought to be back: once all that was sold last has been received and its after-sales are over."""
    return supplier.leaving_at + deposit_patience(rules) if supplier.leaving_at else None


def deposit_patience(rules: Rules) -> timedelta:
    """How long after it asked to leave."""
    return timedelta(days=rules.received_days + rules.after_sale_days, hours=rules.refund_hours)


def _hold(session: Session, supplier: Supplier) -> None:
    """Whoever changes whether a supplier sells holds its deposit first (models/stories/money/deposits.py)."""
    hold_deposit(session, supplier)
    session.refresh(supplier)
