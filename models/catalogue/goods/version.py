"""A version of goods: what an operator approved, word for word. The goods' row is its newest version, apart from small
moves of prices, stock and added SKUs."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, col, select

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.price import listed_price
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, moment, row_id


class GoodsVersion(Record, table=True):
    """`facts` are those that buyers see, by the columns' names; `skus` by code with option values and the approved
    price in fen; `pictures` the digests in order. `by` is nobody for what was on sale when versions came."""

    __table_args__ = (UniqueConstraint("goods_id", "number"),)

    id: int = row_id()
    goods_id: int = belongs_to("goods.id", index=False)
    number: int
    facts: dict[str, Any] = Field(sa_type=JSON)
    by: int | None = Field(default=None, foreign_key="member.id")
    at: datetime = moment()


def version_facts(goods: Goods) -> dict[str, Any]:
    """The row as a version keeps it."""
    own = {sku.code: sku.picture for sku in goods.on_offer if sku.picture}
    more: dict[str, Any] = {"sku_pictures": own} if own else {}
    if goods.details:
        more["details"] = [one.digest for one in goods.details]
    return more | {
        "title": goods.title,
        "description": goods.description,
        "category_id": goods.category_id,
        "attributes": dict(goods.attributes),
        "brand": goods.brand,
        "option_names": list(goods.option_names),
        "skus": {
            sku.code: [list(sku.options), int(sku.approved_price)]
            for sku in goods.on_offer
            if sku.approved_price is not None
        },
        "pictures": [picture.digest for picture in goods.pictures],
    }


def keep_version(session: Session, goods: Goods, act: Act) -> None:
    """The goods as they stand are approved, all prices included."""
    for sku in goods.on_offer:
        sku.approved_price = listed_price(sku)
    add_version(session, goods, act)


def add_version(session: Session, goods: Goods, act: Act) -> None:
    """Keeps what the row says as the newest version, unless the newest says it already."""
    newest = newest_version(session, goods)
    facts = version_facts(goods)
    if newest is None or newest.facts != facts:
        number = newest.number + 1 if newest else 1
        session.add(GoodsVersion(goods_id=goods.id, number=number, facts=facts, by=act.by_id, at=act.at))
        goods.version = number
    else:
        goods.version = newest.number
    session.flush()


def drop_version(session: Session, goods: Goods, *, of: datetime) -> None:
    """The approval of that moment is taken back: its version never was, and the goods stand as nobody's. What had been
    approved before in the same words stays so."""
    newest = newest_version(session, goods)
    if newest is not None and newest.number == goods.version and newest.at == of:
        session.delete(newest)
        goods.version = None


def unapprove_change(session: Session, goods: Goods, codes: Collection[str], *, of: datetime) -> None:
    """The version that was approved at that moment never was. The one before is what stands; the SKUs of these codes
    are measured from it, and those that it does not know were approved by nobody."""
    newest = newest_version(session, goods)
    if newest is not None and newest.number > 1 and newest.at == of:
        session.delete(newest)
        session.flush()
    before = newest_version(session, goods)
    assert before is not None, "what was approved by a proposal had been approved before"
    approved = prices_in(before.facts)
    for sku in goods.skus:
        if sku.code in codes:
            sku.approved_price = approved.get(sku.code)
    goods.version = before.number


def prices_in(facts: Mapping[str, Any]) -> dict[str, Money]:
    """The approved prices that a version holds, by the SKU's code."""
    return {code: Money(price) for code, (_, price) in facts["skus"].items()}


def newest_version(session: Session, goods: Goods) -> GoodsVersion | None:
    """What was approved last; nothing where nothing ever was."""
    query = select(GoodsVersion).where(GoodsVersion.goods_id == goods.id).order_by(col(GoodsVersion.number).desc())
    return session.exec(query.limit(1)).first()
