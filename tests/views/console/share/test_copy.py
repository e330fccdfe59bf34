"""The words of a link: composed in three tones, folded, cycled, and the keeper's own kept tone by tone."""

import html
import re

import pytest
from sqlmodel import select

from config import Config
from models.kernel.money import Money
from models.poster.copy import ROUND
from models.poster.kept_copy import KeptCopy
from tests.given.people import Person
from tests.views.console.conftest import goods_coded
from views.kit.house import House

MINE = "自己炒的茶，店铺号在下面。"


@pytest.fixture
def url(keeper: Person, picked: list[str]) -> str:
    """A link's page."""
    return keeper.post(f"/console/picks/{picked[0]}/share").location


def said(page: str, part: str = "words") -> str:
    """The text that would be copied."""
    found = re.search(rf'<p class="words" id="{part}">(.*?)</p>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def kept(house: House) -> dict[str, str]:
    """What is kept, by tone."""
    with house.database.reading() as session:
        return {copy.tone: copy.text for copy in session.exec(select(KeptCopy))}


def test_another_one_is_another_text_and_comes_round(keeper: Person, url: str) -> None:
    page = keeper.get(url).text
    seen = []
    for _ in range(12):
        seen.append(said(page))
        onward = re.search(r'href="([^"]*variant=\d+)#words-part"', page)
        assert onward
        page = keeper.get(html.unescape(onward[1])).text
    assert len(set(seen)) == 12
    assert all(str(keeper.shop_number) in text for text in seen)
    assert said(keeper.get(f"{url}?variant={ROUND}").text) == seen[0]


def test_own_words_stand_in_their_tone_on_every_link_until_they_are_let_go(
    keeper: Person, picked: list[str], url: str, house: House
) -> None:
    composed = said(keeper.get(f"{url}?tone=own").text)
    for _ in ("tap", "tap"):
        reply = keeper.post(f"{url}/copy", {"tone": "own", "text": f"  {MINE}\r\n"})
        assert reply.status_code == 303
        assert reply.location == f"{url}?tone=own"
    assert kept(house) == {"own": MINE}
    page = keeper.get(reply.location).text
    assert said(page) == MINE
    assert "改回自动的" in page
    assert "换一条" not in page
    assert said(keeper.get(f"{url}?tone=offer").text) != MINE
    other = keeper.post(f"/console/picks/{picked[0]}/share", {"placement": "print"}).location
    assert said(keeper.get(f"{other}?tone=own").text) == MINE
    assert said(keeper.get(keeper.post(f"/console/picks/{picked[0]}/share").location).text) == MINE
    for _ in ("tap", "tap"):
        assert keeper.post(f"{url}/copy", {"tone": "own", "text": ""}).status_code == 303
    assert kept(house) == {}
    assert said(keeper.get(f"{url}?tone=own").text) == composed


def test_too_long_words_come_back_as_they_were_typed(keeper: Person, url: str, house: House) -> None:
    keeper.post(f"{url}/copy", {"tone": "discovery", "text": MINE})
    typed = "茶" * 501
    reply = keeper.post(f"{url}/copy", {"tone": "discovery", "text": typed})
    assert reply.status_code == 422
    assert "文案最多 500 个字，现在是 501 个" in reply.text
    assert typed in reply.text
    assert 'aria-invalid="true"' in reply.text
    assert said(reply.text) == MINE
    assert kept(house) == {"discovery": MINE}
    assert keeper.post(f"{url}/copy", {"tone": "discovery", "text": "茶" * 500}).status_code == 303


def test_own_words_that_fell_behind_are_pointed_out(keeper: Person, picked: list[str], url: str, house: House) -> None:
    keeper.post(f"{url}/copy", {"tone": "own", "text": f"只要 ¥128，店铺号 {keeper.shop_number}"})
    page = keeper.get(url).text
    assert "记得改" not in page
    assert "文案里没有店铺号" not in page
    with house.database.transaction() as session:
        goods_coded(session, picked[0]).skus[0].listed_price = Money(9900)
    fresh = keeper.post(f"/console/picks/{picked[0]}/share").location
    assert "文案里写的是 ¥128，海报上是 ¥99，记得改" in keeper.get(fresh).text
    keeper.post(f"{fresh}/copy", {"tone": "own", "text": MINE})
    assert "文案里没有店铺号" in keeper.get(fresh).text


def test_the_words_of_the_shops_own_link_are_kept_for_the_shop_alone(keeper: Person, url: str, house: House) -> None:
    own = keeper.post("/console/shop/share").location
    composed = said(keeper.get(f"{own}?tone=own").text)
    assert "再分享店铺也用它" in keeper.get(own).text
    for _ in ("tap", "tap"):
        reply = keeper.post(f"{own}/copy", {"tone": "own", "text": "开了五年的小铺，只卖 ¥9 的茶。"})
        assert reply.location == f"{own}?tone=own"
    assert kept(house) == {"own": "开了五年的小铺，只卖 ¥9 的茶。"}
    page = keeper.get(reply.location).text
    assert "以后分享店铺都用它" in page
    assert said(page) == "开了五年的小铺，只卖 ¥9 的茶。"
    # Its poster has no price that the words could have fallen behind.
    assert "记得改" not in page
    assert "文案里没有店铺号" in page
    other = keeper.post("/console/shop/share", {"placement": "print"}).location
    assert said(keeper.get(f"{other}?tone=own").text) == "开了五年的小铺，只卖 ¥9 的茶。"
    assert "五年" not in said(keeper.get(f"{url}?tone=own").text)
    reply = keeper.post(f"{own}/copy", {"tone": "own", "text": "茶" * 501})
    assert reply.status_code == 422
    assert "茶" * 501 in reply.text
    keeper.post(f"{own}/copy", {"tone": "own", "text": ""})
    assert kept(house) == {}
    assert said(keeper.get(f"{own}?tone=own").text) == composed


def test_a_tone_that_is_none_and_goods_that_are_gone_keep_nothing(
    keeper: Person, picked: list[str], url: str, house: House
) -> None:
    assert keeper.post(f"{url}/copy", {"tone": "loud", "text": MINE}).status_code == 404
    own = keeper.post("/console/shop/share").location
    assert keeper.post(f"{own}/copy", {"tone": "loud", "text": MINE}).status_code == 404
    keeper.post(f"/console/picks/{picked[0]}/removal")
    assert keeper.post(f"{url}/copy", {"tone": "own", "text": MINE}).status_code == 404
    assert kept(house) == {}


@pytest.mark.parametrize("who", ["neighbour", "stranger", "buyer"])
@pytest.mark.parametrize("subject", ["goods", "shop"])
def test_nobody_else_writes(
    keeper: Person, url: str, house: House, request: pytest.FixtureRequest, who: str, subject: str
) -> None:
    link = url if subject == "goods" else keeper.post("/console/shop/share").location
    other: Person = request.getfixturevalue(who)
    other.get("/console/opening" if who == "stranger" else "/sign-in" if who == "buyer" else "/console/share")
    reply = other.post(f"{link}/copy", {"tone": "own", "text": MINE})
    assert reply.status_code == (404 if who == "neighbour" else 303)
    assert kept(house) == {}


def test_markup_in_own_words_stays_words(keeper: Person, url: str) -> None:
    keeper.post(f"{url}/copy", {"tone": "own", "text": "<b>茶</b> </textarea><script>"})
    page = keeper.get(url).text
    assert said(page) == "<b>茶</b> </textarea><script>"
    assert "<script>" not in page


def test_a_long_text_is_parted_with_counts_for_both(keeper: Person, picked: list[str], url: str) -> None:
    keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": "这款茶我喝了三年，回甘很长。" * 14})
    page = keeper.get(url).text
    main, comment = said(page), said(page, "comment")
    assert str(keeper.shop_number) in main
    assert len(main.replace("\n", "")) <= 100
    assert f"正文 {len(main.replace(chr(10), ''))} 字，其余放第一条评论" in page
    assert f"第二段 {len(comment.replace(chr(10), ''))} 字" in page
    assert 'data-copy="words"' in page
    assert 'data-copy="comment"' in page


def test_many_short_lines_leave_the_number_before_the_fold(keeper: Person, picked: list[str], url: str) -> None:
    keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": "一泡\n二泡\n三泡\n四泡\n五泡\n六泡"})
    for tone in ("own", "discovery", "offer"):
        page = keeper.get(f"{url}?tone={tone}").text
        assert str(keeper.shop_number) in said(page)
        assert said(page).count("\n") < 6
        assert "六泡" in said(page, "comment")


class TestFoldedEarlier:
    """Where the network says that texts are folded after fewer lines and characters."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        return config.model_copy(update={"fold_lines": 2, "fold_chars": 40})

    def test_the_settings_decide_where(self, keeper: Person, url: str) -> None:
        main = said(keeper.get(url).text)
        assert main.count("\n") < 2
        assert len(main.replace("\n", "")) <= 40
        assert said(keeper.get(url).text, "comment")
