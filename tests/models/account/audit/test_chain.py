"""The chain of the trail: rows are only added, each has its place, and whatever is done behind its back is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from models.account.audit import Audit, Change, note_audit
from models.account.audit.chain_mark import ChainMark
from models.account.audit.chaining import chain
from models.account.audit.heads import Head
from models.account.audit.marks import MARKED_COLUMNS, mark_of, written_moment
from models.checks.trail import chain_faults, head_faults, rows_without_place
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from tests.given.factories import make_member
from tests.given.processes import in_threads

NOON = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
ROWS = 12
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def chained(database: Database) -> Database:
    """A trail of a dozen rows, all of which have their places."""
    with database.transaction() as session:
        operator = make_member(session, name="平台")
        for number in range(ROWS):
            act = Act.operator(operator, NOON + timedelta(seconds=number), f"理由{number}")
            note_audit(session, "goods.edit", f"K7Q2M{number} 龙井", act, [Change("标题", "龙井", f"龙井{number}")])
    assert chain(database, at=NOON) == ROWS
    assert faults(database) == []
    return database


def faults(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return [fault.subject for fault in chain_faults(connection)]


@contextmanager
def behind_its_back(database: Database) -> Iterator[Connection]:
    """Somebody who owns the database: no trigger and no foreign key is watching. It is all undone at the end."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('audit', 'chain_mark')"
            for name in connection.exec_driver_sql(named).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        connection.rollback()


def number_at(connection: Connection, position: int) -> int:
    return int(connection.scalar(text("SELECT audit_id FROM chain_mark WHERE position = :p"), {"p": position}))


def shift(connection: Connection, after: int, by: int) -> None:
    """Renumbers the places past one."""
    connection.execute(text("UPDATE chain_mark SET position = -position WHERE position > :p"), {"p": after})
    connection.execute(text("UPDATE chain_mark SET position = -position + :by WHERE position < 0"), {"by": by})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET why = why",
        "DELETE FROM audit",
        "UPDATE chain_mark SET mark = mark",
        "DELETE FROM chain_mark",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete(chained: Database, statement: str) -> None:
    truncate = [] if chained.is_sqlite else ["TRUNCATE audit CASCADE", "TRUNCATE chain_mark"]
    replace = [
        "INSERT OR REPLACE INTO chain_mark SELECT position, audit_id, 'x', chained_at FROM chain_mark LIMIT 1",
        "INSERT OR REPLACE INTO chain_mark SELECT position + 99, audit_id, mark, chained_at FROM chain_mark LIMIT 1",
        "INSERT OR REPLACE INTO audit (id, acting, what, subject, thing, why, altered, at) "
        "SELECT id, '', 'x', '', '', '', '', at FROM audit LIMIT 1",
    ]
    for one in [statement, *truncate, *(replace if chained.is_sqlite else [])]:
        with chained.writing() as session:
            with pytest.raises(IntegrityError, match="append-only"):
                session.execute(text(one))
            session.rollback()
    assert faults(chained) == []


@FEW
@given(
    position=st.integers(1, ROWS),
    column=st.sampled_from(["what", "subject", "thing", "why", "altered", "acting", "who", "about", "at"]),
)
def test_any_column_of_any_row_that_is_changed_is_found(chained: Database, position: int, column: str) -> None:
    with behind_its_back(chained) as connection:
        number = number_at(connection, position)
        new: dict[str, Any] = {"who": None, "about": number, "at": "2026-11-30 04:00:00.500000"}
        set_it = text(f"UPDATE audit SET {column} = :new WHERE id = :id")
        connection.execute(set_it, {"new": new.get(column, "x"), "id": number})
        assert [one.subject for one in chain_faults(connection)] == [f"row {number}"]


