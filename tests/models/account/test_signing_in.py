"""Sign-ins as rows: what begins, what ends, what comes over, several at once; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from models.account.browser import Browser
from models.account.by_member import change_password
from models.account.forgetting import ENDED_KEPT, forget_sign_ins
from models.account.member import Member
from models.account.sign_in import USE_EVERY, SignIn
from models.account.signing_in import (
    begin_sign_in,
    end_sign_in,
    end_sign_ins,
    end_token,
    sign_in_coded,
    sign_ins_of,
    signed_in,
    token_with_key,
)
from models.account.uses import SignInUse, SignInUses
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from tests.given.factories import make_member
from tests.given.processes import in_threads

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PHONE = Browser("Android", "WeChat", "203.0.113.0/24")
SECRET = "a secret of this test"
DAYS = DEFAULT.sign_in_days
SLOWLY = 3600.0


@pytest.fixture
def member(database: Database) -> Member:
    """Somebody, as read before anything happens."""
    with database.transaction() as session:
        made = make_member(session)
        session.refresh(made)
        session.expunge(made)
        return made


def begun(database: Database, member: Member, at: datetime = NOON) -> str:
    """A token of a new sign-in."""
    with database.transaction() as session:
        return begin_sign_in(session, member, PHONE, secret=SECRET, at=at)


def opens(database: Database, token: str, at: datetime = NOON) -> bool:
    """Whether the token still is somebody's."""
    with database.reading() as session:
        return signed_in(session, token, secret=SECRET, days=DAYS, at=at) is not None


def rows(session: Session) -> list[SignIn]:
    """All there are."""
    return list(session.exec(select(SignIn).order_by(col(SignIn.id))))


def test_a_row_keeps_neither_token_nor_address(database: Database, member: Member) -> None:
    token = begun(database, member)
    with database.reading() as session:
        (row,) = rows(session)
        assert token not in str(row.model_dump())
        assert row.browser == PHONE
        assert (row.began_at, row.last_used_at, row.ended_at) == (NOON, NOON, None)
        found = signed_in(session, token, secret=SECRET, days=DAYS, at=NOON)
        assert found is not None and found.member.id == member.id and found.sign_in is row
        assert signed_in(session, row.token_hash, secret=SECRET, days=DAYS, at=NOON) is None
        assert signed_in(session, token, secret="another secret", days=DAYS, at=NOON) is None
        assert signed_in(session, row.code, secret=SECRET, days=DAYS, at=NOON) is None


@pytest.mark.parametrize("token", ["", ".", "x", "x.y", "字", "\x00", "a" * 9000])
def test_what_was_never_given_out_opens_nothing(database: Database, member: Member, token: str) -> None:
    if "\x00" in token and not database.is_sqlite:
        return
    assert not opens(database, token)


def test_ended_is_ended_and_touches_no_other(database: Database, member: Member) -> None:
    one, other = begun(database, member), begun(database, member)
    for _ in range(2):
        with database.transaction() as session:
            end_token(session, one, secret=SECRET, at=NOON)
    assert (opens(database, one), opens(database, other)) == (False, True)
    with database.transaction() as session:
        end_sign_in(session, sign_ins_of(session, member, days=DAYS, at=NOON)[0], at=NOON)
    assert not opens(database, other)


def test_only_ones_own_is_found_by_its_code(database: Database, member: Member) -> None:
    begun(database, member)
    with database.transaction() as session:
        stranger, code = make_member(session), rows(session)[0].code
        assert sign_in_coded(session, stranger, code) is None
        assert sign_in_coded(session, member, code) is not None


def test_out_of_use_is_over(database: Database, member: Member) -> None:
    token = begun(database, member)
    assert opens(database, token, NOON + timedelta(days=DAYS, seconds=-1))
    assert not opens(database, token, NOON + timedelta(days=DAYS))


def test_a_new_password_ends_every_sign_in(database: Database, member: Member) -> None:
    tokens = [begun(database, member), begun(database, member), token_with_key(member.key, "", secret=SECRET)]
    with database.transaction() as session:
        change_password(session, session.get_one(Member, member.id), "new", was=member.password_hash, at=NOON)
    assert not any(opens(database, token) for token in [*tokens, member.key])
    with database.transaction() as session, pytest.raises(Refused):
        change_password(session, session.get_one(Member, member.id), "newer", was=member.password_hash, at=NOON)


def test_who_checked_the_old_password_begins_nothing_after_the_new_one(database: Database, member: Member) -> None:
    with database.transaction() as session:
        change_password(session, session.get_one(Member, member.id), "new", was=member.password_hash, at=NOON)
    with pytest.raises(Refused):
        begun(database, member)
    with database.reading() as session:
        assert rows(session) == []


