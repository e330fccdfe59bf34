"""Wrong books, made on purpose one fault at a time: the checks that settlement rests on name each, and nothing else."""

import functools
from pathlib import Path

import pytest
from sqlalchemy import text

from models.checks.check import book_faults
from models.kernel.database import Database
from tests.given.faults import codes_of, copy_of, finds, furnished, on_postgresql
from tests.given.network import furnish

# What the statements and subjects below call by name: the n-th row of a table, by its id and by its code.
NAMED = {
    "order": ("buyer_order", "number"),
    "parcel": ("parcel", "code"),
    "line": ("order_line", "id"),
    "payment": ("payment", "code"),
    "refund": ("refund", "code"),
    "withdrawal": ("withdrawal", "code"),
}
ACCOUNTS = "SELECT code FROM ledger_account WHERE kind = '{}' ORDER BY supplier_id, shop_id"


def entries(key: str, change: str, where: str) -> str:
    """Changes entries of a transaction."""
    return f"UPDATE ledger_entry SET {change} WHERE transaction_id = {_id(key)} AND {where}"


def unposted(key: str) -> tuple[str, ...]:
    return (
        f"DELETE FROM ledger_entry WHERE transaction_id = {_id(key)}",
        f"DELETE FROM ledger_transaction WHERE key = '{key}'",
    )


def posted_again(key: str, again: str) -> tuple[str, ...]:
    """The same transaction once more, under another key."""
    return (
        "INSERT INTO ledger_transaction (code, kind, key, reference, entry_count, why, at) "
        f"SELECT 'AGAIN', kind, '{again}', reference, entry_count, why, at FROM ledger_transaction WHERE key = '{key}'",
        "INSERT INTO ledger_entry (transaction_id, account_id, amount, line_id, note, at) "
        f"SELECT {_id(again)}, account_id, amount, line_id, note, at FROM ledger_entry "
        f"WHERE transaction_id = {_id(key)}",
    )


def account(code: str) -> str:
    return f"(SELECT id FROM ledger_account WHERE code = '{code}')"


def _id(key: str) -> str:
    return f"(SELECT id FROM ledger_transaction WHERE key = '{key}')"


