"""Freight: free, flat, free over an amount, by province; and a province is in one zone only, also of two at once."""

from collections.abc import Sequence

import pytest
from sqlmodel import select

from models.catalogue.supplier.freight import (
    ZoneTerms,
    add_zone,
    change_zone,
    charge,
    drop_zone,
    freight_for,
    zone_coded,
    zones_of,
)
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate, Load
from models.catalogue.supplier.supplier import FreightZone, Supplier
from models.kernel.database import Database
from models.kernel.errors import Gone, Refused
from models.kernel.money import Money
from tests.given.factories import make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads

FAR = ZoneTerms(("65", "54"), Money(1_800), Money(19_900))
NEVER = ZoneTerms(("71",), delivers=False)
NEAR = ZoneTerms(("33",), Money(300))


@pytest.mark.parametrize(
    ("fee", "free_over", "zones", "subtotal", "province", "due"),
    [
        (0, None, [], 100, "33", 0),
        (800, None, [], 99_900, "33", 800),
        (800, 9_900, [], 9_899, "33", 800),
        (800, 9_900, [], 9_900, "33", 0),
        (800, 9_900, [FAR, NEVER], 9_900, "65", 1_800),
        (800, 9_900, [FAR, NEVER], 19_900, "54", 0),
        (800, 9_900, [FAR, NEVER], 99_900, "71", None),
        (800, 9_900, [FAR, NEVER], 100, "33", 800),
        # Not known yet where to: the least it can be.
        (800, None, [FAR, NEVER], 100, None, 800),
        (800, None, [FAR, NEVER, NEAR], 100, None, 300),
        (0, None, [FAR], 100, None, 0),
    ],
)
def test_what_is_due(
    fee: int, free_over: int | None, zones: Sequence[ZoneTerms], subtotal: int, province: str | None, due: int | None
) -> None:
    supplier = Supplier(name="茶厂", kind="factory", freight=Money(fee))
    supplier.free_over = None if free_over is None else Money(free_over)
    made = [
        FreightZone(
            code="", provinces=list(terms.provinces), fee=terms.fee, free_over=terms.free_over, delivers=terms.delivers
        )
        for terms in zones
    ]
    bill = freight_for(supplier, made, Load(Money(subtotal)), province)
    assert (bill.amount if bill else None) == due


@ON_SQLITE
def test_a_province_is_in_one_zone_of_a_supplier(database: Database) -> None:
    with database.transaction() as session:
        own, other = make_supplier(session), make_supplier(session)
        far = add_zone(session, own, FAR)
        assert add_zone(session, own, ZoneTerms(("54", "65", "54"), Money(1_800), Money(19_900))) is far
        with pytest.raises(Refused) as refusal:
            add_zone(session, own, ZoneTerms(("65", "11"), Money(500)))
        assert (refusal.value.field, refusal.value.params) == ("provinces", {"names": "新疆维吾尔自治区"})
        near = add_zone(session, own, NEAR)
        with pytest.raises(Refused):
            change_zone(session, own, near, ZoneTerms(("33", "54"), Money(300)))
        change_zone(session, own, near, ZoneTerms(("33", "31"), Money(200)))
        assert near.provinces == ["31", "33"]
        add_zone(session, other, FAR)
        with pytest.raises(Gone):
            zone_coded(session, other, near.code)
        drop_zone(session, far)
        session.flush()
        assert [zone.code for zone in zones_of(session, own)] == [near.code]
        assert len(zones_of(session, other)) == 1


@ON_SQLITE
@pytest.mark.parametrize("provinces", [(), ("99",), ("33", "x")])
def test_provinces_that_there_are_not(database: Database, provinces: tuple[str, ...]) -> None:
    with database.transaction() as session:
        with pytest.raises(Refused) as refusal:
            add_zone(session, make_supplier(session), ZoneTerms(provinces, Money(500)))
        assert refusal.value.field == "provinces"


@ON_SQLITE
def test_what_is_not_sent_costs_nothing_and_free_over_nothing_is_no_amount(database: Database) -> None:
    with database.transaction() as session:
        supplier = make_supplier(session)
        zone = add_zone(session, supplier, ZoneTerms(("71",), Money(500), Money(100), delivers=False))
        assert (zone.fee, zone.free_over, zone.delivers) == (0, None, False)
        with pytest.raises(Refused):
            charge(supplier, FreightRate(Money(500), Money(0)))
        with pytest.raises(Refused):
            charge(supplier, FreightRate(Money(500), None, FreightGrowth("weight", 0, 1, Money(1))))
        charge(supplier, FreightRate(Money(500), Money(100)))
        assert (supplier.freight, supplier.free_over, supplier.growth_by) == (500, 100, None)


def test_two_forms_at_once_do_not_share_a_province(database: Database) -> None:
    with database.transaction() as session:
        supplier_id = make_supplier(session).id

    def add(fee: int) -> None:
        try:
            with database.transaction() as session:
                add_zone(session, session.get_one(Supplier, supplier_id), ZoneTerms(("65",), Money(fee)))
        except Refused:
            pass

    in_threads(add, [(500,), (600,), (700,)])
    with database.reading() as session:
        assert len(session.exec(select(FreightZone)).all()) == 1
