"""What a buyer sees before the thumb moves: the landing of a poster, and the checkout, on phones of several heights."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import look
from tests.browser.steps import ORDER, pasted

PHONES = [(390, 844), (390, 664), (320, 568)]


def opened(chromium: Browser, size: tuple[int, int], **facts: Any) -> BrowserContext:
    """A browser with a screen of this size."""
    width, height = size
    return chromium.new_context(viewport={"width": width, "height": height}, **{"locale": "zh-CN"} | facts)


def within(page: Page, what: str) -> bool:
    """Whether the whole box lies on the first screen, above what hangs at its foot."""
    box, size = page.locator(what).first.bounding_box(), page.viewport_size
    assert box and size
    foot = page.locator(".goods .bar").bounding_box()
    assert foot
    end = size["height"] if "btn-go" in what else foot["y"]
    return (
        box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= end
    )


def begins(page: Page, what: str) -> bool:
    """Whether it begins above what hangs at the foot, with at least a line of its words."""
    box, foot = page.locator(what).first.bounding_box(), page.locator(".goods .bar").bounding_box()
    return bool(box and foot and box["y"] + 40 <= foot["y"])


@pytest.mark.parametrize("size", PHONES)
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("scripted", [True, False])
def test_all_that_sells_lies_on_the_first_screen(
    chromium: Browser, demo: dict[str, Any], size: tuple[int, int], locale: str, scripted: bool
) -> None:
    context = opened(chromium, size, locale=locale, java_script_enabled=scripted)
    page = context.new_page()
    for shop in demo["shops"]:
        for link in shop["links"]:
            page.goto(f"{demo['url']}/Q/{link['code']}")
            assert within(page, ".bar .btn-go"), link
            assert within(page, ".gallery .pic") and within(page, ".price-row .price"), link
            assert begins(page, ".letter"), link
    context.close()


def test_the_bar_is_there_from_the_first_paint_and_stays(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][0]['code']}", wait_until="commit")
    page.locator(".bar .btn-go").wait_for()
    first = page.locator(".bar .btn-go").bounding_box()
    page.wait_for_load_state()
    page.evaluate("scrollTo(0, 400)")
    assert page.locator(".bar .btn-go").bounding_box() == first
    look(page, "landing")


def test_a_coupon_is_taken_without_leaving_the_page(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][0]['code']}")
    address = page.url
    page.click(".slip button")
    expect(page.locator(".slip [data-claim-done]")).to_be_visible()
    expect(page.locator(".slip button")).to_be_hidden()
    assert page.url == address
    # The page's bytes are everybody's; the browser knows.
    page.reload()
    expect(page.locator(".slip [data-claim-done]")).to_be_visible()
    look(page, "landing-claimed")


def test_a_coupon_is_taken_on_its_own_page(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][0]['code']}")
    page.click(".slip a")
    address = page.url
    page.click(".bar button")
    expect(page.locator(".notice[data-claim-done]")).to_be_focused()
    expect(page.locator(".bar button")).to_be_hidden()
    expect(page.locator(".bar a.btn-go")).to_be_in_viewport()
    assert page.url == address
    look(page, "coupon-claimed")


def test_no_line_is_said_at_once_and_covers_nothing(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = phone.new_page()
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][0]['code']}")
    phone.set_offline(True)
    page.click(".bar .btn-go")
    said, bar = page.locator(".line-bar"), page.locator(".goods .bar")
    expect(said).to_be_visible()
    one, other = said.bounding_box(), bar.bounding_box()
    assert one and other and other["y"] + other["height"] <= one["y"] + 1
    phone.set_offline(False)
    expect(said).to_be_hidden()
    page.click(".bar .btn-go")
    page.wait_for_url("**/checkout**")


@pytest.mark.parametrize("scripted", [True, False])
def test_checkout_says_what_and_how_much_before_it_asks(
    chromium: Browser, demo: dict[str, Any], scripted: bool
) -> None:
    context = opened(chromium, (390, 844), java_script_enabled=scripted)
    page = context.new_page()
    page.goto(f"{demo['url']}/Q/{demo['shops'][0]['links'][1]['code']}")
    page.click("button[value=checkout]")
    page.wait_for_url("**/checkout**")
    for what in (".line", ".sum", "#who", ORDER):
        box = page.locator(what).first.bounding_box()
        assert box and box["y"] + box["height"] <= 844, what
    page.fill("#paste", pasted())
    page.click("button[value=paste]")
    expect(page.locator("#name")).to_have_value("王小明")
    page.locator(".stepper button").nth(1).click()
    expect(page.locator(".stepper output")).to_have_text("2")
    expect(page.locator("#name")).to_have_value("王小明")
    expect(page.locator(".pay-by:visible")).to_have_text("测试支付")
    page.click("label:has-text('货到付款')")
    expect(page.locator(".pay-by:visible")).to_have_text("货到付款")
    look(page, f"checkout-first-{scripted}")
    context.close()
