"""What more than one of these tests does: buy at the first shop's first link, and ship what was bought."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import look

PHONE = "138-0013-8000"
# The button's words are the way to pay.
ORDER = "#checkout .bar .btn-go"
# Ningbo, Haishu: another city than the pasted one, of the same province.
ELSEWHERE = (("city", "330200"), ("district", "330203"))

# What htmx brought listens only once it has settled: later than the eye sees it, sooner than a hand can choose.
UNTIL_SETTLED = """
delete document.documentElement.dataset.settled;
document.addEventListener("htmx:afterSettle", () => (document.documentElement.dataset.settled = ""), { once: true });
"""


def pasted(phone: str = PHONE) -> str:
    """What somebody copied of their address."""
    return f"收货人：王小明，电话 {phone}，浙江省杭州市西湖区文三路 138 号 3 幢 502 室"


def first_goods(demo: dict[str, Any]) -> str:
    """The address of the goods behind the first shop's first link."""
    shop = demo["shops"][0]
    return f"{demo['url']}/{shop['number']}/{shop['links'][0]['goods']}"


def buy(page: Page, demo: dict[str, Any], name: str = "", *, phone: str = PHONE) -> str:
    """Scans, pastes an address, pays at the test cashier. With a `name` each step is looked at. A coupon is a phone's
    once. Gives the order's address."""
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][0]['code']}")
    _look(page, name, "goods")
    page.click("button[value=checkout]")
    page.wait_for_url("**/checkout**")
    if name:
        page.click(ORDER)
        expect(page.locator(".error")).not_to_have_count(0)
        _look(page, name, "checkout-errors")
    _paste(page, phone)
    for field, code in ELSEWHERE:
        _choose(page, field, code)
    page.click("label:has-text('测试支付')")
    _look(page, name, "checkout")
    page.click(ORDER)
    page.wait_for_url("**/cashier/**")
    _look(page, name, "cashier")
    page.click("text=用测试的钱付款")
    page.wait_for_url("**/orders/**")
    expect(page.locator("h1")).to_contain_text("等待发货")
    _look(page, name, "order")
    return page.url.split("#")[0]


def ship(staff: Page, demo: dict[str, Any], number: str, name: str = "") -> None:
    """Finds the parcel of this order in the supplier's table and sends it."""
    staff.goto(f"{demo['url']}/supply/parcels")
    staff.locator("tr", has_text=number).locator("a").first.click()
    expect(staff.locator("main")).to_contain_text("文三路 138 号")
    staff.select_option("select[name=carrier]", "顺丰速运")
    staff.fill("input[name=tracking]", f"SF{number}")
    _look(staff, name, "parcel")
    staff.locator("form[action*=shipment] button[type=submit]").click()
    expect(staff.locator("main")).to_contain_text(f"SF{number}")


def order_number(page: Page) -> str:
    """The order's number as its page says it."""
    return page.locator("dl.facts dd.num").first.inner_text()


def _paste(page: Page, phone: str) -> None:
    if not page.locator("#paste").is_visible():
        page.click("summary:has-text('粘贴一整段地址')")
    page.fill("#paste", pasted(phone))
    page.click("button[value=paste]")
    expect(page.locator("#name")).to_have_value("王小明")
    expect(page.locator("#district")).to_have_value("330106")
    expect(page.locator("#street")).to_have_value(re.compile("^文三路"))


def _choose(page: Page, field: str, code: str) -> None:
    """With script each choice brings the next one, and the freight of there; without, a button does."""
    page.wait_for_load_state()
    button = page.locator("button[name=do][value=region]")
    if button.is_visible():
        page.select_option(f"#{field}", code)
        button.click()
    else:
        page.evaluate(UNTIL_SETTLED)
        page.select_option(f"#{field}", code)
        page.wait_for_selector("html[data-settled]")
    expect(page.locator(f"#{field}")).to_have_value(code)


def _look(page: Page, name: str, step: str) -> None:
    if name:
        look(page, f"{name}-{step}")
