"""Looking through what suppliers offer: price and commission before picking, search, filters, order."""

import pytest

from models.kernel.money import Money
from tests.given.factories import make_goods, make_supplier
from tests.given.people import Person
from tests.views.console.conftest import goods_coded
from views.kit.house import House


def test_price_and_commission_show_before_picking(keeper: Person, codes: list[str]) -> None:
    page = keeper.get("/console/goods").text
    assert "<small>¥</small>128" in page
    assert "¥19.20" in page
    assert page.count("选它") == 3
    keeper.post("/console/picks", {"goods": codes[0]})
    page = keeper.get("/console/goods").text
    assert page.count("选它") == 2
    assert page.count("已选") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=白茶", [0]), ("q=福鼎茶厂", [0, 1, 2]), ("q=茶 皂", [2]), ("q=%25", []), ("q=_", []), ("q=没有的", [])],
)
def test_searching(keeper: Person, codes: list[str], query: str, found: list[int]) -> None:
    page = keeper.get(f"/console/goods?{query}").text
    assert [place for place, code in enumerate(codes) if f"goods-{code}" in page] == found


def test_a_percent_sign_is_looked_for_as_it_is_and_case_does_not_matter(keeper: Person, house: House) -> None:
    with house.database.transaction() as session:
        code = make_goods(session, make_supplier(session, name="Acme"), title="100% Cotton Tee").code
    for query in ("100%25", "COTTON", "acme tee"):
        assert f"goods-{code}" in keeper.get(f"/console/goods?q={query}").text


def test_categories_sorts_and_the_least_commission(keeper: Person, codes: list[str], house: House) -> None:
    with house.database.transaction() as session:
        for code, price, rate in zip(codes, (10000, 5000, 20000), (1000, 4000, 300), strict=True):
            sku = goods_coded(session, code).skus[0]
            sku.listed_price, sku.listed_rate = Money(price), rate
    expected = {"newest": [2, 1, 0], "amount": [1, 0, 2], "rate": [1, 0, 2], "price": [1, 0, 2]}
    for sort, order in expected.items():
        page = keeper.get(f"/console/goods?sort={sort}&category=food").text
        places = [page.index(f"goods-{codes[which]}") for which in order]
        assert places == sorted(places)
    page = keeper.get("/console/goods?least=10&category=tea").text
    assert [f"goods-{code}" in page for code in codes] == [True, True, False]
    assert "没有合适的货" in keeper.get("/console/goods?category=nowhere").text


@pytest.mark.parametrize("odd", ["sort=x", "least=abc", "page=x", "page=0", "least=-1", "category=%01"])
def test_odd_addresses_show_the_list(keeper: Person, codes: list[str], odd: str) -> None:
    assert keeper.get(f"/console/goods?{odd}").status_code == 200


def test_one_goods_in_full(keeper: Person, codes: list[str]) -> None:
    page = keeper.get(f"/console/goods/{codes[0]}").text
    for words in ("福鼎白茶", "¥19.20", "15%", "还有 10 件", "福鼎茶厂", "包邮", "第一泡八秒就出水", "选进小铺"):
        assert words in page
    keeper.post("/console/picks", {"goods": codes[0]})
    assert "选进小铺" not in keeper.get(f"/console/goods/{codes[0]}").text


def test_what_is_not_on_sale_is_seen_by_those_who_carry_it_alone(
    keeper: Person, neighbour: Person, picked: list[str], house: House
) -> None:
    with house.database.transaction() as session:
        goods_coded(session, picked[0]).state = "off_sale"
    assert "下架" in keeper.get(f"/console/goods/{picked[0]}").text
    assert neighbour.get(f"/console/goods/{picked[0]}").status_code == 404
    assert f"goods-{picked[0]}" not in keeper.get("/console/goods").text
    assert keeper.get("/console/goods/NOSUCH00").status_code == 404


def test_before_you_vouch_and_what_fits(keeper: Person, codes: list[str]) -> None:
    page = keeper.get(f"/console/goods/{codes[0]}").text
    assert "推荐之前，先看看" in page
    assert page.count("还太少，说不准") == 5
    fits = keeper.get("/console/goods?sort=fit").text
    assert "谁都不能花钱排到前面" in fits.replace("<wbr>", "")
    assert fits.count("你店里还没人买过同类") == fits.count("退款率还说不准") == 3
    assert "没有合适的货" in keeper.get("/console/goods?sort=fit&q=没有的").text
