"""`flask create-operator`: the first admin of a network; run again, nothing changes and what stands is said."""

from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from models.account.audit import Audit
from models.account.desk.appointing import change_roles, remove_from_desk
from models.account.desk.appointment import roles_of
from models.account.member import Member
from models.account.password import is_password
from models.account.role import DESK_ROLES
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import at_desk, make_member
from views.kit.house import House

PHONE, PASSWORD = "13800138000", "three lemons 71!"
ALL = {role.name for role in DESK_ROLES}


@pytest.fixture
def database_url(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Commands do not depend on the kind of database."""
    from tests.given import databases

    with databases.sqlite(tmp_path) as url:
        yield url


def _run(app: Flask, *more: str, password: str = PASSWORD) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["create-operator", PHONE, "--password", password, *more])
    return done.exit_code, done.output


def _stands(house: House) -> tuple[set[str], str, str, int]:
    with house.database.reading() as session:
        member = session.exec(select(Member).where(Member.phone == PHONE)).one()
        rows = session.exec(select(Audit).where(Audit.what == "operator.create")).all()
        return set(roles_of(session, member)), member.name, member.password_hash, len(rows)


def test_it_makes_an_admin_with_every_role(app: Flask, house: House) -> None:
    code, said = _run(app, "--name", "老周")
    assert code == 0
    assert f"{PHONE} works the desk" in said
    roles, name, hashed, rows = _stands(house)
    assert (roles, name, rows, is_password(hashed, PASSWORD)) == (ALL, "老周", 1, True)


def test_a_second_run_changes_nothing_and_says_what_stands(app: Flask, house: House) -> None:
    _run(app, "--name", "老周")
    before = _stands(house)
    code, said = _run(app, "--name", "别人", password="another password 9")
    assert code == 0
    assert "already, as admin, approval, people, service, finance; nothing was changed" in said
    assert _stands(house) == before


def test_roles_that_an_admin_took_do_not_come_back_quietly(app: Flask, house: House) -> None:
    _run(app)
    with house.database.transaction() as session:
        at_desk(session, make_member(session).id)
        member = session.exec(select(Member).where(Member.phone == PHONE)).one()
        change_roles(session, member, ["service"], Act.program(now()), seen=ALL)
    code, said = _run(app)
    assert code == 1
    assert "already, as service; nothing was changed" in said
    assert _stands(house)[0] == {"service"}


def test_who_was_removed_comes_back_with_a_row(app: Flask, house: House) -> None:
    _run(app)
    with house.database.transaction() as session:
        at_desk(session, make_member(session).id)
        remove_from_desk(session, session.exec(select(Member).where(Member.phone == PHONE)).one(), Act.program(now()))
    code, said = _run(app, password="another password 9")
    assert code == 0
    assert "name and password stay as they were" in said
    roles, _name, hashed, rows = _stands(house)
    assert (roles, rows, is_password(hashed, PASSWORD)) == (ALL, 2, True)
