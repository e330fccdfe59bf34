"""What was opened, and finding it again by the few characters that a browser carries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.kernel.record import table_of
from models.link.link import Link
from models.shop.shop import Shop

# As the column has it.
SUBJECT_LIMIT = 40

_shop, _goods, _link = table_of(Shop), table_of(Goods), table_of(Link)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was opened: a shop's page, goods in a shop, a link, or a lookup; or done: a coupon taken, goods put into the
    cart. `subject` is what counts once an hour; `shop_number` says whose shop it is, as its keeper's browser knows it.
    """

    kind: str
    subject: str
    shop_id: int | None = None
    goods_id: int | None = None
    link_id: int | None = None
    shop_number: int | None = None
    coupon_id: int | None = None


def seen_again(session: Session, subject: str) -> Seen | None:
    """What a subject stands for; None where nothing has this name."""
    kind, _, name = subject.partition(":")
    query = _BY_KIND[kind](name) if kind in _BY_KIND and name.isascii() else None
    row = session.connection().execute(query).first() if query is not None else None
    return Seen(kind, subject, **row._mapping) if row else None


def _by_link(code: str) -> Select[Any]:
    return select(_link.c.shop_id, _link.c.goods_id, _link.c.id.label("link_id")).where(_link.c.code == code)


def _by_shop(number: str) -> Select[Any]:
    return select(_shop.c.id.label("shop_id")).where(_numbered(number))


def _by_goods(place: str) -> Select[Any]:
    number, _, code = place.partition("/")
    query = select(_shop.c.id.label("shop_id"), _goods.c.id.label("goods_id")).where(_goods.c.code == code)
    return query.join_from(_goods, _shop, _numbered(number))


def _numbered(number: str) -> ColumnElement[bool]:
    return _shop.c.number == (int(number) if len(number) == 6 and number.isdigit() else 0)


_BY_KIND: dict[str, Callable[[str], Select[Any]]] = {
    "link": _by_link,
    "shop": _by_shop,
    "lookup": _by_shop,
    "goods": _by_goods,
}
