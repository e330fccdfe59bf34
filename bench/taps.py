"""What a story costs a hand: taps, typed fields and pages, walked on a running network with the system's Chromium.

    python bench/taps.py [--json] [--quick] [--url URL --demo FILE]

Without `--url` it makes a demo network of its own, on a free port. `--demo` is what `flask demo --json` printed;
`--quick` leaves out the stories at a desk. A tap is a press of a link, a button or a label, or a choice from a list; a
field is one that was typed or pasted into. Scanning and opening a printed address count nothing. Each run changes the
network: give it a fresh one."""

import argparse
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, TimeoutError, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
PASTED = "王小明 13800138000 浙江省杭州市西湖区文三路 138 号 3 幢 502 室"


@dataclass
class Hand:
    """One person's phone, and what was done on it so far."""

    page: Page
    taps: int = 0
    fields: int = 0
    pages: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """By scanning, or by an address that was printed."""
        self.page.goto(address)

    def tap(self, what: str) -> None:
        """Presses the first of these that can be seen."""
        self.page.locator(what).locator("visible=true").first.click()
        self.page.wait_for_load_state("networkidle")
        self.taps += 1

    def type(self, where: str, words: str) -> None:
        self.page.locator(where).locator("visible=true").first.fill(words)
        self.fields += 1

    def choose(self, where: str, value: str) -> None:
        self.page.select_option(where, value)
        self.page.wait_for_load_state("networkidle")
        self.taps += 1

    def sees(self, words: str) -> None:
        """Holds that the story got there."""
        seen = self.page.locator("body").filter(has_text=words)
        try:
            seen.wait_for(timeout=5_000)
        except TimeoutError:
            raise AssertionError(f"{words} is not on {self.page.url}") from None


@dataclass
class Walk:
    """The network that is walked through, and the browser."""

    demo: dict[str, Any]
    browser: Browser
    count: dict[str, dict[str, int]] = field(default_factory=dict)

    def hand(self) -> Hand:
        """A fresh phone of 390 px."""
        context = self.browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.url)
        hand = Hand(context.new_page())
        hand.page.on("dialog", lambda dialog: dialog.accept())
        hand.page.on("load", lambda page: hand.pages.append(page.url))
        return hand

    def signed_in(self, who: dict[str, str]) -> Hand:
        """A phone whose owner signed in before: that is counted once, as a story of its own."""
        hand = self.hand()
        hand.open(f"{self.url}/sign-in")
        hand.type("#phone", who["phone"])
        hand.type("#password", who["password"])
        hand.tap("main button[type=submit]")
        self.note("anybody signs in", hand)
        return hand

    def note(self, story: str, hand: Hand) -> None:
        """Keeps what was done, and begins to count anew."""
        self.count[story] = {"taps": hand.taps, "fields": hand.fields, "pages": len(hand.pages)}
        hand.taps, hand.fields, hand.pages = 0, 0, []

    @property
    def url(self) -> str:
        return str(self.demo["url"])

    @property
    def shop(self) -> Any:
        return self.demo["shops"][0]


def bought(walk: Walk, story: str, address: Callable[[Hand], None], *, link: int) -> tuple[Hand, str]:
    """From the scan to the paid order. Gives the hand, and the order's number."""
    hand = walk.hand()
    hand.open(f"{walk.url}/Q/{walk.shop['links'][link]['code']}")
    hand.tap("button[value=checkout]")
    address(hand)
    hand.tap("#checkout .bar .btn-go")
    hand.tap("text=用测试的钱付款")
    hand.sees("等待发货")
    walk.note(story, hand)
    return hand, hand.page.locator("dl.facts dd.num").first.inner_text()


def lost(walk: Walk) -> None:
    """A lost password: from the page that asks for it to the console, by the digits that the demo shows."""
    hand = walk.hand()
    hand.open(f"{walk.url}/sign-in")
    hand.tap("a[href$='/sign-in/forgotten']")
    hand.type("#phone", walk.demo["shops"][-1]["phone"])
    hand.tap("main .btn-go")
    hand.type("#code", hand.page.locator(".notice b.num").inner_text())
    hand.type("#password", str(walk.demo["operator"]["password"]))
    hand.tap("main .btn-go")
    assert hand.page.url.endswith("/console"), hand.page.url
    walk.note("anybody: lost password to in again, by six digits", hand)