CLEARING = "account_id IN (SELECT id FROM ledger_account WHERE kind = 'clearing')"
# Payment 7 and its parcel 10 have seen nothing but their capture; payment 1, parcels 1 and 2, all there is.
FAULTS: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "capture-missing": (unposted("capture-{payment7}"), {"ledger.payment payment {payment7}"}),
    "capture-of-another-amount": (
        (
            entries("capture-{payment7}", "amount = amount + 1", CLEARING),
            entries("capture-{payment7}", "amount = amount - 1", "note = 'share'"),
        ),
        {"ledger.payment payment {payment7}", "ledger.line parcel {parcel10}"},
    ),
    "capture-from-another-gateway": (
        (entries("capture-{payment7}", f"account_id = {account('clearing-cod')}", CLEARING),),
        {"ledger.payment payment {payment7}"},
    ),
    "captured-as-if-it-were-late": (
        ("UPDATE ledger_transaction SET kind = 'late' WHERE key = 'capture-{payment7}'",),
        {
            "ledger.payment payment {payment7}",
            "ledger.line parcel {parcel10}",
            "ledger.freight account {supplier_pending1}",
        },
    ),
    "captured-unpaid": (
        ("UPDATE payment SET state = 'paid' WHERE code = '{payment5}'",),
        {"ledger.payment payment {payment5}"},
    ),
    "commission-in-the-other-purse": (
        (entries("capture-{payment7}", f"account_id = {account('{shop_available1}')}", "note = 'commission'"),),
        {"ledger.line parcel {parcel10}"},
    ),
    "fee-in-another-account": (
        (entries("capture-{payment7}", f"account_id = {account('refunds')}", "note = 'fee'"),),
        {"ledger.line parcel {parcel10}"},
    ),
    "refund-booked-twice": (
        posted_again("refund-{refund5}", "refund-{refund5}-again"),
        {"ledger.orphan transaction AGAIN", "ledger.line parcel {parcel2}"},
    ),
    "refund-of-another-amount": (
        (
            entries("refund-{refund4}", "amount = amount - 10", "note = 'freight' AND amount > 0"),
            entries("refund-{refund4}", "amount = amount + 10", "note = 'freight' AND amount < 0"),
        ),
        {"ledger.refund refund {refund4}", "ledger.freight account {supplier_available1}"},
    ),
    "refund-not-booked": (
        unposted("refund-{refund5}"),
        {"ledger.refund refund {refund5}", "ledger.line parcel {parcel2}"},
    ),
    "refund-taken-from-the-shop-alone": (
        (
            entries("refund-{refund5}", "amount = amount - 5", "note = 'commission'"),
            entries("refund-{refund5}", "amount = amount + 5", "note = 'share'"),
        ),
        {"ledger.line parcel {parcel2}"},
    ),
    "given-back-unbooked": (unposted("refunded-{refund4}"), {"ledger.refund refund {refund4}"}),
    "given-back-twice": (
        posted_again("refunded-{refund4}", "refunded-{refund4}-again"),
        {"ledger.orphan transaction AGAIN"},
    ),
    "given-back-by-another-channel": (
        (entries("refunded-{refund4}", f"account_id = {account('clearing-test')}", CLEARING),),
        {"ledger.refund refund {refund4}"},
    ),
    "refunded-amount-of-a-line": (
        ("UPDATE order_line SET refunded_amount = refunded_amount + 1 WHERE id = {line6}",),
        {"line.refunded parcel {parcel5}", "ledger.line parcel {parcel5}"},
    ),
    "released-without-a-posting": (
        ("UPDATE order_line SET released_at = '2026-12-01 00:00:00' WHERE id = {line6}",),
        {"ledger.line parcel {parcel5}"},
    ),
    "release-forgotten-on-the-line": (
        ("UPDATE order_line SET released_at = NULL WHERE id = {line4}",),
        {"ledger.line parcel {parcel3}"},
    ),
    "released-twice": (
        posted_again("release-line-{line4}", "release-line-{line4}-again"),
        {"ledger.orphan transaction AGAIN", "ledger.line parcel {parcel3}"},
    ),
    "snapshot": (
        (f"UPDATE ledger_balance SET amount = amount + 1 WHERE account_id = {account('fees')}",),
        {"ledger.snapshot account fees"},
    ),
    "withdrawal-of-another-amount": (
        ("UPDATE withdrawal SET amount = amount - 1 WHERE code = '{withdrawal1}'",),
        {"withdrawal.reserve shop {shop}", "withdrawal.posting withdrawal {withdrawal1}"},
    ),
    "reserved-twice": (
        posted_again("withdrawal-{withdrawal1}-requested", "withdrawal-{withdrawal1}-again"),
        {"ledger.orphan transaction AGAIN", "withdrawal.reserve shop {shop}"},
    ),
    "paid-out-twice": (
        posted_again("withdrawal-{withdrawal2}-ended", "withdrawal-{withdrawal2}-again"),
        {
            "ledger.orphan transaction AGAIN",
            "withdrawal.reserve shop {shop}",
            "ledger.negative account {shop_reserved1}",
        },
    ),
    "freight-released-without-a-posting": (
        ("UPDATE parcel SET freight_released_at = '2026-12-01 00:00:00' WHERE code = '{parcel10}'",),
        {"ledger.freight account {supplier_pending1}", "ledger.freight account {supplier_available1}"},
    ),
    "freight-given-back-without-a-refund": (
        ("UPDATE parcel SET freight_refunded = 1 WHERE code = '{parcel10}'",),
        {"order.freight order {order7}", "ledger.freight account {supplier_pending1}"},
    ),
    "bonus-of-the-level": (
        ("UPDATE order_line SET bonus = bonus + 1 WHERE id = {line11}",),
        {"line.bonus parcel {parcel10}", "ledger.line parcel {parcel10}"},
    ),
    "fee-of-the-network": (
        ("UPDATE order_line SET fee = fee - 1 WHERE id = {line11}",),
        {"line.fee parcel {parcel10}", "ledger.line parcel {parcel10}"},
    ),
}
ON_POSTGRES = ("capture-missing", "released-twice", "fee-in-another-account", "freight-released-without-a-posting")


@functools.cache
def _furnished() -> Path:
    """Made once: each fault is seeded into a copy."""
    return furnished(furnish, _found)


def _found(database: Database) -> set[str]:
    return {f"{fault.kind} {fault.subject}" for fault in book_faults(database)}


def _names(database: Database) -> dict[str, object]:
    found = codes_of(database, NAMED)
    with database.reading() as session:
        for kind in ("shop_available", "shop_reserved", "supplier_pending", "supplier_available"):
            rows = session.execute(text(ACCOUNTS.format(kind))).scalars()
            found |= {f"{kind}{n}": row for n, row in enumerate(rows, 1)}
        found["shop"] = session.execute(text("SELECT number FROM shop")).scalar_one()
    return found


def _finds(database: Database, name: str) -> None:
    statements, subjects = FAULTS[name]
    finds(database, _found, _names(database), statements, subjects)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named(name: str, tmp_path: Path) -> None:
    with copy_of(_furnished(), tmp_path) as database:
        _finds(database, name)


@pytest.mark.parametrize("name", ON_POSTGRES)
def test_the_same_on_postgresql(name: str) -> None:
    with on_postgresql(furnish, _found) as database:
        _finds(database, name)
