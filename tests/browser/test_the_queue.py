"""A morning at the desk: the queue from its first thing to its last, by keyboard alone, and by touch on a phone.

Keys that decide are counted: at most two a decision (docs/quality.md)."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import look, opened, sign_in

BUSY = ".htmx-request, .htmx-swapping, .htmx-settling"


def _open(page: Page, demo: dict[str, Any], path: str = "/desk/waiting") -> None:
    sign_in(page, demo["url"], demo["operator"])
    page.goto(f"{demo['url']}{path}")
    expect(page.locator("#one")).to_be_attached()


def _titles(page: Page) -> list[str]:
    return page.locator(".queue-rows a b").all_inner_texts()


def _press(page: Page, *keys: str) -> int:
    """Presses, waits until another thing is open; how many keys it took."""
    was = page.url
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(lambda url: url != was)
    expect(page.locator(BUSY)).to_have_count(0)
    return len(keys)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_morning_by_keyboard(chromium: Browser, demo: dict[str, Any], locale: str) -> None:
    with opened(chromium, width=1280, height=900, locale=locale) as desk:
        page = desk.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        _open(page, demo, "/desk/waiting?kind=goods")
        look(page, f"queue-1280-{locale}")
        waiting = _titles(page)
        # Approved by one key; taken back by another, and it waits where it did.
        assert _press(page, "a") <= 2
        assert _titles(page) == waiting[1:]
        _press(page, "u")
        expect(page.locator("#one")).to_have_text(waiting[0])
        assert _titles(page) == waiting
        # Refused by two, with a usual sentence.
        assert _press(page, "r", "1") <= 2
        assert _titles(page) == waiting[1:]
        _press(page, "u")
        # There and back again, in hand and out of it, the list of keys.
        if len(waiting) > 1:
            _press(page, "n")
            expect(page.locator("#one")).to_have_text(waiting[1])
            _press(page, "p")
        page.keyboard.press("c")
        expect(page.locator(".queue-rows li:first-child .badge")).to_be_visible()
        expect(page.locator(BUSY)).to_have_count(0)
        page.keyboard.press("c")
        expect(page.locator(".queue-rows li:first-child .badge")).to_have_count(0)
        expect(page.locator(BUSY)).to_have_count(0)
        page.keyboard.press("?")
        expect(page.locator(".waiting-keys dl")).to_be_visible()
        # While one types, keys are letters.
        page.locator("#why").focus()
        page.keyboard.type("a r n")
        assert page.locator("#why").input_value() == "a r n"
        assert _titles(page) == waiting
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        expect(page.locator("[data-lookup]")).to_be_focused()
        assert errors == []


def test_a_morning_by_touch(chromium: Browser, demo: dict[str, Any]) -> None:
    with opened(chromium, has_touch=True) as phone:
        page = phone.new_page()
        _open(page, demo, "/desk/waiting?kind=goods")
        look(page, "queue-390")
        expect(page.locator(".queue > article")).to_be_hidden()
        first = page.locator(".queue-rows a").first
        title = first.locator("b").inner_text()
        first.tap()
        expect(page.locator("#one")).to_be_visible()
        look(page, "queue-390-one")
        expect(page.locator(".waiting-verbs .btn-go")).to_be_in_viewport()
        for box in page.locator(".queue article a.btn, .queue article button:visible").all():
            size = box.bounding_box()
            assert size and size["height"] >= 44
        page.locator(".waiting-verbs .btn-go").tap()
        expect(page.locator(BUSY)).to_have_count(0)
        page.locator(".waiting-just button").first.tap()
        page.wait_for_load_state()
        expect(page.locator("#one")).to_have_text(title)


def test_the_queue_without_script(chromium: Browser, demo: dict[str, Any]) -> None:
    with opened(chromium, width=1280, height=900, java_script_enabled=False) as desk:
        page = desk.new_page()
        _open(page, demo, "/desk/waiting?kind=goods")
        title = page.locator("#one").inner_text()
        page.click(".waiting-verbs .btn-go")
        page.click(".waiting-just button")
        expect(page.locator("#one")).to_have_text(title)
        page.locator("[name=ready] + .chip").first.click()
        page.click(".waiting-verbs .btn:has-text('退回')")
        page.click(".waiting-just button")
        expect(page.locator("#one")).to_have_text(title)
        page.locator("[name=one]").first.check()
        page.click("#many button:has-text('批准')")
        expect(page.locator("main")).to_contain_text("还没有决定")
