"""`check` finds settings that are not what their history says, that machines are not told of, that cannot be."""

import pytest
from sqlalchemy import text

from models.checks import settings
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.setting.changing import change_settings
from models.setting.values import Fixed

FAULTS = {
    "value": ("UPDATE changed_value SET value = '7' WHERE name = 'pick_limit'", {"setting.value"}),
    "lost": ("DELETE FROM changed_value WHERE name = 'pick_limit'", {"setting.value"}),
    "history": ("UPDATE setting_change SET before = '9' WHERE number = 2", {"setting.history"}),
    "number": ("UPDATE changed_number SET number = 1", {"setting.number"}),
    "no-number": ("DELETE FROM changed_number", {"setting.number"}),
    "unknown": ("INSERT INTO changed_value (name, value) VALUES ('gone', '1')", {"setting.value", "setting.idle"}),
    "words": ("INSERT INTO changed_value VALUES ('words.ruling', '[1]')", {"setting.value", "setting.idle"}),
    "pair": ("INSERT INTO changed_value VALUES ('held_pieces', '5')", {"setting.value", "setting.pair"}),
    "type": ("INSERT INTO changed_value VALUES ('link_days', '\"9\"')", {"setting.value", "setting.idle"}),
}


@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_each_fault_is_found_and_nothing_else(database: Database, fault: str | None) -> None:
    for limit in (500, 400):
        with database.transaction() as session:
            change_settings(session, {"pick_limit": limit}, Act.program(now(), "试"), fixed=Fixed(DEFAULT))
    if fault:
        with database.engine.begin() as connection:
            connection.execute(text(FAULTS[fault][0]))
    with database.reader.connect() as connection:
        parts = (settings.set_values, settings.set_number, settings.set_together)
        found = {one.kind for part in parts for one in part(connection)}
    assert found == (FAULTS[fault][1] if fault else set())
