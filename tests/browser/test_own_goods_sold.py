"""The whole way of own goods at 390 px, with and without script: photo, deposit, on sale, ordered, fetched, settled,
and the deposit back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import Session, col, select

from models.catalogue.category.category import Category
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.stories.money.deposit_payments import move_deposits
from models.stories.money.settle import settle
from models.stories.order.time_out import close_over
from models.stories.own.closing import return_own_deposits
from models.trade.order.order import Order, Parcel
from tests.browser.conftest import look, opened, sign_in
from tests.browser.steps import ORDER, order_number
from tests.browser.test_opening import Hand
from tests.browser.test_opening import settle as set_rules
from tests.given.baskets import TEST
from tests.given.documents import drawn_photo
from tests.given.factories import PASSWORD, make_shop
from tests.given.markets.ground import own_supplier
from tests.given.own import BOND

pytestmark = pytest.mark.slow
TITLE, PRICE = "竹丝篾编提篮", Money(3_800)


@pytest.fixture
def trusting(demo: dict[str, Any]) -> Iterator[None]:
    """A network whose desk need not look at the first goods of a keeper."""
    set_rules(demo, {"own_first_approvals": 0})
    yield
    set_rules(demo, {"own_first_approvals": None})


def _database(demo: dict[str, Any]) -> Database:
    return Database(f"sqlite:///{Path(demo['data'])}/xiaopu.sqlite3")


def _certified(demo: dict[str, Any]) -> dict[str, Any]:
    """A keeper whose papers were looked at, at whose home buyers may fetch; and a category that asks for a deposit and
    nothing else."""
    database = _database(demo)
    with database.transaction() as session:
        _weaving(session)
        shop = make_shop(session, name="编里", keeper="阿编")
        own_supplier(session, shop)
        told = {"phone": shop.keeper.phone, "password": PASSWORD, "number": shop.number}
    database.engine.dispose()
    return told


def _weaving(session: Session) -> None:
    if session.exec(select(Category).where(Category.slug == "weaving")).first() is None:
        root = session.exec(select(Category).where(col(Category.parent_id).is_(None))).first()
        assert root is not None
        session.add(Category(slug="weaving", name="篾编", names={"en": "Weaving"}, parent_id=root.id, deposit=BOND))


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_from_a_photo_to_the_deposit_back(
    trusting: None, chromium: Browser, demo: dict[str, Any], script: bool
) -> None:
    name, who = f"own-sold{'' if script else '-plain'}", _certified(demo)
    with (
        opened(chromium, java_script_enabled=script) as keepers,
        opened(chromium, java_script_enabled=script) as buyers,
    ):
        page = keepers.new_page()
        sign_in(page, demo["url"], who)
        page.goto(demo["url"] + "/console")
        hand = Hand(page)
        goods = _on_sale(hand, demo, name, script=script)
        assert (hand.taps, hand.fields) == (6 if script else 7, 3), "counted in docs/quality.md"
        buyer = _ordered(buyers, goods, name, script=script)
        _handed_out(page, buyer, demo, name)
        _time_passes(demo, order_number(buyer))
        page.goto(demo["url"] + "/supply/money")
        look(page, f"{name}-settled")
        sold = PRICE - PRICE.share(DEFAULT.platform_fee_bp)
        expect(page.locator(".stats li").nth(0)).to_contain_text(Money(sold).yuan)
        _given_back(page, demo, name)


def _on_sale(hand: Hand, demo: dict[str, Any], name: str, *, script: bool) -> str:
    """The goods' address. Presses on the way to the deposit and through the cashier are not among the taps."""
    page = hand.page
    hand.tap(".tabs a[href$='/picks']")
    hand.tap("a[href$='/console/own']")
    hand.tap("main a[href$='/own/new'], header a[href$='/own/new']")
    expect(page.locator("#deposit-first")).to_contain_text("不卖了原路退给你")
    hand.choose("#pictures", drawn_photo(seed=41 if script else 42))
    hand.type("#title", TITLE)
    hand.type("#price", PRICE.short)
    hand.type("#stock", "6")
    if not script:
        hand.tap("button[value=publish]")
        expect(page.locator(".notice-error")).to_contain_text("保证金")
    expect(page.locator("#deposit")).to_contain_text("还差 1000 元", timeout=30_000)
    _pay_deposit(page, name)
    hand.tap("main .rows h2 a")
    hand.tap("button[value=publish]")
    expect(page.locator(".notice")).to_contain_text("在卖了")
    return demo["url"] + str(page.locator(".notice a").get_attribute("href"))


