"""From signing in to a supplier that may sell, at a desk of 1280 px, with the network's side between."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from models.kernel.clock import now
from tests.browser.conftest import look, opened, sign_in
from tests.browser.test_opening import Hand
from tests.given.documents import drawn_photo

# Nobody's: its checksum is right.
CODE = "91110000600037341L"


def test_from_signing_in_to_a_supplier_that_may_sell(
    chromium: Browser, desk: BrowserContext, demo: dict[str, Any]
) -> None:
    with opened(chromium, width=1280, height=900) as context:
        hand = Hand(context.new_page())
        _sign_up(hand, demo)
        hand.taps = hand.fields = 0
        code = _apply(hand)
        _let_through(desk.new_page(), demo, code)
        assert hand.taps <= 14, "counted in docs/quality.md"
        assert hand.fields <= 8
        hand.page.goto(demo["url"] + "/supply/apply")
        expect(hand.page).to_have_url(demo["url"] + "/supply")


def _sign_up(hand: Hand, demo: dict[str, Any]) -> None:
    """Whoever comes for the checklist is led back to it."""
    page = hand.page
    page.goto(demo["url"] + "/supply/apply")
    hand.tap("main a[href*='to=supply']")
    hand.type("#invite", demo["invitations"][-2])
    hand.type("#phone", f"13713{str(now().microsecond).zfill(6)}")
    hand.tap("main .btn-go")
    hand.type("#code", page.locator("b.num").first.inner_text())
    hand.type("#name", "阿禾")
    hand.type("#password", "a-long-password")
    hand.tap("main .btn-go")
    expect(page).to_have_url(demo["url"] + "/supply/apply")


def _apply(hand: Hand) -> str:
    """All that is the applicant's; gives the supplier's code."""
    page = hand.page
    hand.type("#name", "禾下茶厂")
    hand.tap("label:has(input[value=factory])")
    hand.tap("main .btn-go")
    hand.tap("[data-item=company] a")
    hand.type("#company", "北京禾下茶业有限公司")
    hand.type("#credit_code", CODE)
    hand.choose("input[type=file]", drawn_photo(seed=21))
    hand.tap("main .btn-go")
    hand.tap("[data-item=capital] a")
    hand.type("#capital", "2000000")
    hand.tap("label:has(#taxpayer)")
    hand.choose("input[type=file]", drawn_photo(seed=22))
    hand.tap("main .btn-go")
    hand.tap("[data-item=returns] a")
    hand.type("#returns_to", "老王，13800000000，北京市东城区 1 号")
    hand.tap("main .btn-go")
    hand.tap("[data-item=brands] a")
    hand.tap("form[action$='/brands/none'] button")
    hand.tap("[data-item=deposit] a")
    look(page, "supplying-deposit")
    page.goto(page.url.replace("/supply/deposit", "/supply/apply"))
    expect(page.locator("[data-item=brands]")).to_have_attribute("data-state", "done")
    look(page, "supplying-waiting")
    return page.locator("main .muted").first.inner_text().split("，")[0].split()[-1]


def _let_through(page: Page, demo: dict[str, Any], code: str) -> None:
    """The desk says yes to licence and capital, and books the deposit."""
    sign_in(page, demo["url"], demo["operator"])
    for _ in range(2):
        page.goto(f"{demo['url']}/desk/suppliers/{code}")
        page.locator("#checklist a").first.click()
        with page.expect_response(lambda reply: "/verdict" in reply.url):
            page.locator("button[value=approve]").click()
        page.wait_for_load_state("networkidle")
    page.goto(f"{demo['url']}/desk/suppliers/{code}")
    page.locator("#deposit summary").first.click()
    page.fill("#pay-amount", "10000")
    page.fill("#pay-reference", f"BANK-{code}")
    page.locator("form[action*='/deposit/payments'] .btn-go").click()
    page.wait_for_load_state("networkidle")
