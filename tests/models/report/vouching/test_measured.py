"""What is known of goods before one vouches for them: counted right, and not said of too few. And what fits a shop."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.database import Database
from models.kernel.money import Money
from models.pick.offers import OfferFilter
from models.report.vouching.fitting import Fitting, fitting, worth
from models.report.vouching.measured import FEWEST_TO_MEASURE, OutOf, Stars, measured
from models.review.tally import ReviewTally
from models.shop.shop import Shop
from models.trade.order.order import Order
from tests.given.baskets import NOON, Carried, carried
from tests.given.factories import make_category, make_goods, make_supplier
from tests.given.takings import ARRIVED, arrive, reduce, taken


def goods_of(session: Session, at: Carried) -> Goods:
    return session.get_one(Goods, session.get_one(SKU, at.sku).goods_id)


def sold_to(database: Database, at: Carried, many: int) -> list[int]:
    """Orders of as many buyers but one, who comes twice; all of it arrived."""
    found = []
    for place in range(many):
        taking = taken(database, at, 1, visitor=f"v{place}")
        with database.transaction() as session:
            session.get_one(Order, taking.order).phone = f"1380000{max(place, 1):04}"
        arrive(database, taking)
        found.append(taking.order)
    return found


@pytest.mark.parametrize(("count", "every", "bp"), [(1, 19, None), (1, 20, 500), (0, 20, 0), (0, 0, None)])
def test_too_few_are_no_rate(count: int, every: int, bp: int | None) -> None:
    assert OutOf(count, every).bp == bp


def test_goods_are_measured_by_what_was_bought_of_them(database: Database) -> None:
    at = carried(database, stock=30)
    taking = taken(database, at, 1, visitor="first")
    arrive(database, taking)
    reduce(database, taking, 500, "a", at=ARRIVED)
    sold_to(database, at, FEWEST_TO_MEASURE)
    # One that was never paid and one that is not sent yet say nothing of how it is sent.
    taken(database, at, 1, visitor="late")
    with database.transaction() as session:
        goods = goods_of(session, at)
        session.add(ReviewTally(goods_id=goods.id, total=20, n5=19, n1=1))
        session.flush()
        found = measured(session, goods.id, at=NOON + timedelta(days=5))
        assert (found.refunds, found.refunds.bp) == (OutOf(1, 21), 476)
        assert found.sent.count == 21 and found.sent.half == found.sent.nine == ARRIVED - NOON
        # The first and the last order have the same phone, and so have two of the others.
        assert found.again == OutOf(2, 20)
        assert found.stars == Stars(48, 20)
        assert found.answered.count == 0 and not found.is_cut
        later = measured(session, goods.id, at=NOON + timedelta(days=400))
        assert later.refunds == OutOf() and later.sent.count == 0


def test_what_fits_is_of_a_kind_that_the_shop_sells_and_is_not_picked(database: Database) -> None:
    at = carried(database, stock=30)
    sold_to(database, at, 2)
    with database.transaction() as session:
        supplier, mine = make_supplier(session), goods_of(session, at)
        same = make_goods(session, supplier, title="同类", commission_bp=1000)
        other = make_goods(session, supplier, title="别类", commission_bp=1200)
        other.category_id = make_category(session, slug="soap").id
        gone = make_goods(session, supplier, title="卖完了", stock=0)
        session.flush()
        shop = session.get_one(Shop, at.shop)
        found = fitting(session, shop, OfferFilter(), at=NOON + timedelta(days=5))
        codes = [one.row.code for one in found]
        assert codes == [same.code, other.code]
        assert mine.code not in codes and gone.code not in codes
        assert [one.bought for one in found] == [2, 0]
        assert [one.row.code for one in fitting(session, shop, OfferFilter(words="别类"), at=NOON)] == [other.code]


def test_what_comes_back_stands_behind_what_does_not() -> None:
    class Row:
        earns = Money(1000)

    good, unknown, bad = (Fitting(Row(), 0, OutOf(count, every)) for count, every in ((0, 20), (9, 19), (5, 20)))
    assert worth(good, 1000, 0) > worth(unknown, 1000, 0) > worth(bad, 1000, 0)
