"""No figure without a range: whatever the pages of figures ask of visits and of their roll-ups names a time in its
WHERE, so that a page costs what its days cost, and not what there ever was."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from models.kernel.database import Database
from tests.given.people import Person
from views.kit.house import House

TIMES = {"visit": "hour", "visit_rollup": "begins", "trade_rollup": "begins"}
PAGES = {
    "keeper": ("/console", "/console/statistics", "/console/statistics?of=goods", "/console/statistics.csv"),
    "staff": ("/supply/statistics", "/supply/statistics.csv"),
    "operator": ("/desk", "/desk/statistics", "/desk/statistics?shared=region", "/desk/statistics.csv"),
}


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """Every statement that is executed meanwhile."""
    said: list[str] = []

    def hear(connection: Any, cursor: Any, sql: str, given: Any, context: Any, many: bool) -> tuple[str, Any]:
        said.append(sql)
        return sql, given

    event.listen(database.engine, "before_cursor_execute", hear, retval=True)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def without_time(sql: str) -> list[str]:
    """The tables that a statement reads though it names no time of theirs behind WHERE."""
    behind = " ".join(sql.split(" WHERE ")[1:] if " WHERE " in sql else sql.split("WHERE")[1:])
    return [
        table
        for table, time in TIMES.items()
        if re.search(rf"(FROM|JOIN) {table}\b", sql) and not re.search(rf"\b{time} (>=|<|>|=|BETWEEN)", behind)
    ]


def test_a_statement_without_a_time_is_seen() -> None:
    assert without_time("SELECT 1 \nFROM visit \nWHERE visit.shop_id = ?") == ["visit"]
    assert without_time("SELECT 1 FROM visit_rollup WHERE visit_rollup.begins >= ?") == []


@pytest.mark.parametrize("who", PAGES)
def test_pages_of_figures_ask_within_days(request: pytest.FixtureRequest, house: House, who: str) -> None:
    person: Person = request.getfixturevalue(who)
    person.get(PAGES[who][0])
    with asked(house.database) as said:
        for page in PAGES[who]:
            assert person.get(page).status_code == 200, page
    about = [sql for sql in said if re.search(r"(FROM|JOIN) (visit|visit_rollup|trade_rollup)\b", sql)]
    assert [(without_time(sql), sql) for sql in about if without_time(sql)] == []
    assert about or who == "staff", "nothing was heard"
