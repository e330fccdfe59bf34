"""Every kind of page in both sizes and languages: nothing sticks out, no console errors, and axe finds nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.conftest import look, opened, sign_in
from tests.browser.pages import AUDIENCES, addresses, fill_cart, signed_in_as

# WCAG 2.1 A and AA, and axe's own practices; the name that is said against the words that are seen is off by default.
# Where each thing that is right stands is not told: that takes longer than to find what is wrong.
RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
# Words of letters that stand on two lines, buttons and tabs that do not hold their words, placeholders that are cut.
BROKEN = """
() => {
  const wrong = [];
  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(".vh, .words, noscript");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    // An address breaks where it must.
    if (!node.parentElement || !seen(node.parentElement) || node.data.includes("://")) continue;
    for (const word of node.data.matchAll(/[A-Za-z]{3,24}/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) wrong.push(`${word[0]} is broken in “${node.data.trim().slice(0, 60)}”`);
    }
  }
  for (const one of document.querySelectorAll("button, .btn, .chip, nav a")) {
    if (seen(one) && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
      wrong.push(`“${one.innerText.trim()}” does not fit`);
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const box of document.querySelectorAll("input[placeholder], textarea[placeholder]")) {
    if (!seen(box) || box.value || box.matches("textarea")) continue;
    const style = getComputedStyle(box);
    pen.font = style.font;
    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen.measureText(box.placeholder).width > room + 1) wrong.push(`the placeholder “${box.placeholder}” is cut`);
  }
  return wrong;
}
"""


def _visit(page: Page, address: str, name: str) -> None:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A page that says 404 or 422 is itself reported as a failed resource; that is its job.
        if message.type == "error" and not any(status in message.text for status in ("404", "422")):
            said.append(message.text)

    page.on("console", note)
    page.goto(address)
    look(page, name)
    found = Axe().run(page, options=RULES)
    page.remove_listener("console", note)
    assert said == [], address
    assert found.violations_count == 0, f"{address}\n{found.generate_report()}"


def _everywhere(context: BrowserContext, demo: dict[str, Any], audience: str) -> Iterator[tuple[Page, str, int]]:
    """Each page of an audience, with its place in the list."""
    page, who = context.new_page(), signed_in_as(demo, audience)
    if who:
        sign_in(page, demo["url"], who)
    else:
        fill_cart(page, demo)
    for place, address in enumerate(addresses(page, demo, audience)):
        yield page, address, place


@pytest.mark.slow
@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("audience", [name for name, *_ in AUDIENCES])
def test_pages_hold(size: str, audience: str, request: pytest.FixtureRequest, demo: dict[str, Any]) -> None:
    for page, address, place in _everywhere(request.getfixturevalue(size), demo, audience):
        _visit(page, address, f"{size}-{audience}-{place}")


@pytest.mark.slow
@pytest.mark.parametrize("audience", [name for name, *_ in AUDIENCES])
def test_english_stays_whole_on_a_phone(chromium: Browser, demo: dict[str, Any], audience: str) -> None:
    with opened(chromium, locale="en-GB") as context:
        for page, address, place in _everywhere(context, demo, audience):
            page.goto(address)
            for width in (320, 390):
                page.set_viewport_size({"width": width, "height": 844})
                look(page, f"english-{width}-{audience}-{place}")
                assert page.evaluate(BROKEN) == [], f"{address} at {width}"


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


@pytest.mark.parametrize(
    ("audience", "paths"),
    [
        ("operator", ("/desk/goods", "/desk/withdrawals", "/desk/payees", "/desk/refunds", "/desk/invitations")),
        ("staff", ("/supply/parcels", "/supply/goods")),
    ],
)
def test_what_must_be_done_is_on_the_screen_of_a_phone(
    audience: str, paths: tuple[str, ...], phone: BrowserContext, demo: dict[str, Any]
) -> None:
    page, who = phone.new_page(), signed_in_as(demo, audience)
    assert who is not None
    sign_in(page, demo["url"], who)
    for path in paths:
        page.goto(demo["url"] + path)
        for folded in page.locator(".stacks details summary").all():
            folded.click()
        reach = """all => all.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().right)"""
        edges = page.locator(".stacks :is(button, summary, input, select, a)").evaluate_all(reach)
        assert edges, path
        assert max(edges) <= 390, path
