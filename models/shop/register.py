"""The register of shops, as operators look through it. Buyers have no such list (docs/product.md, Finding a shop)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session

from models.account.member import Member
from models.kernel.record import table_of
from models.kernel.text import narrow
from models.shop.shop import Shop

SHOPS_PAGE = 50
_MOST_WORDS = 5

_shop, _member = table_of(Shop), table_of(Member)
_COLUMNS = (
    _shop.c.number,
    _shop.c.name,
    _shop.c.picks_count,
    _shop.c.begun_at,
    _shop.c.opened_at,
    _shop.c.closed_at,
    _shop.c.paused,
    _member.c.name.label("keeper"),
    _member.c.phone,
)


def shop_rows(session: Session, words: str, *, limit: int, offset: int) -> Sequence[Any]:
    """One page of shops, the newest first."""
    query = select(*_COLUMNS).join_from(_shop, _member).where(*_meant(words)).order_by(_shop.c.id.desc())
    return session.connection().execute(query.limit(limit).offset(offset)).all()


def shop_count(session: Session, words: str = "") -> int:
    """How many shops the words let through."""
    query = select(func.count()).select_from(_shop).join(_member).where(*_meant(words))
    return int(session.connection().execute(query).scalar_one())


def _meant(words: str) -> list[ColumnElement[bool]]:
    return [_says(word) for word in words.split()[:_MOST_WORDS]]


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in the name of the shop or of its keeper, or is the number or the keeper's phone."""
    conditions = [_shop.c.name.icontains(word, autoescape=True), _member.c.name.icontains(word, autoescape=True)]
    digits = narrow(word)
    if digits.isascii() and digits.isdigit():
        conditions.append(_member.c.phone == digits)
        if len(digits) == 6:
            conditions.append(_shop.c.number == int(digits))
    return or_(*conditions)
