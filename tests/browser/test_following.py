"""From a follow to a review on a phone of 390 px: the shop posts a coupon, its follower reads it, takes it, buys with
it, receives, and says how it was; with script and without."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.steps import buy, order_number, ship


def _post(keeper: Page, demo: dict[str, Any], words: str, name: str) -> None:
    """The keeper writes, puts the first coupon in and sends; the poster and the copy are one tap away."""
    sign_in(keeper, demo["url"], demo["shops"][0])
    keeper.goto(f"{demo['url']}/console/posts/new")
    keeper.fill("textarea[name=words]", words)
    keeper.select_option("select[name=coupon]", index=1)
    keeper.click("button[name=do][value=send]")
    expect(keeper.locator("main")).to_contain_text(words)
    keeper.locator("li", has_text=words).get_by_role("button", name="海报和文案").click()
    expect(keeper.locator("#words")).to_contain_text(words)
    expect(keeper.locator(".posters img")).to_have_count(1)
    look(keeper, f"{name}-share")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["phone", "plain_phone"])
def test_who_follows_reads_buys_and_says_how_it_was(
    kind: str, request: pytest.FixtureRequest, demo: dict[str, Any], other_phone: BrowserContext, desk: BrowserContext
) -> None:
    name, words = f"following-{kind}", "给老客的一张券" if kind == "phone" else "给常来的人一张券"
    buyer: Page = request.getfixturevalue(kind).new_page()
    buyer.goto(f"{demo['url']}/{demo['shops'][0]['number']}")
    buyer.locator("form.follow button").first.click()
    expect(buyer.locator("main")).to_contain_text("已关注" if kind == "phone" else "关注了")
    _post(other_phone.new_page(), demo, words, name)
    buyer.goto(f"{demo['url']}/feed")
    post = buyer.locator("article", has_text=words)
    expect(post).to_have_count(1)
    look(buyer, f"{name}-feed")
    post.locator("[data-claim-open]").click()
    if kind == "phone":
        expect(post.locator("[data-claim-done]")).to_be_visible()
    else:
        expect(buyer.locator("h1")).to_contain_text("在你这里了")
    order = buy(buyer, demo, phone="138-0013-8021" if kind == "phone" else "138-0013-8022")
    expect(buyer.locator("main .facts-money")).to_contain_text("优惠券")
    number, staff = order_number(buyer), desk.new_page()
    sign_in(staff, demo["url"], demo["suppliers"][0])
    ship(staff, demo, number)
    buyer.goto(order)
    buyer.click("text=确认收货")
    expect(buyer.locator("h1")).to_contain_text("都收到了")
    buyer.locator(".star-tap").nth(3).click()
    expect(buyer.locator("h1")).to_contain_text("记下了，谢谢")
    buyer.fill("textarea[name=words]", f"{words}，用上了，茶也好")
    buyer.get_by_role("button", name="保存评价").click()
    look(buyer, f"{name}-reviewed")
    shop, goods = demo["shops"][0]["number"], demo["shops"][0]["links"][0]["goods"]
    buyer.goto(f"{demo['url']}/{shop}/{goods}/reviews")
    expect(buyer.locator("main")).to_contain_text("用上了，茶也好")
