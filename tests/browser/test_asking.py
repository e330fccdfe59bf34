"""Asking on a phone: a question, and an answer that arrives by itself; without script too."""

from typing import Any

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import look, sign_in

PATIENCE = 20_000


def _goods(demo: dict[str, Any], number: int) -> str:
    shop = demo["shops"][0]
    return f"{demo['url']}/{shop['number']}/{shop['goods'][number]}"


def test_a_question_is_answered_while_the_page_is_open(
    phone: BrowserContext, desk: BrowserContext, demo: dict[str, Any]
) -> None:
    buyer, keeper = phone.new_page(), desk.new_page()
    buyer.goto(_goods(demo, 0))
    buyer.get_by_role("link", name="问掌柜").click()
    look(buyer, "talk-empty")
    buyer.fill("#text", "开封以后能放多久？我的微信是 alin_tea88")
    buyer.get_by_role("button", name="发送").click()
    expect(buyer.locator(".talk-mine")).to_contain_text("alin_tea88")
    expect(buyer.locator(".talk-hint")).to_contain_text("●●●")
    expect(buyer).to_have_url(f"{demo['url']}/talks/{buyer.url.split('/')[-1]}")
    look(buyer, "talk-asked")
    sign_in(keeper, demo["url"], demo["shops"][0])
    keeper.goto(f"{demo['url']}/console/talks")
    keeper.locator(".talk-list a").first.click()
    expect(keeper.locator(".talk-log")).to_contain_text("我的微信是 ●●●")
    keeper.fill("#text", "夹子夹好，放柜子里，一年没问题")
    keeper.locator(".talk-form button.btn-go").click()
    expect(keeper.locator(".talk-mine")).to_have_count(1)
    look(keeper, "talk-keeper")
    expect(buyer.locator(".talk-log")).to_contain_text("一年没问题", timeout=PATIENCE)
    look(buyer, "talk-answered")


def test_it_works_without_script(plain_phone: BrowserContext, demo: dict[str, Any]) -> None:
    page = plain_phone.new_page()
    page.goto(f"{_goods(demo, 1)}/talk")
    page.get_by_role("button", name="发送").click()
    expect(page.locator("#text-error")).to_contain_text("写点什么")
    page.fill("#text", "没有脚本也能问吗？")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".talk-mine")).to_contain_text("没有脚本也能问吗？")
    page.get_by_role("link", name="看看有没有新回答").click()
    look(page, "talk-plain")
