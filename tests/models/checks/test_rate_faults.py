"""Commission rates made wrong on purpose: `flask check` names each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.checks.rates import announced_falls, promises_kept, promises_named, rates_said
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from tests.given.ledger_books import spoil
from tests.given.sharers import Sharers

LINE = "SELECT id FROM order_line WHERE sharing_id IS NOT NULL"
FAULTS: dict[str, tuple[str, set[str]]] = {
    "announced, and not standing": (
        "UPDATE sku SET announced_bp = NULL, falls_at = NULL WHERE announced_bp IS NOT NULL",
        {"rate.notice"},
    ),
    "standing for another day": (
        "UPDATE sku SET falls_at = '2031-01-01 00:00:00' WHERE announced_bp IS NOT NULL",
        {"rate.notice"},
    ),
    "announced to nobody": ("DELETE FROM rate_event WHERE move = 'announced'", {"rate.notice"}),
    "moved without a word": (
        "UPDATE sku SET commission_bp = 400 WHERE id IN (SELECT sku_id FROM rate_event WHERE move = 'fell')",
        {"rate.moved"},
    ),
    "less than was promised": (
        f"UPDATE order_line SET commission_bp = 500, sharing_id = NULL WHERE id IN ({LINE})",
        {"line.promise"},
    ),
    "promised something else": (
        f"UPDATE order_line SET commission_bp = commission_bp + 100 WHERE id IN ({LINE})",
        {"line.sharing"},
    ),
    "promised after it was placed": (
        "UPDATE sharing SET at = '2030-12-30 00:00:00', until = '2031-01-01 00:00:00'",
        {"line.sharing"},
    ),
}


@pytest.fixture
def market(database: Database) -> Database:
    """Goods whose rate fell at once after they were shared, bought through the link; others whose fall is announced."""
    made = Sharers(database, replace(DEFAULT, rate_notice_days=0))
    made.share(0, 0)
    made.at += timedelta(hours=1)
    made.want_rate(0, 500)
    made.at += timedelta(hours=1)
    made.buy_through(0, 0, 1, newest=True)
    made.rules = DEFAULT
    made.want_rate(1, 500)
    made.keeps_its_word()
    return database


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(market: Database, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    spoil(market, statement)
    with snapshot(market) as connection:
        parts = (announced_falls, rates_said, promises_kept, promises_named)
        assert {fault.kind for part in parts for fault in part(connection)} == kinds
