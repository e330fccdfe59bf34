"""A lost password on a phone: in again in four taps at most, with script and without, and by an operator's link."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in


class Hand:
    """Counts what a hand presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: str) -> None:
        """One press."""
        self.page.locator(what).first.click()
        self.taps += 1


def _is_for_everybody(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()


def _come_back(page: Page, demo: dict[str, Any], who: dict[str, str], name: str) -> None:
    hand = Hand(page)
    page.goto(f"{demo['url']}/sign-in")
    hand.tap("a[href$='/sign-in/forgotten']")
    look(page, f"{name}-ask")
    page.fill("#phone", who["phone"])
    hand.tap("main .btn-go")
    look(page, f"{name}-code")
    page.fill("#code", page.locator(".notice b.num").inner_text())
    page.fill("#password", demo["operator"]["password"])
    hand.tap("main .btn-go")
    expect(page).to_have_url(f"{demo['url']}/console")
    assert hand.taps <= 4


def test_in_again_by_six_digits(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    _come_back(page, demo, demo["shops"][0], "lost")


def test_without_script_too(plain_phone: BrowserContext, demo: dict[str, Any]) -> None:
    page, who = plain_phone.new_page(), demo["shops"][1]
    page.goto(f"{demo['url']}/sign-in/forgotten")
    page.fill("#phone", who["phone"])
    page.click("main .btn-go")
    digits = page.locator(".notice b.num").inner_text()
    page.click("button[data-wait]")
    expect(page.locator(".flashes")).to_contain_text("秒后可以重发")
    page.click(".reasons summary")
    expect(page.locator(".reasons details p")).to_be_visible()
    page.fill("#code", digits)
    page.fill("#password", demo["operator"]["password"])
    page.click("main .btn-go")
    expect(page).to_have_url(f"{demo['url']}/console")


def test_the_button_counts_the_seconds_at_a_desk_in_english(desk: BrowserContext, demo: dict[str, Any]) -> None:
    page = desk.new_page()
    page.goto(f"{demo['url']}/sign-in/forgotten")
    page.fill("#phone", "13900139000")
    page.click("main .btn-go")
    expect(page.locator("button[data-wait]")).to_be_disabled()
    expect(page.locator("button[data-wait]")).to_contain_text("Again in")
    look(page, "lost-desk")
    _is_for_everybody(page)


def test_an_operators_link_is_sent_and_used(desk: BrowserContext, phone: BrowserContext, demo: dict[str, Any]) -> None:
    page, guest, shop = desk.new_page(), phone.new_page(), demo["shops"][0]
    sign_in(page, demo["url"], demo["operator"])
    page.goto(f"{demo['url']}/desk/shops/{shop['number']}")
    page.click("#way-back summary")
    page.fill("#way-back [name=reset-why]", "Called the shop's own phone")
    page.click("#way-back button[type=submit]")
    link = page.input_value("#link-1")
    look(page, "lost-link-desk")
    _is_for_everybody(page)
    guest.goto(link)
    look(guest, "lost-link")
    _is_for_everybody(guest)
    guest.fill("#password", demo["operator"]["password"])
    guest.click("main .btn-go")
    expect(guest).to_have_url(f"{demo['url']}/console")
    guest.goto(link)
    expect(guest.locator("h1")).to_have_text("这个链接用过了")
    _is_for_everybody(guest)
