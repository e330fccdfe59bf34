"""Own goods from a phone of 390 px, with and without script: photographed, named, priced, counted, and on sale."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Route, expect

from tests.browser.conftest import look, opened, sign_in
from tests.browser.test_opening import Hand, settle
from tests.given.documents import drawn_photo

pytestmark = pytest.mark.slow
# In the table of the demo (demo/gtins.py).
KNOWN = "6900000000014"
# A camera that sees lines, and a detector that sees this in it.
CAMERA = f"""
globalThis.BarcodeDetector = class {{
  static async getSupportedFormats() {{ return ["ean_13", "qr_code"]; }}
  async detect() {{ return [{{ rawValue: "{KNOWN}" }}]; }}
}};
navigator.mediaDevices.getUserMedia = async () => {{
  const pen = document.createElement("canvas").getContext("2d");
  setInterval(() => pen.fillRect(Math.random() * 200, 0, 9, 99), 50);
  return pen.canvas.captureStream(20);
}};
"""


@pytest.fixture
def trusting(demo: dict[str, Any]) -> Iterator[None]:
    """A network whose desk need not look at the first goods of a keeper."""
    settle(demo, {"own_first_approvals": 0})
    yield
    settle(demo, {"own_first_approvals": None})


def _at_home(context: BrowserContext, demo: dict[str, Any]) -> Hand:
    """The certified keeper of the demo, signed in, at the console; counted from here."""
    page = context.new_page()
    sign_in(page, demo["url"], demo["shops"][0])
    page.goto(demo["url"] + "/console")
    return Hand(page)


def _to_the_screen(hand: Hand) -> None:
    hand.tap(".tabs a[href$='/picks']")
    hand.tap("a[href$='/console/own']")
    hand.tap("main a[href$='/own/new'], header a[href$='/own/new']")


def test_on_sale_by_a_photo_and_three_fields(trusting: None, phone: BrowserContext, demo: dict[str, Any]) -> None:
    hand = _at_home(phone, demo)
    _to_the_screen(hand)
    hand.choose("#pictures", drawn_photo(seed=31))
    expect(hand.page.locator(".shot[data-done]")).to_have_count(1)
    hand.type("#title", "手作蜂蜡蜡烛 矮的")
    hand.type("#price", "28")
    hand.type("#stock", "6")
    expect(hand.page.locator("#live .goods-card h3")).to_have_text("手作蜂蜡蜡烛 矮的")
    expect(hand.page.locator("#live [role=status]")).to_contain_text("自动存好")
    # What the category asks was answered for the last goods of it.
    expect(hand.page.locator("[id^=answer-]").first).not_to_have_value("")
    look(hand.page, "own-new")
    hand.tap("button[value=publish]")
    expect(hand.page.locator(".notice")).to_contain_text("在卖了")
    look(hand.page, "own-on-sale")
    assert (hand.taps, hand.fields) == (5, 3), "counted in docs/quality.md"
    hand.page.click(".notice a")
    expect(hand.page.locator("h1")).to_contain_text("手作蜂蜡蜡烛 矮的")
    expect(hand.page.locator("main")).to_contain_text("自营")
    look(hand.page, "own-seen")


def test_the_same_without_script_waits_for_the_desk(plain_phone: BrowserContext, demo: dict[str, Any]) -> None:
    hand = _at_home(plain_phone, demo)
    _to_the_screen(hand)
    hand.choose("#pictures", drawn_photo(seed=32))
    hand.type("#title", "手作蜂蜡蜡烛 高的")
    hand.type("#price", "0")
    hand.type("#stock", "6")
    hand.tap("button[value=publish]")
    expect(hand.page.locator("#price-error")).to_contain_text("大于 0")
    # What the category asks comes now, with the answers of the last goods of it.
    expect(hand.page.locator("#answer-1-note")).to_contain_text("照你上一件填的")
    expect(hand.page.locator("[id^=answer-]").first).not_to_have_value("")
    expect(hand.page.locator("input[name=kept]")).to_be_checked()
    look(hand.page, "own-plain-wrong")
    hand.page.fill("#price", "38")
    hand.tap("button[value=publish]")
    expect(hand.page.locator(".notice")).to_contain_text("交上去了")
    # One more than it takes: the price was wrong at first.
    assert (hand.taps, hand.fields) == (6, 3), "counted in docs/quality.md"
    look(hand.page, "own-plain-waits")


def test_a_barcode_seen_by_the_camera_names_the_goods(chromium: Browser, demo: dict[str, Any]) -> None:
    with opened(chromium, has_touch=True) as context:
        context.add_init_script(CAMERA)
        hand = _at_home(context, demo)
        page = hand.page
        page.goto(demo["url"] + "/console/own/new")
        page.click("details:has(#scan) summary")
        look(page, "own-scan")
        page.click("[data-scan-open]")
        expect(page.locator("#title")).to_have_value("山泉水 550 ml")
        expect(page.locator("#barcode")).to_have_value(KNOWN)
        look(page, "own-scanned")
        refused = "() => { navigator.mediaDevices.getUserMedia = async () => { throw new Error('denied'); }; }"
        page.evaluate(refused)
        with page.expect_file_chooser():
            page.click("[data-scan-open]")
        expect(page.locator(".scan-photo .help")).to_contain_text("没有打开相机")


def test_ten_photos_on_a_line_that_is_lost_go_up_one_by_one(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = _at_home(phone, demo).page
    page.goto(demo["url"] + "/console/own/new")
    tried, left = 0, []

    def line(route: Route) -> None:
        nonlocal tried
        if b'name="picture"' not in (route.request.post_data_buffer or b""):
            return route.continue_()
        tried += 1
        if tried == 3:  # Lost before it was there.
            return route.abort("internetdisconnected")
        left.append(tried)
        if tried == 6:  # It was there; the answer is lost.
            route.fetch()
            return route.abort("internetdisconnected")
        return route.continue_()

    page.route("**/console/own/pictures", line)
    ten = [FilePayload(name=f"{n}.jpg", mimeType="image/jpeg", buffer=drawn_photo(seed=50 + n)) for n in range(10)]
    page.set_input_files("#pictures", ten)
    expect(page.locator(".shot[data-done]")).to_have_count(9, timeout=40_000)
    assert (tried, len(left)) == (10, 9), "what had arrived was asked for, and not sent twice"
    # Nine are the most of one goods; the tenth is said not to have a place.
    expect(page.locator(".shot")).to_have_count(9)
    expect(page.locator(".shot-left")).to_contain_text("放满了")
    expect(page.locator("#live [role=status]")).to_contain_text("自动存好")
    look(page, "own-ten")
