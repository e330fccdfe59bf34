"""An invitation lets in as many as it says: one person, or many."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from models.account.audit import note_audit
from models.account.audit.finding import trail
from models.account.invitation.finding import bringer_of, brought_by, brought_count, unused
from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.invitation.making import ForMany, invite, invite_for_many, invite_many
from models.account.invitation.taking_up import take_up
from models.account.member import Member
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
        assert (invitation.made_by, invitation.used_count) == (owner.id, 1)
        assert session.exec(select(InvitationUse.invitation_id, InvitationUse.member_id)).all() == [
            (invitation.id, guest.id)
        ]
        assert unused(session, at=now()) == []


@ON_SQLITE
@pytest.mark.parametrize("code", ["", "NOSUCH00", "' OR 1=1 --", "x" * 500])
def test_a_code_that_was_never_given_out(database: Database, code: str) -> None:
    with database.writing() as session:
        guest = make_member(session)
        invite(session, Act.operator(None, now()))
        with pytest.raises(Refused):
            take_up(session, code, Act.keeper(guest, now()))
        assert len(unused(session, at=now())) == 1
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
        assert session.exec(select(Invitation.used_count)).one() == 1
        assert len(session.exec(select(InvitationUse)).all()) == 1


def _for_many(database: Database, quota: int, *, days: int = 30, **facts: str) -> str:
    """A short code of so many places, made now."""
    with database.transaction() as session:
        wanted = ForMany(quota, now() + timedelta(days=days), **facts)
        return invite_for_many(session, wanted, Act.program(now())).code


def _come(database: Database, code: str, *, at: datetime | None = None) -> str:
    """Takes a place; what it was refused with, or nothing."""
    try:
        with database.transaction() as session:
            take_up(session, code, Act.keeper(make_member(session), at or now()))
    except Refused as refusal:
        return str(refusal)
    return ""


def test_a_code_for_many_lets_in_as_many_as_it_says_however_many_come_at_once(database: Database) -> None:
    code = _for_many(database, 3)
    refused = in_threads(_come, [(database, code)] * 8)
    assert sorted(words[:8] for words in refused) == ["", "", "", *["这个邀请码的名额"] * 5]
    with database.reading() as session:
        assert session.exec(select(Invitation.used_count)).one() == 3
        assert len(session.exec(select(InvitationUse)).all()) == 3


@ON_SQLITE
def test_a_code_for_many_can_be_said_and_is_found_however_it_is_typed(database: Database) -> None:
    code = _for_many(database, 9)
    assert 4 <= len(code) <= 6 and not set(code) - set("ABDEGHJKMNPRSTUWZ")
    assert _come(database, f" {code[:2].lower()} {code[2:]}-") == ""
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    assert _come(database, wide) == ""


@ON_SQLITE
def test_a_code_for_many_ends_and_says_so(database: Database) -> None:
    code = _for_many(database, 9, days=2)
    assert _come(database, code, at=now() + timedelta(days=2, seconds=1)).startswith("这个邀请码到期了")
    assert _come(database, code) == ""


@ON_SQLITE
@pytest.mark.parametrize("word", ["OBOE", "duai", "abc", "ABCDEFG", "茶叶展会", "A1BC"])
def test_a_word_that_could_be_misread_is_no_code(database: Database, word: str) -> None:
    with pytest.raises(Refused) as refusal:
        _for_many(database, 9, word=word)
    assert refusal.value.field == "word"


@ON_SQLITE
def test_a_word_is_given_once_and_a_form_sent_twice_makes_one(database: Database) -> None:
    act, wanted = Act.program(now()), ForMany(9, now() + timedelta(days=1), word="duat")
    with database.transaction() as session:
        made = [invite_for_many(session, wanted, act, once="a form").code for _ in "ab"]
        assert made == ["DUAT", "DUAT"]
        with pytest.raises(Refused) as refusal:
            invite_for_many(session, wanted, act, once="another form")
        assert refusal.value.field == "word"
        assert len(session.exec(select(Invitation)).all()) == 1


def test_two_people_at_once_make_their_own_codes(database: Database) -> None:
    codes = in_threads(_for_many, [(database, 2)] * 6)
    assert len(set(codes)) == 6


@ON_SQLITE
def test_a_stopped_keepers_invitations_open_nothing_until_the_keeper_is_back(database: Database) -> None:
    with database.transaction() as session:
        keeper = make_member(session)
        (code,) = invite_many(session, 1, Act.keeper(keeper, now()), by_keeper=True)
        keeper.stopped, keeper_id = True, keeper.id
    assert _come(database, code) != ""
    with database.transaction() as session:
        session.get_one(Member, keeper_id).stopped = False
    assert _come(database, code) == ""


@ON_SQLITE
def test_who_brought_whom_is_known(database: Database) -> None:
    with database.writing() as session:
        host, guest, alone = (make_member(session, name=name) for name in ("阿林", "小禾", "老周"))
        code = invite(session, Act.operator(host, now())).code
        take_up(session, code, Act.keeper(guest, now()))
        take_up(session, invite(session, Act.program(now())).code, Act.keeper(alone, now()))
        assert [one.name for one in brought_by(session, host, limit=9)] == ["小禾"]
        assert brought_count(session, host) == 1
        by, by_nobody = bringer_of(session, guest), bringer_of(session, alone)
        assert by is not None and (by.name, by.invitation) == ("阿林", code)
        assert by_nobody is not None and by_nobody.name is None
        assert bringer_of(session, host) is None


def test_the_trail_tells_the_newest_first_with_names(database: Database) -> None:
    with database.transaction() as session:
        operator = make_member(session, name="平台")
        note_audit(session, "invite", "code", Act.operator(operator, now()))
        note_audit(session, "demo", "x" * 300, Act.operator(None, now(), "第一次装入"))
    with database.reading() as session:
        told = [(row.what, len(row.subject), name) for row, name in trail(session, limit=10)]
        assert told == [("demo", 120, None), ("invite", 4, "平台")]
        assert [row.what for row, _ in trail(session, limit=1, offset=1)] == ["invite"]
