"""Writing recommendations, in place and on a page of their own."""

from collections.abc import Callable

import pytest

from models.pick.pick import Pick
from tests.given.people import HTMX, Person
from tests.views.console.conftest import goods_coded
from views.kit.house import House

Shelf = Callable[[], list[Pick]]


def test_the_plain_form_shows_what_stands_there_and_keeps_what_is_written(
    keeper: Person, picked: list[str], in_shop: Shelf
) -> None:
    page = keeper.get(f"/console/picks/{picked[1]}/reason")
    assert "我自己喝了三年" in page.text
    assert "hx-post" not in page.text
    for _ in range(2):
        reply = keeper.post(f"/console/picks/{picked[1]}/reason", {"reason": " 泡八秒就好。\r\n别闷。 "})
        assert (reply.status_code, reply.location) == (303, f"/console/picks#pick-{picked[1]}")
    written = in_shop()[1]
    assert written.reason == "泡八秒就好。\n别闷。"
    assert written.reason_at is not None


def test_htmx_opens_the_form_in_the_row_and_closes_it_again(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    opened = keeper.get(f"/console/picks/{picked[0]}/reason", headers=HTMX).text
    assert opened.strip().startswith(f'<li id="pick-{picked[0]}"')
    assert f'<textarea aria-describedby="reason-{picked[0]}-help"' in opened
    kept = keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": "好喝。"}, htmx=True)
    assert kept.status_code == 200
    assert "好喝。" in kept.text
    assert "<textarea" not in kept.text
    assert in_shop()[0].reason == "好喝。"
    closed = keeper.get(f"/console/picks/{picked[0]}", headers=HTMX).text
    assert "<textarea" not in closed


@pytest.mark.parametrize("htmx", [False, True])
def test_too_many_words_come_back_as_they_were_typed(
    keeper: Person, picked: list[str], in_shop: Shelf, htmx: bool
) -> None:
    long = "很" * 201
    reply = keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": long}, htmx=htmx)
    assert reply.status_code == 422
    assert long in reply.text
    assert "推荐理由最多 200 个字，现在是 201 个" in reply.text
    assert ("<html" in reply.text) is not htmx
    assert in_shop()[0].reason == "我自己喝了三年，回甘很长。"


def test_words_can_be_taken_back(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": ""})
    assert (in_shop()[0].reason, in_shop()[0].reason_at) == ("", None)


def test_what_is_written_is_shown_as_text(keeper: Person, picked: list[str]) -> None:
    keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": "<script>alert(1)</script>"})
    page = keeper.get("/console/picks").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_another_shops_form_is_not_there(neighbour: Person, picked: list[str]) -> None:
    assert neighbour.get(f"/console/picks/{picked[0]}/reason").status_code == 404
    assert neighbour.get(f"/console/picks/{picked[0]}").status_code == 404


def test_one_button_keeps_the_words_and_makes_the_posters(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    assert "存好，做海报" in keeper.get(f"/console/picks/{picked[0]}/reason").text
    form = {"reason": "每天早上一杯。", "then": "share"}
    reply = keeper.post(f"/console/picks/{picked[0]}/reason", form)
    assert reply.status_code == 303
    assert reply.location.startswith("/console/links/")
    assert keeper.post(f"/console/picks/{picked[0]}/reason", form).location == reply.location
    assert in_shop()[0].reason == "每天早上一杯。"
    assert keeper.get(reply.location).text.count("<figure") == 2


def test_words_are_kept_where_no_poster_can_be_made(
    keeper: Person, picked: list[str], in_shop: Shelf, house: House
) -> None:
    with house.database.transaction() as session:
        goods_coded(session, picked[0]).state = "off_sale"
    assert "存好，做海报" not in keeper.get(f"/console/picks/{picked[0]}/reason").text
    reply = keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": "还是好喝。", "then": "share"})
    assert reply.status_code == 422
    assert "先不能做海报" in reply.text
    assert in_shop()[0].reason == "还是好喝。"
