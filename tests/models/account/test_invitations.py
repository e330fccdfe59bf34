"""An invitation lets one person in, once."""

import pytest
from sqlmodel import select

from models.account.audit import note_audit
from models.account.audit.finding import trail
from models.account.invitation import invite, take_up, unused
from models.account.member import Invitation
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads


def test_taken_up_once_however_it_was_written(database: Database) -> None:
    with database.transaction() as session:
        owner, guest, late = make_member(session), make_member(session), make_member(session)
        invitation = invite(session, Act.operator(owner, now()))
        spelled = f" {invitation.code[:4].lower()}-{invitation.code[4:].lower()} "
        take_up(session, spelled, Act.keeper(guest, now()))
        with pytest.raises(Refused) as refusal:
            take_up(session, invitation.code, Act.keeper(late, now()))
        assert refusal.value.field == "invite"
        session.refresh(invitation)
        assert (invitation.made_by, invitation.used_by) == (owner.id, guest.id)
        assert unused(session) == []


@ON_SQLITE
@pytest.mark.parametrize("code", ["", "NOSUCH00", "' OR 1=1 --", "x" * 500])
def test_a_code_that_was_never_given_out(database: Database, code: str) -> None:
    with database.writing() as session:
        guest = make_member(session)
        invite(session, Act.operator(None, now()))
        with pytest.raises(Refused):
            take_up(session, code, Act.keeper(guest, now()))
        assert len(unused(session)) == 1
        session.rollback()


def test_two_at_once_with_one_code(database: Database) -> None:
    with database.transaction() as session:
        code = invite(session, Act.operator(None, now())).code

    def come_in(name: str) -> bool:
        try:
            with database.transaction() as session:
                take_up(session, code, Act.keeper(make_member(session, name=name), now()))
        except Refused:
            return False
        return True

    assert sorted(in_threads(come_in, [(f"客{n}",) for n in range(6)])) == [False] * 5 + [True]
    with database.reading() as session:
        assert session.exec(select(Invitation.used_by)).one() is not None


def test_the_trail_tells_the_newest_first_with_names(database: Database) -> None:
    with database.transaction() as session:
        operator = make_member(session, name="平台")
        note_audit(session, "invite", "code", Act.operator(operator, now()))
        note_audit(session, "demo", "x" * 300, Act.operator(None, now(), "第一次装入"))
    with database.reading() as session:
        told = [(row.what, len(row.subject), name) for row, name in trail(session, limit=10)]
        assert told == [("demo", 120, None), ("invite", 4, "平台")]
        assert [row.what for row, _ in trail(session, limit=1, offset=1)] == ["invite"]
