"""A shop with goods to pick, and a second keeper next door."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.pick.pick import Pick
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from tests.given.factories import make_goods, make_pick, make_supplier, store_picture
from tests.given.people import Person, keeper_of
from views.kit.house import House

TITLES = ("福鼎白茶", "深山土蜂蜜", "茶籽手工皂")


@pytest.fixture
def codes(house: House) -> list[str]:
    """Three goods on sale, oldest first, by their public codes."""
    digest = store_picture(house.media)
    with house.database.transaction() as session:
        supplier = make_supplier(session, name="福鼎茶厂")
        return [make_goods(session, supplier, title=title, digest=digest).code for title in TITLES]


@pytest.fixture
def picked(house: House, keeper: Person, codes: list[str]) -> list[str]:
    """The keeper's picks by code, in the shop's order: the newest on top."""
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        for code in codes:
            make_pick(session, shop, goods_coded(session, code))
    keeper.get("/console/picks")
    return codes[::-1]


@pytest.fixture
def neighbour(app: Flask, house: House) -> Person:
    """Another keeper, whose shop is empty."""
    person = keeper_of(app, house, name="隔壁", keeper="老周")
    person.get("/console/picks")
    return person


@pytest.fixture
def in_shop(house: House, keeper: Person) -> Callable[[], list[Pick]]:
    """What stands in the keeper's shop now, in its order, with the goods loaded."""

    def read() -> list[Pick]:
        with house.database.reading() as session:
            own = select(Pick).join(Shop).where(Shop.number == keeper.shop_number)
            found = list(session.exec(own.order_by(Pick.pinned_at.is_(None), Pick.position.desc())))  # type: ignore[union-attr,attr-defined]
            for pick in found:
                assert pick.goods.code
            return found

    return read


def goods_coded(session: Session, code: str) -> Goods:
    """The goods behind a public code."""
    return session.exec(select(Goods).where(Goods.code == code)).one()
