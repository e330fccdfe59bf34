"""Every kind of page in both sizes and languages: nothing sticks out, no console errors, and axe finds nothing."""

import sqlite3
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.conftest import look, sign_in

BUYER = (
    "/",
    "/{shop}",
    "/{shop}/{goods}",
    "/{shop}/{goods}/asked",
    "/{shop}/{goods}/talk",
    "/Q/{link}",
    "/cart",
    "/orders",
    "/coupons",
    "/talks",
    "/mine",
    "/mine/orders",
    "/mine/phone",
    "/{shop}?q=茶",
    "/{shop}?q=%F0%9F%A7%AD",
    "/find?q=100000",
    "/find?q=hello",
    "/nothing-here",
    "/sign-in/forgotten",
)
CONSOLE = (
    "",
    "/notices",
    "/picks",
    "/picks?q=x",
    "/picks/{goods}/place",
    "/picks/{goods}/reason",
    "/goods",
    "/goods/{goods}",
    "/share",
    "/links/{link}",
    "/orders",
    "/talks",
    "/earnings",
    "/earnings/months",
    "/withdrawals",
    "/lessons",
    "/coupons",
    "/coupons/new",
    "/coupons/new?template=welcome",
    "/coupons/new?template=rate",
    "/me",
    "/../account",
)
SUPPLY = (
    "",
    "/notices",
    "/goods",
    "/goods/new",
    "/imports",
    "/imports/new",
    "/parcels",
    "/parcels?state=",
    "/parcels/files",
    "/after-sales",
    "/after-sales?state=done",
    "/talks",
    "/answers",
    "/freight",
    "/freight/zones/new",
    "/coupons",
    "/coupons/new",
    "/coupons/new?template=regulars",
    "/money",
    "/withdrawals",
    "/deposit",
    "/profile",
    "/../account",
)
DESK = (
    "",
    "/goods",
    "/disputes",
    "/disputes?state=over",
    "/refunds",
    "/withdrawals",
    "/withdrawals?state=approved",
    "/withdrawals?state=paid",
    "/withdrawals?state=all",
    "/payees",
    "/payees?state=verified",
    "/settlement",
    "/levels",
    "/suppliers",
    "/suppliers/{supplier}",
    "/suppliers/new",
    "/invitations",
    "/shops",
    "/lessons",
    "/categories",
    "/audit",
    "/../account",
)
# Pages whose addresses only another page tells: that page, and the link that leads on.
DEEPER = {
    "/console": (
        ("/orders", "main a[href*='/after-sales/']"),
        ("/orders", "main h3 a[href^='/console/orders/']"),
        ("/earnings", "main li a[href^='/console/earnings/']"),
        ("/earnings/months", "main a[href^='/console/earnings/20']"),
        ("/earnings/months", "main a[href^='/console/earnings/20']:not([href*='-'])"),
        ("/lessons", "main a[href^='/console/lessons/']"),
        ("/coupons", "main .ticket a"),
    ),
    "/supply": (
        ("/parcels?state=", "tbody th a"),
        ("/after-sales?state=done", "tbody th a"),
        ("/coupons", "tbody th a"),
        ("/money", "tbody th a"),
    ),
    "/desk": (("/disputes", "tbody th a"), ("/lessons", "tbody a"), ("/goods", "tbody th a")),
}
# One order of each standing, and one after-sale of each, as only their buyers know them.
ORDERS = "SELECT token FROM buyer_order JOIN parcel ON parcel.order_id = buyer_order.id GROUP BY parcel.state"
AFTER_SALES = """
    SELECT token, after_sale.code FROM after_sale JOIN order_line ON order_line.id = after_sale.line_id
    JOIN parcel ON parcel.id = order_line.parcel_id JOIN buyer_order ON buyer_order.id = parcel.order_id
"""
MOVABLE = """
    SELECT token, parcel.code FROM buyer_order JOIN parcel ON parcel.order_id = buyer_order.id
    WHERE parcel.state = 'to_ship' LIMIT 1
"""


# The demo's coupons: one stands on a page, the other is given by its passphrase.
COUPONS = "SELECT code FROM coupon"


def _facts(demo: dict[str, Any]) -> dict[str, str]:
    shop = demo["shops"][0]
    return {
        "shop": shop["number"],
        "goods": shop["goods"][0],
        "link": shop["links"][0]["code"],
        "supplier": demo["suppliers"][0]["code"],
    }


def _orders(demo: dict[str, Any]) -> list[str]:
    """The buyers' own pages."""
    with sqlite3.connect(f"file:{demo['data']}/xiaopu.sqlite3?mode=ro", uri=True) as database:
        paths = [f"/orders/{token}" for (token,) in database.execute(ORDERS)]
        asked = database.execute(AFTER_SALES).fetchall()
        paths += [f"/orders/{token}/after-sales/{code}" for token, code in asked]
        paths += [f"/orders/{token}/after-sales/new?line=1" for token, _ in asked[:1]]
        paths += [f"/orders/{token}/parcels/{code}/address" for token, code in database.execute(MOVABLE)]
        paths += [f"/coupons/{code}" for (code,) in database.execute(COUPONS)]
    database.close()
    return paths


def _visit(page: Page, address: str, name: str) -> None:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A page that says 404 is itself reported as a failed resource; that is its job.
        if message.type == "error" and "404" not in message.text:
            said.append(message.text)

    page.on("console", note)
    page.goto(address)
    look(page, name)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    page.remove_listener("console", note)
    assert said == [], address
    assert found.violations_count == 0, f"{address}\n{found.generate_report()}"


def _deeper(page: Page, demo: dict[str, Any], prefix: str) -> list[str]:
    """Where the links on lists lead."""
    found = []
    for path, links in DEEPER.get(prefix, ()):
        page.goto(demo["url"] + prefix + path)
        first = page.locator(links).first
        assert first.count(), f"{prefix}{path} has no {links}"
        found.append(str(first.get_attribute("href")))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize(
    ("audience", "prefix", "paths"),
    [
        ("buyer", "", BUYER),
        ("keeper", "/console", CONSOLE),
        ("staff", "/supply", SUPPLY),
        ("operator", "/desk", DESK),
    ],
)
def test_pages_hold(
    size: str, audience: str, prefix: str, paths: tuple[str, ...], request: pytest.FixtureRequest, demo: dict[str, Any]
) -> None:
    context: BrowserContext = request.getfixturevalue(size)
    page = context.new_page()
    people = {"keeper": demo["shops"][0], "staff": demo["suppliers"][0], "operator": demo["operator"]}
    if audience in people:
        sign_in(page, demo["url"], people[audience])
    further = _orders(demo) if audience == "buyer" else _deeper(page, demo, prefix)
    for place, path in enumerate([prefix + path.format(**_facts(demo)) for path in paths] + further):
        _visit(page, demo["url"] + path, f"{size}-{audience}-{place}")


@pytest.mark.parametrize("prefix", ["/supply", "/desk"])
def test_the_tab_of_the_page_is_in_sight(prefix: str, phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    sign_in(page, demo["url"], demo["operator"] if prefix == "/desk" else demo["suppliers"][0])
    page.goto(demo["url"] + prefix)
    page.locator(".side nav a").last.click()
    tab = page.locator(".side nav [aria-current]").bounding_box()
    assert tab is not None
    assert tab["x"] >= 0
    assert tab["x"] + tab["width"] <= 390
