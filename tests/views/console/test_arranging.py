"""Arranging picks: each verb with its inverse, twice over, by htmx and without, and for nobody else's shop."""

from collections.abc import Callable

import pytest

from models.pick.pick import Pick
from tests.given.people import Person
from views.kit.house import House

Shelf = Callable[[], list[Pick]]
ACTIONS = ("pin", "unpin", "hide", "show", "move", "removal", "reason", "share")


def order(shelf: Shelf) -> list[str]:
    return [pick.goods.code for pick in shelf()]


def test_pinning_goes_first_and_unpinning_goes_back(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    reply = keeper.post(f"/console/picks/{picked[2]}/pin")
    assert (reply.status_code, reply.location) == (303, f"/console/picks#pick-{picked[2]}")
    pinned = in_shop()[0]
    assert pinned.goods.code == picked[2]
    keeper.post(f"/console/picks/{picked[2]}/pin")
    assert in_shop()[0].pinned_at == pinned.pinned_at
    for _ in range(2):
        keeper.post(f"/console/picks/{picked[2]}/unpin")
    assert order(in_shop) == picked


def test_htmx_gets_the_list_in_its_new_order(keeper: Person, picked: list[str]) -> None:
    reply = keeper.post(f"/console/picks/{picked[2]}/pin", htmx=True)
    assert reply.status_code == 200
    assert "<html" not in reply.text
    assert 'id="shelf"' in reply.text
    places = [reply.text.index(f'id="pick-{code}"') for code in (picked[2], picked[0], picked[1])]
    assert places == sorted(places)


def test_hiding_and_showing_keep_the_place(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    reply = keeper.post(f"/console/picks/{picked[1]}/hide", htmx=True)
    assert "已收起" in reply.text
    assert reply.text.strip().startswith(f'<li id="pick-{picked[1]}"')
    hidden = in_shop()[1]
    assert hidden.hidden_at is not None
    keeper.post(f"/console/picks/{picked[1]}/hide")
    assert in_shop()[1].hidden_at == hidden.hidden_at
    for _ in range(2):
        assert keeper.post(f"/console/picks/{picked[1]}/show").status_code == 303
    assert in_shop()[1].hidden_at is None
    assert order(in_shop) == picked


@pytest.mark.parametrize(
    ("direction", "which", "after"),
    [
        ("up", 1, [1, 0, 2]),
        ("down", 1, [0, 2, 1]),
        ("top", 2, [2, 0, 1]),
        ("up", 0, [0, 1, 2]),
        ("bottom", 0, [1, 2, 0]),
        ("sideways", 1, [0, 1, 2]),
    ],
)
def test_moving(
    keeper: Person, picked: list[str], in_shop: Shelf, direction: str, which: int, after: list[int]
) -> None:
    reply = keeper.post(f"/console/picks/{picked[which]}/move", {"direction": direction})
    assert reply.location == f"/console/picks#pick-{picked[which]}"
    assert order(in_shop) == [picked[place] for place in after]


def test_a_second_tap_moves_no_further(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    form = {"direction": "up", "seen": in_shop()[2].position}
    for _ in range(2):
        keeper.post(f"/console/picks/{picked[2]}/move", form, htmx=True)
    assert order(in_shop) == [picked[0], picked[2], picked[1]]


def test_pinned_picks_are_moved_among_themselves(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    for code in picked[1:]:
        keeper.post(f"/console/picks/{code}/pin")
    assert order(in_shop) == [picked[1], picked[2], picked[0]]
    keeper.post(f"/console/picks/{picked[2]}/move", {"direction": "up"})
    assert order(in_shop) == [picked[2], picked[1], picked[0]]


def test_removing_can_be_undone(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    before = in_shop()[1]
    reply = keeper.post(f"/console/picks/{picked[1]}/removal")
    assert reply.status_code == 303
    assert order(in_shop) == [picked[0], picked[2]]
    page = keeper.get("/console/picks").text
    assert "放回去" in page
    assert "放回去" not in keeper.get("/console/picks").text
    keeper.post("/console/picks", {"goods": picked[1], "reason": before.reason, "position": before.position})
    assert order(in_shop) == picked
    assert in_shop()[1].reason == before.reason


def test_htmx_offers_the_undo_where_the_pick_stood(keeper: Person, picked: list[str], in_shop: Shelf) -> None:
    for _ in range(2):
        reply = keeper.post(f"/console/picks/{picked[0]}/removal", htmx=True)
        assert reply.status_code == 200
        assert reply.text.strip().startswith("<li>")
        assert "放回去" in reply.text
    assert order(in_shop) == picked[1:]
    keeper.post("/console/picks", {"goods": picked[0]})
    assert "放回去" not in keeper.get("/console/picks").text


def test_the_page_looked_at_is_kept(keeper: Person, picked: list[str], house: House) -> None:
    reply = keeper.post(f"/console/picks/{picked[0]}/pin?only=unwritten&page=1")
    assert reply.location == f"/console/picks?only=unwritten#pick-{picked[0]}"


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_reaches_another_shop(
    neighbour: Person, stranger: Person, buyer: Person, keeper: Person, picked: list[str], in_shop: Shelf, action: str
) -> None:
    url = f"/console/picks/{picked[0]}/{action}"
    assert neighbour.post(url, {"direction": "down", "reason": "我改的"}).status_code == 404
    assert neighbour.get(f"/console/picks/{picked[0]}/place").status_code == 404
    stranger.get("/console/opening")
    assert stranger.post(url).location == "/console/opening"
    buyer.get("/sign-in")
    assert buyer.post(url).location.startswith("/sign-in")
    assert keeper.post(url, {"csrf_token": "forged"}).status_code == 400
    first = in_shop()[0]
    assert (first.goods.code, first.pinned_at, first.hidden_at) == (picked[0], None, None)
    assert first.reason == "我自己喝了三年，回甘很长。"


@pytest.mark.parametrize(("typed", "after"), [("3", [1, 2, 0]), ("２", [1, 0, 2]), (" 1 ", [0, 1, 2])])
def test_a_pick_goes_to_the_place_that_is_typed(
    keeper: Person, picked: list[str], in_shop: Shelf, typed: str, after: list[int]
) -> None:
    form = keeper.get(f"/console/picks/{picked[0]}/place").text
    assert 'value="1"' in form
    assert "hx-post" not in form
    for _ in range(2):
        reply = keeper.post(f"/console/picks/{picked[0]}/move", {"direction": "place", "place": typed})
        assert (reply.status_code, reply.location) == (303, f"/console/picks#pick-{picked[0]}")
    assert order(in_shop) == [picked[place] for place in after]
    assert f"现在排第 {after.index(0) + 1} 位" in keeper.get("/console/picks").text


@pytest.mark.parametrize("typed", ["0", "4", "-1", "2.5", "", "很前面", "1,000", "9" * 50])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_place_that_is_none_comes_back_with_the_reason(
    keeper: Person, picked: list[str], in_shop: Shelf, typed: str, htmx: bool
) -> None:
    form = {"direction": "place", "place": typed}
    reply = keeper.post(f"/console/picks/{picked[1]}/move", form, htmx=htmx)
    assert reply.status_code == 422
    assert f'id="place-{picked[1]}-error"' in reply.text
    assert f'value="{typed}"' in reply.text
    assert order(in_shop) == picked


def test_htmx_stays_in_the_list_and_says_where_the_pick_went(keeper: Person, picked: list[str]) -> None:
    reply = keeper.post(f"/console/picks/{picked[0]}/move", {"direction": "place", "place": "3"}, htmx=True)
    assert 'id="shelf"' in reply.text
    assert "现在排第 3 位" in reply.text
    assert f'href="/console/picks#pick-{picked[0]}"' in reply.text


def test_what_changes_the_tallies_brings_them_along(keeper: Person, picked: list[str]) -> None:
    hidden = keeper.post(f"/console/picks/{picked[0]}/hide", htmx=True).text
    assert 'hx-swap-oob="true"' in hidden
    assert "only=hidden" in hidden
    removed = keeper.post(f"/console/picks/{picked[1]}/removal", htmx=True).text
    assert "2 / 1000" in removed
    written = keeper.post(f"/console/picks/{picked[2]}/reason", {"reason": ""}, htmx=True).text
    assert "only=unwritten" in written
