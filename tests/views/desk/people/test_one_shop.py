"""One shop at the desk: granting a further one, withdrawing it, violations; and who may."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import col, select

from models.account.audit import Audit
from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.months import month_of
from models.shop.grant import ShopGrant
from models.shop.level import ShopLevel
from models.shop.opening import shop_numbered
from models.shop.violation import ShopViolation
from tests.given.applications import give, one_item
from tests.given.documents import drawn_photo
from tests.given.factories import make_shop, make_unopened
from tests.given.people import Person
from tests.given.violations import OTHER
from views.kit.house import House

SHOWN = {"violation-kind": OTHER}


@pytest.fixture
def elite(house: House) -> str:
    """The desk's address of a shop that is elite this month."""
    with house.database.transaction() as session:
        shop = make_shop(session, name="林间", keeper="阿林")
        month = month_of(now())
        facts: dict[str, Any] = {"sales": Money(0), "orders": 0, "computed_at": now()}
        session.add(ShopLevel(shop_id=shop.id, month=month, slug="elite", **facts))
        return f"/desk/shops/{shop.number}"


@pytest.fixture
def rows(house: House) -> Callable[[], list[tuple[str, str]]]:
    """The audit trail."""

    def read() -> list[tuple[str, str]]:
        with house.database.reading() as session:
            return [(row.what, row.why) for row in session.exec(select(Audit).order_by(col(Audit.id)))]

    return read


def form_of(person: Person, address: str, kind: str, why: str) -> dict[str, str]:
    """What the page's form would send."""
    found = re.search(rf'name="{kind}-once"[^>]*value="([^"]+)"', person.get(address).text)
    assert found
    return {f"{kind}-once": found[1], f"{kind}-why": why}


def test_a_grant_is_made_once_and_withdrawn(operator: Person, house: House, elite: str, rows) -> None:  # type: ignore[no-untyped-def]
    page = operator.get(elite).text
    assert "还能再批 1 间" in page and "还没有批准过" in page and "没有违规" in page
    form = form_of(operator, elite, "grant", "连着三个月精英")
    for _ in "ab":
        assert operator.post(f"{elite}/grants", form).location == f"{elite}#grants"
    assert rows() == [("shop.grant", "连着三个月精英")]
    page = operator.get(elite).text
    assert "还能再批 0 间" in page and "批准再开一间" not in page
    with house.database.reading() as session:
        code = session.exec(select(ShopGrant.code)).one()
    assert operator.post(f"{elite}/grants/{code}/withdrawal", {f"{code}-why": " "}).status_code == 422
    for _ in "ab":
        assert operator.post(f"{elite}/grants/{code}/withdrawal", {f"{code}-why": "给错了"}).status_code == 303
    assert rows()[1:] == [("shop.withdraw", "给错了")]
    assert "给错了" in operator.get(elite).text
    trail = operator.get("/desk/audit").text
    assert "批准再开店" in trail and f'href="{elite}"' in trail
    assert operator.get("/desk/shops").text.count(f'href="{elite}"') == 1


def test_what_is_refused_is_said_and_what_was_typed_stays(operator: Person, elite: str, rows) -> None:  # type: ignore[no-untyped-def]
    form = form_of(operator, elite, "grant", "")
    reply = operator.post(f"{elite}/grants", form)
    assert reply.status_code == 422 and "写一句为什么" in reply.text
    form = form_of(operator, elite, "violation", "字" * 201) | SHOWN
    reply = operator.post(f"{elite}/violations", form)
    assert reply.status_code == 422 and "字" * 201 in reply.text and "最多 200 个字" in reply.text
    assert operator.post(f"{elite}/grants", {"grant-why": "没有记号"}).status_code == 422
    assert rows() == []


def test_a_newcomer_gets_no_grant(operator: Person, keeper: Person, rows) -> None:  # type: ignore[no-untyped-def]
    address = f"/desk/shops/{keeper.shop_number}"
    assert "批准再开一间" not in operator.get(address).text
    reply = operator.post(f"{address}/grants", {"grant-why": "硬来", "grant-once": "x" * 22})
    assert reply.status_code == 422 and "最多 1 间店" in reply.text
    assert rows() == []


