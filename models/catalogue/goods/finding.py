"""A supplier's goods as its tables show them, read as plain rows: pages of thousands of goods cost one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_records

from models.account.member import Member
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import GOODS_STATES, SKU, Goods, GoodsEvent, MissingPicture, Picture
from models.catalogue.goods.price import LISTED_PRICE, LISTED_RATE
from models.catalogue.goods.proposal import Proposal
from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import table_of
from models.kernel.text import loosely

# At or below so many pieces a SKU on sale is shown as running low.
LOW = 5
# What a supplier may filter by: the states, and conditions that cut across them.
FILTERS = (*GOODS_STATES, "missing", "low", "changing")

_goods, _sku = table_of(Goods), table_of(SKU)
_picture, _missing = table_of(Picture), table_of(MissingPicture)
_proposal = table_of(Proposal)
_category = table_of(Category)

_offered = and_(_sku.c.goods_id == _goods.c.id, _sku.c.withdrawn_at.is_(None))


def _of_skus(value: Any, name: str) -> Any:
    return select(value).where(_offered).correlate(_goods).scalar_subquery().label(name)


_is_changing = exists().where(_proposal.c.goods_id == _goods.c.id, _proposal.c.state == "waiting")
_COLUMNS = (
    _goods.c.code,
    _goods.c.title,
    _goods.c.handle,
    _goods.c.state,
    _goods.c.state_why,
    _goods.c.changed_at,
    _category.c.name.label("category"),
    _category.c.names.label("category_names"),
    _of_skus(func.min(LISTED_PRICE), "price"),
    _of_skus(func.max(LISTED_PRICE), "dearest"),
    _of_skus(func.coalesce(func.sum(_sku.c.stock), 0), "stock"),
    _of_skus(func.min(_sku.c.stock), "least_stock"),
    _of_skus(func.count(), "skus"),
    _of_skus(func.min(_sku.c.code), "sku"),
    _of_skus(func.min(LISTED_RATE), "commission_bp"),
    _of_skus(func.max(LISTED_RATE), "best_commission_bp"),
    select(_picture.c.digest)
    .where(_picture.c.goods_id == _goods.c.id)
    .order_by(_picture.c.position)
    .limit(1)
    .correlate(_goods)
    .scalar_subquery()
    .label("cover"),
    _is_changing.label("is_changing"),
)
_is_missing = exists().where(_missing.c.goods_id == _goods.c.id)
_is_low = and_(_goods.c.state == "on_sale", exists().where(_offered, _sku.c.stock <= LOW))
_ACROSS = {"missing": _is_missing, "low": _is_low, "changing": _is_changing}


@dataclass(frozen=True, slots=True)
class GoodsFilter:
    """The filters of the table; empty ones let everything through."""

    state: str = ""
    words: str = ""
    category: str = ""


def goods_rows(session: Session, supplier: Supplier, wanted: GoodsFilter, *, limit: int, offset: int) -> Sequence[Any]:
    """One page of a supplier's goods, what changed last first."""
    query: Any = select(*_COLUMNS).outerjoin_from(_goods, _category, _goods.c.category_id == _category.c.id)
    query = query.where(*goods_conditions(supplier.id, wanted)).order_by(_goods.c.changed_at.desc(), _goods.c.id.desc())
    rows: Sequence[Any] = session.connection().execute(query.limit(limit).offset(offset)).all()
    return rows


def goods_count(session: Session, supplier: Supplier, wanted: GoodsFilter) -> int:
    """How many goods the filters let through."""
    query = select(func.count()).select_from(_goods).where(*goods_conditions(supplier.id, wanted))
    return int(session.connection().execute(query).scalar_one())


def chosen_count(session: Session, supplier: Supplier, codes: Sequence[str], wanted: GoodsFilter) -> int:
    """How many of the supplier's goods have these codes; without codes, how many the filters let through."""
    query = select(func.count()).select_from(_goods).where(*_chosen(supplier, codes, wanted))
    return int(session.connection().execute(query).scalar_one())


