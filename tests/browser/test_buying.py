"""Buying on a phone: scan, choose, check out, pay, be shipped to, confirm; with script and without."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import look, sign_in


def _buy(page: Page, demo: dict[str, Any], name: str) -> str:
    url, shop = demo["url"], demo["shops"][0]
    page.goto(f"{url}/Q/{shop['links'][0]['code']}")
    assert page.locator("h1").count() == 1
    look(page, f"{name}-goods")
    page.click("button[value=checkout]")
    page.wait_for_load_state()
    page.click("text=提交订单")
    page.wait_for_load_state()
    assert page.locator(".error").count() >= 4
    look(page, f"{name}-checkout-errors")
    for field, value in (
        ("name", "王小明"),
        ("phone", "138 0013 8000"),
        ("street", "文三路 138 号 3 幢 502 室"),
    ):
        page.fill(f"#{field}", value)
    _choose_region(page)
    page.click("label:has-text('测试支付')")
    page.click("text=提交订单")
    page.wait_for_load_state()
    look(page, f"{name}-cashier")
    page.click("text=用测试的钱付款")
    page.wait_for_load_state()
    assert "等待发货" in page.inner_text("h1")
    look(page, f"{name}-order")
    return page.url


def _choose_region(page: Page) -> None:
    """Province, city, district: with script each choice brings the next one, without a button does."""
    button = page.locator("button[name=do][value=region]")
    for field, code in (("province", "330000"), ("city", "330100"), ("district", "330106")):
        page.select_option(f"#{field}", code)
        if field == "district":
            return
        if button.is_visible():
            button.click()
            page.wait_for_load_state()
        page.wait_for_selector(f"#{'city' if field == 'province' else 'district'}:not([disabled])")


@pytest.mark.parametrize("kind", ["phone", "plain_phone"])
def test_a_buyer_scans_pays_and_receives(
    kind: str, request: pytest.FixtureRequest, demo: dict[str, Any], desk: BrowserContext
) -> None:
    buyer: Page = request.getfixturevalue(kind).new_page()
    order = _buy(buyer, demo, f"buying-{kind}")
    staff = desk.new_page()
    sign_in(staff, demo["url"], demo["suppliers"][0])
    staff.goto(f"{demo['url']}/supply/parcels?state=to_ship")
    number = order_number(buyer)
    staff.locator("tr", has_text=number).locator("a").first.click()
    staff.wait_for_load_state()
    assert "文三路 138 号" in staff.inner_text("main")
    staff.select_option("select[name=carrier]", "顺丰速运")
    staff.fill("input[name=tracking]", "SF1234567890")
    look(staff, f"buying-{kind}-parcel")
    staff.locator("form[action*=shipment] button[type=submit]").click()
    staff.wait_for_load_state()
    buyer.goto(order)
    assert "SF1234567890" in buyer.inner_text("main")
    buyer.click("text=确认收货")
    buyer.wait_for_load_state()
    assert "都收到了" in buyer.inner_text("h1")
    look(buyer, f"buying-{kind}-received")


def order_number(page: Page) -> str:
    """The order's number as its page says it."""
    return page.locator("dl.facts dd.num").first.inner_text()


def test_the_number_leads_to_the_shop_however_it_is_typed(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page, number = phone.new_page(), demo["shops"][0]["number"]
    page.goto(demo["url"])
    look(page, "home")
    page.fill("main input[name=q]", f"来逛逛：{number[:3]} - {number[3:]} 小铺")
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    assert page.url.endswith(number)
    look(page, "shop")