@FEW
@given(position=st.integers(1, ROWS), how=st.sampled_from(["row", "place", "both", "closed"]))
def test_any_row_that_is_taken_away_is_found(chained: Database, position: int, how: str) -> None:
    """The last one with its place too is missed only by a head that was kept of it."""
    with chained.reading() as session:
        head = session.exec(select(ChainMark.mark).where(ChainMark.position == ROWS)).one()
    with behind_its_back(chained) as connection:
        number = number_at(connection, position)
        if how != "row":
            connection.execute(text("DELETE FROM chain_mark WHERE position = :p"), {"p": position})
        if how != "place":
            connection.execute(text("DELETE FROM audit WHERE id = :id"), {"id": number})
        if how == "closed":
            shift(connection, position, -1)
        found = [one.subject for one in (*chain_faults(connection), *head_faults(connection, [Head(ROWS, head, "")]))]
        if how == "row":
            assert found == [f"row {number}"]
        elif how == "closed" and position < ROWS:
            assert found == [f"row {number_at(connection, position)}", f"place {ROWS}"]
        else:
            assert found[0] == f"place {position}"


@FEW
@given(position=st.integers(1, ROWS), clever=st.booleans())
def test_a_row_that_is_put_in_is_found(chained: Database, position: int, clever: bool) -> None:
    """Also where its own mark is right."""
    with behind_its_back(chained) as connection:
        connection.execute(
            text(
                "INSERT INTO audit (id, acting, what, subject, thing, why, altered, at) "
                "VALUES (90001, 'operator', 'payee.verify', 'P1', 'P1', 'ok', '', '2026-11-30 04:00:00.000000')"
            )
        )
        shift(connection, position - 1, 1)
        put_in(connection, position, 90001, clever=clever)
        (found,) = [one.subject for one in chain_faults(connection)]
        assert found == f"row {number_at(connection, position + 1) if clever else 90001}"


@FEW
@given(places=st.lists(st.integers(1, ROWS), min_size=2, max_size=2, unique=True), whole=st.booleans())
def test_rows_that_change_places_are_found(chained: Database, places: list[int], whole: bool) -> None:
    one, other = places
    with behind_its_back(chained) as connection:
        column = "position" if whole else "audit_id"
        kept = {place: number_at(connection, place) for place in places}
        for old, new in ((one, -1), (other, -2)):
            move(connection, column, old if whole else kept[old], new)
        for old, new in ((-1, other), (-2, one)):
            move(connection, column, old, new if whole else kept[new])
        found = next(chain_faults(connection))
        assert found.subject == f"row {number_at(connection, min(places))}"


def move(connection: Connection, column: str, old: int, new: int) -> None:
    connection.execute(
        text(f"UPDATE chain_mark SET {column} = :new WHERE {column} = :old"),
        {"old": old, "new": new},
    )


def put_in(connection: Connection, position: int, number: int, *, clever: bool) -> None:
    """A place with a mark that follows on the one before, or with any."""
    before = connection.scalar(text("SELECT mark FROM chain_mark WHERE position = :p"), {"p": position - 1}) or "0" * 64
    columns = ", ".join(MARKED_COLUMNS)
    row = connection.execute(text(f"SELECT {columns} FROM audit WHERE id = :id"), {"id": number}).one()
    at = "2026-11-30 04:00:00.000000"
    mark = mark_of(before, position, at, (*row[:-1], written_moment(row[-1]))) if clever else "f" * 64
    connection.execute(
        text("INSERT INTO chain_mark (position, audit_id, mark, chained_at) VALUES (:p, :id, :mark, :at)"),
        {"p": position, "id": number, "mark": mark, "at": at},
    )


def test_a_chain_written_anew_as_a_whole_shows_by_a_head_that_was_kept(chained: Database) -> None:
    with chained.reading() as session:
        places = select(ChainMark.position, ChainMark.mark).where(col(ChainMark.position).in_([3, 9]))
        kept = [Head(*row, "") for row in session.exec(places)]
    with behind_its_back(chained) as connection:
        connection.execute(text("UPDATE audit SET why = 'x' WHERE id = :id"), {"id": number_at(connection, 5)})
        rows = [number_at(connection, place) for place in range(5, ROWS + 1)]
        connection.execute(text("DELETE FROM chain_mark WHERE position >= 5"))
        for place, number in enumerate(rows, 5):
            put_in(connection, place, number, clever=True)
        assert list(chain_faults(connection)) == []
        (fault,) = head_faults(connection, kept)
        assert (fault.kind, fault.subject) == ("trail.head", "place 9")