def pasted(hand: Hand) -> None:
    hand.type("#paste", PASTED)
    hand.tap("button[value=paste]")
    # It is filled in without a page being loaded.
    expect(hand.page.locator("#name")).not_to_have_value("")
    hand.page.wait_for_timeout(400)


def typed(hand: Hand) -> None:
    hand.type("#name", "王小明")
    hand.type("#phone", "13800138000")
    for name, code in (("province", "330000"), ("city", "330100"), ("district", "330106")):
        hand.choose(f"#{name}", code)
        hand.page.wait_for_timeout(400)
    hand.type("#street", "文三路 138 号 3 幢 502 室")


def buyer(walk: Walk) -> tuple[Hand, str, Hand]:
    """Buys three times, finds the shop by its number, asks. Gives who bought, the order's number, and who asked."""
    bought(walk, "buyer: scan to paid, address typed", typed, link=0)
    hand, number = bought(walk, "buyer: scan to paid, address pasted", pasted, link=0)
    order = hand.page.url
    hand.pages = []
    hand.open(f"{walk.url}/Q/{walk.shop['links'][0]['code']}")
    hand.tap("button[value=checkout]")
    hand.tap("#checkout .bar .btn-go")
    hand.tap("text=用测试的钱付款")
    hand.sees("等待发货")
    walk.note("buyer: scan to paid, on a phone that knows the address", hand)
    found = walk.hand()
    found.open(walk.url)
    found.type("main input[name=q]", walk.shop["number"])
    found.tap("main button[type=submit]")
    found.sees(walk.shop["name"])
    walk.note("buyer: the shop by its number", found)
    found.tap(f"a[href*='/{walk.shop['goods'][1]}']")
    found.tap("text=问掌柜")
    found.type("#text", "开封以后能放多久？")
    found.tap("text=发送")
    walk.note("buyer: a question about goods, from the shop's page", found)
    # Away from the conversation: there the answer would be read as it comes.
    found.open(walk.url)
    hand.open(order)
    hand.pages = []
    return hand, number, found


def mine(walk: Walk, asked: Hand) -> None:
    """The answer is found, from any page; and an order on a phone that is new, by the digits that the demo shows."""
    shopkeeper = walk.signed_in(walk.shop)
    shopkeeper.open(f"{walk.url}/console/talks")
    shopkeeper.tap(".talk-list a:has-text('开封以后能放多久')")
    shopkeeper.type("#text", "夹子夹好，一年没问题")
    shopkeeper.tap(".talk-form button.btn-go")
    shopkeeper.page.wait_for_selector(".talk-mine >> text=一年没问题")
    asked.pages = []
    asked.tap("header a[href='/mine']")
    asked.tap("main a:has(.unread)")
    asked.sees("一年没问题")
    walk.note("buyer: finds an answer, from any page", asked)
    hand = walk.hand()
    hand.open(walk.url)
    hand.pages = []
    hand.tap("header a[href='/mine']")
    hand.tap("a[href='/mine/phone']")
    hand.type("#phone", "13800138000")
    hand.tap("main .btn-go")
    hand.type("#code", hand.page.locator(".notice b.num").inner_text())
    hand.tap("main .btn-go")
    hand.sees("个订单，都在这里了")
    walk.note("buyer: finds orders on a new phone, by six digits", hand)


