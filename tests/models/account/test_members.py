"""Joining, and proving who one is."""

import pytest
from sqlmodel import select

from models.account.joining import new_member
from models.account.member import Member, password_matches
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from tests.given.factories import PASSWORD, make_member
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads

LONG = "correct horse battery"


def join(database: Database, phone: str) -> str:
    """Joins, and returns the phone number as it is kept, or the field that is refused."""
    try:
        with database.transaction() as session:
            return new_member(session, phone=phone, name=" 阿\u202e林 ", password=LONG, at=now()).phone
    except Refused as refusal:
        return refusal.field


def test_joining(database: Database) -> None:
    assert join(database, "+86 138-0013-8000") == "13800138000"
    with database.reading() as session:
        joined = session.exec(select(Member)).one()
        assert joined.name == "阿林"
        assert LONG not in joined.password_hash
        assert joined.password_hash.startswith("$argon2id$")
        assert password_matches(joined, LONG)
        assert not password_matches(joined, LONG + " ")
        assert len(joined.key) >= 22


@ON_SQLITE
@pytest.mark.parametrize("phone", ["", "1380013800", "02112345678", "阿林"])
def test_a_number_that_is_none_is_refused(database: Database, phone: str) -> None:
    assert join(database, phone) == "phone"


def test_a_number_joins_once(database: Database) -> None:
    assert join(database, "13800138000") == "13800138000"
    assert join(database, "138 0013 8000") == "phone"


def test_two_who_join_with_one_number_at_once(database: Database) -> None:
    answers = in_threads(join, [(database, "13800138000")] * 4)
    assert sorted(answers) == ["13800138000", "phone", "phone", "phone"]
    with database.reading() as session:
        assert len(session.exec(select(Member)).all()) == 1


def test_nobody_has_no_password() -> None:
    assert not password_matches(None, "nobody has this password")
    assert not password_matches(None, "")


@ON_SQLITE
def test_a_hash_that_is_none_matches_nothing(database: Database) -> None:
    with database.writing() as session:
        member = make_member(session)
        assert password_matches(member, PASSWORD)
        member.password_hash = "damaged"
        assert not password_matches(member, "damaged")
        session.rollback()
