"""Titles as long as they may be, in lists and on pages of their own: Chinese without a blank, English words that nobody
can break, signs and both directions of writing. Nothing sticks out, and no list is pushed away by one of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import look, opened, sign_in
from tests.browser.pages import addresses, fill_cart, signed_in_as

TITLES = [
    (words * 30)[:255].strip()
    for words in (
        "手工冷榨山茶油礼盒装高山老园直供",
        "Counterintuitively-Comfortable Pneumonoultramicroscopicsilicovolcanoconiosis ",
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk",
        "🍵春茶Spring🌱حصري للعملاء שלום underscored_long_word_0123456789 ",
    )
]
# Texts wider than what holds them, and lists in which a title takes more than its three lines.
WRONG = """
() => [...document.querySelectorAll("main *")].flatMap((one) => {
  if (!one.checkVisibility() || one.closest(".vh")) return [];
  const style = getComputedStyle(one);
  const words = one.innerText?.slice(0, 30);
  const rolls = /auto|scroll/.test(style.overflowX) || style.textOverflow === "ellipsis" || style.display === "inline";
  if (!one.children.length && words && one.scrollWidth > one.clientWidth + 1 && !rolls) return [`wide: ${words}`];
  const most = 3 * parseFloat(style.lineHeight) + 8;
  return one.matches(".clamp") && one.clientHeight > most ? [`high: ${words}`] : [];
})
"""


@contextmanager
def long_titles(demo: dict[str, Any]) -> Iterator[None]:
    """The demo's goods, and what was ordered of them, with such titles; afterwards as before."""
    with closing(sqlite3.connect(f"{demo['data']}/xiaopu.sqlite3", timeout=30)) as database:
        before = database.execute("SELECT title, id FROM goods ORDER BY id").fetchall()
        lines = database.execute("SELECT title, id FROM order_line ORDER BY id").fetchall()

        def write(table: str, rows: list[tuple[str, int]]) -> None:
            with database:
                database.executemany(f"UPDATE {table} SET title = ? WHERE id = ?", rows)

        write("goods", [(TITLES[at % 4], row[1]) for at, row in enumerate(before)])
        write("order_line", [(TITLES[at % 4], row[1]) for at, row in enumerate(lines)])
        try:
            yield
        finally:
            write("goods", before)
            write("order_line", lines)


def _looked_at(page: Page, demo: dict[str, Any], audience: str, width: int) -> int:
    """How many pages of an audience show such a title; each is looked at."""
    who = signed_in_as(demo, audience)
    if who:
        sign_in(page, demo["url"], who)
    else:
        fill_cart(page, demo)
    shown = 0
    for place, address in enumerate(addresses(page, demo, audience)):
        page.goto(address)
        if not any(title[:12] in page.inner_text("body") for title in TITLES):
            continue
        shown += 1
        look(page, f"long-{width}-{audience}-{place}")
        assert page.evaluate(WRONG) == [], address
    return shown


@pytest.mark.slow
def test_titles_of_255_letters_stick_out_nowhere(chromium: Browser, demo: dict[str, Any]) -> None:
    # Buyers and keepers have phones; who has tables has a desk as well.
    desks = (("staff", 6), ("operator", 6))
    with long_titles(demo):
        for width, language, audiences in (
            (390, "zh-CN", (("buyer", 12), ("keeper", 10), *desks)),
            (1280, "en-GB", desks),
        ):
            for audience, least in audiences:
                with opened(chromium, width=width, locale=language) as context:
                    assert _looked_at(context.new_page(), demo, audience, width) >= least, audience
