"""The supplier of `staff` with goods, and another supplier with theirs."""

from dataclasses import dataclass

import pytest
from sqlmodel import select

from models.catalogue.goods import Goods
from models.catalogue.supplier import Supplier
from tests.factories import make_category, make_goods, make_supplier, store_picture
from tests.people import Person
from views.kit.house import House


@dataclass(frozen=True, slots=True)
class Shelf:
    """Codes of goods: the supplier's own on sale, and another supplier's."""

    mine: str
    theirs: str
    sku: str


@pytest.fixture
def shelf(staff: Person, house: House) -> Shelf:
    """One goods each."""
    with house.database.transaction() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        digest = store_picture(house.media)
        mine = make_goods(session, own, digest=digest)
        theirs = make_goods(session, make_supplier(session, name="别家"), title="别家的茶", digest=digest)
        return Shelf(mine.code, theirs.code, mine.skus[0].code)


@pytest.fixture
def category(house: House) -> str:
    """The slug of a category."""
    with house.database.transaction() as session:
        return make_category(session, floor_bp=1000).slug


def goods_of(house: House, code: str) -> Goods:
    """Goods as they stand, to be read before the session goes."""
    with house.database.reading() as session:
        goods = session.exec(select(Goods).where(Goods.code == code)).one()
        assert goods.skus is not None and goods.pictures is not None and goods.missing is not None
        assert goods.category is None or goods.category.slug
        return goods
