"""Buying on a phone: scan, choose, check out, pay, be shipped to, confirm; with script and without."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.steps import buy, order_number, ship


@pytest.mark.parametrize("kind", ["phone", "plain_phone"])
def test_a_buyer_scans_pays_and_receives(
    kind: str, request: pytest.FixtureRequest, demo: dict[str, Any], desk: BrowserContext
) -> None:
    buyer: Page = request.getfixturevalue(kind).new_page()
    order = buy(buyer, demo, f"buying-{kind}")
    assert "宁波市 海曙区" in buyer.inner_text("main")
    number = order_number(buyer)
    staff = desk.new_page()
    sign_in(staff, demo["url"], demo["suppliers"][0])
    ship(staff, demo, number, f"buying-{kind}")
    buyer.goto(order)
    assert f"SF{number}" in buyer.inner_text("main")
    buyer.click("text=确认收货")
    expect(buyer.locator("h1")).to_contain_text("都收到了")
    look(buyer, f"buying-{kind}-received")


def test_the_order_is_found_again_by_its_number_and_phone(
    phone: BrowserContext, plain_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    buyer, elsewhere = phone.new_page(), plain_phone.new_page()
    order = buy(buyer, demo)
    elsewhere.goto(f"{demo['url']}/orders")
    elsewhere.fill("#number", order_number(buyer))
    elsewhere.fill("#phone", "138 0013 8000")
    elsewhere.click("main button[type=submit]")
    expect(elsewhere).to_have_url(order)


def test_the_number_leads_to_the_shop_however_it_is_typed(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page, number = phone.new_page(), demo["shops"][0]["number"]
    page.goto(demo["url"])
    look(page, "home")
    page.fill("main input[name=q]", f"来逛逛：{number[:3]} - {number[3:]} 小铺")
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    assert page.url.endswith(number)
    look(page, "shop")
