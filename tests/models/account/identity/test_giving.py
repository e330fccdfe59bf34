"""Who a member is: sealed, one card one account, and what is decided on it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.account.identity.giving import (
    IdentityKeys,
    RealIdentity,
    decide_identity,
    give_identity,
    identity_of,
    newest_identity,
    opened_identity,
    same_card,
)
from models.account.identity.identity import Identity
from models.account.identity.real_name import checked_real_name
from models.account.identity.redigesting import redigest_identities
from models.account.member import Member
from models.checks.check import check
from models.gate.documents.forgetting import forget_identities
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from tests.given.documents import HASHING, KEYS, RING, card_number, real
from tests.given.factories import make_member
from tests.given.ledger_books import NOON


def act_of(member: Member, days: int = 0) -> Act:
    return Act.keeper(member, NOON + timedelta(days=days))


def given_by(session: Session, n: int = 1) -> tuple[Member, Identity]:
    member = make_member(session)
    return member, give_identity(session, member, real(n), act_of(member), keys=KEYS)


def test_neither_name_nor_number_stands_anywhere_in_the_rows(database: Database) -> None:
    with database.transaction() as session:
        _, mine = given_by(session)
        assert (mine.last4, mine.state) == (card_number()[-4:], "given")
        assert opened_identity(mine, RING) == real()
        assert "林小满" not in repr(real()) and card_number() not in repr(real())
    with snapshot(database) as connection:
        everything = "".join(
            str(tuple(row))
            for table in ("identity", "audit")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert "identity.give" in everything and card_number()[:-4] not in everything and "林小满" not in everything


def test_who_gives_anothers_card_learns_nothing_and_one_account_is_proven(database: Database) -> None:
    with database.transaction() as session:
        member, mine = given_by(session)
        assert give_identity(session, member, real(), act_of(member), keys=KEYS) is mine, "twice changes nothing"
        other, desk = make_member(session), make_member(session)
        theirs = give_identity(session, other, RealIdentity("林大满", card_number()), act_of(other), keys=KEYS)
        assert theirs.state == "given", "as any number would be"
        assert [one.id for one in same_card(session, mine)] == [theirs.id]
        decide_identity(session, mine, "prove", act_of(desk))
        with pytest.raises(Refused, match="只能有一个账号"):
            decide_identity(session, theirs, "prove", act_of(desk))
        decide_identity(session, mine, "undecide", act_of(desk))
        decide_identity(session, mine, "refuse", act_of(desk))
        decide_identity(session, theirs, "prove", act_of(desk))
        assert same_card(session, mine) == [theirs]


def test_another_number_takes_the_place_of_the_one_before_until_one_is_proven(database: Database) -> None:
    with database.transaction() as session:
        member, first = given_by(session)
        second = give_identity(session, member, real(2), act_of(member), keys=KEYS)
        session.refresh(first)
        assert (first.state, second.state) == ("replaced", "given")
        decide_identity(session, second, "prove", act_of(member))
        with pytest.raises(Refused, match="核对过了"):
            give_identity(session, member, real(3), act_of(member), keys=KEYS)
        assert identity_of(session, member.id) is second
        with pytest.raises(Refused, match="刚刚改了"):
            decide_identity(session, second, "refuse", act_of(member))


def test_refused_ten_times_is_given_ten_times_and_forgotten_a_month_later(database: Database) -> None:
    with database.transaction() as session:
        member = make_member(session)
        for day in range(10):
            mine = give_identity(session, member, real(day), act_of(member, day), keys=KEYS)
            decide_identity(session, mine, "refuse", act_of(member, day))
        assert identity_of(session, member.id) is None
        newest = newest_identity(session, member.id)
        assert newest is not None and newest.state == "refused"
    assert forget_identities(database, rules=DEFAULT, at=NOON + timedelta(days=32)) == 3
    assert forget_identities(database, rules=DEFAULT, at=NOON + timedelta(days=99)) == 7


def test_after_a_leak_one_card_is_still_one_account(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The secret of digests changes: `flask check` names what hangs on the old one until it is made anew."""
    media = MediaStore(f"file://{tmp_path_factory.mktemp('media')}")
    with database.transaction() as session:
        given_by(session)
    found = [fault.kind for fault in check(database, media, ring=RING)]
    assert found == ["identity.digest"], "the test's secret is not the ring's first one"
    assert redigest_identities(database, RING) == 1 and redigest_identities(database, RING) == 0
    assert check(database, media, ring=RING) == []
    with database.transaction() as session:
        other, keys = make_member(session), IdentityKeys(RING, next(iter(RING)))
        assert keys.secret != HASHING
        again = give_identity(session, other, real(), act_of(other), keys=keys)
        assert len(same_card(session, again)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 林 小满 ", "林小满"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("迪丽热巴．迪力木拉提", "迪丽热巴·迪力木拉提"),
        ("𠮷田", "𠮷田"),
        ("Chan Tai-man", "CHAN TAI-MAN"),
    ],
)
def test_names_are_kept_as_cards_have_them(typed: str, kept: str) -> None:
    assert checked_real_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "林", "\u3164", "林1", "13800138000", "<b>林</b>", "林" * 41, "···", "林，满"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as no:
        checked_real_name(typed)
    assert no.value.field == "name"
