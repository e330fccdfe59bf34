"""The keeper's own list and the figures of goods, on both databases."""

import pytest
from sqlmodel import Session

from models.catalogue.goods.price import commission_of
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.money import Money
from models.pick import offers
from models.pick.moving import move_pick
from models.pick.shelf import PICKS_PAGE, shelf, shelved, tally
from models.shop.shop import Shop
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier


def filled(session: Session, many: int) -> Shop:
    shop, supplier = make_shop(session), make_supplier(session)
    for place in range(many):
        make_pick(session, shop, make_goods(session, supplier, title=f"第{place}件"))
    return shop


def test_pages_are_whole_and_never_overlap(database: Database) -> None:
    with database.transaction() as session:
        shop = filled(session, PICKS_PAGE + 7)
        first, second = shelf(session, shop), shelf(session, shop, page=2)
        assert (len(first), len(second)) == (PICKS_PAGE, 7)
        assert first[0].title == f"第{PICKS_PAGE + 6}件"
        assert second[-1].title == "第0件"
        assert len({row.code for row in [*first, *second]}) == PICKS_PAGE + 7
        assert tally(session, shop) == {"": PICKS_PAGE + 7, "unwritten": 0, "hidden": 0, "gone": 0}


def test_moving_a_pinned_pick_moves_it_among_the_pinned(database: Database) -> None:
    with database.transaction() as session:
        shop, supplier = make_shop(session), make_supplier(session)
        picks = [make_pick(session, shop, make_goods(session, supplier, title=name)) for name in "甲乙丙"]
        for pick in picks[:2]:
            pick.pin(at=now())
        session.flush()
        assert [row.title for row in shelf(session, shop)] == ["乙", "甲", "丙"]
        move_pick(session, picks[0], "up")
        session.flush()
        assert [row.title for row in shelf(session, shop)] == ["甲", "乙", "丙"]


def test_figures_are_those_of_the_skus_on_offer(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        goods = make_goods(session, make_supplier(session), price="128", commission_bp=1500, stock=3)
        small = make_goods(session, make_supplier(session), price="9.99", commission_bp=1234, stock=4).skus[0]
        old = make_goods(session, make_supplier(session), price="1", commission_bp=1, stock=9).skus[0]
        small.goods, old.goods, old.withdrawn_at = goods, goods, now()
        pick = make_pick(session, shop, goods)
        row = shelved(session, shop, goods.code)
        assert row is not None
        assert (row.price, row.dearest) == (Money(999), Money(12800))
        assert (row.earns, row.earns_most) == (commission_of(small), Money(1920))
        assert (row.rate, row.stock, row.reason) == (1234, 7, pick.reason)
        assert isinstance(row.earns, Money)


def test_goods_without_anything_on_offer_are_gone_and_not_offered(database: Database) -> None:
    with database.transaction() as session:
        shop = filled(session, 1)
        goods = make_goods(session, make_supplier(session))
        make_pick(session, shop, goods)
        goods.skus[0].withdrawn_at = now()
        session.flush()
        assert [row.price for row in shelf(session, shop, only="gone")] == [None]
        assert offers.offers_count(session, shop, offers.OfferFilter()) == 1
        assert offers.offer_of(session, shop, goods.code) is None


@pytest.mark.parametrize(("only", "expected"), [("unwritten", 1), ("hidden", 1), ("gone", 2)])
def test_narrowing_finds_what_the_tally_counts(database: Database, only: str, expected: int) -> None:
    with database.transaction() as session:
        shop, supplier = make_shop(session), make_supplier(session)
        goods = [make_goods(session, supplier) for _ in range(4)]
        picks = [make_pick(session, shop, each) for each in goods]
        picks[0].recommend("", at=now())
        picks[1].hide(at=now())
        goods[2].state, goods[3].skus[0].stock = "off_sale", 0
        session.flush()
        assert len(shelf(session, shop, only=only)) == tally(session, shop)[only] == expected
