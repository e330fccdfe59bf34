"""What a sharing promises: that day's rate, for a week or until a fall holds, to whoever buys through that link."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.catalogue.goods.skus import SkuDraft, set_skus
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.link.link import Link
from models.link.sharing import Sharing
from models.trade.cart.changing import Chosen, put_in
from models.trade.order.order import Line
from tests.given.baskets import Carried, order_quoted, quote_cart
from tests.given.sharers import Sharers

AT_ONCE = replace(DEFAULT, rate_notice_days=0)


@pytest.fixture
def market(database: Database) -> Sharers:
    """Falls hold at once, so that promises are all that keepers have."""
    return Sharers(database, AT_ONCE)


def newest(market: Sharers) -> Line:
    with market.database.reading() as session:
        line = session.exec(select(Line).order_by(col(Line.id).desc())).first()
        assert line is not None
        return line


def sharings(market: Sharers) -> list[Sharing]:
    with market.database.reading() as session:
        return list(session.exec(select(Sharing).order_by(col(Sharing.id))))


def test_a_line_through_the_link_earns_what_was_promised_and_names_it(market: Sharers) -> None:
    assert not market.share(0, 0)
    market.wait(hours=1)
    assert not market.want_rate(0, 1000)
    assert not market.buy_through(0, 0, 2, newest=True)
    line, (sharing,) = newest(market), sharings(market)
    assert (line.commission_bp, line.commission, line.sharing_id) == (1500, Money(25600).share(1500), sharing.id)
    # Through another link, which was never shared since, and a week later, it is today's rate.
    assert not market.share(0, 1)
    assert not market.buy_through(0, 1, 1, newest=True)
    assert (newest(market).commission_bp, newest(market).sharing_id) == (1000, None)
    market.wait(days=7)
    assert not market.buy_through(0, 0, 1, newest=True)
    assert (newest(market).commission_bp, newest(market).sharing_id) == (1000, None)
    market.keeps_its_word()


def test_a_rate_that_rose_is_paid_whatever_was_promised(market: Sharers) -> None:
    market.share(0, 0)
    market.want_rate(0, 2000)
    market.buy_through(0, 0, 1, newest=True)
    assert (newest(market).commission_bp, newest(market).sharing_id) == (2000, None)


def test_a_promise_is_of_its_goods_alone(market: Sharers) -> None:
    """Who comes by one goods' link and takes another from the shop buys without a promise."""
    market.share(0, 0)
    market.want_rate(1, 500)
    with market.database.transaction() as session:
        sku, shop = market._stall(session, 1)
        link = session.exec(select(Link)).one()
        put_in(session, "guest", Chosen(sku, shop, 1, link), at=market.at)
        order_quoted(session, quote_cart(session, "guest", at=market.at))
    assert (newest(market).commission_bp, newest(market).sharing_id) == (500, None)


def test_during_a_notice_it_holds_until_the_fall_does(database: Database) -> None:
    market = Sharers(database)
    market.want_rate(0, 1000)
    market.wait(days=2)
    market.share(0, 0)
    (sharing,) = sharings(market)
    assert (sharing.rate_bp, sharing.until) == (1500, market.at + timedelta(days=5))
    market.wait(days=4)
    market.work()
    market.buy_through(0, 0, 1, newest=True)
    assert newest(market).commission_bp == 1500
    market.wait(days=1)
    market.work()
    market.buy_through(0, 0, 1, newest=True)
    assert newest(market).commission_bp == 1000
    market.keeps_its_word()


def test_a_new_name_for_the_same_thing_is_no_way_round(market: Sharers) -> None:
    """The supplier withdraws the SKU that was promised and adds it again under another code, at a lower rate."""
    market.share(0, 0)
    with market.database.transaction() as session:
        sku, _ = market._stall(session, 0)
        again = SkuDraft("another-code", (), Money(12800), stock=8, commission_bp=100)
        set_skus(sku.goods, [again], usual_bp=1000, at=market.at, rules=AT_ONCE)
        session.flush()
        added = next(one.id for one in sku.goods.skus if one.code == "another-code")
        market.stalls[0] = Carried(added, market.stalls[0].shop)
    market.buy_through(0, 0, 1, newest=True)
    assert newest(market).commission_bp == 1500


def test_taps_within_the_hour_are_one_sharing(market: Sharers) -> None:
    for _ in range(3):
        market.share(0, 0)
        market.wait(minutes=10)
    (sharing,) = sharings(market)
    assert sharing.until == sharing.at + timedelta(days=7, minutes=20)
    market.wait(hours=1)
    market.share(0, 0)
    assert len(sharings(market)) == 2


def test_skus_of_several_rates_have_a_row_each_but_the_least(database: Database) -> None:
    market = Sharers(database)
    with market.database.transaction() as session:
        sku, _ = market._stall(session, 0)
        drafts = [SkuDraft(sku.code, ("大",), Money(12800)), SkuDraft("b", ("小",), Money(6800), None, 8, 800)]
        sku.goods.option_names = ["大小"]
        set_skus(sku.goods, drafts, usual_bp=1000, at=market.at, rules=DEFAULT)
    market.share(0, 0)
    assert [(one.rate_bp, one.sku_id) for one in sharings(market)] == [(800, None), (1500, market.stalls[0].sku)]


def test_a_fall_between_quote_and_placement_pays_the_promise(market: Sharers) -> None:
    """What was quoted is no more; what was promised stands, and no question is put to the buyer."""
    market.share(0, 0)
    with market.database.transaction() as session:
        sku, shop = market._stall(session, 0)
        put_in(session, "guest", Chosen(sku, shop, 1, session.exec(select(Link)).one()), at=market.at)
    with market.database.reading() as reading:
        quote = quote_cart(reading, "guest", at=market.at)
        assert quote.lines[0].sharing_id is None
    market.want_rate(0, 300)
    with market.database.transaction() as session:
        order_quoted(session, quote)
    line = newest(market)
    assert line.commission_bp == 1500 and line.sharing_id is not None
