"""From an invitation to an open shop on a phone, under the strict rules, with the desk's side between."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.setting.changing import change_settings
from models.setting.values import Fixed
from tests.browser.conftest import look, sign_in
from tests.given.documents import card_number, drawn_photo

ASKED = ("gate_identity", "gate_certification", "gate_credit")


class Hand:
    """Counts what a hand presses and types."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.fields = page, 0, 0

    def tap(self, what: str) -> None:
        """One press."""
        self.page.locator(what).locator("visible=true").first.click()
        self.page.wait_for_load_state("networkidle")
        self.taps += 1

    def type(self, where: str, words: str) -> None:
        """One field."""
        self.page.locator(where).locator("visible=true").first.fill(words)
        self.fields += 1

    def choose(self, where: str, data: bytes) -> None:
        """A picture of the phone's own: one press opens the choice."""
        self.page.set_input_files(where, {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": data})
        self.taps += 1


@pytest.fixture
def strict(demo: dict[str, Any]) -> Iterator[None]:
    """The demo asks for a name and a phone; here it asks for all that a network asks by default."""
    settle(demo, dict.fromkeys(ASKED))
    yield
    settle(demo, dict.fromkeys(ASKED, "off"))


def settle(demo: dict[str, Any], values: dict[str, Any]) -> None:
    """The network's settings, as the desk would have them."""
    database = Database(f"sqlite:///{Path(demo['data'])}/xiaopu.sqlite3")
    with database.transaction() as session:
        change_settings(session, values, Act.program(now(), "试一试"), fixed=Fixed(DEFAULT))
    database.engine.dispose()


def test_from_an_invitation_to_an_open_shop(
    strict: None, phone: BrowserContext, desk: BrowserContext, demo: dict[str, Any]
) -> None:
    hand = Hand(phone.new_page())
    number = _apply(hand, demo)
    _shows_soon(phone, demo, number)
    _let_through(desk.new_page(), demo, number)
    hand.page.reload()
    assert hand.taps <= 14, "counted in docs/quality.md"
    assert hand.fields <= 8
    hand.page.goto(f"{demo['url']}/{number}")
    expect(hand.page.locator("h1")).to_contain_text("禾下")
    expect(hand.page.locator("main")).not_to_contain_text("就要开门了")


def _apply(hand: Hand, demo: dict[str, Any]) -> str:
    """All that is the applicant's; gives the shop's number."""
    page, rand = hand.page, str(now().microsecond).zfill(6)
    page.goto(f"{demo['url']}/sign-up?invite={demo['invitations'][-1]}")
    hand.type("#phone", f"13712{rand}")
    hand.tap("main .btn-go")
    hand.type("#code", page.locator("b.num").first.inner_text())
    hand.type("#name", "阿禾")
    hand.type("#password", "a-long-password")
    hand.tap("main .btn-go")
    hand.type("#name", "禾下")
    hand.tap("main .btn-go")
    expect(page.locator("[data-item=identity]")).to_have_attribute("data-state", "yours")
    look(page, "opening-begun")
    number = page.locator(".hung b").inner_text()
    hand.tap("[data-item=identity] a")
    hand.type("#name", "林小满")
    hand.type("#number", card_number(int(rand) % 999))
    hand.tap("main .btn-go")
    for name, seed in (("certification", 7), ("credit", 9)):
        hand.tap(f"[data-item={name}] a")
        hand.choose("input[type=file]", drawn_photo(seed=seed))
        hand.tap("main .btn-go")
        expect(page.locator(f"[data-item={name}]")).to_have_attribute("data-state", "waiting")
    expect(page.locator("main")).to_contain_text("都交齐了")
    look(page, "opening-waiting")
    return number


def _shows_soon(phone: BrowserContext, demo: dict[str, Any], number: str) -> None:
    page = phone.new_page()
    page.goto(f"{demo['url']}/{number}")
    expect(page.locator("h1")).to_contain_text("就要开门了")
    look(page, "opens-soon")


def _let_through(page: Page, demo: dict[str, Any], number: str) -> None:
    """The desk says yes to all that this applicant gave; the first that waits is open beside the queue."""
    sign_in(page, demo["url"], demo["operator"])
    for _ in range(3):
        page.goto(f"{demo['url']}/desk/waiting?kind=checklist&q={number}")
        score = page.locator("#score")
        if score.count():
            score.fill("726")
        with page.expect_response(lambda reply: "/verdict" in reply.url):
            page.locator(f"button[value={'score' if score.count() else 'approve'}]").click()
        page.wait_for_load_state("networkidle")