def _pay_deposit(page: Page, name: str) -> None:
    page.click("button[value=deposit]")
    page.wait_for_url("**/own/deposit**")
    look(page, f"{name}-deposit")
    page.click("main form .btn-go")
    page.wait_for_url("**/cashier/**")
    look(page, f"{name}-deposit-cashier")
    page.click("text=用测试的钱付款")
    page.wait_for_url("**/own/deposit**")
    expect(page.locator(".stats")).to_contain_text("1000.00")
    look(page, f"{name}-deposit-paid")
    page.click("text=回去")
    page.wait_for_load_state("networkidle")


def _ordered(buyers: BrowserContext, goods: str, name: str, *, script: bool) -> Page:
    """Fetched, so name and phone are asked, and paid at once."""
    page = buyers.new_page()
    page.goto(goods)
    expect(page.locator("main")).to_contain_text("自营")
    page.click("button[value=checkout]")
    page.wait_for_url("**/checkout**")
    page.click("label:has-text('到店自取')")
    if not script:
        page.click("button[value=way]")
    expect(page.locator("#city")).to_have_count(0)
    page.fill("#name", "王小明")
    page.fill("#phone", "13800138000")
    page.click("label:has-text('测试支付')")
    look(page, f"{name}-checkout")
    page.click(ORDER)
    page.wait_for_url("**/cashier/**")
    page.click("text=用测试的钱付款")
    page.wait_for_url("**/orders/**")
    return page


def _handed_out(page: Page, buyer: Page, demo: dict[str, Any], name: str) -> None:
    page.goto(demo["url"] + "/supply/pickup")
    look(page, f"{name}-counter")
    page.locator("section[aria-labelledby=to-ready] button").last.click()
    buyer.reload()
    code = buyer.locator(".pickup-code").inner_text()
    page.goto(demo["url"] + "/supply/pickup")
    page.fill("#code", code)
    page.click("main form .btn-go")
    page.click("button:has-text('交给买家了')")
    page.wait_for_url("**/supply/parcels/**")
    buyer.reload()
    expect(buyer.locator("main")).to_contain_text("取走了")
    look(buyer, f"{name}-fetched")


def _time_passes(demo: dict[str, Any], number: str) -> None:
    """It was fetched some days ago: the night's round settles it."""
    database, ago = _database(demo), timedelta(days=DEFAULT.after_sale_days + 1)
    with database.transaction() as session:
        parcel = session.exec(select(Parcel).join(Order).where(Order.number == number)).one()
        assert parcel.received_at and parcel.shipped_at
        parcel.shipped_at, parcel.received_at = parcel.shipped_at - ago, parcel.received_at - ago
    close_over(database, rules=DEFAULT, at=now())
    assert settle(database, list, rules=DEFAULT, at=now()).state == "done"
    database.engine.dispose()


def _given_back(page: Page, demo: dict[str, Any], name: str) -> None:
    """What is sold no more needs no deposit: it goes back the way it came."""
    page.goto(demo["url"] + "/console/own")
    page.click("button:has-text('不卖了')")
    database = _database(demo)
    return_own_deposits(database, at=now())
    move_deposits(database, {"test": TEST}, at=now())
    database.engine.dispose()
    page.goto(demo["url"] + "/console/own/deposit")
    expect(page.locator(".stats li").nth(0)).to_contain_text("0.00")
    expect(page.locator("main")).to_contain_text("退回 1000 元")
    look(page, f"{name}-deposit-back")
