"""What supplier and keeper answer, over HTTP: once each, for good, and nothing of who the buyer is."""

from collections.abc import Iterator

import pytest
from flask import Flask

from models.checks.check import check
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person, keeper_of
from tests.given.reviews import Reviewing, reviewing
from views.kit.house import House

OLDER = "这是改之前的回复"
# The order is of 王小明, 13800138000, 文三路 138 号.
TELLING = (
    "王小明您好",
    "王 小-明，谢谢",
    "打过 13800138000",
    "打过 138 0013 8000",
    "尾号 38000 的那位",
    "一三八零零一三八零零零",
    "寄到文三路 138 号了",
    "文三路１３８号那单",
    "单号 773311229988",
    "加微信 chaye_88",
    "",
    "字" * 301,
)


@pytest.fixture
def bought(app: Flask, house: House) -> Iterator[Reviewing]:
    made = reviewing(app, house)
    made.write(stars="3", words="路上走了六天")
    yield made
    assert [fault for fault in check(house.database, house.media) if fault.kind.startswith("review")] == []


def address(bought: Reviewing, side: str) -> str:
    return f"/{'console' if side == 'keeper' else 'supply'}/reviews/{bought.review().code}"


def who(bought: Reviewing, side: str) -> Person:
    return bought.sold.keeper if side == "keeper" else bought.sold.staff


def test_each_side_answers_once_and_everybody_reads_both(bought: Reviewing) -> None:
    for side, words in (("keeper", "下次先催"), ("supplier", "换了快递")):
        place, one = address(bought, side), who(bought, side)
        assert "发出回复" in one.get(place).text
        assert one.post(f"{place}/answer", {"words": words}).status_code == 303
        again = one.post(f"{place}/answer", {"words": words + "！"})
        assert again.status_code == 422 and "一条评价只回复一次" in again.text
        assert "发出回复" not in one.get(place).text
    kept = [(one.side, one.words) for one in bought.review().answers]
    assert kept == [("keeper", "下次先催"), ("supplier", "换了快递")]
    page = bought.sold.buyer.get(f"{bought.goods}/reviews").text.replace("<wbr>", "")
    assert "下次先催" in page and "换了快递" in page and OLDER not in page


def test_a_second_click_is_the_first_answer(bought: Reviewing) -> None:
    place = address(bought, "keeper")
    bought.sold.keeper.get(place)
    replies = [bought.sold.keeper.post(f"{place}/answer", {"words": "谢谢"}) for _ in range(3)]
    assert {reply.status_code for reply in replies} == {303} and len(bought.review().answers) == 1


def test_where_the_buyer_changed_it_later_the_answer_says_so(bought: Reviewing) -> None:
    place = address(bought, "supplier")
    bought.sold.staff.get(place)
    bought.sold.staff.post(f"{place}/answer", {"words": "补了一盒"})
    assert bought.write(stars="5", words="补了一盒，好").status_code == 303
    for page in (bought.sold.buyer.get(f"{bought.goods}/reviews"), bought.sold.staff.get(place)):
        assert OLDER in page.text


@pytest.mark.parametrize("side", ["keeper", "supplier"])
@ON_SQLITE
def test_nothing_of_who_the_buyer_is_may_stand_in_it(bought: Reviewing, side: str) -> None:
    place, one = address(bought, side), who(bought, side)
    one.get(place)
    for words in TELLING:
        reply = one.post(f"{place}/answer", {"words": words})
        assert reply.status_code == 422 and words[:20] in reply.text, words
    assert bought.review().answers == []


@ON_SQLITE
def test_nobody_answers_or_reports_for_another(app: Flask, house: House, bought: Reviewing, stranger: Person) -> None:
    other = keeper_of(app, house, name="另一家", keeper="阿另")
    for one in (other, stranger, Person(app)):
        for side in ("keeper", "supplier"):
            place = address(bought, side)
            one.get(place)
            for verb, data in (("answer", {"words": "我来说"}), ("report", {"rule": "insult"})):
                assert one.post(f"{place}/{verb}", data).status_code in (302, 303, 400, 401, 403, 404)
    assert other.get(address(bought, "keeper")).status_code == 404
    crossed = bought.sold.keeper.get(address(bought, "supplier")).status_code
    assert crossed in (403, 404) and bought.review().answers == [] and bought.review().reported_at is None


@ON_SQLITE
def test_what_was_answered_waits_for_no_answer(bought: Reviewing) -> None:
    assert bought.review().code in bought.sold.keeper.get("/console/reviews?only=waiting").text
    place = address(bought, "keeper")
    bought.sold.keeper.get(place)
    bought.sold.keeper.post(f"{place}/answer", {"words": "谢谢"})
    assert "都回复过了" in bought.sold.keeper.get("/console/reviews?only=waiting").text
    assert bought.review().code in bought.sold.staff.get("/supply/reviews?only=waiting").text
