"""Every kind of page, by who sees it: addresses with places for the demo's own codes, and where links on lists lead."""

import sqlite3
from typing import Any

from playwright.sync_api import Page

from demo.candidates import CANDIDATE
from demo.stock import PASSWORD

BUYER = (
    "/",
    "/{shop}",
    "/{shop}/{goods}",
    "/{shop}/{goods}/asked",
    "/{shop}/{goods}/talk",
    "/Q/{link}",
    "/cart",
    "/checkout",
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
    "/sign-in",
    "/sign-in/forgotten",
    "/sign-up?invite={invitation}",
)
CONSOLE = (
    "",
    "/statistics",
    "/statistics?show=paid&of=link&earned=month",
    "/statistics?from=2026-02-01&to=2026-01-01",
    "/statistics/picture",
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
    "/invitations",
    "/me",
    "/../account",
    "/../account/second-factor",
    "/../account/again",
)
SUPPLY = (
    "",
    "/statistics",
    "/notices",
    "/goods",
    "/goods/new",
    "/goods/edits",
    "/goods/export",
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
    "/brands",
    "/../account",
)
# Of who asks to supply: the checklist, one thing of it, and what works meanwhile.
APPLICANT = ("/apply", "/apply/capital", "/brands", "/deposit", "", "/goods")
DESK = (
    "",
    "/statistics",
    "/statistics?from=2026-01-01&to=2026-03-01&shared=region",
    "/waiting",
    "/waiting?kind=goods",
    "/waiting?kind=payee&late=1",
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
    "/suppliers?state=applying",
    "/suppliers?state=leaving",
    "/suppliers/{supplier}",
    "/suppliers/new",
    "/invitations",
    "/invitations?state=used",
    "/shops",
    "/lessons",
    "/categories",
    "/people",
    "/audit",
    "/audit?kind=goods&who=nobody",
    "/settings",
    "/settings/history",
    "/settings/words",
    "/settings/words/goods_refusal",
    "/search",
    "/search?q=茶",
    "/search?q={shop}",
    "/search?q=没有这样的",
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
        ("/imports", "tbody th a"),
        ("/goods/edits", "tbody th a"),
        ("/coupons", "tbody th a"),
        ("/money", "tbody th a"),
        ("/staff", "tbody th a"),
    ),
    "/desk": (
        ("/suppliers?state=applying", "tbody th a"),
        ("/waiting?kind=brand", "main a[href^='/desk/waiting/brand/']"),
        ("/waiting?kind=checklist&q=连江", "main a[href^='/desk/waiting/checklist/']"),
        ("/waiting", "main a[href^='/desk/waiting/goods/']"),
        ("/waiting", "main a[href^='/desk/waiting/dispute/']"),
        ("/waiting", "main a[href^='/desk/waiting/payee/']"),
        ("/waiting", "main a[href^='/desk/waiting/withdrawal/']"),
        ("/waiting", "main a[href^='/desk/waiting/refund/']"),
        ("/waiting", "main a[href^='/desk/waiting/remittance/']"),
        ("/search?q=周晓梅", "main a[href^='/desk/orders/']"),
        ("/search?q=阿林", "main a[href^='/desk/members/']"),
        ("/disputes", "tbody th a"),
        ("/people", "tbody th a"),
        ("/lessons", "tbody a"),
        ("/goods", "tbody th a"),
        ("/invitations", "tbody th a"),
        ("/waiting?kind=sign_up", "main a[href^='/desk/waiting/sign_up/']"),
    ),
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


def facts(demo: dict[str, Any]) -> dict[str, str]:
    shop = demo["shops"][0]
    return {
        "shop": shop["number"],
        "goods": shop["goods"][0],
        "link": shop["links"][0]["code"],
        "supplier": demo["suppliers"][0]["code"],
        "invitation": demo["invitations"][0],
    }


def orders(demo: dict[str, Any]) -> list[str]:
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


def deeper(page: Page, demo: dict[str, Any], prefix: str) -> list[str]:
    """Where the links on lists lead."""
    found = []
    for path, links in DEEPER.get(prefix, ()):
        page.goto(demo["url"] + prefix + path)
        first = page.locator(links).first
        assert first.count(), f"{prefix}{path} has no {links}"
        found.append(str(first.get_attribute("href")))
    return found


AUDIENCES = (
    ("buyer", "", BUYER),
    ("keeper", "/console", CONSOLE),
    ("staff", "/supply", SUPPLY),
    ("applicant", "/supply", APPLICANT),
    ("operator", "/desk", DESK),
)


def signed_in_as(demo: dict[str, Any], audience: str) -> dict[str, str] | None:
    """Who signs in to see an audience's pages; nobody for buyers'."""
    people = {"keeper": demo["shops"][0], "staff": demo["suppliers"][0], "operator": demo["operator"]}
    people["applicant"] = {"phone": CANDIDATE, "password": PASSWORD}
    return people.get(audience)


def addresses(page: Page, demo: dict[str, Any], audience: str) -> list[str]:
    """All pages of an audience, for a browser in which it is signed in and, a buyer's, has something in the cart."""
    prefix, paths = next((prefix, paths) for name, prefix, paths in AUDIENCES if name == audience)
    known = facts(demo)
    further = orders(demo) if audience == "buyer" else deeper(page, demo, prefix) if audience != "applicant" else []
    return [demo["url"] + path for path in [prefix + path.format(**known) for path in paths] + further]


def fill_cart(page: Page, demo: dict[str, Any]) -> None:
    """Puts the first link's goods into the cart."""
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][0]['code']}")
    page.click("button[value=cart]")
    page.wait_for_load_state()
