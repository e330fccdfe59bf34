"""Suppliers: by code, by name, by the phone of somebody who works there."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier, SupplierStaff
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.report.search import Hit, SearchKind
from models.report.search.rows import newest, those
from models.report.search.typed import Typed

_supplier, _staff, _member = table_of(Supplier), table_of(SupplierStaff), table_of(Member)
_FACTS = select(_supplier.c.code, _supplier.c.name, _supplier.c.kind, _supplier.c.joined_at)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _FACTS, _supplier.c.code, typed.codes, _supplier.c.id):
        yield _hit(row, N_("供货商编号"), row.code)
    for row in those(session, _FACTS, _supplier.c.name, typed.cased, _supplier.c.id):
        yield _hit(row, N_("供货商名称"), row.name)
    if typed.phones:
        works = select(_staff.c.supplier_id).join_from(_staff, _member, _staff.c.member_id == _member.c.id)
        theirs = _FACTS.where(_supplier.c.id.in_(works.where(_member.c.phone.in_(typed.phones))))
        for row in newest(session, theirs, _supplier.c.id):
            yield _hit(row, N_("对接人手机号"), row.name)
    for name in typed.names:
        within = _FACTS.where(_supplier.c.name.icontains(name, autoescape=True))
        for row in newest(session, within, _supplier.c.id):
            yield _hit(row, N_("名称里有"), row.name, exact=False)


def _hit(row: Any, matched: str, value: str, *, exact: bool = True) -> Hit:
    path = f"/desk/suppliers/{row.code}"
    return Hit(row.name, matched, value, path, exact, noun="supplier", state=row.kind, at=row.joined_at, below=row.code)


SEARCH = SearchKind("supplier", 8, N_("供货商"), frozenset({"people", "approval", "finance", "service"}), _find)
