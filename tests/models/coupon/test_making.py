"""Making coupons: whose money it is, what is refused, once however often it is asked for."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from models.account.audit import Audit
from models.coupon import making
from models.coupon.coupon import Coupon
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.shop.shop import Shop
from tests.given.baskets import NOON
from tests.given.coupons import BEGIN, END, given_by_shop, given_by_supplier
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads


def test_a_shop_and_a_supplier_pay_their_own(database: Database) -> None:
    with database.transaction() as session:
        shop, supplier = make_shop(session), make_supplier(session)
        mine, theirs = given_by_shop(session, shop), given_by_supplier(session, supplier, off_bp=1_000)
        assert (mine.payer, mine.shop_id, mine.supplier_id) == ("shop", shop.id, None)
        assert (theirs.payer, theirs.shop_id, theirs.supplier_id) == ("supplier", None, supplier.id)
        assert making.coupons_of_shop(session, shop) == [mine]
        assert making.coupons_of_supplier(session, supplier) == [theirs]
        assert [row.what for row in session.exec(select(Audit))] == ["coupon.make", "coupon.make"]


def test_a_stranger_finds_none(database: Database) -> None:
    with database.transaction() as session:
        shop, other, supplier = make_shop(session), make_shop(session), make_supplier(session)
        code = given_by_shop(session, shop).code
        assert making.coupon_of_shop(session, shop, code) is not None
        assert making.coupon_of_shop(session, other, code) is None
        assert making.coupon_of_supplier(session, supplier, code) is None
        assert making.coupons_of_shop(session, other) == []


def test_the_same_terms_twice_are_one_coupon(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        first = given_by_shop(session, shop, passphrase="林间 见面礼")
        assert given_by_shop(session, shop, passphrase="林间见面礼！") is first
        assert given_by_shop(session, shop, quota=5, passphrase="林间见面礼二") is not first


def test_two_taps_at_once_make_one(database: Database) -> None:
    with database.transaction() as session:
        shop_id = make_shop(session).id

    def tap() -> int:
        with database.transaction() as session:
            return given_by_shop(session, session.get_one(Shop, shop_id)).id

    assert len(set(in_threads(tap, [(), (), ()]))) == 1
    with database.reading() as session:
        assert len(session.exec(select(Coupon)).all()) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("title", {"title": " \u200b"}),
        ("title", {"title": "券" * 21}),
        ("off", {"off": None}),
        ("off", {"off": Money(100), "off_bp": 1_000}),
        ("off", {"off": Money(0)}),
        ("minimum", {"off": Money(2_000), "minimum": Money(2_222)}),
        ("minimum", {"minimum": Money(-1), "off_bp": 500}),
        ("off_bp", {"off_bp": 0}),
        ("off_bp", {"off_bp": 9_001}),
        ("most_off", {"off_bp": 1_000, "most_off": Money(0)}),
        ("most_off", {"most_off": Money(500)}),
        ("quota", {"quota": 0}),
        ("quota", {"quota": 100_001}),
        ("per_buyer", {"per_buyer": 11}),
        ("ends_at", {"begins_at": BEGIN - timedelta(days=9), "ends_at": NOON}),
        ("ends_at", {"begins_at": END}),
        ("ends_at", {"ends_at": END + timedelta(days=400)}),
        ("passphrase", {"on_page": False}),
        ("passphrase", {"passphrase": "礼"}),
        ("passphrase", {"passphrase": "128765"}),
        ("passphrase", {"passphrase": "13800138000"}),
        ("passphrase", {"passphrase": "7KQ2M9X"}),
        ("passphrase", {"passphrase": "店铺号 128765"}),
        ("passphrase", {"passphrase": "礼" * 21}),
    ],
)
def test_what_is_refused(database: Database, field: str, other: dict[str, Any]) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        with pytest.raises(Refused) as refused:
            given_by_shop(session, shop, **other)
        assert refused.value.field == field
        assert session.exec(select(Coupon)).all() == []


@ON_SQLITE
def test_the_least_minimum_leaves_a_tenth(database: Database) -> None:
    with database.transaction() as session:
        assert given_by_shop(session, make_shop(session), off=Money(2_000), minimum=Money(2_223)).id


@ON_SQLITE
def test_only_own_goods(database: Database) -> None:
    with database.transaction() as session:
        shop, supplier, other = make_shop(session), make_supplier(session), make_supplier(session)
        goods = make_goods(session, supplier)
        with pytest.raises(Refused, match="自己店里"):
            given_by_shop(session, shop, goods=goods)
        with pytest.raises(Refused, match="自己的商品"):
            given_by_supplier(session, other, goods=goods)
        make_pick(session, shop, goods)
        coupon = given_by_shop(session, shop, goods=goods)
        place = {"shop_id": shop.id, "supplier_id": supplier.id}
        assert coupon.counts_on(**place, goods_id=goods.id)
        assert not coupon.counts_on(**place, goods_id=goods.id + 1)
        assert not coupon.counts_on(shop_id=shop.id + 1, supplier_id=supplier.id, goods_id=goods.id)


def test_a_passphrase_is_one_coupon_s(database: Database) -> None:
    with database.transaction() as session:
        shop, supplier = make_shop(session), make_supplier(session)
        given_by_shop(session, shop, passphrase="Spring 礼")
        with pytest.raises(Refused) as refused:
            given_by_supplier(session, supplier, passphrase="ｓｐｒｉｎｇ礼")
        assert refused.value.field == "passphrase"


@ON_SQLITE
def test_no_more_than_can_be_looked_through(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        for quota in range(1, making.MOST_LIVE + 1):
            first = given_by_shop(session, shop, quota=quota)
        with pytest.raises(Refused):
            given_by_shop(session, shop, quota=99)
        making.stop_coupon(session, first, Act.keeper(shop.keeper, NOON))
        given_by_shop(session, shop, quota=99)
        with pytest.raises(Refused):
            making.resume_coupon(session, first, Act.keeper(shop.keeper, NOON))
        assert first.stopped_at is not None


@ON_SQLITE
def test_a_closed_shop_makes_none(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        shop.close(farewell="", at=NOON)
        with pytest.raises(Refused):
            given_by_shop(session, shop)


def test_stop_and_resume(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        coupon = given_by_shop(session, shop)
        assert coupon.state_at(NOON) == "running"
        for _ in range(2):
            making.stop_coupon(session, coupon, Act.keeper(shop.keeper, NOON))
        assert coupon.state_at(NOON) == "stopped"
        for _ in range(2):
            making.resume_coupon(session, coupon, Act.keeper(shop.keeper, NOON))
        assert coupon.state_at(NOON) == "running"
        assert (coupon.state_at(BEGIN - timedelta(1)), coupon.state_at(END)) == ("waiting", "ended")
        making.stop_coupon(session, coupon, Act.keeper(shop.keeper, NOON))
        with pytest.raises(Refused):
            making.resume_coupon(session, coupon, Act.keeper(shop.keeper, END))
        whats = [row.what for row in session.exec(select(Audit).order_by(col(Audit.id)))]
        assert whats == ["coupon.make", "coupon.stop", "coupon.resume", "coupon.stop"]
