"""Goods of all suppliers as operators look through them: the queue of approvals, and everything beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col
from sqlmodel import select as records

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import GOODS_STATES, SKU, Goods, GoodsEvent, Picture
from models.catalogue.goods.price import LISTED_PRICE, LISTED_RATE
from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import related, table_of

DECISIONS_PAGE = 30
_MOST_WORDS = 5

_goods, _sku = table_of(Goods), table_of(SKU)
_picture, _event = table_of(Picture), table_of(GoodsEvent)
_category, _supplier = table_of(Category), table_of(Supplier)
_offered = and_(_sku.c.goods_id == _goods.c.id, _sku.c.withdrawn_at.is_(None))


@dataclass(frozen=True, slots=True)
class ApprovalFilter:
    """The filters of the table: one state, words, a supplier's code; the last two may be empty."""

    state: str = "submitted"
    words: str = ""
    supplier: str = ""


def _of_skus(value: Any) -> Any:
    return select(value).where(_offered).correlate(_goods).scalar_subquery()


# When goods that wait were submitted last. Later changes of theirs do not send them back to the end of the queue.
_SUBMITTED_AT = (
    select(func.max(_event.c.at))
    .where(_event.c.goods_id == _goods.c.id, _event.c.state == "submitted")
    .correlate(_goods)
    .scalar_subquery()
)
GOODS_COVER = (
    select(_picture.c.digest)
    .where(_picture.c.goods_id == _goods.c.id)
    .order_by(_picture.c.position, _picture.c.id)
    .limit(1)
    .correlate(_goods)
    .scalar_subquery()
)
_COLUMNS = (
    _goods.c.code,
    _goods.c.title,
    _goods.c.state,
    _goods.c.state_why,
    _goods.c.changed_at,
    _goods.c.declared_price,
    _goods.c.declared_commission_bp,
    _supplier.c.name.label("supplier"),
    _supplier.c.code.label("supplier_code"),
    _category.c.name.label("category"),
    _category.c.names.label("category_names"),
    _of_skus(func.min(LISTED_PRICE)).label("price"),
    _of_skus(func.max(LISTED_PRICE)).label("dearest"),
    _of_skus(func.min(LISTED_RATE)).label("commission_bp"),
    _of_skus(func.max(LISTED_RATE)).label("best_commission_bp"),
    _SUBMITTED_AT.label("submitted_at"),
    GOODS_COVER.label("cover"),
)


def approval_rows(session: Session, looked: ApprovalFilter, *, limit: int, offset: int) -> Sequence[Any]:
    """One page. In the queue the longest waiting come first; in other states the last changed."""
    query = select(*_COLUMNS).join_from(_goods, _supplier).outerjoin(_category).where(*_conditions(looked))
    newest = (_goods.c.changed_at.desc(), _goods.c.id.desc())
    order = (_SUBMITTED_AT.asc(), _goods.c.id.asc()) if looked.state == "submitted" else newest
    return session.connection().execute(query.order_by(*order).limit(limit).offset(offset)).all()


def approval_counts(session: Session, looked: ApprovalFilter) -> dict[str, int]:
    """How many goods there are in each state under the other filters."""
    query = select(_goods.c.state, func.count().label("goods")).join_from(_goods, _supplier).group_by(_goods.c.state)
    rows = session.connection().execute(query.where(*_conditions(looked)[1:]))
    return dict.fromkeys(GOODS_STATES, 0) | {row.state: row.goods for row in rows}


def goods_waiting(session: Session) -> int:
    """How many goods wait for approval. The navigation of every page shows it."""
    query = select(func.count()).select_from(_goods).where(_goods.c.state == "submitted")
    return int(session.connection().execute(query).scalar_one())


def next_waiting(session: Session) -> str | None:
    """The code of the goods that have waited longest."""
    return next((row.code for row in approval_rows(session, ApprovalFilter(), limit=1, offset=0)), None)


def goods_at_desk(session: Session, code: str) -> Goods | None:
    """Any goods, with all that its page shows."""
    loads = (joinedload(related(Goods.supplier)), joinedload(related(Goods.category)))
    parts = [selectinload(related(part)) for part in (Goods.skus, Goods.pictures, Goods.details)]
    return session.exec(records(Goods).where(Goods.code == code).options(*loads, *parts)).first()


def goods_to_decide(session: Session, codes: Collection[str]) -> list[Goods]:
    """These goods as they are now, locked until the end of the transaction, so that one of two decisions at once comes
    first. They are locked in the order of their ids, so that two operators never wait for each other."""
    query = records(Goods).where(col(Goods.code).in_(codes)).order_by(col(Goods.id))
    return list(session.exec(query.with_for_update().execution_options(populate_existing=True)))


def _conditions(looked: ApprovalFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_goods.c.state == looked.state]
    if looked.supplier:
        conditions.append(_supplier.c.code == looked.supplier)
    return [*conditions, *(_says(word) for word in looked.words.split()[:_MOST_WORDS])]


def _says(word: str) -> ColumnElement[bool]:
    return or_(
        _goods.c.title.icontains(word, autoescape=True),
        _supplier.c.name.icontains(word, autoescape=True),
        _goods.c.code == word.upper(),
        _goods.c.barcode == word,
        exists().where(_offered, _sku.c.barcode == word),
    )
