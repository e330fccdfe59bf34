"""Today's numbers and what to do next."""

from datetime import timedelta

from models.kernel.clock import now
from models.report.shop.today import midnight
from models.shop.opening import shop_numbered
from models.statistics.visit import Visit
from tests.given.console_buying import buy
from tests.given.people import Person
from views.kit.house import House


def test_visits_and_sales_of_today_stand_beside_yesterdays(keeper: Person, picked: list[str], house: House) -> None:
    begun = midnight(now())
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        seen = [
            ("a", begun, "shop"),
            ("a", begun, "goods"),
            ("b", begun, "shop"),
            ("c", begun - timedelta(hours=1), "shop"),
        ]
        for visitor, hour, kind in seen:
            session.add(Visit(kind=kind, subject=f"{kind}:{visitor}", visitor=visitor, hour=hour, shop_id=shop.id))
        old = Visit(
            kind="shop", subject="shop:d", visitor="d", hour=begun - timedelta(days=1, hours=1), shop_id=shop.id
        )
        session.add(old)
    buy(house, picked[0], shop=keeper.shop_number, quantity=2)
    page = keeper.get("/console").text
    for words in (">2<", "进店 3 次 · 昨天 1 人", "2 件 · 昨天 0 单", "256.00", "38.40"):
        assert words in page


def test_the_next_step_is_the_one_that_is_missing(keeper: Person, neighbour: Person, picked: list[str]) -> None:
    assert "选第一件货" in neighbour.get("/console").text
    page = keeper.get("/console").text
    assert "选第一件货" not in page
    assert "发出第一张海报" in page
    keeper.get("/console/picks")
    keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": ""})
    assert "给 1 件货写推荐" in keeper.get("/console").text
    keeper.post(f"/console/picks/{picked[1]}/share")
    assert "再发一张海报" in keeper.get("/console").text


def test_the_door_plate_leads_to_the_shop(keeper: Person, buyer: Person) -> None:
    assert f'href="/{keeper.shop_number}"' in keeper.get("/console").text
    assert buyer.get("/console").location == "/sign-in?next=%2Fconsole"
