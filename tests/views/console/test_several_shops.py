"""Several shops of one keeper: opening with a grant, going from one to another, and every page on one of them."""

import re
from typing import Any

import pytest
from sqlmodel import select

from models.account.audit import Audit
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.months import month_of
from models.kernel.rules import DEFAULT
from models.shop.grant import ShopGrant
from models.shop.granting import withdraw_grant
from models.shop.level import ShopLevel
from models.shop.opening import shop_numbered, shops_of
from models.shop.shop import Shop
from models.stories.shop.grant import grant_shop
from models.talk.talking import MessageDraft, open_talk, say
from tests.given.console_buying import buy
from tests.given.factories import make_goods, make_member, make_pick, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.violations import FAKES, noted
from views.kit.house import House

pytestmark = ON_SQLITE
NEW = {"name": "山里小铺", "introduction": "第二间"}


def shops(house: House, keeper: Person) -> list[Shop]:
    """The keeper's, in the order of opening."""
    with house.database.reading() as session:
        first = shop_numbered(session, keeper.shop_number)
        assert first is not None
        return shops_of(session, first.keeper)


@pytest.fixture
def grant(house: House, keeper: Person) -> str:
    """A grant's code for the keeper, who is elite this month."""
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        facts: dict[str, Any] = {"sales": Money(0), "orders": 0, "computed_at": now()}
        session.add(ShopLevel(shop_id=shop.id, month=month_of(now()), slug="elite", **facts))
        session.flush()
        made = grant_shop(session, shop.keeper, Act.operator(make_member(session), now(), "做得稳"), once="o" * 22)
        return made.code


@pytest.fixture
def second(house: House, keeper: Person, grant: str) -> int:
    """The number of a second shop, in which the keeper now is."""
    keeper.get(f"/console/shops/{grant}")
    keeper.post(f"/console/shops/{grant}", NEW)
    return shops(house, keeper)[1].number


def test_opening_with_the_grant(house: House, keeper: Person, grant: str) -> None:
    address = f"/console/shops/{grant}"
    for page in ("/console", "/console/me"):
        assert address in keeper.get(page).text
    assert "做得稳" in keeper.get(address).text
    reply = keeper.post(address, {"name": "旗舰", "introduction": "留着的字"})
    assert reply.status_code == 422 and "留着的字" in reply.text
    for _ in "ab":
        assert keeper.post(address, NEW).location == "/console/welcome"
    assert [shop.name for shop in shops(house, keeper)] == ["林间", "山里"]
    with house.database.reading() as session:
        (row,) = session.exec(select(Audit).where(Audit.what == "shop.open"))
    assert row.thing == str(shops(house, keeper)[1].number)
    assert "山里小铺开张了" in keeper.get("/console/welcome").text
    assert keeper.get(address).location == "/console/me#shops"
    assert address not in keeper.get("/console/me").text


def test_a_grant_is_its_keepers_own(neighbour: Person, stranger: Person, buyer: Person, grant: str) -> None:
    for person in (neighbour, stranger):
        assert person.get(f"/console/shops/{grant}").status_code in (303, 404)
    assert neighbour.post(f"/console/shops/{grant}", NEW).status_code == 404
    assert buyer.get(f"/console/shops/{grant}").location.startswith("/sign-in")


def test_withdrawn_or_with_a_violation_nothing_is_opened(house: House, keeper: Person, grant: str) -> None:
    keeper.get(f"/console/shops/{grant}")
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        noted(session, shop, make_member(session), now(), FAKES)
    for reply in (keeper.get(f"/console/shops/{grant}"), keeper.post(f"/console/shops/{grant}", NEW)):
        assert reply.location == "/console/me#shops"
    assert "刷单" in keeper.get("/console/me").text and "24 分" in keeper.get("/console/violations").text
    with house.database.transaction() as session:
        given = session.exec(select(ShopGrant)).one()
        withdraw_grant(session, given, Act.operator(make_member(session), now(), "刷单"))
    assert keeper.post(f"/console/shops/{grant}", NEW).status_code == 404
    assert len(shops(house, keeper)) == 1


def test_going_from_one_to_the_other(keeper: Person, neighbour: Person, second: int) -> None:
    page = keeper.get("/console").text
    assert str(second) in page and "换一间店" in page
    assert keeper.post("/console/door", {"to": str(keeper.shop_number)}).location == "/console"
    assert "<title>今日 · 林间小铺</title>" in " ".join(keeper.get("/console").text.split()).replace("> ", ">").replace(
        " <", "<"
    )
    for stray in (str(neighbour.shop_number), "100000", "", "x"):
        assert keeper.post("/console/door", {"to": stray}).status_code == 404
    assert "换一间店" not in neighbour.get("/console").text
    assert neighbour.post("/console/door", {"to": str(second)}).status_code == 404


