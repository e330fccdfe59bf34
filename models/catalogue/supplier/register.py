"""Suppliers as operators look through them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col
from sqlmodel import select as records

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier, SupplierStaff
from models.kernel.record import table_of

SUPPLIERS_PAGE = 50

_supplier, _goods = table_of(Supplier), table_of(Goods)


def _goods_in(*states: str) -> Any:
    """How many of the supplier's goods are in one of these states; in any state where none is given."""
    counted = select(func.count()).where(_goods.c.supplier_id == _supplier.c.id).correlate(_supplier)
    return (counted.where(_goods.c.state.in_(states)) if states else counted).scalar_subquery()


_COLUMNS = (
    _supplier.c.code,
    _supplier.c.name,
    _supplier.c.kind,
    _supplier.c.ships_from,
    _supplier.c.joined_at,
    _supplier.c.stopped,
    _supplier.c.applying,
    _supplier.c.leaving_at,
    _goods_in("submitted").label("submitted"),
    _goods_in("on_sale").label("on_sale"),
    _goods_in().label("goods"),
)


_STANDING = {"applying": (_supplier.c.applying,), "leaving": (_supplier.c.leaving_at.is_not(None),)}


def supplier_rows(session: Session, words: str, standing: str = "", *, limit: int, offset: int) -> Sequence[Any]:
    """One page of suppliers, the newest first; of those that apply or leave, where it is said."""
    query = select(*_COLUMNS).where(*_named(words), *_STANDING.get(standing, ())).order_by(_supplier.c.id.desc())
    return session.connection().execute(query.limit(limit).offset(offset)).all()


def supplier_count(session: Session, words: str = "", standing: str = "") -> int:
    """How many suppliers the words let through."""
    query = select(func.count()).select_from(_supplier).where(*_named(words), *_STANDING.get(standing, ()))
    return int(session.connection().execute(query).scalar_one())


def supplier_coded(session: Session, code: str) -> Supplier | None:
    """Any supplier, by its public code."""
    return session.exec(records(Supplier).where(Supplier.code == code)).first()


def staff_of(session: Session, supplier: Supplier) -> list[Member]:
    """Who works for a supplier."""
    query = records(Member).join(SupplierStaff).where(SupplierStaff.supplier_id == supplier.id)
    return list(session.exec(query.order_by(col(Member.id))))


def _named(words: str) -> list[ColumnElement[bool]]:
    return [
        _supplier.c.name.icontains(word, autoescape=True) | (_supplier.c.code == word.upper())
        for word in words.split()[:5]
    ]