def keeper(walk: Walk) -> None:
    """Opens a shop, picks, writes, shares; then what is done every day."""
    hand = walk.hand()
    hand.open(f"{walk.url}/sign-up?invite={walk.demo['invitations'][0]}")
    hand.type("#phone", f"137{time.time_ns() % 10**8:08d}")
    hand.tap("main button[type=submit]")
    hand.type("#code", hand.page.locator(".notice b.num").inner_text())
    hand.type("#name", "阿禾")
    hand.type("#password", "a-long-password")
    hand.tap("main button[type=submit]:has-text('注册')")
    hand.type("#name", "禾下")
    hand.tap("main button[type=submit]")
    hand.sees("开张了")
    whole = Hand(hand.page, hand.taps, hand.fields, list(hand.pages))
    walk.note("shopkeeper: invitation to an open shop with its number", hand)
    hand.tap("text=去选第一件货")
    hand.tap("button:has-text('选它')")
    hand.tap("text=说说为什么")
    hand.type("textarea", "我自己用了半年，每天早上一杯。")
    hand.tap("text=存好，做海报")
    hand.page.wait_for_selector("#words")
    assert hand.page.locator(".posters img").count() == 2
    whole.taps, whole.fields = whole.taps + hand.taps, whole.fields + hand.fields
    whole.pages += hand.pages
    walk.note("shopkeeper: first pick, a sentence, two posters", hand)
    walk.note("shopkeeper: invitation to the first posters, whole", whole)
    hand.tap(".tabs a[href$='/share']")
    hand.tap("form[action*='/share'] button[type=submit]")
    hand.page.wait_for_selector("#words")
    hand.tap(".bar [data-copy]")
    hand.sees("已复制")
    walk.note("shopkeeper: a pick to two posters and the copied text", hand)
    hand.tap(".tabs a[href$='/me']")
    hand.tap("a[href$='/coupons']")
    hand.tap("text=发第一张券")
    hand.tap("a[href*='template=']")
    hand.tap("text=发这张券")
    hand.page.wait_for_url(re.compile(r"/coupons/[0-9A-Z]{8}$"))
    walk.note("shopkeeper: a coupon from a template", hand)
    other = walk.signed_in(walk.shop)
    other.open(f"{walk.url}/console")
    other.pages = []
    other.tap("text=去回答")
    other.tap(".talk-list a")
    other.type("#text", "夹子夹好，一年没问题")
    other.tap(".talk-form button.btn-go")
    other.page.wait_for_selector(".talk-mine >> text=一年没问题")
    walk.note("shopkeeper: answers a question", other)


def supplier(walk: Walk, buyer: Hand, number: str) -> None:
    """Ships; the buyer receives and returns; the supplier agrees."""
    staff = walk.signed_in(walk.demo["suppliers"][0])
    staff.open(f"{walk.url}/supply")
    staff.pages = []
    staff.tap(".side nav a[href$='/parcels']")
    staff.tap(f"tr:has-text('{number}') a")
    staff.choose("select[name=carrier]", "顺丰速运")
    staff.type("input[name=tracking]", f"SF{number}")
    staff.tap("form[action*=shipment] button[type=submit]")
    staff.sees(f"SF{number}")
    walk.note("supplier: ships a parcel", staff)
    buyer.page.reload()
    buyer.pages = []
    buyer.tap("text=确认收货")
    buyer.sees("都收到了")
    walk.note("buyer: confirms receipt, from the order's page", buyer)
    buyer.tap("a:has-text('申请售后')")
    buyer.tap("label:has-text('退货退款')")
    buyer.choose("#reason", "damaged")
    buyer.type("#words", "罐口有一道裂纹。")
    buyer.tap("text=提交申请")
    buyer.sees("等供货商答复")
    walk.note("buyer: asks for a return", buyer)
    staff.tap(".side nav a[href$='/after-sales']")
    staff.tap(f"tr:has-text('{number}') a")
    staff.type("#return_to", "林师傅 13800000011 福建省宁德市福鼎市点头镇茶园路 8 号")
    staff.tap("text=同意寄回")
    walk.note("supplier: agrees to a return", staff)
    staff.tap(".side nav a[href$='/imports']")
    staff.tap("a[href$='/imports/new']")
    sample = staff.page.request.get(f"{walk.url}/supply/imports/layout.csv").body()
    chosen = {"name": "goods.csv", "mimeType": "text/csv", "buffer": sample}
    staff.page.set_input_files("#file", chosen)  # type: ignore[arg-type]  # a file as a value
    staff.taps += 1
    staff.tap("main form button[type=submit]")
    walk.note("supplier: a goods file, from any page", staff)


def operator(walk: Walk) -> None:
    """Looks at what waits for review."""
    hand = walk.signed_in(walk.demo["operator"])
    hand.open(f"{walk.url}/desk")
    hand.pages = []
    hand.tap(".side nav a[href$='/goods']")
    hand.tap("tbody th a")
    hand.tap("form[action$='/approval'] button[type=submit]")
    walk.note("operator: approves waiting goods", hand)