def test_every_page_is_one_shops(house: House, keeper: Person, second: int) -> None:
    with house.database.transaction() as session:
        first, other = (shop_numbered(session, number) for number in (keeper.shop_number, second))
        assert first is not None and other is not None
        supplier = make_supplier(session)
        tea, honey = (make_goods(session, supplier, title=title) for title in ("福鼎白茶", "土蜂蜜"))
        make_pick(session, first, tea)
        make_pick(session, other, honey)
        codes = tea.code, honey.code
    buy(house, codes[0], shop=keeper.shop_number)
    assert "土蜂蜜" in keeper.get("/console/picks").text and "福鼎白茶" not in keeper.get("/console/picks").text
    assert "福鼎白茶" not in keeper.get("/console/orders").text
    keeper.post("/console/door", {"to": str(keeper.shop_number)})
    assert "土蜂蜜" not in keeper.get("/console/picks").text
    assert "福鼎白茶" in keeper.get("/console/orders").text


def test_a_page_left_open_works_on_the_shop_it_shows(house: House, keeper: Person, second: int) -> None:
    page = keeper.get("/console/me").text
    assert set(re.findall(r'name="door" value="(\d+)"', page)) == {str(second)}
    keeper.post("/console/door", {"to": str(keeper.shop_number)})
    keeper.post("/console/me/closing", {"door": str(second), "farewell": "歇几天"})
    first, other = shops(house, keeper)
    assert first.closed_at is None and other.closed_at is not None
    assert "山里小铺" in keeper.get("/console").text.split("</title>")[0]


def test_what_scripts_send_by_themselves_leads_nowhere_else(keeper: Person, second: int) -> None:
    keeper.post("/console/door", {"to": str(keeper.shop_number)})
    polled = keeper.get("/console", headers={"X-Door": str(second), "HX-Request": "true"})
    assert "山里小铺" in polled.text.split("</title>")[0]
    assert "林间小铺" in keeper.get("/console").text.split("</title>")[0]
    form = {"csrf_token": keeper.token, "door": str(second)}
    told = keeper.client.post("/console/me/reopening", data=form, headers={"Sec-Fetch-Mode": "cors"})
    assert told.status_code == 303
    assert "林间小铺" in keeper.get("/console").text.split("</title>")[0]


def test_an_address_may_name_the_door_but_only_an_own_one(keeper: Person, neighbour: Person, second: int) -> None:
    for number, name in ((keeper.shop_number, "林间"), (second, "山里")):
        assert f"{name}小铺" in keeper.get(f"/console?door={number}").text.split("</title>")[0]
    for stray in (neighbour.shop_number, "x", "9" * 40):
        assert keeper.get(f"/console?door={stray}").status_code == 404
    assert keeper.get("/console", headers={"X-Door": str(neighbour.shop_number)}).status_code == 404


def test_another_member_on_the_same_browser_has_his_own(keeper: Person, neighbour: Person, second: int) -> None:
    keeper.client.set_cookie("session", neighbour.client.get_cookie("session").value)  # type: ignore[union-attr]
    assert "隔壁小铺" in keeper.get("/console").text.split("</title>")[0]


def test_buyers_who_wait_at_another_door_are_told(keeper: Person, second: int, house: House) -> None:
    with house.database.transaction() as session:
        first = shop_numbered(session, keeper.shop_number)
        assert first is not None
        goods = make_goods(session, make_supplier(session))
        make_pick(session, first, goods)
        talk = open_talk(session, visitor="f" * 32, goods=goods, shop=first, at=now())
        say(session, talk, MessageDraft("能放多久？", "once" * 5), Act.buyer(now()), rules=DEFAULT)
        address = f"/console/talks/{talk.code}"
    assert 'class="door-tally num">1' in keeper.get("/console").text
    # The reminder's address leads there, whichever shop was entered last.
    assert keeper.get(address).status_code == 404
    page = keeper.get(f"{address}?door={keeper.shop_number}").text
    assert page.count('class="door-tally') == 0 and f'name="door" value="{keeper.shop_number}"' in page
    assert keeper.get(address).status_code == 200
