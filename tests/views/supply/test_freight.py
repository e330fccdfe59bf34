"""A supplier's freight: its usual one, and the provinces where it is another; nobody else's."""

import re
from typing import Any

from sqlmodel import select

from models.catalogue.supplier.freight import ZoneTerms, add_zone
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate
from models.catalogue.supplier.supplier import FreightZone, Supplier
from models.kernel.money import Money
from tests.given.factories import make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE
FAR: dict[str, Any] = {"kind": "over", "fee": "18", "free_over": "199", "provinces": ["65", "54"]}


def freight_of(house: House, staff: Person) -> tuple[int, int | None]:
    """The usual freight as kept."""
    with house.database.reading() as session:
        supplier = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        return supplier.freight, supplier.free_over


def zones(house: House) -> list[FreightZone]:
    """Every zone of everybody."""
    with house.database.reading() as session:
        return list(session.exec(select(FreightZone)))


def test_the_usual_freight_of_each_kind(house: House, staff: Person) -> None:
    assert staff.get("/supply/freight").status_code == 200
    for form, kept in (
        ({"kind": "over", "fee": "8", "free_over": "99"}, (800, 9_900)),
        ({"kind": "flat", "fee": "6.5", "free_over": "99"}, (650, None)),
        ({"kind": "free", "fee": "6.5", "free_over": ""}, (0, None)),
    ):
        for _ in range(2):
            assert staff.post("/supply/freight", form).status_code == 303
        assert freight_of(house, staff) == kept
        ticked = re.findall(r"<input[^>]*checked[^>]*>", staff.get("/supply/freight").text)
        assert len(ticked) == 1 and f'value="{form["kind"]}"' in ticked[0]


def test_by_weight_and_by_piece(house: House, staff: Person) -> None:
    staff.get("/supply/freight")
    form = {"kind": "weight", "fee": "8", "first": "1000", "per": "500", "more": "3", "usual_grams": "750"}
    assert staff.post("/supply/freight", form).status_code == 303
    with house.database.reading() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        assert own.rate == FreightRate(Money(800), None, FreightGrowth("weight", 1_000, 500, Money(300)))
        assert own.usual_grams == 750
    told = staff.get("/supply/freight").text
    assert all(f'value="{typed}"' in told for typed in ("8", "1000", "500", "3", "750"))
    zone = {"kind": "piece", "fee": "0", "first": "1", "per": "1", "more": "4", "provinces": ["65"], "free_over": "199"}
    assert staff.post("/supply/freight/zones", zone).status_code == 303
    (made,) = zones(house)
    assert made.rate == FreightRate(Money(0), Money(19_900), FreightGrowth("piece", 1, 1, Money(400)))
    assert "前 1 件 0 元，每多 1 件加 4 元，满 199 元包邮" in staff.get("/supply/freight").text
    assert staff.post("/supply/freight", {"kind": "free"}).status_code == 303
    with house.database.reading() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        assert own.rate == FreightRate(Money(0)) and own.usual_grams == 750


def test_what_is_missing_is_said_beside_its_field(house: House, staff: Person) -> None:
    staff.get("/supply/freight")
    for form, words in (
        ({"kind": "flat", "fee": ""}, "请填运费"),
        ({"kind": "flat", "fee": "0"}, "请填运费"),
        ({"kind": "weight", "fee": "", "first": "1", "per": "1", "more": "1"}, "请填运费"),
        ({"kind": "weight", "fee": "8", "first": "1000", "per": "", "more": "1"}, "请填这一格"),
        ({"kind": "piece", "fee": "8", "first": "1", "per": "1", "more": ""}, "请填这一格"),
        ({"kind": "piece", "fee": "8", "first": "0", "per": "1", "more": "1"}, "写 1 到"),
        ({"kind": "free", "usual_grams": "0"}, "写 1 到"),
        ({"kind": "over", "fee": "8", "free_over": ""}, "请填金额"),
        ({"kind": "over", "fee": "八块", "free_over": "9"}, "八块"),
        ({"kind": "nothing", "fee": "8"}, "怎么收"),
    ):
        reply = staff.post("/supply/freight", form)
        assert (form, reply.status_code) == (form, 422)
        assert words in reply.text
    assert freight_of(house, staff) == (0, None)


def test_a_zone_is_made_once_changed_and_taken_away(house: House, staff: Person) -> None:
    staff.get("/supply/freight/zones/new")
    for _ in range(2):
        assert staff.post("/supply/freight/zones", FAR).status_code == 303
    (zone,) = zones(house)
    assert (zone.provinces, zone.fee, zone.free_over, zone.delivers) == (["54", "65"], 1_800, 19_900, True)
    page = staff.get("/supply/freight").text
    assert "西藏自治区、新疆维吾尔自治区" in page and "18 元，满 199 元包邮" in page
    address = f"/supply/freight/zones/{zone.code}"
    assert staff.get(address).text.count("checked") == 3
    assert staff.post(address, {"kind": "never", "provinces": ["71"]}).status_code == 303
    (zone,) = zones(house)
    assert (zone.provinces, zone.delivers) == (["71"], False)
    again = staff.post("/supply/freight/zones", FAR | {"provinces": ["71"]})
    assert again.status_code == 422
    assert "台湾省已经在另一个地区里" in again.text
    for words, form in (("至少选一个省", FAR | {"provinces": []}), ("没有这个省", FAR | {"provinces": ["99"]})):
        assert words in staff.post("/supply/freight/zones", form).text
    assert staff.post(f"{address}/removal").status_code == 303
    assert staff.post(f"{address}/removal").status_code == 404
    assert zones(house) == []


def test_nobody_reaches_another_suppliers_zones(house: House, staff: Person, stranger: Person, buyer: Person) -> None:
    with house.database.transaction() as session:
        code = add_zone(session, make_supplier(session), ZoneTerms(("65",))).code
    address = f"/supply/freight/zones/{code}"
    assert staff.get("/supply/freight").status_code == 200
    assert staff.get(address).status_code == 404
    for path in (address, f"{address}/removal"):
        assert staff.post(path, FAR).status_code == 404
    stranger.get("/console/opening")
    assert stranger.get("/supply/freight").status_code == 404
    assert stranger.post("/supply/freight/zones", FAR).status_code in (400, 404)
    assert buyer.get("/supply/freight").status_code == 303
    assert staff.client.post("/supply/freight", data={"kind": "free"}).status_code == 400
    assert [zone.provinces for zone in zones(house)] == [["65"]]
