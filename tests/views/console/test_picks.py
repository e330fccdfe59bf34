"""Picking: what is kept, what is refused, and both ways of answering."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from models.pick.pick import Pick
from models.shop.opening import shop_numbered
from tests.given.people import Person
from tests.views.console.conftest import goods_coded
from views.kit.house import House

Shelf = Callable[[], list[Pick]]


def test_picking_puts_goods_on_top_and_leads_to_them(keeper: Person, codes: list[str], in_shop: Shelf) -> None:
    keeper.get("/console/goods")
    reply = keeper.post("/console/picks", {"goods": codes[0]})
    assert (reply.status_code, reply.location) == (303, f"/console/picks#pick-{codes[0]}")
    keeper.post("/console/picks", {"goods": codes[1]})
    assert [pick.goods.code for pick in in_shop()] == [codes[1], codes[0]]
    assert "福鼎白茶" in keeper.get("/console/picks").text


def test_picking_from_the_list_leads_back_into_it_but_nowhere_else(keeper: Person, codes: list[str]) -> None:
    keeper.get("/console/goods")
    reply = keeper.post("/console/picks", {"goods": codes[0], "back": "/console/goods?q=%E8%8C%B6&page=2"})
    assert reply.location == f"/console/goods?q=%E8%8C%B6&page=2#goods-{codes[0]}"
    reply = keeper.post("/console/picks", {"goods": codes[1], "back": "https://elsewhere.example/console/goods"})
    assert reply.location == f"/console/picks#pick-{codes[1]}"


def test_htmx_gets_the_row_with_its_new_state(keeper: Person, codes: list[str], in_shop: Shelf) -> None:
    keeper.get("/console/goods")
    reply = keeper.post("/console/picks", {"goods": codes[0]}, htmx=True)
    assert reply.status_code == 200
    assert reply.text.strip().startswith(f'<li id="goods-{codes[0]}"')
    assert "已选" in reply.text
    assert "<html" not in reply.text
    assert len(in_shop()) == 1


def test_picking_twice_is_picking_once(keeper: Person, codes: list[str], in_shop: Shelf, house: House) -> None:
    keeper.get("/console/goods")
    for _ in range(2):
        assert keeper.post("/console/picks", {"goods": codes[0]}).status_code == 303
    assert len(in_shop()) == 1
    with house.database.reading() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        assert shop.picks_count == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_one_pick_too_many_is_refused_kindly(
    keeper: Person, codes: list[str], in_shop: Shelf, house: House, htmx: bool
) -> None:
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        shop.picks_count = house.rules.pick_limit
    keeper.get("/console/goods")
    reply = keeper.post("/console/picks", {"goods": codes[0]}, htmx=htmx)
    assert reply.status_code == 422
    assert "店里已经有 1000 件了，先撤下几件再选" in reply.text
    assert in_shop() == []


def test_goods_that_are_not_on_sale_cannot_be_picked(
    keeper: Person, codes: list[str], in_shop: Shelf, house: House
) -> None:
    with house.database.transaction() as session:
        goods_coded(session, codes[0]).state = "draft"
    keeper.get("/console/goods")
    assert keeper.post("/console/picks", {"goods": codes[0]}).status_code == 404
    assert keeper.post("/console/picks", {"goods": "NOSUCH00"}).status_code == 404
    assert in_shop() == []


def test_a_stranger_is_sent_to_sign_in_and_a_form_without_its_token_is_refused(
    buyer: Person, keeper: Person, codes: list[str], in_shop: Shelf
) -> None:
    buyer.get("/sign-in")
    reply = buyer.post("/console/picks", {"goods": codes[0]})
    assert reply.status_code == 303
    assert reply.location.startswith("/sign-in?next=")
    assert buyer.get("/console/picks").location == "/sign-in?next=%2Fconsole%2Fpicks"
    assert keeper.post("/console/picks", {"goods": codes[0], "csrf_token": ""}).status_code == 400
    assert in_shop() == []


def test_the_list_is_paged_and_narrowed_in_the_address(keeper: Person, picked: list[str], house: House) -> None:
    with house.database.transaction() as session:
        first = session.exec(select(Pick).where(Pick.goods_id == goods_coded(session, picked[0]).id)).one()
        first.reason = ""
    unwritten = keeper.get("/console/picks?only=unwritten").text
    assert f"pick-{picked[0]}" in unwritten
    assert f"pick-{picked[1]}" not in unwritten
    for odd in ("?page=99", "?page=-3", "?page=x", "?only=nonsense"):
        assert f"pick-{picked[2]}" in keeper.get(f"/console/picks{odd}").text


def test_an_empty_shop_is_told_the_next_step(neighbour: Person) -> None:
    page = neighbour.get("/console/picks").text
    assert "店里还没有货" in page
    assert 'href="/console/goods"' in page


def test_picks_that_cannot_be_sold_say_so(keeper: Person, picked: list[str], house: House) -> None:
    with house.database.transaction() as session:
        goods_coded(session, picked[0]).state = "off_sale"
        goods_coded(session, picked[1]).skus[0].stock = 0
    page = keeper.get("/console/picks?only=gone").text
    assert "已下架" in page
    assert "售罄" in page
    assert f"pick-{picked[2]}" not in page


def test_picks_are_searched_by_words_of_their_titles(keeper: Person, picked: list[str]) -> None:
    page = keeper.get("/console/picks?q=白茶").text
    assert f"pick-{picked[2]}" in page
    assert f"pick-{picked[0]}" not in page
    # What is arranged in a part of the list goes by its place in the whole shop.
    assert "第 3 位" in page
    assert "上移" not in page
    nothing = keeper.get("/console/picks?q=%25").text
    assert "没有叫“%”的货" in nothing
    assert f"q=%E7%99%BD%E8%8C%B6#pick-{picked[2]}" in (
        keeper.post(f"/console/picks/{picked[2]}/hide?q=白茶").location or ""
    )


def test_the_head_of_the_list_counts_along(keeper: Person, codes: list[str]) -> None:
    keeper.get("/console/goods")
    told = keeper.post("/console/picks", {"goods": codes[0]}, htmx=True).text
    assert '<span class="num">1</span>' in told
    assert "选货 1 件" in told
    assert "说说为什么" in told
