"""Suppliers that leave, and have a deposit to get back."""

from sqlalchemy import select
from sqlmodel import Session

from models.catalogue.supplier.register import supplier_coded
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.stories.money.deposits import return_deposit
from models.stories.stop.leaving import deposit_patience
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows
from models.stories.waiting.coded import each_coded, is_coded

_supplier = table_of(Supplier)


def _return(session: Session, supplier: Supplier, given: Given, act: Act, rules: Rules) -> None:
    return_deposit(session, supplier, act, reference=given.reference)


WAITING = WaitingKind(
    "leaving",
    13,
    N_("退出的供货商"),
    "finance",
    WaitingRows(
        # With the deposit back it is short, and waits no more.
        query=select(_supplier.c.code, _supplier.c.name, _supplier.c.leaving_at).where(
            _supplier.c.leaving_at.is_not(None), ~_supplier.c.deposit_short, _supplier.c.deposit_required > 0
        ),
        code=_supplier.c.code,
        due=_supplier.c.leaving_at,
        since=_supplier.c.leaving_at,
        face=lambda row: WaitingFace(Said(N_("退保证金")), row.name),
        mark=lambda row: "",
        supplier_id=_supplier.c.id,
        exact=(_supplier.c.code,),
    ),
    deposit_patience,
    (
        Verb(
            "return",
            "a",
            N_("退好了"),
            N_("记下了"),
            each_coded(supplier_coded, _return),
            None,
            "reference",
            sends=False,
        ),
    ),
    is_coded(supplier_coded),
    asks_again=True,
)
