"""Reading sessions cannot write; writers queue, lose nothing, and a dead one lets the next in."""

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import func, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, SQLModel, select

from models.account.invitation.invitation import Invitation
from models.account.member import Member
from models.kernel import patience
from models.kernel.database import Database, insert_ignoring
from models.kernel.trouble import trouble_of
from models.shop.shop import DoorNumber, Shop
from tests.given.factories import make_member, make_shop
from tests.given.processes import SERVER, in_processes, in_threads

TIMES = 25


def test_a_reading_session_cannot_write(database: Database) -> None:
    with database.transaction() as session:
        make_member(session, name="小明")
    with database.reading() as session:
        assert session.exec(select(Member.name)).one() == "小明"
        with pytest.raises(DBAPIError, match=r"read.?only"):
            session.execute(text("UPDATE member SET name = '小偷'"))
    with database.reading() as session:
        assert session.exec(select(Member.name)).one() == "小明"


def test_a_connection_that_read_may_write_the_next_time(database: Database) -> None:
    for name in ("一", "二"):
        with database.reading() as session:
            session.exec(select(Member)).all()
        with database.transaction() as session:
            make_member(session, name=name)
    with database.reading() as session:
        assert set(session.exec(select(Member.name))) == {"一", "二"}


def test_a_transaction_that_raises_keeps_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        make_member(session)
        raise RuntimeError("stop")
    with database.reading() as session:
        assert session.exec(select(Member)).all() == []


def test_foreign_keys_are_enforced(database: Database) -> None:
    with database.writing() as session:
        session.add(Invitation(code="NOBODY00", made_by=4711, made_at=make_member(session).joined_at))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_a_row_that_others_belong_to_stays(database: Database) -> None:
    with database.transaction() as session:
        make_shop(session)
    with database.writing() as session:
        with pytest.raises(IntegrityError):
            session.execute(text("DELETE FROM door_number"))
        session.rollback()


def test_checks_are_enforced(database: Database) -> None:
    with database.writing() as session:
        session.add(DoorNumber(number=99_999, issued_at=make_member(session).joined_at))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_inserting_what_stands_already_is_silent_and_says_so(database: Database) -> None:
    with database.transaction() as session:
        at = make_member(session).joined_at
        row = insert_ignoring(session, DoorNumber).values(number=258_147, issued_at=at)
        assert [session.exec(row).rowcount for _ in range(2)] == [1, 0]


def count_up(url: str, key: int) -> None:
    """Reads a count and writes it back one higher, in a transaction each."""
    database = Database(url)
    for _ in range(TIMES):
        with database.transaction() as session:
            shop = session.exec(select(Shop).where(Shop.id == key).with_for_update()).one()
            shop.picks_count += 1
    database.engine.dispose()


@pytest.mark.parametrize("at_once", [in_threads, in_processes])
def test_writers_at_once_lose_no_update(database: Database, database_url: str, at_once: object) -> None:
    with database.transaction() as session:
        key = make_shop(session).id
    at_once(count_up, [(database_url, key)] * 4)  # type: ignore[operator]
    with database.reading() as session:
        assert session.exec(select(Shop.picks_count)).one() == 4 * TIMES


def test_threads_share_one_engine(database: Database) -> None:
    def join_in(name: str) -> None:
        with database.transaction() as session:
            make_member(session, name=name)
        with database.reading() as session:
            assert session.exec(select(Member.id).where(Member.name == name)).all()

    in_threads(join_in, [(f"第{n}位",) for n in range(24)])
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Member)).one() == 24


def hold(url: str, ready: Connection) -> None:
    """Writes, commits nothing, and never ends by itself."""
    database = Database(url)
    with database.transaction() as session:
        make_member(session, name="半途")
        ready.send("holding")
        time.sleep(600)


def test_a_writer_that_is_killed_lets_the_next_in(database: Database, database_url: str) -> None:
    here, there = SERVER.Pipe()
    writer = SERVER.Process(target=hold, args=(database_url, there))
    writer.start()
    assert here.recv() == "holding"
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    with database.transaction() as session:
        make_member(session, name="后来")
    with database.reading() as session:
        assert session.exec(select(Member.name)).all() == ["后来"]


def test_a_writer_that_hangs_holds_the_others_for_as_long_as_they_are_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/held.sqlite3"
    database = Database(url)
    SQLModel.metadata.create_all(database.engine)
    here, there = SERVER.Pipe()
    writer = SERVER.Process(target=hold, args=(url, there))
    writer.start()
    assert here.recv() == "holding" and writer.pid is not None
    os.kill(writer.pid, signal.SIGSTOP)
    database.hurry(400)

    def write(name: str) -> str:
        try:
            with database.transaction() as session:
                make_member(session, name=name)
        except DBAPIError as error:
            return str(trouble_of(error))
        return "wrote"

    try:
        begun = time.monotonic()
        assert in_threads(write, [("一",), ("二",), ("三",)]) == ["busy"] * 3
        assert 0.4 <= time.monotonic() - begun < 5
    finally:
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    assert in_threads(write, [("四",), ("五",)]) == ["wrote", "wrote"]
    database.engine.dispose()


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.transaction() as writer:
        make_member(writer, name="未提交")
        with database.reading() as session:
            assert session.exec(select(Member)).all() == []
    with database.reading() as session:
        assert len(session.exec(select(Member)).all()) == 1


def test_sqlite_keeps_orders_through_a_power_cut(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/folder/x.sqlite3")
    with Session(database.engine) as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous")}
    database.engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2}


def test_a_connection_that_was_cut_while_it_rested_is_made_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        return
    monkeypatch.setattr(patience, "_REST_SECONDS", 0.0)
    with Session(database.engine) as other:
        other.scalar(text("SELECT 1"))
        with Session(database.engine) as session:
            own = session.scalar(text("SELECT pg_backend_pid()"))
        assert other.scalar(text("SELECT pg_terminate_backend(:own)"), {"own": own})
    with database.reading() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != own
