"""Choosing a SKU on the goods page: what is sold out cannot be ticked, and the first that there is, is."""

import json
import re
from html import unescape

from sqlmodel import select

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.money import Money
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE


def with_options(house: House, stall: Stall, stocks: dict[tuple[str, str], int]) -> None:
    """Gives the goods a SKU for each pair."""
    with house.database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == stall.goods)).one()
        goods.option_names = ["份量", "包装"]
        goods.skus.clear()
        session.flush()
        for position, (options, stock) in enumerate(stocks.items()):
            price = Money.parse(str(100 + position))
            sku = SKU(code=f"S{position}", options=list(options), listed_price=price, stock=stock, listed_rate=1000)
            sku.position = position
            goods.skus.append(sku)


def radios(text: str) -> dict[str, str]:
    """Each option's value with what its input says besides."""
    found = re.findall(r'<input class="vh"\s+type="radio"\s+name="o\d"\s+value="([^"]*)"\s+required\s*([a-z]*)', text)
    return dict(found)


def test_sold_out_values_are_greyed_without_script(house: House, buyer: Person) -> None:
    stall = open_stall(house)
    stocks = {("50 g", "袋"): 0, ("50 g", "盒"): 0, ("100 g", "袋"): 3, ("350 g", "盒"): 120, ("350 g", "罐"): 0}
    with_options(house, stall, stocks)
    text = buyer.get(stall.page).text
    assert radios(text) == {
        "50 g": "disabled",
        "100 g": "checked",
        "350 g": "",
        "袋": "checked",
        "盒": "",
        "罐": "disabled",
    }
    told = json.loads(unescape(re.findall(r'data-skus="([^"]*)"', text)[0]))
    assert [(one["left"], one["said"]) for one in told] == [
        (0, "卖完了"),
        (0, "卖完了"),
        (3, "剩 3 件"),
        (120, "现货"),
        (0, "卖完了"),
    ]


def test_a_value_that_stands_in_two_groups_is_ticked_in_its_own_only(house: House, buyer: Person) -> None:
    stall = open_stall(house)
    with_options(house, stall, {("大", "小"): 2, ("小", "大"): 2})
    text = buyer.get(stall.page).text
    groups = [radios(part) for part in text.split("<fieldset")[1:]]
    assert groups == [{"大": "checked", "小": ""}, {"小": "checked", "大": ""}]


def test_the_page_is_the_same_for_everybody(house: House, buyer: Person, stranger: Person) -> None:
    stall = open_stall(house)
    buyer.post("/cart", stall.form)
    assert buyer.get(stall.page).text == stranger.get(stall.page).text
