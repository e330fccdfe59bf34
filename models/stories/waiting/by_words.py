"""Whom the words of a search in the queue name, and which rows are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import table_of
from models.shop.shop import Shop
from models.stories.waiting import WaitingKind

_MOST_NAMED = 200
_shop, _supplier = table_of(Shop), table_of(Supplier)


@dataclass(frozen=True, slots=True)
class WordsName:
    """Whom the words name."""

    words: str = ""
    suppliers: tuple[int, ...] = field(default=())
    shops: tuple[int, ...] = field(default=())


def whom_words_name(session: Session, words: str) -> WordsName:
    """Suppliers and shops of such a name, code or number; nobody where there are no words."""
    if not words:
        return WordsName()
    suppliers = select(_supplier.c.id).where(
        or_(_supplier.c.name.icontains(words, autoescape=True), _supplier.c.code == words.upper())
    )
    shops = select(_shop.c.id).where(or_(_shop.c.name.icontains(words, autoescape=True), *_numbered(words)))
    return WordsName(words, _ids(session, suppliers), _ids(session, shops))


def _numbered(words: str) -> Sequence[ColumnElement[bool]]:
    is_number = words.isascii() and words.isdigit() and len(words) == 6
    return [_shop.c.number == int(words)] if is_number else []


def _ids(session: Session, query: Select[Any]) -> tuple[int, ...]:
    return tuple(row[0] for row in session.connection().execute(query.limit(_MOST_NAMED)))


def says(kind: WaitingKind, found: WordsName) -> ColumnElement[bool]:
    """Whether a row is theirs, or has the words as its own code."""
    rows = kind.rows
    same = [or_(column == found.words, column == found.words.upper()) for column in rows.exact]
    if rows.supplier_id is not None:
        same.append(and_(rows.supplier_id.in_(found.suppliers)))
    if rows.shop_id is not None:
        same.append(and_(rows.shop_id.in_(found.shops)))
    return or_(*same)