def own(walk: Walk) -> None:
    """A certified keeper's own goods, from the console's first page to the desk's queue, or on sale."""
    hand = walk.signed_in(walk.demo["shops"][0])
    hand.open(f"{walk.url}/console")
    hand.pages = []
    hand.tap(".tabs a[href$='/picks']")
    hand.tap("a[href$='/console/own']")
    hand.tap("main a[href$='/own/new'], header a[href$='/own/new']")
    photo = io.BytesIO()
    Image.effect_noise((1_200, 1_200), 60).save(photo, "JPEG")
    file: FilePayload = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    hand.page.set_input_files("#pictures", file)
    hand.taps += 1
    expect(hand.page.locator(".shot[data-done]")).to_have_count(1)
    hand.type("#title", "手作蜂蜡蜡烛 圆的")
    hand.type("#price", "28")
    hand.type("#stock", "6")
    expect(hand.page.locator("#live [role=status]")).to_contain_text("自动存好")
    hand.tap("button[value=publish]")
    hand.page.wait_for_url("**/console/own?done=**")
    walk.note("shopkeeper: own goods, from the console to sold or before the desk", hand)


def account(walk: Walk) -> None:
    """A device is signed out, and a password changed; from the first page, by a keeper whom no other story needs."""
    who = walk.demo["shops"][-1]
    left_behind, hand = walk.signed_in(who), walk.signed_in(who)
    for story, act in (("anybody signs another device out", _end_device), ("anybody changes the password", _change)):
        hand.open(f"{walk.url}/console")
        hand.pages.clear()
        hand.tap("nav a[href='/console/me']")
        hand.tap("main a[href='/account']")
        act(hand, who["password"])
        walk.note(story, hand)
    left_behind.open(f"{walk.url}/console")
    left_behind.sees("手机号")


def _end_device(hand: Hand, password: str) -> None:
    hand.tap(".devices form button")
    hand.sees("已经退出")


def _change(hand: Hand, password: str) -> None:
    hand.type("#old_password", password)
    hand.type("#new_password", "茶壶 火车 海鸥 七")
    hand.tap("#password button")
    hand.sees("密码改好了")


def main() -> None:
    """Walks, and prints."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--url", default="")
    asked.add_argument("--demo", type=Path)
    told = asked.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("bench/taps.py needs Chromium")
    with _network(told.url, told.demo) as demo, sync_playwright() as playwright:
        walk = Walk(demo, playwright.chromium.launch(executable_path=chromium, args=FLAGS))
        hand, number, asked = buyer(walk)
        keeper(walk)
        mine(walk, asked)
        own(walk)
        lost(walk)
        account(walk)
        if not told.quick:
            supplier(walk, hand, number)
            operator(walk)
        walk.browser.close()
    if told.json:
        print(json.dumps(walk.count, ensure_ascii=False))
        return
    print(f"{'story':<58} taps  fields  pages")
    for story, count in walk.count.items():
        print(f"{story:<58} {count['taps']:>4}  {count['fields']:>6}  {count['pages']:>5}")


@contextmanager
def _network(url: str, demo: Path | None) -> Iterator[dict[str, Any]]:
    """The network that was named, or a fresh one of demo goods."""
    if url and demo:
        yield json.loads(demo.read_text().splitlines()[-1]) | {"url": url}
        return
    with tempfile.TemporaryDirectory(prefix="taps-") as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {"XIAOPU_DATA": data, "PORT": str(port), "XIAOPU_WEB_WORKERS": "1"}
        flask = [sys.executable, "-m", "flask", "--app", "app"]
        loaded = subprocess.run([*flask, "demo", "--json"], cwd=ROOT, env=environment, check=True, capture_output=True)
        web = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"]
        running = [subprocess.Popen(command, cwd=ROOT, env=environment) for command in (web, [*flask, "worker"])]
        try:
            _wait(f"http://127.0.0.1:{port}/readyz")
            yield json.loads(loaded.stdout.splitlines()[-1])
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=20)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  Our own server.
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()
