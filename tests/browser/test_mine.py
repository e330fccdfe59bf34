"""Mine on phones: marks in the head, what waits first, an order on two phones, and finding it again without script."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import look
from tests.browser.steps import ORDER, buy, first_goods

MINE = "header a[href='/mine']"


def _buy_unpaid(page: Page, demo: dict[str, Any]) -> None:
    """Orders once more, on a phone that knows the address, and leaves the cashier."""
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][0]['code']}")
    page.click("button[value=checkout]")
    page.wait_for_url("**/checkout**")
    page.click("label:has-text('测试支付')")
    page.click(ORDER)
    page.wait_for_url("**/cashier/**")


def test_the_marks_say_what_waits_and_mine_says_it_first(
    phone: BrowserContext, other_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(demo["url"])
    assert not any("/mine/marks" in url for url in asked), "a browser that has nothing asks for nothing"
    paid = buy(page, demo)
    _buy_unpaid(page, demo)
    page.goto(demo["url"])
    dot = page.locator("[data-mine-mark]")
    expect(dot).to_have_class(re.compile("mark-due"))
    expect(dot).to_be_visible()
    expect(page.locator("[data-mine-said]")).to_have_text("1 个订单等你付款")
    page.click(MINE)
    expect(page.locator(".things li").first).to_contain_text("等你付款")
    expect(page.locator("main .btn-go")).to_have_count(1)
    look(page, "mine-unpaid")
    page.click("main .btn-go")
    page.wait_for_url("**/cashier/**")
    page.click("text=用测试的钱付款")
    page.wait_for_url("**/orders/**")
    expect(dot).to_be_hidden()
    # The order's address opens it on another phone, and there it can be kept.
    other = other_phone.new_page()
    other.goto(paid)
    look(other, "mine-keep")
    other.click("text=放进我的")
    expect(other.get_by_text("放进我的")).to_have_count(0)
    other.click(MINE)
    expect(other.locator(f".things a[href='{paid.removeprefix(demo['url'])}']")).to_have_count(1)
    expect(other.locator("[data-mine-mark]")).to_be_hidden()


def test_an_address_is_copied_and_a_picture_saved(phone: BrowserContext, demo: dict[str, Any]) -> None:
    phone.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo["url"])
    page = phone.new_page()
    order = buy(page, demo)
    page.get_by_role("button", name="复制地址").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == order
    with page.expect_download() as saving:
        page.get_by_role("link", name="存一张图").click()
    assert re.fullmatch(r"[0-9]{12}\.jpg", saving.value.suggested_filename)


def test_without_script_orders_are_found_by_phone_and_let_go_of(
    plain_phone: BrowserContext, phone: BrowserContext, demo: dict[str, Any]
) -> None:
    order = buy(phone.new_page(), demo).removeprefix(demo["url"])
    page = plain_phone.new_page()
    page.goto(demo["url"])
    page.click(MINE)
    look(page, "mine-empty")
    expect(page.locator("main")).to_contain_text("这个浏览器里还没有东西")
    page.click("text=用手机号找回订单")
    page.fill("#phone", "13800138000")
    page.click("main .btn-go")
    look(page, "mine-code")
    digits = page.locator(".notice b.num").inner_text()
    page.fill("#code", "1")
    page.click("main .btn-go")
    expect(page.locator(".error")).to_have_count(1)
    page.fill("#code", digits)
    page.click("main .btn-go")
    expect(page.locator(f"a[href='{order}']")).not_to_have_count(0)
    page.click(MINE)
    look(page, "mine-found")
    page.click("summary:has-text('清掉')")
    page.click("text=都清掉")
    expect(page.locator("main")).to_contain_text("这个浏览器里还没有东西")


def test_in_a_shop_its_goods_are_looked_for(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    shop, other = demo["shops"][0]["number"], demo["shops"][1]["number"]
    for words, seen in (("茶", "店里的“茶”"), ("摩托艇", "店里没有“摩托艇”")):
        page.goto(f"{demo['url']}/{shop}")
        page.fill("#lookup", words)
        page.press("#lookup", "Enter")
        expect(page.locator("h1")).to_contain_text(seen)
        look(page, f"search-{len(words)}")
    page.click("main .btn")
    page.wait_for_url(f"**/{shop}")
    page.fill("#lookup", other)
    page.press("#lookup", "Enter")
    page.wait_for_url(f"**/{other}")


@pytest.mark.parametrize(
    ("width", "locale"), [(390, "zh-CN"), (390, "en-GB"), (320, "en-GB"), (320, "zh-CN"), (1280, "en-GB")]
)
def test_full_pages_hold_at_every_width(
    phone: BrowserContext, chromium: Browser, demo: dict[str, Any], width: int, locale: str
) -> None:
    page = phone.new_page()
    order = buy(page, demo)
    _buy_unpaid(page, demo)
    page.goto(first_goods(demo) + "/talk")
    page.fill("#text", "开封以后能放多久？送人的话有没有礼盒，能不能写一张卡片放在里面？")
    page.click("text=发送")
    page.wait_for_url("**/talks/**")
    kept: Any = phone.storage_state()
    with chromium.new_context(viewport={"width": width, "height": 844}, locale=locale, storage_state=kept) as context:
        seen = context.new_page()
        paths = ("/mine", "/mine/orders", "/mine/phone", f"/{demo['shops'][0]['number']}?q=茶", order)
        for path in paths:
            seen.goto(path if path.startswith("http") else demo["url"] + path)
            look(seen, f"mine-{width}-{locale}-{paths.index(path)}")
            found = Axe().run(seen, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
            assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
