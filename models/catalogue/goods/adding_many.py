"""New goods in bulk: drafts written as rows, a few statements for hundreds of them. What a draft is they say who make
one goods (change.py, skus.py, listing.py); here no record is made for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect as mapped
from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from models.catalogue.goods import listing
from models.catalogue.goods.change import GoodsWanted
from models.catalogue.goods.editing import lacks_said
from models.catalogue.goods.goods import SKU, Goods, GoodsEvent, MissingPicture, Picture
from models.catalogue.goods.skus import new_sku
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.codes import fresh_codes
from models.kernel.prebuilt import insert_many
from models.kernel.record import table_of

CODE_LENGTH = 8
_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewGoods:
    """Goods that are not there yet. `awaited` are pictures that did not come: source, place, why. `submit` wants them
    submitted as soon as they lack nothing; `grams` are what the SKUs weigh, by code."""

    handle: str
    wanted: GoodsWanted
    awaited: Sequence[tuple[str, int, str]] = ()
    submit: bool = False
    per_buyer: int | None = None
    grams: Mapping[str, int | None] = field(default_factory=dict)


def add_drafts(session: Session, supplier: Supplier, many: Sequence[NewGoods], act: Act) -> list[str]:
    """Writes them, each with the first row of its history. Returns the handles of those that want to be submitted and
    lack nothing. Raises IntegrityError where one of the handles is taken."""
    if not many:
        return []
    codes = fresh_codes(session, col(Goods.code), CODE_LENGTH, len(many))
    rows = [_row(session, supplier, code, one, act) for code, one in zip(codes, many, strict=True)]
    _insert(session, Goods, rows)
    goods = table_of(Goods)
    found = session.connection().execute(select(goods.c.code, goods.c.id).where(goods.c.code.in_(codes)))
    ids: dict[str, int] = {row.code: row.id for row in found}
    own = [(ids[code], one) for code, one in zip(codes, many, strict=True)]
    _insert(session, SKU, [sku for id_, one in own for sku in _skus(id_, one)])
    _insert(session, Picture, [picture for id_, one in own for picture in _pictures(id_, one)])
    _insert(session, MissingPicture, [missing for id_, one in own for missing in _missing(id_, one)])
    _insert(session, GoodsEvent, [{"goods_id": id_, "state": "draft", "by": act.by_id, "at": act.at} for id_, _ in own])
    return [one.handle for one, row in zip(many, rows, strict=True) if one.submit and not row["submit_wanted"]]


def _row(session: Session, supplier: Supplier, code: str, one: NewGoods, act: Act) -> _Values:
    facts: _Values = {
        "category_id": None, "description": "", "brand": "", "barcode": "", "option_names": [], "attributes": {},
        "declared_price": None, "declared_commission_bp": None,
    } | dict(one.wanted.facts)  # fmt: skip
    pictures, skus = one.wanted.pictures or (), one.wanted.skus or ()
    lacks = listing.lacks_of_draft(session, supplier, facts["category_id"], facts["attributes"], pictures, skus)
    why = lacks_said(lacks, len(one.awaited))
    return facts | {
        "code": code,
        "supplier_id": supplier.id,
        "handle": one.handle,
        "state_why": why,
        "submit_wanted": one.submit and bool(why),
        "per_buyer": one.per_buyer,
        "made_at": act.at,
        "changed_at": act.at,
    }


def _skus(goods_id: int, one: NewGoods) -> list[_Values]:
    drafts = enumerate(one.wanted.skus or ())
    named = (new_sku(draft, position, one.wanted.usual_bp) for position, draft in drafts)
    return [{"goods_id": goods_id, "grams": one.grams.get(sku["code"]), **sku} for sku in named]


def _pictures(goods_id: int, one: NewGoods) -> list[_Values]:
    shots = enumerate(one.wanted.pictures or ())
    return [
        {"goods_id": goods_id, "digest": shot.digest, "source": shot.source, "position": place} for place, shot in shots
    ]


def _missing(goods_id: int, one: NewGoods) -> list[_Values]:
    return [
        {"goods_id": goods_id, "source": source, "position": place, "why": why} for source, place, why in one.awaited
    ]


def _insert(session: Session, record: type[SQLModel], rows: Sequence[_Values]) -> None:
    """All of them at once; they name the record's attributes, which a column may be called otherwise than."""
    if rows:
        names = {name: mapped(record).attrs[name].columns[0].name for name in rows[0]}
        given = [{names[name]: value for name, value in row.items()} for row in rows]
        insert_many(session, record, given)
