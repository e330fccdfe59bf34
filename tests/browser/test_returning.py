"""Returning on phones: the buyer asks with a photo and sends back, the supplier agrees, registers and pays."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.steps import buy, order_number, ship
from tests.given.factories import picture_bytes

# The job that gives the money back runs at once, and at the latest with the next minute.
PATIENCE = 75


def _ask(buyer: Page, order: str) -> str:
    buyer.goto(order)
    buyer.click("text=确认收货")
    buyer.get_by_role("link", name="申请售后").click()
    look(buyer, "returning-empty")
    buyer.click("text=提交申请")
    expect(buyer.locator(".error")).not_to_have_count(0)
    buyer.click("label:has-text('退货退款')")
    buyer.select_option("#reason", "damaged")
    buyer.fill("#words", "罐口有一道裂纹，照片里看得到。")
    buyer.set_input_files("#pictures", {"name": "crack.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()})
    look(buyer, "returning-filled")
    buyer.click("text=提交申请")
    expect(buyer.locator("main .badge").first).to_have_text("等供货商答复")
    expect(buyer.locator(".photos img")).to_have_count(1)
    look(buyer, "returning-asked")
    return buyer.url


def test_goods_go_back_and_the_money_returns(
    phone: BrowserContext, other_phone: BrowserContext, demo: dict[str, Any]
) -> None:
    buyer, staff = phone.new_page(), other_phone.new_page()
    staff.on("dialog", lambda dialog: dialog.accept())
    order = buy(buyer, demo)
    sign_in(staff, demo["url"], demo["suppliers"][0])
    number = order_number(buyer)
    ship(staff, demo, number)
    asked = _ask(buyer, order)
    staff.goto(f"{demo['url']}/supply/after-sales")
    look(staff, "returning-table")
    staff.locator("tr", has_text=number).locator("a").first.click()
    expect(staff.locator(".photos img")).to_have_count(1)
    look(staff, "returning-supplier")
    staff.fill("#return_to", "林师傅 13800000011 福建省宁德市福鼎市点头镇茶园路 8 号")
    staff.click("text=同意寄回")
    buyer.goto(asked)
    expect(buyer.locator("#return-address")).to_contain_text("茶园路 8 号")
    buyer.select_option("#carrier", "中通快递")
    buyer.fill("#tracking", "ZT 9988 7766 55")
    look(buyer, "returning-send")
    buyer.click("text=寄出了")
    expect(buyer.locator("main")).to_contain_text("ZT9988776655")
    staff.reload()
    staff.click("label:has-text('东西没问题')")
    look(staff, "returning-arrival")
    staff.get_by_role("button", name="登记").click()
    staff.locator("form[action$=agreement] button[type=submit]").click()
    expect(staff.locator(".page-head .badge")).not_to_have_text("货到了，等供货商决定")
    _wait_until_paid(buyer, asked)
    look(buyer, "returning-done")
    buyer.goto(order)
    expect(buyer.locator("main")).to_contain_text("已退款")
    look(buyer, "returning-order")


def _wait_until_paid(buyer: Page, asked: str) -> None:
    for _ in range(PATIENCE):
        buyer.goto(asked)
        if buyer.locator("main .badge").first.inner_text() == "已办好":
            return
        buyer.wait_for_timeout(1000)
    raise AssertionError("the money was not given back")