def test_a_violation_is_noted_seen_and_lifted(
    operator: Person, keeper: Person, stranger: Person, house: House, rows: Callable[[], list[tuple[str, str]]]
) -> None:
    address = f"/desk/shops/{keeper.shop_number}"
    form = form_of(operator, address, "violation", "海报写了“全网最低”") | SHOWN
    wrong: tuple[tuple[dict[str, str], str], ...] = (
        ({"violation-kind": ""}, "请选是哪一种违规"),
        ({"violation-kind": "瞎编"}, "请选是哪一种违规"),
        ({}, "要有证据"),
        ({"violation-about_code": "260000000000"}, "没有找到"),
    )
    for lacking, words in wrong:
        reply = operator.post(f"{address}/violations", form | lacking)
        assert (reply.status_code, words in reply.text, "全网最低" in reply.text) == (422, True, True)
    picture = {"violation-pictures": (BytesIO(b"no picture"), "a.jpg"), "violation-about_code": ""}
    assert operator.post(f"{address}/violations", form | picture).status_code == 422
    for _ in "ab":
        sent = form | {"violation-pictures": (BytesIO(drawn_photo()), "a.jpg"), "violation-about_code": ""}
        assert operator.post(f"{address}/violations", sent).location == f"{address}#violations"
    assert "全网最低" in keeper.get("/console/me").text
    assert "平台记了一次违规" in keeper.get("/console").text
    assert "不能再批" in operator.get(address).text
    with house.database.reading() as session:
        code = session.exec(select(ShopViolation.code)).one()
    for person, where in ((operator, "/desk"), (keeper, "/console")):
        shown = person.post(f"{where}/violations/{code}/look", {})
        assert shown.status_code == 200 and shown.text.count("data:image/jpeg") == 1
        assert "no-store" in shown.headers["Cache-Control"]
        assert "data:image" not in person.get(f"{where}/violations" if person is keeper else address).text
    for where in ("/console", "/desk"):
        assert stranger.post(f"{where}/violations/{code}/look", {}).status_code in (303, 404)
    with house.database.reading() as session:
        looked = select(Audit.subject).where(Audit.what == "shop.evidence")
        looks = session.exec(looked).all()
    assert looks == [f"{keeper.shop_number} {code}"] * 2
    other = f"/desk/shops/{_another(house)}/violations/{code}/lifting"
    assert operator.post(other, {f"{code}-why": "走错门"}).status_code == 404
    assert operator.post(f"{address}/violations/{code}/lifting", {f"{code}-why": ""}).status_code == 422
    for _ in "ab":
        assert operator.post(f"{address}/violations/{code}/lifting", {f"{code}-why": "改好了"}).status_code == 303
    seen = ("shop.evidence", "")
    assert rows() == [("shop.violation", "海报写了“全网最低”"), seen, seen, ("shop.lift", "改好了")]
    assert "改好了" in keeper.get("/console/violations").text
    assert "平台记了一次违规" not in keeper.get("/console").text


def test_operators_only(keeper: Person, stranger: Person, staff: Person, buyer: Person, elite: str) -> None:
    tails = ("", "/grants", "/violations", "/grants/NOSUCH00/withdrawal", "/violations/NOSUCH00/lifting")
    for person in (keeper, stranger, staff):
        person.get("/")
        assert person.get(elite).status_code == 404
        for tail in tails[1:]:
            assert person.post(elite + tail, {"why": "x"}).status_code in (400, 404)
    assert buyer.get(elite).location.startswith("/sign-in")


def test_what_is_not_there(operator: Person, elite: str) -> None:
    operator.get(elite)
    for address in ("/desk/shops/100000", "/desk/shops/99999999999999999999", "/desk/shops/1"):
        assert operator.get(address).status_code == 404
    for tail in ("/grants/NOSUCH00/withdrawal", "/violations/NOSUCH00/lifting"):
        assert operator.post(elite + tail, {"NOSUCH00-why": "x"}).status_code == 404


def _another(house: House) -> int:
    with house.database.transaction() as session:
        shop = make_shop(session, name="隔壁")
        assert shop_numbered(session, shop.number) is shop
        return shop.number


def test_what_its_opening_asks_stands_with_whose_turn_it_is(operator: Person, keeper: Person, house: House) -> None:
    with house.database.transaction() as session:
        shop = make_unopened(session)
        give(session, shop, "identity")
        address, code = f"/desk/shops/{shop.number}", one_item(session, shop, "identity").code
    page = operator.get(address)
    assert page.status_code == 200 and f"/desk/waiting/checklist/{code}" in page.text
    assert re.findall(r'data-item="(\w+)"', page.text)[:3] == ["words", "phone", "identity"]
    assert "等掌柜" in page.text and keeper.get(address).status_code == 404
