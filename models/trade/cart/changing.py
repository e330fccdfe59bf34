"""Putting things into the cart and taking them out. Always through the visitor: nobody reaches another's lines.

Each change is one statement that proves what it needs as it writes; asking why it was not possible comes after.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, exists, func, literal, not_, select, update
from sqlmodel import Session, col
from sqlmodel import select as records

from models.catalogue.goods.goods import SKU
from models.catalogue.goods.price import PRICE_NOW
from models.kernel.codes import new_code
from models.kernel.database import insert_into, proving
from models.kernel.errors import N_, Gone, Refused
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.link.link import Link
from models.shop.shop import Shop
from models.trade.cart.cart import MOST_LINES, MOST_OF_ONE, CartLine
from models.trade.cart.lines import QuotedLine

_CODE_LENGTH = 8
_line, _sku = table_of(CartLine), table_of(SKU)
_CLEAR = Prebuilt(
    delete(_line).where(
        _line.c.id == bindparam("line"),
        _line.c.quantity == bindparam("pieces"),
        _line.c.link_id.is_not_distinct_from(bindparam("by_link")),
        _line.c.opened_at.is_not_distinct_from(bindparam("opened")),
    )
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a buyer chose, in which shop, and the link that led there; `opened_at` is the hour in which it was opened,
    None where that is not known."""

    sku: SKU
    shop: Shop
    quantity: int = 1
    link: Link | None = None
    opened_at: datetime | None = None


def put_in(session: Session, visitor: str, chosen: Chosen, *, only: bool = False, at: datetime) -> CartLine:
    """So many more of a SKU. What lies in the cart already grows, or with `only` becomes just as many; never past the
    stock, 99, or what one buyer may have. Raises Refused."""
    if not 1 <= chosen.quantity <= MOST_OF_ONE:
        raise Refused("quantity", N_("一次可以买 1 到 %(most)s 件"), most=MOST_OF_ONE)
    most = _most(chosen)
    with proving(session):
        query = records(CartLine).from_statement(_put_in(session, visitor, chosen, only, most, at).returning(*_line.c))
        line = session.scalars(query.execution_options(populate_existing=True)).first()
        if line is None:
            raise _why_not(session, chosen.sku)
        return line


def _most(chosen: Chosen) -> int:
    """How many pieces one line may have. Raises Refused where more were chosen than one buyer may have."""
    limit = chosen.sku.goods.per_buyer
    if limit is not None and chosen.quantity > limit:
        raise Refused("quantity", N_("每人限购 %(most)s 件"), most=limit)
    return MOST_OF_ONE if limit is None else min(MOST_OF_ONE, limit)


def _put_in(session: Session, visitor: str, chosen: Chosen, only: bool, most: int, at: datetime) -> Any:
    """One statement: a line where the SKU is there to be had, or more of the line that stands."""
    sku, shop, link = chosen.sku, chosen.shop, chosen.link
    facts = {
        "code": new_code(_CODE_LENGTH),
        "visitor": visitor,
        "sku_id": sku.id,
        "shop_id": shop.id,
        "link_id": link.id if link else None,
        "opened_at": chosen.opened_at if link else None,
        "added_at": at,
    }
    typed = [literal(fact, _line.c[name].type) for name, fact in facts.items()]
    same = and_(_line.c.sku_id == sku.id, _line.c.shop_id == shop.id)
    others = select(func.count()).where(_line.c.visitor == visitor, not_(same)).scalar_subquery()
    offered = select(*typed, _lesser(literal(chosen.quantity), _sku.c.stock), PRICE_NOW)
    offered = offered.where(*_there(sku), others < MOST_LINES)
    row = insert_into(session, CartLine).from_select([*facts, "quantity", "seen_price"], offered)
    return row.on_conflict_do_update(
        index_elements=["visitor", "sku_id", "shop_id"], set_=_grown(row.excluded, sku, only, most)
    )


def set_quantity(session: Session, visitor: str, code: str, quantity: int) -> None:
    """Changes how many. Raises Refused past what is in stock, Gone where no such line of the visitor's is there."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise Refused("quantity", N_("一次可以买 1 到 %(most)s 件"), most=MOST_OF_ONE)
    own = (_line.c.visitor == visitor, _line.c.code == code)
    enough = exists().where(_sku.c.id == _line.c.sku_id, _sku.c.stock >= quantity)
    with proving(session):
        session.flush()
        connection = session.connection()
        if connection.execute(update(_line).where(*own, enough).values(quantity=quantity)).rowcount == 1:
            return
        stock = connection.execute(select(_sku.c.stock).join_from(_line, _sku).where(*own)).scalar()
        if stock is None:
            raise Gone(code)
        raise Refused("quantity", N_("只剩 %(stock)s 件了"), stock=stock)


def take_out(session: Session, visitor: str, codes: Collection[str]) -> None:
    """Takes lines out. Does nothing about those that are gone."""
    with proving(session):
        session.exec(delete(CartLine).where(col(CartLine.visitor) == visitor, col(CartLine.code).in_(codes)))


def empty_cart(session: Session, visitor: str) -> None:
    """Takes out all that a visitor has."""
    with proving(session):
        session.exec(delete(CartLine).where(col(CartLine.visitor) == visitor))


def clear_quoted(session: Session, lines: Sequence[QuotedLine]) -> bool:
    """Takes out lines that are ordered. They are the lock: the second of two forms for one cart finds them gone.
    Returns False where one of them is gone, or is not as it was quoted."""
    # In the order of ids, as everybody takes them.
    rows = [
        {"line": line.id, "pieces": line.quantity, "by_link": line.link_id, "opened": line.opened_at}
        for line in sorted(lines, key=lambda line: line.id)
    ]
    return _CLEAR.run_each(session, rows) == len(rows)


def _there(sku: SKU) -> tuple[ColumnElement[bool], ...]:
    return _sku.c.id == sku.id, _sku.c.withdrawn_at.is_(None), _sku.c.stock >= 1


def _grown(new: Any, sku: SKU, only: bool, most: int) -> dict[str, Any]:
    """What becomes of a line that lies there already."""
    wanted = new.quantity if only else _line.c.quantity + new.quantity
    stock = select(_sku.c.stock).where(_sku.c.id == sku.id).scalar_subquery()
    more = _lesser(wanted, _lesser(stock, literal(most)))
    opened_at = case(
        (new.link_id.is_(None), _line.c.opened_at),
        (new.link_id == _line.c.link_id, func.coalesce(new.opened_at, _line.c.opened_at)),
        else_=new.opened_at,
    )
    link = func.coalesce(new.link_id, _line.c.link_id)
    return {"quantity": more, "link_id": link, "opened_at": opened_at, "seen_price": new.seen_price}


def _lesser(one: Any, other: Any) -> Any:
    return case((one < other, one), else_=other)


def _why_not(session: Session, sku: SKU) -> Refused:
    if session.connection().execute(select(_sku.c.id).where(*_there(sku))).first() is None:
        return Refused("sku", N_("这个规格卖完了，看看别的吧"))
    return Refused("", N_("购物车满了（%(most)s 种），先结一次账吧"), most=MOST_LINES)
