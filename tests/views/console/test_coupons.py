"""A shopkeeper's coupons: made from a template, wholly on a phone; stopped and resumed; nobody else's."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from models.coupon.claiming import claim_coupon
from models.coupon.coupon import Coupon
from models.kernel.clock import local, now
from tests.given.kinds import ON_SQLITE
from tests.given.people import HTMX, Person
from tests.given.tickets import all_coupons
from views.kit.house import House
from views.parts.coupon.beginnings import TEMPLATES

pytestmark = ON_SQLITE


def written(**other: str) -> dict[str, str]:
    """What the form of the first template would send."""
    today = local(now()).date()
    return {
        "template": "welcome",
        "title": "见面礼",
        "off": "20",
        "minimum": "99",
        "goods": "",
        "quota": "100",
        "per_buyer": "1",
        "begins_at": today.isoformat(),
        "ends_at": (today + timedelta(days=6)).isoformat(),
        "on_page": "y",
        "passphrase": "",
    } | other


def made(keeper: Person, house: House, **other: str) -> Coupon:
    """A coupon made over HTTP."""
    keeper.get("/console/coupons/new?template=welcome")
    reply = keeper.post("/console/coupons", written(**other))
    assert reply.status_code == 303, reply.text
    return all_coupons(house)[-1]


def test_the_first_step_is_said_where_there_is_none(keeper: Person) -> None:
    text = keeper.get("/console/coupons").text
    assert "/console/coupons/new" in text
    assert "佣金里出" in text
    for place in ("/console", "/console/me"):
        assert "/console/coupons" in keeper.get(place).text


def test_each_template_says_who_pays_and_can_be_made_as_it_is(keeper: Person, house: House) -> None:
    text = keeper.get("/console/coupons/new").text
    assert all(f"template={slug}" in text for slug in TEMPLATES)
    assert "不会倒贴" in text
    for slug in TEMPLATES:
        page = keeper.get(f"/console/coupons/new?template={slug}").text
        assert "这张券由你出钱" in page
        assert "佣金率有" in page
        reply = keeper.post("/console/coupons", _as_shown(page))
        assert reply.status_code == 303, f"{slug}: {reply.text}"
    kept = all_coupons(house)
    assert {coupon.payer for coupon in kept} == {"shop"}
    assert [bool(coupon.passphrase) for coupon in kept] == [not coupon.on_page for coupon in kept]
    assert sum(coupon.off_bp is not None for coupon in kept) == 1


def _as_shown(page: str) -> dict[str, Any]:
    """The values that stand in the form."""
    form = page[page.index('action="/console/coupons"') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if facts.get("type") != "checkbox" or " checked" in tag:
            found[facts["name"]] = facts.get("value", "")
    return found | {"goods": ""}


def test_a_coupon_is_made_once_however_often_it_is_sent(keeper: Person, house: House) -> None:
    first = made(keeper, house, passphrase="林间 见面礼")
    again = keeper.post("/console/coupons", written(passphrase="林间见面礼"))
    assert again.location == f"/console/coupons/{first.code}"
    assert len(all_coupons(house)) == 1
    assert (first.off, first.minimum, first.quota, first.passphrase) == (2_000, 9_900, 100, "林间见面礼")
    assert (local(first.begins_at).hour, first.ends_at - first.begins_at) == (0, timedelta(days=7))
    page = keeper.get(again.location).text
    assert "口令「林间见面礼」" in page
    assert f"/coupons/{first.code}" in page
    assert "佣金里扣" in page


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("title", {"title": ""}),
        ("off", {"off": ""}),
        ("off", {"off": "abc"}),
        ("minimum", {"minimum": "20"}),
        ("quota", {"quota": "0"}),
        ("quota", {"quota": "many"}),
        ("per_buyer", {"per_buyer": "11"}),
        ("begins_at", {"begins_at": "tomorrow"}),
        ("ends_at", {"ends_at": "2020-01-01"}),
        ("passphrase", {"on_page": "", "passphrase": ""}),
        ("passphrase", {"passphrase": "258147"}),
        ("off_bp", {"template": "rate", "off_bp": ""}),
        ("off_bp", {"template": "rate", "off_bp": "0.5"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    keeper: Person, house: House, field: str, other: dict[str, str]
) -> None:
    keeper.get("/console/coupons")
    keeper.get("/console/me")
    reply = keeper.post("/console/coupons", {k: v for k, v in written(**other).items() if (k, v) != ("on_page", "")})
    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text
    assert 'value="见面礼"' in reply.text or field == "title"
    assert all_coupons(house) == []


def test_a_rate_is_read_as_it_is_said(keeper: Person, house: House) -> None:
    for typed, off_bp in (("9", 1_000), ("8.5", 1_500), ("８５", 1_500), ("7折", 3_000)):
        coupon = made(keeper, house, template="rate", off_bp=typed, most_off="30", minimum="", title=typed)
        assert (coupon.off, coupon.off_bp, coupon.most_off, coupon.minimum) == (None, off_bp, 3_000, 0)


def test_typing_is_previewed_without_keeping_anything(keeper: Person, house: House) -> None:
    keeper.get("/console/me")
    live = keeper.get("/console/coupons/preview", query_string=written(title="周年庆"), headers=HTMX)
    assert live.status_code == 200
    assert "<html" not in live.text
    assert 'id="preview"' in live.text
    assert "周年庆" in live.text
    assert "减 20 元，买家付 79 元" in live.text
    assert (
        "减 30 元，门槛至少要 33.34 元"
        in keeper.get("/console/coupons/preview", query_string=written(off="30", minimum="30"), headers=HTMX).text
    )
    by_button = keeper.post("/console/coupons/preview", written(title="周年庆"))
    assert by_button.status_code == 200
    assert "<html" in by_button.text
    assert 'value="周年庆"' in by_button.text
    assert "csrf_token" not in live.text
    assert all_coupons(house) == []


def test_a_coupon_for_one_goods_is_for_one_of_the_shop_s(keeper: Person, house: House, picked: list[str]) -> None:
    page = keeper.get(f"/console/coupons/new?template=over&goods={picked[0]}").text
    assert f'selected value="{picked[0]}"' in page or f'value="{picked[0]}" selected' in page
    coupon = made(keeper, house, goods=picked[0])
    assert coupon.goods is not None and coupon.goods.code == picked[0]
    assert keeper.post("/console/coupons", written(goods="NOSUCH00")).status_code == 404
    assert keeper.get("/console/coupons/new?template=over&goods=NOSUCH00").status_code == 404


def test_another_shop_s_coupon_is_not_there(keeper: Person, house: House, neighbour: Person) -> None:
    code = made(keeper, house).code
    assert neighbour.get(f"/console/coupons/{code}").status_code == 404
    assert "见面礼" not in neighbour.get("/console/coupons").text
    for step in ("stopping", "resuming"):
        assert neighbour.post(f"/console/coupons/{code}/{step}").status_code == 404
    assert all_coupons(house)[0].stopped_at is None


def test_stopping_and_resuming(keeper: Person, house: House) -> None:
    code = made(keeper, house).code
    for _ in range(2):
        assert keeper.post(f"/console/coupons/{code}/stopping").status_code == 303
    assert all_coupons(house)[0].stopped_at is not None
    assert "已停发" in keeper.get("/console/coupons").text
    for _ in range(2):
        assert keeper.post(f"/console/coupons/{code}/resuming").status_code == 303
    assert all_coupons(house)[0].stopped_at is None
    assert "进行中" in keeper.get("/console/coupons").text


def test_what_has_ended_is_not_resumed(keeper: Person, house: House) -> None:
    code = made(keeper, house).code
    keeper.post(f"/console/coupons/{code}/stopping")
    with house.database.transaction() as session:
        coupon = session.exec(select(Coupon)).one()
        coupon.begins_at, coupon.ends_at = now() - timedelta(days=9), now() - timedelta(days=2)
    reply = keeper.post(f"/console/coupons/{code}/resuming")
    assert reply.status_code == 422
    assert "已经结束" in reply.text


def test_the_list_counts(keeper: Person, house: House) -> None:
    made(keeper, house, quota="3")
    with house.database.transaction() as session:
        for visitor in ("one", "two"):
            claim_coupon(session, session.exec(select(Coupon)).one(), visitor, at=now())
    text = keeper.get("/console/coupons").text
    assert "已领 2 / 3 张" in text
    assert "你已出 ¥0.00" in text
    with house.database.transaction() as session:
        claim_coupon(session, session.exec(select(Coupon)).one(), "three", at=now())
    assert "已领完" in keeper.get("/console/coupons").text


def test_a_form_without_its_token_and_a_stranger_are_refused(keeper: Person, stranger: Person, house: House) -> None:
    assert keeper.client.post("/console/coupons", data=written()).status_code == 400
    assert keeper.client.post("/console/coupons/preview", data=written()).status_code == 400
    assert stranger.get("/console/coupons").status_code == 303
    assert all_coupons(house) == []


def test_a_day_is_a_day_in_china(keeper: Person, house: House) -> None:
    day = date(2099, 1, 1)
    keeper.get("/console/me")
    reply = keeper.post("/console/coupons", written(begins_at=day.isoformat(), ends_at=day.isoformat()))
    assert reply.status_code == 422
    assert "最多提前一年" in reply.text
