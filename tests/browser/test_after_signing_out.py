"""The way back: through pages that are nobody's to keep, and after signing out to none of them."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in


def _leave(page: Page, demo: dict[str, Any]) -> None:
    page.goto(f"{demo['url']}/account")
    page.locator("form[action='/sign-out'] button").last.click()
    page.wait_for_url(f"{demo['url']}/")


def test_back_and_forward_go_on_working(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    sign_in(page, demo["url"], demo["shops"][0])
    for path in ("/console", "/console/picks", "/console/orders"):
        page.goto(demo["url"] + path)
    page.go_back()
    expect(page).to_have_url(f"{demo['url']}/console/picks")
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{demo['url']}/console")
    page.go_forward()
    expect(page).to_have_url(f"{demo['url']}/console/picks")


def test_after_signing_out_the_way_back_shows_nothing(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    sign_in(page, demo["url"], demo["shops"][0])
    page.goto(f"{demo['url']}/console/earnings")
    _leave(page, demo)
    for _ in range(2):
        page.go_back()
        expect(page).to_have_url(re.compile("/sign-in"))
        expect(page.locator("#password")).to_be_visible()


def test_a_device_is_signed_out_without_script(
    plain_phone: BrowserContext, other_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    here, there = plain_phone.new_page(), other_phone.new_page()
    for page in (here, there):
        sign_in(page, demo["url"], demo["suppliers"][0])
    here.goto(f"{demo['url']}/account")
    look(here, "account-without-script")
    here.locator(".devices form button").first.click()
    expect(here.locator(".flashes")).to_contain_text("已经退出")
    there.goto(f"{demo['url']}/supply")
    expect(there.locator("#password")).to_be_visible()
