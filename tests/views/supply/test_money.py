"""A supplier's money: balances, months, each parcel's row; only its own."""

import csv
import io

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.months import month_of
from models.trade.order.order import Parcel
from tests.given.baskets import CONTACT, Carried
from tests.given.factories import make_pick, make_shop
from tests.given.people import Person
from tests.given.takings import arrive, reduce, taken
from tests.views.supply.conftest import Shelf
from views.kit.house import House

MONTH = month_of(now())


@pytest.fixture
def database(house: House) -> Database:
    """The app's own, for helpers that take one."""
    return house.database


@pytest.fixture
def parcel(database: Database, shelf: Shelf) -> str:
    """The code of a parcel of 2 × 128.00, of which 10.01 was given back."""
    with database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == shelf.mine)).one()
        shop = make_shop(session)
        make_pick(session, shop, goods)
        at = Carried(goods.skus[0].id, shop.id)
    taking = taken(database, at, when=now())
    arrive(database, taking, at=now())
    reduce(database, taking, 1_001, "first", at=now())
    return taking.parcel


def test_balances_and_months(staff: Person, parcel: str) -> None:
    reply = staff.get("/supply/money")
    # 245.99 stayed: 36.89 to the shop, 2.45 to the network.
    for words in ("206.65", "¥256.00", "−¥10.01", "−¥36.89", "−¥2.45", f"/supply/money/{MONTH}", "货款"):
        assert words in reply.text
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_month_parcel_by_parcel_and_as_files(staff: Person, parcel: str) -> None:
    page = staff.get(f"/supply/money/{MONTH}").text
    for words in (f"/supply/parcels/{parcel}", "¥206.65", "全月合计", "应得"):
        assert words in page
    assert CONTACT.phone not in page
    text = staff.get(f"/supply/money/{MONTH}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    last = [row[:1] for row in rows].index(["合计"])
    assert rows[last - 1][0] == parcel
    assert rows[last - 1][2:9] == rows[last][2:9] == ["256.00", "-10.01", "-36.89", "-2.45", "0.00", "0.00", "206.65"]
    assert staff.get(f"/supply/money/{MONTH}.pdf").data.startswith(b"%PDF-")


def test_only_its_own_and_empty_months(staff: Person, keeper: Person, stranger: Person, buyer: Person) -> None:
    assert "这个月没有卖出" in staff.get(f"/supply/money/{MONTH}").text
    assert staff.get("/supply/money/1999-01").status_code == 404
    for person in (keeper, stranger):
        assert person.get("/supply/money").status_code == 404
        assert person.get(f"/supply/money/{MONTH}.csv").status_code == 404
    assert buyer.get("/supply/money").location.startswith("/sign-in")


def test_another_suppliers_parcels_are_not_there(staff: Person, database: Database, parcel: str, shelf: Shelf) -> None:
    with database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == shelf.theirs)).one()
        shop = make_shop(session)
        make_pick(session, shop, goods)
        at = Carried(goods.skus[0].id, shop.id)
    theirs = taken(database, at, visitor="another", when=now()).parcel
    assert theirs not in staff.get(f"/supply/money/{MONTH}").text
    assert theirs not in staff.get(f"/supply/money/{MONTH}.csv").text
    with database.reading() as session:
        assert len(session.exec(select(Parcel)).all()) == 2
