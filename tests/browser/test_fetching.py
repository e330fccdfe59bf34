"""A parcel that its buyer fetches, on a phone with and without script: name and phone, ready, the code, handed out."""

import sqlite3
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import look, opened, sign_in
from tests.browser.steps import ORDER

SELLER = "临安老方山货行"
# A shop's goods that can be fetched; the demo's own words do not say whose they are.
ONE = """
SELECT shop.number, goods.code FROM pick JOIN shop ON shop.id = pick.shop_id JOIN goods ON goods.id = pick.goods_id
JOIN pickup_place ON pickup_place.supplier_id = goods.supplier_id
WHERE goods.state = 'on_sale' AND shop.closed_at IS NULL ORDER BY pick.id LIMIT 1
"""


def _goods(demo: dict[str, Any]) -> str:
    with sqlite3.connect(Path(demo["data"]) / "xiaopu.sqlite3") as database:
        number, code = database.execute(ONE).fetchone()
    return f"{demo['url']}/{number}/{code}"


def _staff(context: BrowserContext, demo: dict[str, Any]) -> Page:
    page = context.new_page()
    sign_in(page, demo["url"], next(one for one in demo["suppliers"] if one["name"] == SELLER))
    return page


def _order(page: Page, demo: dict[str, Any], name: str, *, script: bool) -> str:
    """Chooses pick-up and a way to pay at the counter; gives the order's address."""
    page.goto(_goods(demo))
    page.click("button[value=checkout]")
    page.wait_for_url("**/checkout**")
    look(page, f"{name}-sent")
    page.click("label:has-text('到店自取')")
    if not script:
        page.click("button[value=way]")
    expect(page.locator("#who")).to_have_text("谁来取")
    expect(page.locator("#city")).to_have_count(0)
    page.fill("#name", "王小明")
    page.fill("#phone", "13800138000")
    page.click("label:has-text('取货时付款')")
    look(page, f"{name}-fetched")
    page.click(ORDER)
    page.wait_for_url("**/orders/**")
    expect(page.locator("h1")).to_contain_text("等商家备货")
    look(page, f"{name}-preparing")
    return page.url.split("#")[0]


def _ready(staff: Page, demo: dict[str, Any], name: str) -> None:
    """The newest of those that are to be made ready, which stands last."""
    staff.goto(demo["url"] + "/supply/pickup")
    look(staff, f"{name}-counter")
    staff.locator("section[aria-labelledby=to-ready] button").last.click()
    expect(staff.locator("[role=status], .notice").first).to_contain_text("备好了")


def _hand_out(staff: Page, demo: dict[str, Any], code: str, name: str) -> None:
    staff.goto(demo["url"] + "/supply/pickup")
    staff.fill("#code", code)
    staff.click("main form .btn-go")
    look(staff, f"{name}-found")
    staff.click("text=收了钱，交给买家了")
    staff.wait_for_url("**/supply/parcels/**")
    look(staff, f"{name}-handed")


def test_from_the_goods_to_the_counter(
    chromium: Browser, phone: BrowserContext, other_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    buyer, staff = phone.new_page(), _staff(other_phone, demo)
    address = _order(buyer, demo, "fetch", script=True)
    staff.goto(demo["url"] + "/supply/pickup/place")
    look(staff, "fetch-place")
    _ready(staff, demo, "fetch")
    buyer.goto(address)
    look(buyer, "fetch-ready")
    code = buyer.locator(".pickup-code").inner_text()
    buyer.goto(demo["url"] + "/mine")
    look(buyer, "fetch-mine")
    with opened(chromium, width=1280, height=900, locale="en-GB", color_scheme="dark") as desk:
        page = desk.new_page()
        page.goto(address)
        look(page, "fetch-ready-en-dark")
        page = _staff(desk, demo)
        for place in ("pickup", "pickup/place", "parcels?state=to_fetch"):
            page.goto(f"{demo['url']}/supply/{place}")
            look(page, f"fetch-en-dark-{place.partition('?')[0].replace('/', '-')}")
    _hand_out(staff, demo, code, "fetch")
    buyer.goto(address)
    expect(buyer.locator("main")).to_contain_text("取走了")
    look(buyer, "fetch-over")


def test_the_same_without_script(plain_phone: BrowserContext, chromium: Browser, demo: dict[str, Any]) -> None:
    buyer = plain_phone.new_page()
    address = _order(buyer, demo, "fetch-plain", script=False)
    with opened(chromium, java_script_enabled=False) as other:
        staff = _staff(other, demo)
        _ready(staff, demo, "fetch-plain")
        buyer.goto(address)
        _hand_out(staff, demo, buyer.locator(".pickup-code").inner_text(), "fetch-plain")
    buyer.goto(address)
    expect(buyer.locator("main")).to_contain_text("取走了")