def test_a_use_is_written_behind_the_page_and_coarsely(database: Database, member: Member) -> None:
    token = begun(database, member)
    uses = SignInUses(database, secret=lambda: SECRET, interval=SLOWLY)
    with database.reading() as session:
        (row,) = rows(session)
        row_id = row.id
    assert not row.is_worth_a_note(NOON + USE_EVERY / 2, PHONE)
    assert row.is_worth_a_note(NOON + USE_EVERY, PHONE)
    elsewhere = Browser("Android", "WeChat", "198.51.100.0/24")
    assert row.is_worth_a_note(NOON + timedelta(seconds=1), elsewhere)
    later = NOON + timedelta(hours=3)
    uses.note(SignInUse(PHONE, later - USE_EVERY, row=row.id))
    uses.note(SignInUse(elsewhere, later, row=row.id))
    assert uses.flush() == 1
    with database.transaction() as session:
        (row,) = rows(session)
        assert (row.last_used_at, row.browser) == (later, elsewhere)
        end_token(session, token, secret=SECRET, at=later)
    uses.note(SignInUse(PHONE, later + USE_EVERY, row=row_id))
    assert uses.flush() == 0
    assert not opens(database, token, later + USE_EVERY)


def test_an_old_cookie_gets_a_row_and_its_copy_dies_with_it(database: Database, member: Member) -> None:
    uses = SignInUses(database, secret=lambda: SECRET, interval=SLOWLY)
    assert opens(database, member.key)
    token = token_with_key(member.key, "of this browser", secret=SECRET)
    assert token == token_with_key(member.key, "of this browser", secret=SECRET) != member.key
    assert token != token_with_key(member.key, "of another", secret=SECRET)
    assert token_with_key(token, "", secret=SECRET) == token
    assert opens(database, token)
    for _ in range(2):
        uses.note(SignInUse(PHONE, NOON, member_id=member.id, token=token))
    assert uses.flush() == 1
    uses.note(SignInUse(PHONE, NOON, member_id=member.id, token=token))
    assert uses.flush() == 0
    with database.transaction() as session:
        (row,) = rows(session)
        assert row.came_over and row.proven_at is None
        end_sign_in(session, row, at=NOON)
    assert not opens(database, token)
    assert not opens(database, member.key)


def test_signed_out_before_its_row_was_written(database: Database, member: Member) -> None:
    uses = SignInUses(database, secret=lambda: SECRET, interval=SLOWLY)
    token = token_with_key(member.key, "", secret=SECRET)
    uses.note(SignInUse(PHONE, NOON, member_id=member.id, token=token))
    with database.transaction() as session:
        end_token(session, token, secret=SECRET, at=NOON)
    assert uses.flush() == 0
    assert not opens(database, token)


def test_one_who_signs_out_leaves_those_that_came_over(database: Database, member: Member) -> None:
    uses = SignInUses(database, secret=lambda: SECRET, interval=SLOWLY)
    tokens = [token_with_key(member.key, seed, secret=SECRET) for seed in ("a", "b")]
    for token in tokens:
        uses.note(SignInUse(PHONE, NOON, member_id=member.id, token=token))
    uses.flush()
    with database.transaction() as session:
        end_token(session, tokens[0], secret=SECRET, at=NOON)
    assert [opens(database, token) for token in tokens] == [False, True]


def test_many_at_once_begin_use_and_end(database: Database, member: Member) -> None:
    tokens = [begun(database, member) for _ in range(6)]
    with database.reading() as session:
        ids = [row.id for row in rows(session)]

    def act(what: str, n: int) -> None:
        if what == "use":
            uses = SignInUses(database, secret=lambda: SECRET, interval=SLOWLY)
            for row in ids[n:] + ids[:n]:
                uses.note(SignInUse(PHONE, NOON + timedelta(hours=n), row=row))
            uses.flush()
        elif what == "end":
            with database.transaction() as session:
                end_token(session, tokens[n % 2], secret=SECRET, at=NOON)
        else:
            with database.transaction() as session:
                end_sign_ins(session, session.get_one(Member, member.id), at=NOON)

    in_threads(act, [(what, n) for n in range(4) for what in ("use", "end")])
    assert [opens(database, token) for token in tokens] == [False, False, True, True, True, True]
    in_threads(act, [(what, n) for n in range(3) for what in ("use", "all")])
    assert not any(opens(database, token) for token in tokens)


def test_what_is_over_is_forgotten(database: Database, member: Member) -> None:
    idle, ended, alive = (begun(database, member) for _ in range(3))
    late = NOON + timedelta(days=DAYS)
    uses = SignInUses(database, secret=lambda: SECRET, interval=SLOWLY)
    with database.transaction() as session:
        row_of = [row.id for row in rows(session)]
        end_token(session, ended, secret=SECRET, at=NOON)
    uses.note(SignInUse(PHONE, late, row=row_of[2]))
    uses.flush()
    assert forget_sign_ins(database, rules=DEFAULT, at=late) == 2
    with database.reading() as session:
        assert [(row.id, row.ended_at) for row in rows(session)] == [(row_of[0], late), (row_of[2], None)]
    assert forget_sign_ins(database, rules=DEFAULT, at=late + ENDED_KEPT + timedelta(seconds=1)) == 1
    assert (opens(database, idle, late), opens(database, alive, late)) == (False, True)
