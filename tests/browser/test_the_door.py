"""Coming in on a phone: from an invitation to the shop's name without script; and what the first page says by state."""

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look


def _sign_up(page: Page, demo: dict[str, Any], invitation: str) -> None:
    """Both pages; the second is refused once first."""
    page.goto(f"{demo['url']}/sign-up?invite={invitation}")
    page.fill("#phone", f"137{time.time_ns() % 10**8:08d}")
    page.click("main .btn-go")
    look(page, "sign-up-details")
    page.fill("#code", page.locator(".notice b.num").inner_text())
    page.fill("#name", "阿禾")
    page.fill("#password", "short")
    page.click("main .btn-go")
    expect(page.locator("#password-error")).to_be_visible()
    expect(page.locator("#name")).to_have_value("阿禾")
    look(page, "sign-up-refused")
    page.fill("#password", "a-long-password")
    page.click("label:has-text('内容创作者')")
    page.click("main .btn-go")
    page.wait_for_url("**/console/opening")


def _is_clean(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


def test_without_script_a_short_code_leads_in(plain_phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = plain_phone.new_page()
    _sign_up(page, demo, demo["invitations"][-1].lower())
    page.goto(demo["url"])
    # Kept bytes know nobody; one's own words are a tap away.
    expect(page.locator("[data-door-plain]")).to_be_visible()
    page.click("header a[href='/mine']")
    expect(page.locator("main a[data-state=nothing]")).to_have_text("开一间小铺")


def test_the_first_page_says_how_far_one_has_come(
    phone: BrowserContext, other_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    page, door = phone.new_page(), "[data-door] a"
    _sign_up(page, demo, demo["invitations"][0])
    page.goto(demo["url"])
    expect(page.locator(door)).to_have_text("开一间小铺")
    expect(page.locator("[data-door-plain]")).to_be_hidden()
    _is_clean(page)
    look(page, "home-door")
    page.click(door)
    page.fill("#name", "禾下")
    page.click("main .btn-go")
    page.goto(demo["url"])
    expect(page.locator(door)).to_have_text("我的小铺")
    page.goto(f"{demo['url']}/console/invitations")
    expect(page.locator("main")).to_contain_text("还不能邀请人")
    _is_clean(page)
    page.goto(f"{demo['url']}/console/me")
    page.click("form[action='/sign-out'] button")
    expect(page.locator("[data-door-plain]")).to_be_visible()
    stranger = other_phone.new_page()
    asked: list[str] = []
    stranger.on("request", lambda request: asked.append(request.url))
    stranger.goto(demo["url"])
    expect(stranger.locator("[data-door-plain]")).to_be_visible()
    assert not any("/mine/marks" in url for url in asked)
