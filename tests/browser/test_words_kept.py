"""Words are never lost: another tab tapped, a lift without net, a session that ends in the middle of a sentence."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in

STORY = "老树上的白毫银针，一年只有两斤，清明前十天采完。\n第二段还没有想好"


def _begin(page: Page, demo: dict[str, Any]) -> None:
    sign_in(page, demo["url"], demo["shops"][0])
    page.goto(f"{demo['url']}/console/me")
    page.fill("textarea[name=introduction]", STORY)


def test_another_tab_tapped_and_a_lift_without_net(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    _begin(page, demo)
    page.goto(f"{demo['url']}/console")
    page.goto(f"{demo['url']}/console/me")
    expect(page.locator("textarea[name=introduction]")).to_have_value(STORY)
    expect(page.locator(".draft-note")).to_contain_text("还在这里")
    look(page, "draft-restored")
    save = page.locator("form:has(textarea[name=introduction]) button[type=submit]")
    phone.set_offline(True)
    expect(page.locator(".line-bar")).to_contain_text("没有网络")
    save.click()
    expect(page.locator(".line-bar")).to_contain_text("没发出去")
    look(page, "draft-offline")
    phone.set_offline(False)
    expect(page.locator(".line-bar")).to_be_hidden()
    save.click()
    expect(page.locator(".flashes")).not_to_be_empty()
    page.goto(f"{demo['url']}/console/me")
    expect(page.locator("textarea[name=introduction]")).to_have_value(STORY)
    expect(page.locator(".draft-note")).to_have_count(0)


def test_a_session_that_ends_in_the_middle_of_a_sentence(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    _begin(page, demo)
    page.fill("textarea[name=introduction]", STORY + "。现在想好了")
    phone.clear_cookies()
    page.locator("form:has(textarea[name=introduction]) button[type=submit]").click()
    expect(page.locator(".notice")).to_contain_text("你写的还在")
    look(page, "draft-session-over")
    page.fill("input[name=phone]", demo["shops"][0]["phone"])
    page.fill("input[name=password]", demo["shops"][0]["password"])
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_contain_text("你写的还在")
    look(page, "draft-given-back")
    page.get_by_role("button", name="再交一次").click()
    page.goto(f"{demo['url']}/console/me")
    expect(page.locator("textarea[name=introduction]")).to_have_value(STORY + "。现在想好了")


def test_signing_out_forgets_what_was_typed(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    _begin(page, demo)
    page.fill("textarea[name=introduction]", "只给自己看的话")
    page.get_by_role("button", name="退出登录").first.click()
    page.wait_for_url(f"{demo['url']}/")
    kept = page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "只给自己看的话" not in kept
