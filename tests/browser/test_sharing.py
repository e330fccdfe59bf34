"""Sharing on a phone of 390 px: everything on one screen, swiped, copied, sent; and all of it without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import look, sign_in

# Stands in for the phone's own sheet, which a desktop browser lacks; it notes what it was given.
SHEET = """
navigator.canShare = () => true;
navigator.share = async (what) => {
  document.documentElement.dataset.sent = "";
  window.sent = { files: what.files?.map((file) => [file.name, file.type, file.size]), text: what.text, url: what.url };
};
"""


@pytest.fixture(scope="module")
def keeper(chromium: Browser, demo: dict[str, Any]) -> list[Any]:
    """What a browser keeps once the keeper has signed in; signing in for every test would meet the limit on tries."""
    context = chromium.new_context(locale="zh-CN")
    sign_in(context.new_page(), demo["url"], demo["shops"][0])
    kept = context.cookies()
    context.close()
    return kept


def link_page(context: BrowserContext, demo: dict[str, Any], keeper: list[Any], query: str = "") -> Page:
    """A keeper's page of the first link."""
    context.add_cookies(keeper)
    page, shop = context.new_page(), demo["shops"][0]
    page.goto(f"{demo['url']}/console/links/{shop['links'][0]['code']}{query}")
    page.wait_for_load_state("networkidle")
    return page


def box(found: Locator) -> dict[str, float]:
    """Where it stands on the screen."""
    measured = found.bounding_box()
    assert measured is not None
    return {"x": measured["x"], "y": measured["y"], "width": measured["width"], "height": measured["height"]}


@pytest.mark.parametrize("kind", ["phone", "plain_phone"])
@pytest.mark.parametrize("tone", ["own", "discovery", "offer"])
def test_poster_copy_and_buttons_stand_on_the_first_screen(
    kind: str, tone: str, request: pytest.FixtureRequest, demo: dict[str, Any], keeper: list[Any]
) -> None:
    page = link_page(request.getfixturevalue(kind), demo, keeper, f"?tone={tone}")
    look(page, f"sharing-{kind}-{tone}")
    bar, tabs = box(page.locator(".bar")), box(page.locator(".tabs"))
    assert bar["y"] + bar["height"] <= tabs["y"] + 1
    assert tabs["y"] + tabs["height"] <= 844 + 1
    buttons = page.locator(".bar .btn:visible")
    assert buttons.count() == (2 if kind == "phone" else 1)
    for part in (".posters img", "#words", ".tones"):
        stands = box(page.locator(part).first)
        assert stands["y"] >= 0
        assert stands["y"] + stands["height"] <= bar["y"], part
    first, second = (box(page.locator(".posters img").nth(place)) for place in (0, 1))
    assert abs(first["x"] + first["width"] / 2 - 195) < 30
    assert first["height"] >= 200
    assert second["x"] < 350 < second["x"] + second["width"]


def test_a_swipe_brings_the_next_poster_to_the_middle(
    phone: BrowserContext, demo: dict[str, Any], keeper: list[Any]
) -> None:
    page = link_page(phone, demo, keeper)
    code = demo["shops"][0]["links"][0]["code"]
    save = page.locator("[data-save]")
    assert save.get_attribute("href") == f"/posters/{code}-window.jpg"
    page.locator(".posters").evaluate("strip => strip.scrollBy({ left: 90, behavior: 'instant' })")
    expect(save).to_have_attribute("href", re.compile("-letter"))
    page.wait_for_timeout(300)
    second = box(page.locator(".posters img").nth(1))
    assert abs(second["x"] + second["width"] / 2 - 195) < 30
    assert save.get_attribute("download") == f"{code}-letter.jpg"
    assert page.locator("a.chip[href='#poster-letter']").get_attribute("aria-current") == "true"
    assert page.evaluate("scrollY") == 0


