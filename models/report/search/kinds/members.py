"""Members: keepers, suppliers' staff and operators, by phone, by code and by name."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.account.member import Member
from models.kernel.errors import N_
from models.kernel.prefixes import begins_with
from models.kernel.record import table_of
from models.kernel.text import mask_phone
from models.report.search import Hit, SearchKind
from models.report.search.rows import in_order, those
from models.report.search.typed import Typed

_member = table_of(Member)
_FACTS = select(_member.c.code, _member.c.name, _member.c.phone, _member.c.joined_at)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _FACTS, _member.c.phone, typed.phones, _member.c.id):
        yield _hit(row, N_("手机号"), mask_phone(row.phone))
    for row in those(session, _FACTS, _member.c.code, typed.codes, _member.c.id):
        yield _hit(row, N_("成员编号"), row.code)
    for row in those(session, _FACTS, _member.c.name, typed.cased, _member.c.id):
        yield _hit(row, N_("称呼"), row.name)
    for name in typed.cased:
        for row in in_order(session, _FACTS.where(begins_with(session, _member.c.name, name)), _member.c.name):
            yield _hit(row, N_("称呼开头"), row.name, exact=False)


def _hit(row: Any, matched: str, value: str, *, exact: bool = True) -> Hit:
    path, below = f"/desk/members/{row.code}", mask_phone(row.phone)
    return Hit(row.name, matched, value, path, exact, at=row.joined_at, below=below)


SEARCH = SearchKind("member", 7, N_("成员"), frozenset({"admin", "people"}), _find)
