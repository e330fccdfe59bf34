"""A trail from before there was a chain: its rows lose people's numbers, are chained in their order, and stay so."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from models.account.audit import Audit, note_audit
from models.account.audit.chain_mark import ChainMark
from models.account.audit.chaining import chain
from models.checks.trail import chain_faults, rows_without_place
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.schema import settings, upgrade
from models.kernel.snapshot import snapshot
from tests.given import databases

BEFORE = "0017"
ROWS, PHONE = 4_500, "13812345678"
THEN = datetime(2026, 10, 1, 12, 0)


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A network with a long trail, a member and no chain."""
    sqlite = nullcontext(f"sqlite:///{tmp_path}/old.sqlite3")
    with sqlite if request.param == "sqlite" else databases.postgres(empty=True) as url:
        database = Database(url)
        command.upgrade(settings(database), BEFORE)
        with database.engine.connect() as connection:
            _fill(connection)
            connection.commit()
        yield database
        database.engine.dispose()


def _fill(connection: Connection) -> None:
    member, audit = (Table(name, MetaData(), autoload_with=connection) for name in ("member", "audit"))
    who = {
        "id": 1,
        "code": "MEMBER01",
        "key": "k",
        "phone": PHONE,
        "name": "阿林",
        "password_hash": "!",
        "joined_at": THEN,
    }
    connection.execute(member.insert().values(who))
    rows = [
        {
            "who": 1,
            "what": "goods.approve",
            "subject": f"G{n} 龙井",
            "why": "好",
            "at": THEN + timedelta(seconds=n % 50),
        }
        for n in range(ROWS)
    ]
    rows[7] |= {"what": "password.reset", "subject": PHONE, "why": "link", "who": None}
    rows[8] |= {"what": "supplier.enrol", "subject": "S1 茶厂", "why": f"小王 {PHONE}"}
    connection.execute(audit.insert(), rows)


def test_its_rows_are_chained_without_numbers_and_cannot_be_changed(old: Database) -> None:
    upgrade(old)
    with snapshot(old) as connection:
        assert list(chain_faults(connection)) == []
        assert list(rows_without_place(connection, now())) == []
    with old.reading() as session:
        rows = session.exec(select(Audit).order_by(col(Audit.id)).limit(9)).all()
        assert [row.thing for row in rows[:2]] == ["G0", "G1"]
        assert (rows[7].subject, rows[7].thing, rows[7].about) == ("MEMBER01 阿林 138****5678", "MEMBER01", 1)
        assert rows[8].why == "小王 138****5678"
        places = session.exec(select(ChainMark.position).order_by(col(ChainMark.audit_id))).all()
        assert list(places) == list(range(1, ROWS + 1))
    for statement in ("UPDATE audit SET why = ''", "DELETE FROM chain_mark"):
        with old.writing() as session:
            with pytest.raises(IntegrityError, match="append-only"):
                session.execute(text(statement))
            session.rollback()
    with old.transaction() as session:
        note_audit(session, "goods.edit", "G1 龙井", Act.program(now()))
    assert chain(old, at=now()) == 1
    with snapshot(old) as connection:
        assert list(chain_faults(connection)) == []
