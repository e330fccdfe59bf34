"""Shops: by number (said in words too), by the code of one of their links, by their keeper's phone, by name."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.account.member import Member
from models.kernel.errors import N_
from models.kernel.prefixes import begins_with
from models.kernel.record import table_of
from models.link.link import Link
from models.report.search import MOST_HITS, Hit, SearchKind
from models.report.search.rows import in_order, newest, those
from models.report.search.typed import Typed
from models.shop.shop import Shop, door_state

_shop, _member, _link = table_of(Shop), table_of(Member), table_of(Link)
_FACTS = select(
    _shop.c.number,
    _shop.c.name,
    _shop.c.begun_at,
    _shop.c.opened_at,
    _shop.c.closed_at,
    _shop.c.paused,
    _member.c.name.label("keeper"),
).join_from(_shop, _member, _shop.c.keeper_id == _member.c.id)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _FACTS, _shop.c.number, typed.doors, _shop.c.id):
        yield _hit(row, N_("店铺号"), str(row.number))
    if typed.link:
        linked = _FACTS.join(_link, _link.c.shop_id == _shop.c.id).where(_link.c.code == typed.link)
        for row in newest(session, linked, _shop.c.id):
            yield _hit(row, N_("入口编码"), typed.link)
    for row in those(session, _FACTS, _member.c.phone, typed.phones, _shop.c.id):
        yield _hit(row, N_("掌柜手机号"), row.keeper)
    for row in those(session, _FACTS, _shop.c.name, typed.cased, _shop.c.id):
        yield _hit(row, N_("店名"), row.name)
    for name in typed.cased:
        for row in in_order(session, _FACTS.where(begins_with(session, _shop.c.name, name)), _shop.c.name):
            yield _hit(row, N_("店名开头"), row.name, exact=False)
    for name in typed.names[:1]:
        within = select(_shop.c.id).where(_shop.c.name.contains(name, autoescape=True)).limit(2 * MOST_HITS)
        for row in newest(session, _FACTS.where(_shop.c.id.in_(within)), _shop.c.id):
            yield _hit(row, N_("店名里有"), row.name, exact=False)


def _hit(row: Any, matched: str, value: str, *, exact: bool = True) -> Hit:
    door = door_state(row)
    path, below = f"/desk/shops/{row.number}", f"{row.number} · {row.keeper}"
    return Hit(
        row.name, matched, value, path, exact, noun="door", state=door, at=row.opened_at or row.begun_at, below=below
    )


SEARCH = SearchKind("shop", 6, N_("店铺"), frozenset({"people", "service"}), _find)
