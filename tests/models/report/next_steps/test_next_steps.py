"""What to do next: at most three, each by a figure of the last days, and none that was set aside."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods
from models.coupon.coupon import CouponClaim
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.database import Database
from models.kernel.money import Money
from models.link.link import Link
from models.poster.poster import Poster
from models.report.next_steps import MOST_NEXT_STEPS, NextStep, next_step_kinds, next_steps
from models.report.next_steps.aside import ASIDE_FOR, aside_now, put_aside, take_up_again
from models.shop.shop import Shop
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.rolled_up import rolled_up
from tests.given.talks import NOON, Place, ask, place
from tests.given.tickets import shop_coupon

TODAY = local(NOON).date()


def found(database: Database, at: Place) -> dict[str, NextStep]:
    """The steps of the shop by their kind."""
    with database.reading() as session:
        steps = next_steps(session, session.get_one(Shop, at.shop), at=NOON)
        return {step.kind: step for step in steps}


def seen(session: Session, at: Place, **figures: Any) -> None:
    """Of the goods, yesterday."""
    shop = session.get_one(Shop, at.shop)
    rolled_up(session, shop, TODAY - timedelta(days=1), of="goods", key=str(at.goods), **figures)


def test_a_quiet_shop_is_told_nothing(database: Database) -> None:
    assert found(database, place(database)) == {}


def test_a_question_about_goods_that_sell(database: Database) -> None:
    at = place(database)
    ask(database, at, "孕妇能喝吗？")
    assert found(database, at) == {}
    with database.transaction() as session:
        seen(session, at, visits=9, orders=2)
    step = found(database, at)["question"]
    assert (step.count, step.path) == (2, f"/console/talks/{step.thing}")


def test_goods_that_are_looked_at_and_never_bought(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        seen(session, at, goods_views=29)
    assert found(database, at) == {}
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        rolled_up(session, shop, TODAY, of="goods", key=str(at.goods), goods_views=1)
    step = found(database, at)["not_bought"]
    assert step.count == 30 and step.path.endswith("/reason")


def test_goods_that_are_gone_and_still_wanted(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        seen(session, at, visits=6)
    assert found(database, at) == {}
    with database.transaction() as session:
        for sku in session.get_one(Goods, at.goods).skus:
            sku.stock = 0
    assert found(database, at)["sold_out"].count == 6


def test_a_poster_that_is_stale_and_still_scanned(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        goods, shop = session.get_one(Goods, at.goods), session.get_one(Shop, at.shop)
        link = Link(code="ABCDEFG2", shop_id=shop.id, goods_id=goods.id, placement="group",
                    offer_price=Money(goods.on_offer[0].listed_price - 100), made_at=NOON)  # fmt: skip
        session.add(link)
        session.flush()
        rolled_up(session, shop, TODAY, of="link", key=str(link.id), visits=3)
        link_id = link.id
    assert found(database, at) == {}, "nothing of it is out there"
    with database.transaction() as session:
        session.add(Poster(link_id=link_id, style="window", fingerprint="f" * 16, media_key="posters/a.png", payload="",
                           proof={}, drawn_at=NOON))  # fmt: skip
    assert found(database, at)["stale_poster"].thing == "ABCDEFG2"


def test_a_placement_that_sells(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        rolled_up(session, shop, TODAY, of="placement", key="group", orders=2)
        rolled_up(session, shop, TODAY, of="placement", key="", orders=9)
    assert found(database, at)["placement"].thing == "group"


def test_a_coupon_that_nobody_uses(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        coupon = shop_coupon(session, session.get_one(Shop, at.shop), off="5", begins_at=NOON - timedelta(days=8))
        coupon_id, code = coupon.id, coupon.code
    assert found(database, at)["coupon"].path == f"/console/coupons/{code}"
    with database.transaction() as session:
        session.add(CouponClaim(code="C" * 12, coupon_id=coupon_id, visitor="v", nth=1, claimed_at=NOON,
                                order_number="1", phone="13800138000", used_at=NOON))  # fmt: skip
    assert found(database, at) == {}


def test_three_at_most_one_of_each_kind_first(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        supplier = make_supplier(session)
        for number in range(5):
            goods = make_goods(session, supplier, title=f"货 {number}")
            make_pick(session, shop, goods)
            rolled_up(session, shop, TODAY, of="goods", key=str(goods.id), goods_views=40 + number)
        rolled_up(session, shop, TODAY, of="placement", key="我的群", orders=3)
    with database.reading() as session:
        steps = next_steps(session, session.get_one(Shop, at.shop), at=NOON)
    assert [step.kind for step in steps] == ["not_bought", "placement", "not_bought"]
    assert [step.count for step in steps] == [44, 3, 43]
    assert len(steps) == MOST_NEXT_STEPS


def test_what_was_set_aside_is_not_said_for_a_month_and_twice_is_once(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        seen(session, at, goods_views=50)
    thing = found(database, at)["not_bought"].thing
    for _ in range(2):
        with database.transaction() as session:
            shop = session.get_one(Shop, at.shop)
            put_aside(session, shop, "not_bought", thing, Act.keeper(shop.keeper, NOON))
    assert found(database, at) == {}
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        other = make_shop(session, name="隔壁", keeper="老周")
        assert aside_now(session, shop, at=NOON) == {("not_bought", thing)}
        assert aside_now(session, shop, at=NOON + ASIDE_FOR) == set() == aside_now(session, other, at=NOON)
        put_aside(session, shop, "not_bought", thing, Act.keeper(shop.keeper, NOON + ASIDE_FOR))
        assert aside_now(session, shop, at=NOON + ASIDE_FOR) == {("not_bought", thing)}
    for _ in range(2):
        with database.transaction() as session:
            take_up_again(session, session.get_one(Shop, at.shop), "not_bought", thing)
    assert "not_bought" in found(database, at)


def test_every_kind_says_its_figure_and_its_name() -> None:
    for kind in next_step_kinds().values():
        assert "%(about)s" in kind.words and "%(count)s" in kind.figure and kind.button


def test_stock_of_a_sku_that_was_withdrawn_is_no_stock(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        seen(session, at, visits=6)
        goods = session.get_one(Goods, at.goods)
        for sku in goods.skus:
            sku.stock = 0
        session.add(SKU(goods_id=goods.id, code="WITHDRAW", listed_price=Money(100), listed_rate=1000, stock=9,
                        withdrawn_at=NOON, options=[], position=9))  # fmt: skip
    assert found(database, at)["sold_out"].count == 6