def test_the_copy_button_puts_the_text_on_the_clipboard(
    phone: BrowserContext, demo: dict[str, Any], keeper: list[Any]
) -> None:
    phone.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo["url"])
    page = link_page(phone, demo, keeper)
    words = page.inner_text("#words").strip()
    page.click(".bar [data-copy]")
    page.wait_for_selector("text=已复制")
    assert page.evaluate("navigator.clipboard.readText()") == words
    assert demo["shops"][0]["number"] in words


def test_one_tap_copies_the_text_and_sends_the_picture(
    phone: BrowserContext, demo: dict[str, Any], keeper: list[Any]
) -> None:
    phone.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo["url"])
    phone.add_init_script(SHEET)
    page = link_page(phone, demo, keeper)
    code = demo["shops"][0]["links"][0]["code"]
    look(page, "sharing-with-sheet")
    page.click("[data-share]")
    page.wait_for_selector("html[data-sent]")
    expect(page.locator("[data-share]")).to_have_text("文案已复制")
    [[name, kind, size]] = page.evaluate("window.sent.files")
    assert (name, kind) == (f"{code}-window.jpg", "image/jpeg")
    assert size > 10_000
    assert page.evaluate("navigator.clipboard.readText()") == page.inner_text("#words").strip()


def test_without_a_sheet_there_is_no_button_for_it(
    phone: BrowserContext, demo: dict[str, Any], keeper: list[Any]
) -> None:
    page = link_page(phone, demo, keeper)
    if not page.evaluate("'share' in navigator"):
        assert not page.locator("[data-share]").is_visible()
    assert page.locator("[data-save]").is_visible()


def test_without_script_styles_sizes_words_and_tones_all_work(
    plain_phone: BrowserContext, demo: dict[str, Any], keeper: list[Any]
) -> None:
    page = link_page(plain_phone, demo, keeper)
    page.click("button[name=style][value=festival]")
    page.wait_for_load_state("networkidle")
    third = box(page.locator("#poster-festival img"))
    assert abs(third["x"] + third["width"] / 2 - 195) < 30
    assert page.locator("#words").is_visible()
    look(page, "sharing-plain-festival")
    page.click("summary:has-text('更多尺寸')")
    page.locator("form.sizes", has_text="荐语").locator("button[value=a6]").click()
    page.wait_for_load_state()
    with page.expect_download() as downloading:
        page.click("#poster-letter-a6")
    assert downloading.value.suggested_filename.endswith("-letter-a6.pdf")
    assert downloading.value.path().read_bytes().startswith(b"%PDF")
    page.click(".tones >> text=种草")
    page.wait_for_load_state()
    composed = page.inner_text("#words")
    page.click("text=换一条")
    page.wait_for_load_state()
    assert page.inner_text("#words") != composed
    page.click("summary:has-text('改成自己的话')")
    page.fill("textarea[name=text]", "自己的话")
    page.click("text=留下这段")
    page.wait_for_load_state()
    assert page.inner_text("#words") == "自己的话"
    look(page, "sharing-plain-own-words")
    page.click("text=改回自动的")
    page.wait_for_load_state()
    assert page.inner_text("#words") == composed
    for selector in ("#words", ".posters img"):
        assert page.locator(selector).first.evaluate("part => getComputedStyle(part).userSelect") != "none"


def test_the_shops_own_link_stands_on_one_screen_too(
    phone: BrowserContext, demo: dict[str, Any], keeper: list[Any]
) -> None:
    page = link_page(phone, demo, keeper)
    page.goto(f"{demo['url']}/console/share")
    page.click("text=做一套")
    page.wait_for_load_state("networkidle")
    look(page, "sharing-shop")
    assert box(page.locator("#words"))["y"] + box(page.locator("#words"))["height"] <= box(page.locator(".bar"))["y"]
    page.click("a.chip:has-text('门牌')")
    expect(page.locator("[data-save]")).to_have_attribute("href", re.compile("-plate"))
