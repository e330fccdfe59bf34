"""Goods that are on sale can be sold, stock and prices make sense, and shops' counts and numbers are true."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import LISTED_PRICE, LISTED_RATE
from models.catalogue.goods.windows import AFTER_TIME, BEFORE_TIME
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.pick.pick import Pick
from models.shop.numbers import FIRST, LAST
from models.shop.shop import DoorNumber, Shop

_goods, _sku, _picture = table_of(Goods), table_of(SKU), table_of(Picture)
_shop, _pick, _door = table_of(Shop), table_of(Pick), table_of(DoorNumber)


def sku_bounds(connection: Connection) -> Iterator[Fault]:
    """No stock below nothing; prices, crossed-out prices and rates within their bounds."""
    figures = (LISTED_PRICE.label("price"), _sku.c.was, _sku.c.stock, LISTED_RATE.label("rate"))
    query = select(_goods.c.code, _sku.c.code.label("sku"), *figures)
    price = or_(LISTED_PRICE <= 0, _sku.c.was < LISTED_PRICE, ~LISTED_RATE.between(0, 9000))
    for row in stream(connection, query.join_from(_sku, _goods).where(or_(_sku.c.stock < 0, price))):
        subject = f"goods {row.code}, SKU {row.sku}"
        if row.stock < 0:
            yield Fault("sku.stock", subject, f"its stock is {row.stock}")
        if row.price <= 0 or (row.was is not None and row.was < row.price) or not 0 <= row.rate <= 9000:
            was = "-" if row.was is None else row.was.yuan
            words = f"price {row.price.yuan}, before {was}, commission {row.rate / 100:g} %"
            yield Fault("sku.price", subject, words)


def on_sale(connection: Connection) -> Iterator[Fault]:
    """Goods on sale have a category, a picture and something to choose."""
    picture = exists().where(_picture.c.goods_id == _goods.c.id)
    offered = exists().where(_sku.c.goods_id == _goods.c.id, _sku.c.withdrawn_at.is_(None))
    query = select(_goods.c.code, _goods.c.category_id, picture.label("picture"), offered.label("sku"))
    bare = or_(_goods.c.category_id.is_(None), ~picture, ~offered)
    for row in stream(connection, query.where(_goods.c.state == "on_sale", bare)):
        has = {"category": row.category_id is not None, "picture": row.picture, "SKU": row.sku}
        lacks = ", ".join(name for name, there in has.items() if not there)
        yield Fault("goods.on_sale", f"goods {row.code}", f"it is on sale without: {lacks}")


def windows(connection: Connection) -> Iterator[Fault]:
    """Goods that wait for their time have one: else nothing would ever bring them back."""
    waits = and_(_goods.c.state == "off_sale", _goods.c.state_why.in_((BEFORE_TIME, AFTER_TIME)))
    bare = and_(_goods.c.on_sale_from.is_(None), _goods.c.on_sale_until.is_(None))
    for row in stream(connection, select(_goods.c.code).where(waits, bare)):
        yield Fault("goods.window", f"goods {row.code}", "it waits for its time on sale, and has none")


def picks(connection: Connection) -> Iterator[Fault]:
    """The count that guards the limit is the number of picks."""
    counted: Any = select(func.count()).where(_pick.c.shop_id == _shop.c.id).correlate(_shop).scalar_subquery()
    query = select(_shop.c.number, _shop.c.picks_count, counted.label("picks")).subquery()
    for row in stream(connection, select(query).where(query.c.picks_count != query.c.picks)):
        yield Fault("shop.picks", f"shop {row.number}", f"it counts {row.picks_count} picks, there are {row.picks}")


def shop_numbers(connection: Connection) -> Iterator[Fault]:
    """Every shop's number has six digits, was issued, and is nobody else's."""
    issued = exists().where(_door.c.number == _shop.c.number)
    six = and_(_shop.c.number >= FIRST, _shop.c.number <= LAST)
    for row in stream(connection, select(_shop.c.number, issued.label("issued")).where(or_(~six, ~issued))):
        words = "its number was never issued" if FIRST <= row.number <= LAST else "its number has not six digits"
        yield Fault("shop.number", f"shop {row.number}", words)
    shared = select(_shop.c.number, func.count().label("shops")).group_by(_shop.c.number).having(func.count() > 1)
    for row in stream(connection, shared):
        yield Fault("shop.number", f"shop {row.number}", f"{row.shops} shops have this number")
