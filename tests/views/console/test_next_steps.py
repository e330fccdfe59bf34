"""What to do next stands on today and on the page of figures; "not this one" can be taken back."""

import re
from datetime import timedelta

from tests.given.people import Person
from tests.given.rolled_up import rolled_up, standing_shop, today
from tests.views.console.conftest import goods_coded
from views.kit.house import House

PAGES = ("/console", "/console/statistics")


def looked_at(house: House, keeper: Person, code: str) -> None:
    """Many look at the goods, nobody buys them."""
    with house.database.transaction() as session:
        shop, goods = standing_shop(session, keeper.shop_number), goods_coded(session, code)
        rolled_up(session, shop, today() - timedelta(days=1), of="goods", key=str(goods.id), goods_views=40)


def test_not_this_one_and_back(house: House, keeper: Person, picked: list[str], neighbour: Person) -> None:
    looked_at(house, keeper, picked[0])
    for page in PAGES:
        assert "看的人多，还没人买" in keeper.get(page).text.replace("<wbr>", "")
        assert "看的人多，还没人买" not in neighbour.get(page).text
    step = {"kind": "not_bought", "thing": picked[0], "page": "statistics"}
    for _ in range(2):
        reply = keeper.post("/console/next-steps/aside", step)
        assert reply.status_code == 303 and reply.location.startswith("/console/statistics?dropped=")
    for page in PAGES:
        assert "看的人多，还没人买" not in keeper.get(page).text
    shown = keeper.get(reply.location).text
    assert "一个月里不再提它" in shown and f'value="{picked[0]}"' in shown
    neighbour.get("/console")
    neighbour.post("/console/next-steps/back", step)
    assert "看的人多，还没人买" not in keeper.get("/console").text, "another's word changes nothing here"
    for _ in range(2):
        assert keeper.post("/console/next-steps/back", step).location == "/console/statistics#next"
    assert "看的人多，还没人买" in keeper.get("/console").text


def test_a_step_that_is_none_is_not_there(keeper: Person, stranger: Person, buyer: Person) -> None:
    keeper.get("/console")
    for sent in ({}, {"kind": "not_bought"}, {"kind": "none", "thing": "X"}, {"kind": "coupon", "thing": "x" * 21}):
        assert keeper.post("/console/next-steps/aside", sent).status_code == 404
    assert keeper.get("/console?dropped=none:<b>").status_code == 200
    good = {"kind": "coupon", "thing": "ABCDEFGH"}
    assert stranger.post("/console/next-steps/aside", good).status_code in (303, 403, 404)
    assert re.match("/sign-in|https?://", buyer.post("/console/next-steps/aside", good).location or "/sign-in")
