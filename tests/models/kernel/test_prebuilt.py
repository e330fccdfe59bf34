"""Statements that are handed to the driver as they are: their values, counts and errors are those of SQLAlchemy."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from sqlmodel import select as records

from models.catalogue.supplier.supplier import FreightZone
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.prebuilt import Prebuilt, insert_absent, insert_rows
from models.kernel.record import table_of
from models.setting.change import SettingChange
from tests.given.factories import make_supplier
from tests.given.statements import executions

_zone, _change = table_of(FreightZone), table_of(SettingChange)
NOON_THERE = datetime(2026, 11, 30, 12, 0, 0, 250, tzinfo=timezone(timedelta(hours=8)))
OF_FEES = Prebuilt(
    select(_zone.c.code, _zone.c.fee, _zone.c.provinces, _zone.c.delivers)
    .where(_zone.c.fee.in_(bindparam("fees", expanding=True)), _zone.c.delivers.in_((True, False)))
    .order_by(_zone.c.code)
)
DEARER = Prebuilt(
    update(_zone)
    .where(_zone.c.code == bindparam("of"))
    .values(fee=_zone.c.fee + bindparam("more", type_=_zone.c.fee.type))
)
GONE = Prebuilt(delete(_zone).where(_zone.c.code == bindparam("of")))
SINCE = Prebuilt(select(_change.c.at, _change.c.after).where(_change.c.at >= bindparam("since")))


@pytest.fixture
def writing(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        yield session


def zone(session: Session, code: str, fee: int, supplier: Any = None) -> dict[str, Any]:
    return {
        "code": code,
        "supplier_id": (supplier or make_supplier(session)).id,
        "provinces": ["33", "31"],
        "fee": Money(fee),
        "free_over": None,
    }


def test_rows_are_written_and_read_as_records_are(writing: Session) -> None:
    rows = [zone(writing, "A", 800), zone(writing, "B", 1200)]
    given = {row.code: row.id for row in insert_rows(writing, FreightZone, rows, "code", "id")}
    kept = writing.exec(records(FreightZone).order_by(FreightZone.code)).all()
    assert given == {one.code: one.id for one in kept}
    assert [(one.fee, one.provinces, one.free_over, one.delivers) for one in kept] == [
        (Money(800), ["33", "31"], None, True),
        (Money(1200), ["33", "31"], None, True),
    ]
    # A list of one and of two is compiled apart; the statement's own list stays.
    (one,) = OF_FEES.rows(writing, {"fees": [Money(800)]})
    assert (one.code, one.fee, type(one.fee), one.provinces, one.delivers) == ("A", 800, Money, ["33", "31"], True)
    assert [row.code for row in OF_FEES.rows(writing, {"fees": [800, 1200]})] == ["A", "B"]
    assert [row.code for row in OF_FEES.rows(writing, {"fees": [1200]})] == ["B"]


def test_a_moment_is_the_same_in_every_zone(writing: Session) -> None:
    change = {"number": 1, "name": "x", "after": "是", "who": None, "why": "试", "at": NOON_THERE}
    insert_rows(writing, SettingChange, [change])
    assert writing.exec(records(SettingChange.at)).one() == NOON_THERE
    assert SINCE.rows(writing, {"since": NOON_THERE}) == [(NOON_THERE, "是")]
    assert SINCE.rows(writing, {"since": NOON_THERE + timedelta(microseconds=1)}) == []


def test_each_counts_what_it_concerned(writing: Session) -> None:
    supplier = make_supplier(writing)
    insert_rows(writing, FreightZone, [zone(writing, code, 800, supplier) for code in "AB"])
    more = [{"of": code, "more": Money(100)} for code in ("A", "B", "nobody's")]
    assert DEARER.run_each(writing, more) == 2
    assert [row.code for row in OF_FEES.rows(writing, {"fees": [900]})] == ["A", "B"]
    assert (GONE.run(writing, {"of": "A"}), GONE.run(writing, {"of": "A"})) == (1, 0)
    again = [zone(writing, code, 500, supplier) for code in "BC"]
    assert insert_absent(writing, FreightZone, again, ("code",)) == 1
    assert insert_absent(writing, FreightZone, again, ("code",)) == 0


def test_it_stands_in_the_sessions_transaction_and_is_heard_of(database: Database) -> None:
    with executions(database) as seen, database.writing() as session:
        insert_rows(session, FreightZone, [zone(session, "A", 800)])
        session.rollback()
        assert OF_FEES.rows(session, {"fees": [800]}) == []
    assert [one.split()[0] for one in seen["behind the lock"][-2:]] == ["INSERT", "SELECT"]
    with database.reading() as session, pytest.raises(Exception, match=r"read.?only") as told:
        GONE.run(session, {"of": "A"})
    assert type(told.value).__module__ == "sqlalchemy.exc"


def test_what_the_driver_raises_is_sqlalchemys_and_repeats_nothing_typed(writing: Session) -> None:
    row = zone(writing, "SECRET", 800)
    insert_rows(writing, FreightZone, [row])
    with pytest.raises(IntegrityError) as told, writing.begin_nested():
        insert_rows(writing, FreightZone, [row])
    assert "hide_parameters" in str(told.value) and "33" not in str(told.value.statement)
    assert [one.code for one in OF_FEES.rows(writing, {"fees": [800]})] == ["SECRET"]
