"""Suppliers made wrong on purpose: `flask check` names each."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.catalogue.supplier.brands import BrandClaim, PaperShown
from models.checks.suppliers import sells_too_early, sells_without_papers
from models.gate.supplying import Candidacy, apply_to_supply
from models.kernel.act import Act
from models.kernel.clock import local, now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.stories.brand.claim import ask_for_brand
from models.stories.brand.decide import grant_right
from tests.given.factories import make_goods, make_member, make_supplier

FAULTS = {
    "one that leaves sells": (("UPDATE supplier SET leaving_at = joined_at WHERE NOT applying",), ["supplier.sells"]),
    "one that applies sells": (
        ("UPDATE goods SET supplier_id = (SELECT id FROM supplier WHERE applying)",),
        ["supplier.sells"],
    ),
    "one sells past its checklist": (("UPDATE supplier SET applying = false WHERE applying",), ["supplier.applying"]),
    "one applies without a checklist": (
        ("UPDATE supplier SET applying = true WHERE NOT applying", "UPDATE goods SET state = 'off_sale'"),
        ["supplier.applying"],
    ),
    "goods outlive their papers": (
        ("UPDATE brand_right SET state = 'lapsed', ended_at = decided_at WHERE state = 'standing'",),
        ["supplier.brand"],
    ),
}


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(database: Database, wrong: str) -> None:
    statements, kinds = FAULTS[wrong]
    _found(database)
    assert _kinds(database) == []
    with database.transaction() as session:
        for statement in statements:
            session.connection().execute(text(statement))
    assert _kinds(database) == kinds


def _found(database: Database) -> None:
    """One that applies, and one that sells goods of a brand by papers."""
    at = now()
    with database.transaction() as session:
        newcomer, desk = make_member(session), make_member(session)
        apply_to_supply(
            session, newcomer, Candidacy("新来的茶厂", "factory"), Act.supplier(newcomer, at), rules=DEFAULT
        )
        staff = make_member(session)
        supplier = make_supplier(session, staff=staff)
        make_goods(session, supplier, digest="ab" * 16).brand = "绿雪芽"
        ends = local(at).date() + timedelta(days=90)
        claim = BrandClaim("绿雪芽", "chain", [PaperShown("绿雪芽茶业", supplier.name, ends, "ABCDEFGH12")])
        right = ask_for_brand(session, supplier, claim, Act.supplier(staff, at), DEFAULT)
        session.flush()
        grant_right(session, right, Act.operator(desk, at), rules=DEFAULT)


def _kinds(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return sorted(fault.kind for part in (sells_too_early, sells_without_papers) for fault in part(connection))
