"""Stopping a supplier: its goods go off sale at once. Its staff still ship what was ordered and answer after-sales, and
what is settled is kept for them (docs/product.md, Stopping)."""

from datetime import datetime

from sqlmodel import Session, col

from models.account.audit import note_audit
from models.account.stop import checked_stop, lift_stop, stop_facts
from models.catalogue.goods.withholding import bring_on, hold_back
from models.catalogue.supplier.stop import SupplierStop
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.ledger.deposit import hold_deposit
from models.payout.four_eyes import require_other


def stop_supplier(session: Session, supplier: Supplier, act: Act, *, until: datetime | None = None) -> bool:
    """Takes its goods off sale. Stopped already is stopped once: False. Raises Refused without a reason, and where the
    operator works for the supplier."""
    act = checked_stop(act, until)
    require_other(session, supplier, by=act.member)
    _hold(session, supplier)
    if supplier.stopped:
        return False
    session.add(SupplierStop(supplier_id=supplier.id, **stop_facts(act, until)))
    session.flush()
    hold_back(session, supplier, at=act.at)
    _note(session, "supplier.stop", supplier, act)
    return True


def let_supplier_back(session: Session, supplier: Supplier, act: Act) -> bool:
    """Brings back exactly what the stop took off sale. Let back already is let back once: False."""
    if act.by is not None:
        require_other(session, supplier, by=act.member)
    _hold(session, supplier)
    if not supplier.stopped:
        return False
    lift_stop(session, SupplierStop, col(SupplierStop.supplier_id) == supplier.id, act)
    bring_on(session, supplier, at=act.at)
    _note(session, "supplier.let_back", supplier, act)
    return True


def _hold(session: Session, supplier: Supplier) -> None:
    """Whoever changes whether a supplier sells holds its deposit first (models/stories/money/deposits.py)."""
    hold_deposit(session, supplier)
    session.refresh(supplier)


def _note(session: Session, what: str, supplier: Supplier, act: Act) -> None:
    note_audit(session, what, f"{supplier.code} {supplier.name}", act)
