"""Violations over HTTP: what the keeper reads, the one appeal, and the desk that decides it."""

from sqlmodel import select

from models.account.member import Member
from models.kernel.clock import now
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.shop.violation import Appeal, ShopClosing, ShopViolation
from tests.given.factories import make_member
from tests.given.people import Person
from tests.given.violations import FAKES, OTHER, noted
from views.kit.house import House


def _noted(house: House, keeper: Person, kind: str) -> str:
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number or 0)
        assert shop is not None
        return noted(session, shop, make_member(session), now(), kind, why="海报说是进口的").code


def test_without_any_the_page_says_so(keeper: Person, neighbour: Person) -> None:
    page = keeper.get("/console/violations").text
    assert "没有违规" in page and "现在算 0 分" in page and "到 12 分" in page


def test_the_keeper_reads_it_and_appeals_once(
    house: House, keeper: Person, stranger: Person, neighbour: Person
) -> None:
    code = _noted(house, keeper, OTHER)
    page = keeper.get("/console/violations").text
    for words in ("海报说是进口的", "扣 3 分", "商品 ABCD1234", "申诉，只有一次", "48 小时"):
        assert words in page
    assert "看是什么" in keeper.get("/console").text
    address = f"/console/violations/{code}/appeal"
    for words in ("", "字" * 501):
        reply = keeper.post(address, {f"{code}-words": words})
        assert reply.status_code == 422 and words in reply.text
    for person in (neighbour, stranger):
        person.get("/console/violations")
        assert person.post(address, {f"{code}-words": "不该算"}).status_code in (303, 400, 404)
    with house.database.reading() as session:
        assert session.exec(select(Appeal)).all() == []
    for _ in "ab":
        assert keeper.post(address, {f"{code}-words": "包装上写着国产"}).status_code == 303
    page = keeper.get("/console/violations").text
    assert "申诉等答复" in page and "包装上写着国产" in page and "申诉，只有一次" not in page


def test_the_desk_answers_it_in_the_queue(house: House, keeper: Person, operator: Person) -> None:
    code = _noted(house, keeper, OTHER)
    keeper.get("/console/violations")
    keeper.post(f"/console/violations/{code}/appeal", {f"{code}-words": "包装上写着国产"})
    with house.database.reading() as session:
        asked = session.exec(select(Appeal.code)).one()
    address = f"/desk/waiting/appeal/{asked}"
    page = operator.get(address).text
    for words in ("海报说是进口的", "包装上写着国产", "商品 ABCD1234", "扣 3 分"):
        assert words in page
    assert _press(operator, address, "reject", "").status_code == 422
    assert _press(operator, address, "reject", "证据清楚").status_code in (200, 303)
    page = keeper.get("/console/violations").text
    assert "申诉没有成立" in page and "平台答复：证据清楚" in page


def test_what_a_network_calls_a_violation_itself_is_text_wherever_it_stands(
    house: House, keeper: Person, operator: Person
) -> None:
    code = _noted(house, keeper, FAKES)
    keeper.get("/console/violations")
    keeper.post(f"/console/violations/{code}/appeal", {f"{code}-words": "包装上写着国产"})
    with house.database.transaction() as session:
        session.exec(select(ShopViolation)).one().kind = '<b class="x">100% 假'
        appeal, closing = session.exec(select(Appeal.code)).one(), session.exec(select(ShopClosing.code)).one()
    there = [f"/desk/shops/{keeper.shop_number}", f"/desk/waiting/appeal/{appeal}", f"/desk/waiting/closing/{closing}"]
    pages = [keeper.get("/console/violations"), *(operator.get(address) for address in there)]
    assert all("&lt;b class=&#34;x&#34;&gt;100% 假" in page.text for page in pages)


def test_a_closed_shop_says_why_and_opens_once_the_points_are_fewer(
    house: House, keeper: Person, operator: Person
) -> None:
    code = _noted(house, keeper, FAKES)
    with house.database.reading() as session:
        asked = session.exec(select(ShopClosing.code)).one()
    address = f"/desk/waiting/closing/{asked}"
    assert "海报说是进口的" in operator.get(address).text
    assert _press(operator, address, "close", "卖假货").status_code in (200, 303)
    page = keeper.get("/console/me").text
    assert "平台因为扣分关了这间店" in page and "重新开门" not in page
    assert keeper.post("/console/me/reopening", {}).status_code == 422
    with house.database.transaction() as session:
        assert session.exec(select(Shop.closed_at).where(Shop.number == keeper.shop_number)).one() is not None
        violation = session.exec(select(ShopViolation).where(ShopViolation.code == code)).one()
        violation.lifted_by, violation.lifted_at, violation.lifted_why = _somebody(session), now(), "记错了"
    assert "重新开门" in keeper.get("/console/me").text
    assert keeper.post("/console/me/reopening", {}).status_code == 303


def _somebody(session) -> int:  # type: ignore[no-untyped-def]
    return int(session.exec(select(Member.id)).first())


def _press(person: Person, address: str, verb: str, why: str):  # type: ignore[no-untyped-def]
    person.get(address)
    return person.post(f"{address}/verdict", {"do": verb, "why": why})
