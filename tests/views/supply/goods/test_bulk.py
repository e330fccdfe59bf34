"""Editing many goods by form: looked at before, nothing kept of the look, done by the worker, taken back."""

import re
from typing import Any

import pytest
from sqlmodel import select

from models.catalogue.bulk.bulk_edit import BulkEdit
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.proposal import Proposal
from tests.given.factories import make_goods
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.views.supply.conftest import Shelf
from views.kit.house import House
from views.supply.goods import bulk

pytestmark = ON_SQLITE
EMPTY = {
    "category": "",
    "attribute": "",
    "answer": "",
    "price_how": "",
    "price_by": "",
    "stock_how": "",
    "stock_by": "",
}
ONCE = "0" * 32


def send(staff: Person, shelf: Shelf, step: str, **facts: Any) -> Any:
    """The form about the supplier's goods."""
    staff.get("/supply/goods")
    return staff.post("/supply/goods/edits", EMPTY | {"goods": shelf.mine, "once": ONCE, "step": step} | facts)


def price(house: House, code: str) -> int:
    """What the goods cost."""
    with house.database.reading() as session:
        return session.exec(select(SKU.listed_price).join(Goods).where(Goods.code == code)).one()


def test_what_would_become_of_them_is_shown_and_nothing_of_it_is_kept(
    staff: Person, house: House, shelf: Shelf
) -> None:
    form = send(staff, shelf, "")
    assert form.status_code == 200 and "批量改 1 件商品" in form.text
    small = send(staff, shelf, "preview", price_how="percent_up", price_by="10").text
    assert "¥128" in small and "¥140.8" in small and "马上生效" in small
    large = send(staff, shelf, "preview", price_how="amount_up", price_by="100", ends_in_9="y").text
    assert "¥229" in large and "等审核" in large
    refused = send(staff, shelf, "preview", price_how="amount_down", price_by="128").text
    assert "没有改" in refused and "不到一分钱" in refused
    assert "佣金下调要先公告" in send(staff, shelf, "preview", rate="12").text
    assert price(house, shelf.mine) == 12_800
    with house.database.reading() as session:
        assert session.exec(select(BulkEdit)).all() == [] and session.exec(select(Proposal)).all() == []


def test_it_is_done_once_and_taken_back(staff: Person, house: House, shelf: Shelf) -> None:
    replies = [send(staff, shelf, "start", price_how="percent_up", price_by="10", rate="20") for _ in range(2)]
    assert {reply.status_code for reply in replies} == {303} and len({reply.location for reply in replies}) == 1
    assert price(house, shelf.mine) == 14_080
    page = staff.get(replies[0].location).text
    assert "全部改好了" in page and "¥140.8" in page and "撤回这一次" in page
    assert replies[0].location in staff.get("/supply/goods/edits").text
    back = staff.post(f"{replies[0].location}/undo")
    assert back.status_code == 303 and price(house, shelf.mine) == 12_800
    assert staff.post(f"{replies[0].location}/undo").location == back.location
    assert "已撤回" in staff.get(replies[0].location).text


def test_all_of_a_filter_and_nothing_of_anybody_else(staff: Person, house: House, shelf: Shelf) -> None:
    reply = send(staff, shelf, "start", goods="", all="1", at_state="on_sale", stock_how="add", stock_by="5")
    assert reply.status_code == 303
    with house.database.reading() as session:
        stock = dict(session.exec(select(Goods.code, SKU.stock).join(SKU)).all())
        assert stock == {shelf.mine: 15, shelf.theirs: 10}
    assert send(staff, shelf, "start", goods=shelf.theirs, rate="50", once="1" * 32).status_code == 422
    assert staff.get("/supply/goods/edits/00000000").status_code == 404


def test_what_says_too_little_is_told_beside_its_field(staff: Person, house: House, shelf: Shelf) -> None:
    for wrong, words in (
        ({}, "先选要改什么"),
        ({"price_how": "percent_up", "price_by": ""}, "不是百分数"),
        ({"price_how": "amount_up", "price_by": "abc"}, "不是金额"),
        ({"price_how": "percent_up", "price_by": "9000"}, "最高"),
        ({"stock_how": "set", "stock_by": "-3"}, "请填一个数字"),
        ({"rate": "99"}, ""),
    ):
        for step in ("preview", "start"):
            reply = send(staff, shelf, step, **wrong)
            assert reply.status_code == 422 and words in reply.text, (wrong, step)
            assert all(f'value="{typed}"' in reply.text for typed in wrong.values() if typed and typed[0].isdigit())
    with house.database.reading() as session:
        assert session.exec(select(BulkEdit)).all() == []


def test_the_table_leads_there_and_nothing_ticked_is_not_everything(staff: Person, shelf: Shelf) -> None:
    assert re.search(r'formaction="/supply/goods/edits"', staff.get("/supply/goods").text)
    reply = send(staff, shelf, "", goods="")
    assert (reply.status_code, reply.location) == (303, "/supply/goods")


def test_the_whole_preview_is_looked_through_by_pages(
    staff: Person, house: House, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_SHOWN", 2)
    with house.database.transaction() as session:
        own = session.exec(select(Goods).where(Goods.code == shelf.mine)).one().supplier
        for yuan in ("200", "300"):
            make_goods(session, own, price=yuan, title=f"茶 {yuan}", digest="ab" * 16)
    wish = EMPTY | {"all": "1", "once": ONCE, "step": "preview", "price_how": "percent_up", "price_by": "10"}
    staff.get("/supply/goods")
    first = staff.post("/supply/goods/edits", wish).text
    count = int(re.search(r"共 (\d+) 件，这里是第 1 到 2 件：马上生效 2，", first)[1])  # type: ignore[index]
    last = -(-count // 2)
    assert f"1 / {last}" in first and "/supply/goods/edits?page=2" in first and "上一页" not in first
    end = staff.post(f"/supply/goods/edits?page={last}", wish).text
    assert "茶 300" in end and f"到 {count} 件" in end and "下一页" not in end
    assert price(house, shelf.mine) == 12_800
