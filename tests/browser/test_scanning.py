"""A barcode while goods are written, on a phone: by the camera, which stops when it is left, and by a photo where there
is none. Chromium on Linux has no BarcodeDetector, so one stands in that sees what the test holds before it; the camera
is the browser's own pretended one."""

import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from zxingcpp import BarcodeFormat

from bench.shelf import label
from demo.gtins import KNOWN
from models.catalogue.goods.gtin import check_digit
from tests.browser.conftest import look, sign_in

DETECTOR = """
globalThis.held = "";
globalThis.BarcodeDetector = class {
  static getSupportedFormats = async () => ["ean_13", "qr_code"];
  detect = async (video) => (video.videoWidth && held ? [{ rawValue: held }] : []);
};
"""
# What the camera is doing, and what it was doing when the page was left: asked last, after the page's own script.
WATCHED = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await ask(wanted);
  globalThis.track = stream.getVideoTracks()[0];
  return stream;
};
addEventListener("load", () => addEventListener("pagehide", () => {
  if (globalThis.track) sessionStorage.left = track.readyState;
}));
"""
REFUSED = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };"
DIGITS, TITLE, BRAND, _ = KNOWN[0]
GTIN = DIGITS + check_digit(DIGITS)
OPEN = "[data-scan-open]"
# For the server to read the code and answer, in milliseconds; it may be busy.
SENT = 30_000


def _form(phone: BrowserContext, demo: dict[str, Any], *scripts: str) -> Page:
    page = phone.new_page()
    for script in scripts:
        page.add_init_script(script)
    sign_in(page, demo["url"], demo["suppliers"][0])
    page.goto(demo["url"] + "/supply/goods/new")
    return page


def _ways(demo: dict[str, Any]) -> list[str]:
    with closing(sqlite3.connect(Path(demo["data"]) / "xiaopu.sqlite3")) as database:
        return [way for (way,) in database.execute("SELECT way FROM scan ORDER BY id")]


def test_what_the_camera_sees_fills_the_form(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = _form(phone, demo, DETECTOR, WATCHED)
    page.fill("#sku0-price", "12.5")
    page.click(OPEN)
    expect(page.locator("dialog.scan-view")).to_be_visible()
    expect(page.locator(".scan-view video")).to_have_js_property("readyState", 4)
    look(page, "scanning-camera")
    page.click("[data-scan-close]")
    expect(page.locator("dialog.scan-view")).to_be_hidden()
    assert page.evaluate("track.readyState") == "ended"

    page.click(OPEN)
    expect(page.locator(".scan-view video")).to_have_js_property("readyState", 4)
    page.evaluate(f"held = '{GTIN}'")
    expect(page.locator("#title")).to_have_value(TITLE, timeout=SENT)
    expect(page.locator("#brand")).to_have_value(BRAND)
    expect(page.locator("#barcode")).to_have_value(GTIN)
    expect(page.locator("#sku0-price")).to_have_value("12.5")
    look(page, "scanning-filled")
    assert _ways(demo)[-1] == "camera"
    assert page.evaluate("sessionStorage.left") == "ended"

    page.evaluate("delete sessionStorage.left")
    page.click(OPEN)
    expect(page.locator(".scan-view video")).to_have_js_property("readyState", 4)
    page.goto(demo["url"] + "/supply/goods")
    assert page.evaluate("sessionStorage.left") == "ended", "left while it was looking"


def test_who_refuses_the_camera_takes_a_photo(phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = _form(phone, demo, DETECTOR, REFUSED)
    with page.expect_file_chooser() as chooser:
        page.click(OPEN)
    expect(page.locator(".scan-photo")).to_contain_text("没有打开相机")
    held = BytesIO()
    label(BarcodeFormat.EAN13, GTIN, 700).convert("RGB").save(held, "JPEG")
    chooser.value.set_files({"name": "code.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()})
    expect(page.locator("#title")).to_have_value(TITLE, timeout=SENT)
    assert _ways(demo)[-1] == "photo"


def test_without_script_a_number_is_typed(plain_phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = _form(plain_phone, demo)
    expect(page.locator(OPEN)).to_be_hidden()
    page.fill("#barcode", GTIN)
    page.click("button[value=scan]")
    expect(page.locator("#title")).to_have_value(TITLE, timeout=SENT)
    look(page, "scanning-plain")
