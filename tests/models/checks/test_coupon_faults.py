"""Wrong coupons, made on purpose one fault at a time: the checks name each, and nothing else."""

import functools
from pathlib import Path

import pytest

from models.checks.check import CHECKS
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from tests.given.faults import codes_of, copy_of, finds, furnished, on_postgresql
from tests.given.network import Books

NAMED = {
    "order": ("buyer_order", "number"),
    "parcel": ("parcel", "code"),
    "line": ("order_line", "id"),
    "payment": ("payment", "code"),
    "coupon": ("coupon", "code"),
    "claim": ("coupon_claim", "code"),
}
ENTRIES = (
    "UPDATE ledger_entry SET {} WHERE note = 'coupon' AND line_id = {{line1}} AND transaction_id = "
    "(SELECT id FROM ledger_transaction WHERE key = 'capture-{{payment1}}')"
)
FAULTS: dict[str, tuple[str, set[str]]] = {
    "one-claim-too-many-counted": (
        "UPDATE coupon SET claimed = claimed + 1 WHERE code = '{coupon1}'",
        {"coupon.claimed coupon {coupon1}"},
    ),
    "claim-lost": (
        "DELETE FROM coupon_claim WHERE code = '{claim1}'",
        {"coupon.claimed coupon {coupon1}", "order.coupon order {order1}"},
    ),
    "claim-forgot-its-order": (
        "UPDATE coupon_claim SET order_number = NULL, phone = NULL, used_at = NULL WHERE code = '{claim2}'",
        {"order.coupon order {order2}"},
    ),
    "used-on-no-order": (
        "UPDATE coupon_claim SET order_number = '000000000000' WHERE code = '{claim1}'",
        {"coupon.used claim {claim1}", "order.coupon order {order1}"},
    ),
    "not-given-back": (
        "UPDATE coupon_claim SET order_number = '{order3}', phone = '13800138000', used_at = claimed_at "
        "WHERE code = '{claim3}'",
        {"coupon.used claim {claim3}"},
    ),
    "used-for-nothing": (
        "UPDATE coupon_claim SET order_number = '{order4}', phone = '13800138000', used_at = claimed_at "
        "WHERE code = '{claim3}'",
        {"coupon.used claim {claim3}"},
    ),
    "of-another-coupon": (
        "UPDATE coupon_claim SET coupon_id = (SELECT id FROM coupon WHERE code = '{coupon2}') WHERE code = '{claim1}'",
        {"coupon.claimed coupon {coupon1}", "coupon.claimed coupon {coupon2}", "order.coupon order {order1}"},
    ),
    "borne-by-the-other": (
        "UPDATE order_line SET discount_payer = 'supplier' WHERE id = {line1}",
        {"order.coupon order {order1}", "ledger.line parcel {parcel1}"},
    ),
    "a-fen-more-off-the-order": (
        "UPDATE buyer_order SET discount_total = discount_total + 1, total = total - 1 WHERE number = '{order2}'",
        {"order.totals order {order2}", "order.coupon order {order2}", "order.payment order {order2}"},
    ),
    "noted-as-something-else": (ENTRIES.format("note = 'commission'"), {"ledger.line parcel {parcel1}"}),
    "taken-from-the-network": (
        ENTRIES.format("account_id = (SELECT id FROM ledger_account WHERE code = 'fees')"),
        {"ledger.line parcel {parcel1}"},
    ),
}
ON_POSTGRES = ("claim-lost", "not-given-back", "borne-by-the-other")


def furnish(database: Database) -> None:
    """One with the shop's coupon, settled and reduced; one with a supplier's, just paid; one cancelled; one without."""
    market = Books(database)
    market.buy([1, 0, 0], coupon=0)
    assert not market.pay(0) + market.ship(0) + market.receive(0) + market.reduce(0, 1_234)
    market.wait(days=8)
    market.tick()
    assert market.settle().lines == 1
    market.buy([2, 1, 1], coupon=1)
    assert not market.pay(1)
    market.buy([1, 0, 0], coupon=0)
    assert not market.cancel(2)
    market.buy([0, 0, 1])


@functools.cache
def _furnished() -> Path:
    """Made once: each fault is seeded into a copy."""
    return furnished(furnish, _found)


def _found(database: Database) -> set[str]:
    with snapshot(database) as connection:
        return {f"{fault.kind} {fault.subject}" for part in CHECKS for fault in part(connection)}


def _finds(database: Database, name: str) -> None:
    statement, subjects = FAULTS[name]
    finds(database, _found, codes_of(database, NAMED), (statement,), subjects)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named(name: str, tmp_path: Path) -> None:
    with copy_of(_furnished(), tmp_path) as database:
        _finds(database, name)


@pytest.mark.parametrize("name", ON_POSTGRES)
def test_the_same_on_postgresql(name: str) -> None:
    with on_postgresql(furnish, _found) as database:
        _finds(database, name)
