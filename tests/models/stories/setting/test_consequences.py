"""Whom a new value concerns: each consequence is that of a setting, and counts on any network."""

from dataclasses import replace
from typing import Any

import pytest

from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.setting import declared
from models.stories.setting import consequences
from tests.given.network import furnish
from tests.given.statements import executions

LESS: dict[str, Any] = {
    "pick_limit": 0,
    # The market's shop is called 小店.
    "forbidden_in_names": ("小",),
    "withdrawal_min": 10**9,
    "held_orders": 0,
    "held_pieces": 0,
    "received_days": 0,
    "sign_in_days": 0,
    "ship_hours": 0,
}


def test_each_is_that_of_a_setting() -> None:
    assert set(consequences()) <= set(declared(type(DEFAULT)))
    assert all("%(num)s" in one.words for one in consequences().values())


@pytest.mark.slow
def test_each_counts_on_a_whole_network(database: Database) -> None:
    furnish(database)
    with database.reading() as session, executions(database) as seen:
        for name, one in consequences().items():
            strict = replace(DEFAULT, **{name: LESS[name]}) if name in LESS else DEFAULT
            counted = one.count(session, strict, now())
            assert isinstance(counted, int)
            assert counted >= 0
            if name in ("pick_limit", "withdrawal_min", "forbidden_in_names"):
                assert counted > 0, name
    assert len(seen["before it"]) == len(consequences())