def chosen_ids(
    session: Session, supplier: Supplier, codes: Sequence[str], wanted: GoodsFilter, *, after: int, rows: slice
) -> Sequence[int]:
    """The ids of the same, past one, in their order; of those the ones at these places."""
    query = select(_goods.c.id).where(*_chosen(supplier, codes, wanted), _goods.c.id > after)
    return session.connection().execute(query.order_by(_goods.c.id).slice(rows.start, rows.stop)).scalars().all()


def goods_counts(session: Session, supplier: Supplier) -> dict[str, int]:
    """How many goods there are in each state, and how many with missing pictures or low stock."""
    mine = _goods.c.supplier_id == supplier.id
    by_state = select(_goods.c.state, func.count()).where(mine).group_by(_goods.c.state)
    counts = dict.fromkeys(FILTERS, 0)
    counts.update((row[0], row[1]) for row in session.connection().execute(by_state))
    for name, condition in _ACROSS.items():
        query = select(func.count()).select_from(_goods).where(mine, condition)
        counts[name] = int(session.connection().execute(query).scalar_one())
    return counts


def count_in(session: Session, supplier: Supplier, state: str) -> int:
    """How many goods are in one state. The navigation of every page shows it."""
    query = select(func.count()).where(_goods.c.supplier_id == supplier.id, _goods.c.state == state)
    return int(session.connection().execute(query).scalar_one())


def goods_coded(session: Session, supplier: Supplier, code: str) -> Goods | None:
    """One of the supplier's own goods."""
    return session.exec(select_records(Goods).where(Goods.supplier_id == supplier.id, Goods.code == code)).first()


def goods_by_handle(session: Session, supplier: Supplier, handle: str) -> Goods | None:
    """One of the supplier's own goods, by the supplier's own name for it."""
    return session.exec(select_records(Goods).where(Goods.supplier_id == supplier.id, Goods.handle == handle)).first()


def goods_of_brand(session: Session, supplier_id: int, brand: str) -> int:
    """How many goods of a supplier say this brand, however they write it."""
    named = select(_goods.c.brand, func.count()).where(_goods.c.supplier_id == supplier_id, _goods.c.brand != "")
    rows = session.connection().execute(named.group_by(_goods.c.brand))
    return sum(count for written, count in rows if loosely(written) == loosely(brand))


def goods_history(session: Session, goods: Goods) -> list[tuple[GoodsEvent, str | None]]:
    """What happened to goods, newest first, each step with the name of who took it."""
    rows = select_records(GoodsEvent, Member.name).join(Member, isouter=True).where(GoodsEvent.goods_id == goods.id)
    return list(session.exec(rows.order_by(col(GoodsEvent.id).desc()).limit(20)))


def _chosen(supplier: Supplier, codes: Sequence[str], wanted: GoodsFilter) -> list[ColumnElement[bool]]:
    if codes:
        return [_goods.c.supplier_id == supplier.id, _goods.c.code.in_(codes)]
    return goods_conditions(supplier.id, wanted)


def goods_conditions(supplier_id: int, wanted: GoodsFilter) -> list[ColumnElement[bool]]:
    """Which goods of a supplier the filters let through."""
    conditions: list[ColumnElement[bool]] = [_goods.c.supplier_id == supplier_id]
    if wanted.state in GOODS_STATES:
        conditions.append(_goods.c.state == wanted.state)
    elif wanted.state:
        conditions.append(_ACROSS[wanted.state])
    if wanted.category:
        named = select(_category.c.id).where(_category.c.slug == wanted.category)
        conditions.append(_goods.c.category_id.in_(named))
    for word in wanted.words.split()[:5]:
        conditions.append(_says(word))
    return conditions


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in the title, or in one of the codes that people copy from their own papers."""
    named = exists().where(_offered, or_(_sku.c.code.icontains(word, autoescape=True), _sku.c.barcode == word))
    return or_(
        _goods.c.title.icontains(word, autoescape=True),
        _goods.c.handle.icontains(word, autoescape=True),
        _goods.c.code == word.upper(),
        _goods.c.barcode == word,
        named,
    )
