"""Asking on a phone: a question, and an answer that arrives by itself, from the keeper before the sale and from the
supplier after it; without script too."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.steps import buy, first_goods

PATIENCE = 30_000


def _answer(other: Page, talks: str, said: str, words: str, name: str) -> None:
    """The question, found in the list by its words, is answered."""
    other.goto(talks)
    look(other, f"{name}-table")
    other.locator(".talk-list a", has_text=said).first.click()
    expect(other.locator(".talk-log")).to_contain_text(said)
    other.fill("#text", words)
    other.locator(".talk-form button.btn-go").click()
    expect(other.locator(".talk-mine")).to_contain_text(words)
    look(other, name)


def test_the_keeper_answers_while_the_page_is_open(
    phone: BrowserContext, other_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    buyer, keeper = phone.new_page(), other_phone.new_page()
    buyer.goto(first_goods(demo))
    buyer.get_by_role("link", name="问掌柜").click()
    look(buyer, "talk-empty")
    buyer.fill("#text", "开封以后能放多久？我的微信是 alin_tea88")
    buyer.get_by_role("button", name="发送").click()
    expect(buyer.locator(".talk-mine")).to_contain_text("alin_tea88")
    expect(buyer.locator(".talk-hint")).to_contain_text("●●●")
    expect(buyer).to_have_url(f"{demo['url']}/talks/{buyer.url.split('/')[-1]}")
    look(buyer, "talk-asked")
    sign_in(keeper, demo["url"], demo["shops"][0])
    _answer(keeper, f"{demo['url']}/console/talks", "我的微信是 ●●●", "夹子夹好，一年没问题", "talk-keeper")
    expect(buyer.locator(".talk-log")).to_contain_text("一年没问题", timeout=PATIENCE)
    look(buyer, "talk-answered")


def test_after_the_purchase_the_supplier_answers(
    phone: BrowserContext, other_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    buyer, staff = phone.new_page(), other_phone.new_page()
    buy(buyer, demo)
    buyer.get_by_role("link", name="问一问").first.click()
    expect(buyer.locator(".talk-turn")).to_contain_text("供货商")
    buyer.fill("#text", "今天能发货吗？")
    buyer.get_by_role("button", name="发送").click()
    expect(buyer.locator(".talk-mine")).to_contain_text("今天能发货吗？")
    look(buyer, "talk-bought")
    sign_in(staff, demo["url"], demo["suppliers"][0])
    _answer(staff, f"{demo['url']}/supply/talks", "今天能发货吗？", "下午四点发，明天到", "talk-supplier")
    expect(buyer.locator(".talk-log")).to_contain_text("下午四点发", timeout=PATIENCE)
    look(buyer, "talk-supplier-answered")


def test_it_works_without_script(plain_phone: BrowserContext, demo: dict[str, Any]) -> None:
    page, shop = plain_phone.new_page(), demo["shops"][0]
    page.goto(f"{demo['url']}/{shop['number']}/{shop['goods'][1]}/talk")
    page.get_by_role("button", name="发送").click()
    expect(page.locator("#text-error")).to_contain_text("写点什么")
    page.fill("#text", "没有脚本也能问吗？")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".talk-mine")).to_contain_text("没有脚本也能问吗？")
    page.get_by_role("link", name="看看有没有新回答").click()
    look(page, "talk-plain")