def test_a_row_without_a_place_is_a_fault_after_a_minute(chained: Database) -> None:
    def late(seconds: int) -> list[str]:
        with snapshot(chained) as connection:
            return [one.subject for one in rows_without_place(connection, NOON + timedelta(seconds=seconds))]

    with chained.transaction() as session:
        note_audit(session, "goods.edit", "K7Q2M 龙井", Act.program(NOON))
        session.flush()
        number = session.exec(select(Audit.id).order_by(col(Audit.id).desc())).first()
    assert late(60) == [] and late(61) == [f"row {number}"]
    assert faults(chained) == []
    assert chain(chained, at=NOON) == 1 and late(61) == []


def test_a_clock_that_runs_back_is_no_fault(chained: Database) -> None:
    with chained.transaction() as session:
        note_audit(session, "goods.edit", "K7Q2M 龙井", Act.program(NOON - timedelta(days=400)))
    assert chain(chained, at=NOON - timedelta(days=400)) == 1
    assert faults(chained) == []


def test_a_row_that_comes_into_sight_late_gets_the_next_place(chained: Database) -> None:
    """On PostgreSQL ids are given out before the commit; on SQLite writers come one after the other anyway."""
    if chained.is_sqlite:
        return
    with chained.writing() as slow:
        note_audit(slow, "goods.edit", "SLOW", Act.program(NOON))
        slow.flush()
        with chained.transaction() as quick:
            note_audit(quick, "goods.edit", "QUICK", Act.program(NOON))
        assert chain(chained, at=NOON) == 1
        slow.commit()
    assert chain(chained, at=NOON) == 1
    with chained.reading() as session:
        rows = select(Audit.subject).join(ChainMark).order_by(col(ChainMark.position).desc()).limit(2)
        assert list(session.exec(rows)) == ["SLOW", "QUICK"]
    assert faults(chained) == []


def test_many_chainers_and_writers_at_once_make_one_chain(database: Database) -> None:
    def write(name: str) -> None:
        for number in range(8):
            with database.transaction() as session:
                note_audit(session, "goods.edit", f"{name}{number}", Act.program(NOON))
            chain(database, at=NOON)

    in_threads(write, [(name,) for name in "ABCD"])
    chain(database, at=NOON)
    with database.reading() as session:
        assert list(session.exec(select(ChainMark.position).order_by(col(ChainMark.position)))) == list(range(1, 33))
    assert faults(database) == []


def test_batches_of_any_size_make_the_same_chain(chained: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    import models.account.audit.chaining as chaining

    monkeypatch.setattr(chaining, "CHAIN_BATCH", 2)
    with chained.transaction() as session:
        for number in range(5):
            note_audit(session, "goods.edit", f"K{number}", Act.program(NOON))
    assert chain(chained, at=NOON) == 5
    assert faults(chained) == []


MASKED: list[tuple[str, Callable[[str], bool]]] = [
    ("电话 13812345678", lambda kept: kept == "电话 138****5678"),
    ("身份证 11010519491231002X", lambda kept: kept == "身份证 **************002X"),
    ("单号 202611301234567", lambda kept: kept == "单号 202611301234567"),
]


@pytest.mark.parametrize(("said", "is_kept"), MASKED)
def test_phones_and_identity_numbers_never_stand_in_a_row(
    database: Database, said: str, is_kept: Callable[[str], bool]
) -> None:
    with database.transaction() as session:
        note_audit(session, "goods.edit", said, Act.program(NOON, said), [Change("说明", "", said)])
    with database.reading() as session:
        row = session.exec(select(Audit)).one()
        assert is_kept(row.subject) and is_kept(row.why) and is_kept(row.changes[0].now)


def test_a_member_as_a_subject_is_named_with_a_masked_phone(database: Database) -> None:
    with database.transaction() as session:
        member = make_member(session, name="阿林")
        note_audit(session, "password.reset", member, Act.owner(member, NOON))
        phone, number, code = member.phone, member.id, member.code
    with database.reading() as session:
        row = session.exec(select(Audit)).one()
        assert (row.subject, row.thing, row.about) == (f"{code} 阿林 {phone[:3]}****{phone[-4:]}", code, number)
