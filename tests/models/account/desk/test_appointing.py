"""Who works the desk: roles come and go with who, when and why. Somebody always stays who gives them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.browser import Browser
from models.account.by_link import open_joining_links
from models.account.colleague import colleagues
from models.account.desk.appointing import change_roles, remove_from_desk, take_into_desk
from models.account.desk.appointment import DeskAppointment, appointments_of, members_with, roles_of, worked_at_desk
from models.account.desk.joining import invite_to_desk, join_desk, uninvite_to_desk
from models.account.joining_link import JoiningLink, joining_link_at
from models.account.member import Member, Operator
from models.account.role import DESK_ROLES
from models.account.sign_in import SignIn
from models.account.signing_in import begin_sign_in
from models.account.stopping import end_membership_for_now
from models.checks.people import desk_roles
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from tests.given.factories import at_desk, make_member
from tests.given.ledger_books import NOON
from tests.given.processes import in_threads

ALL = [role.name for role in DESK_ROLES]
SECRET = "s" * 32
BACK = NOON + timedelta(days=9)


@pytest.fixture
def admins(database: Database) -> tuple[int, int]:
    """Two, who may do everything."""
    with database.transaction() as session:
        pair = make_member(session, name="老周"), make_member(session, name="小林")
        for one in pair:
            at_desk(session, one.id, at=NOON)
        return pair[0].id, pair[1].id


def _act(session: Session, member_id: int, why: str = "换岗") -> Act:
    return Act.operator(session.get_one(Member, member_id), NOON + timedelta(days=1), why)


def _faults(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return [fault.kind for fault in desk_roles(connection)]


def test_a_role_is_given_and_taken_with_who_and_why(database: Database, admins: tuple[int, int]) -> None:
    boss, other = admins
    with database.transaction() as session:
        member = session.get_one(Member, other)
        assert change_roles(session, member, ["finance"], _act(session, boss, "只管钱"), seen=ALL)
        assert not change_roles(session, member, ["finance"], _act(session, boss), seen=["finance"])
    with database.reading() as session:
        member = session.get_one(Member, other)
        assert roles_of(session, member) == {"finance"}
        taken = [row for row in appointments_of(session, member) if row.taken_at]
        assert {row.role for row in taken} == set(ALL) - {"finance"}
        assert {(row.taken_by, row.taken_why) for row in taken} == {(boss, "只管钱")}
        (row,) = session.exec(select(Audit).where(Audit.what == "operator.roles")).all()
        assert (row.who, row.about, row.why) == (boss, other, "只管钱")
        assert [(change.was.count("；"), change.now) for change in row.changes] == [(4, "财务")]


def test_what_the_form_did_not_show_is_not_overwritten(database: Database, admins: tuple[int, int]) -> None:
    boss, other = admins
    with database.transaction() as session:
        change_roles(session, session.get_one(Member, other), ["admin", "finance"], _act(session, boss), seen=ALL)
    with database.writing() as session, pytest.raises(Refused) as refusal:
        change_roles(session, session.get_one(Member, other), ["admin", "service"], _act(session, boss), seen=ALL)
    assert refusal.value.field == "roles"


def test_who_is_removed_opens_nothing_and_what_they_decided_stays(database: Database, admins: tuple[int, int]) -> None:
    boss, other = admins
    with database.transaction() as session:
        member = session.get_one(Member, other)
        invite_to_desk(session, "新人", ["service"], _act(session, other), rules=DEFAULT)
        begin_sign_in(session, member, Browser("Android", "WeChat", "1.2.3.*"), secret=SECRET, at=NOON)
        assert remove_from_desk(session, member, _act(session, boss, "离职"))
        assert not remove_from_desk(session, member, _act(session, boss, "离职"))
    with database.reading() as session:
        member = session.get_one(Member, other)
        assert roles_of(session, member) == frozenset()
        assert session.get(Operator, other) is None
        assert session.exec(select(SignIn).where(col(SignIn.ended_at).is_(None))).all() == []
        assert list(open_joining_links(session, None, at=NOON + timedelta(days=1))) == []
        assert worked_at_desk(session, other, NOON + timedelta(hours=1))
        assert not worked_at_desk(session, other, NOON + timedelta(days=2))
    with database.transaction() as session:
        take_into_desk(
            session, session.get_one(Member, other), ["service"], replace(_act(session, boss, "回来了"), at=BACK)
        )
    with database.reading() as session:
        rows = session.exec(select(DeskAppointment)).all()
        back = next(one for one in colleagues(session, rows) if one.member.id == other)
        assert (back.roles, back.by, back.steps[0].why) == (["service"], "老周", "回来了")
    assert _faults(database) == []


Attempt = Callable[[Session, int], object]
WRONG: dict[str, Attempt] = {
    "removes themselves": lambda session, me: remove_from_desk(session, session.get_one(Member, me), _act(session, me)),
    "takes their own admin role": lambda session, me: change_roles(
        session, session.get_one(Member, me), ["finance"], _act(session, me), seen=ALL
    ),
    "gives nothing": lambda session, me: change_roles(
        session, session.get_one(Member, me), [], _act(session, me), seen=ALL
    ),
    "gives what is no role": lambda session, me: change_roles(
        session, session.get_one(Member, me), ["admin", "boss"], _act(session, me), seen=ALL
    ),
    "takes in who is there": lambda session, me: take_into_desk(
        session, session.get_one(Member, me), ["service"], _act(session, me)
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_an_admin_cannot_do(database: Database, admins: tuple[int, int], wrong: str) -> None:
    with database.writing() as session, pytest.raises(Refused):
        WRONG[wrong](session, admins[0])
    with database.reading() as session:
        assert roles_of(session, session.get_one(Member, admins[0])) == set(ALL)


def test_the_last_admin_stays(database: Database, admins: tuple[int, int]) -> None:
    boss, other = admins
    with database.transaction() as session:
        remove_from_desk(session, session.get_one(Member, other), _act(session, boss))
    for roles in (["finance"], []):
        with database.writing() as session, pytest.raises(Refused):
            change_roles(session, session.get_one(Member, boss), roles, Act.program(NOON), seen=ALL)
    with database.writing() as session, pytest.raises(Refused):
        remove_from_desk(session, session.get_one(Member, boss), Act.program(NOON))
    assert _faults(database) == []


def test_two_admins_who_remove_each_other_at_once(database: Database, admins: tuple[int, int]) -> None:
    def remove(by: int, whom: int) -> str:
        with database.writing() as session:
            try:
                remove_from_desk(session, session.get_one(Member, whom), _act(session, by))
            except Refused:
                return "refused"
            session.commit()
        return "removed"

    boss, other = admins
    assert sorted(in_threads(remove, [(boss, other), (other, boss)])) == ["refused", "removed"]
    with database.reading() as session:
        assert len(members_with(session, "admin")) == 1
    assert _faults(database) == []


class TestLinks:
    @pytest.fixture
    def link(self, database: Database, admins: tuple[int, int]) -> str:
        """One by the first admin."""
        with database.transaction() as session:
            made = invite_to_desk(session, " 小 陈 ", ["finance", "service"], _act(session, admins[0]), rules=DEFAULT)
            assert (made.called, made.roles) == ("小 陈", ["service", "finance"])
            return made.address(SECRET)

    @staticmethod
    def _join(database: Database, link: str, *, hours: int = 25) -> str:
        with database.writing() as session:
            member = make_member(session, name="小陈")
            found = joining_link_at(session, link, secret=SECRET)
            assert found is not None
            try:
                join_desk(session, found, member, Act.owner(member, NOON + timedelta(hours=hours)))
            except Refused:
                return "refused"
            session.commit()
        return "in"

    def test_it_opens_the_desk_once(self, database: Database, link: str, admins: tuple[int, int]) -> None:
        assert sorted(in_threads(lambda: self._join(database, link), [(), (), ()])) == ["in", "refused", "refused"]
        with database.reading() as session:
            (one,) = (row for row in members_with(session, "finance") if row.id not in admins)
            assert roles_of(session, one) == {"service", "finance"}
            assert {row.given_by for row in appointments_of(session, one)} == {admins[0]}
            assert session.exec(select(JoiningLink.used_by)).one() == one.id
        assert _faults(database) == []

    def test_it_ends(self, database: Database, link: str) -> None:
        assert self._join(database, link, hours=24 + DEFAULT.joining_link_hours) == "refused"

    def test_it_is_revoked(self, database: Database, link: str, admins: tuple[int, int]) -> None:
        with database.transaction() as session:
            found = joining_link_at(session, link, secret=SECRET)
            assert found is not None
            assert uninvite_to_desk(session, found, _act(session, admins[1]))
            assert not uninvite_to_desk(session, found, _act(session, admins[1]))
        assert self._join(database, link) == "refused"

    def test_it_ends_with_the_right_of_who_made_it(
        self, database: Database, link: str, admins: tuple[int, int]
    ) -> None:
        boss, other = admins
        with database.transaction() as session:
            change_roles(session, session.get_one(Member, boss), ["finance"], _act(session, other), seen=ALL)
        assert self._join(database, link) == "refused"

    def test_who_is_stopped_comes_in_by_none_of_theirs(
        self, database: Database, link: str, admins: tuple[int, int]
    ) -> None:
        boss, other = admins
        with database.transaction() as session:
            end_membership_for_now(session, session.get_one(Member, boss), _act(session, other, "查"), until=None)
        assert self._join(database, link) == "refused"

    def test_who_is_no_admin_makes_none(self, database: Database) -> None:
        with database.writing() as session:
            clerk = make_member(session)
            at_desk(session, clerk.id, "people", at=NOON)
            with pytest.raises(Refused):
                invite_to_desk(session, "小陈", ["admin"], _act(session, clerk.id), rules=DEFAULT)

    @pytest.mark.parametrize("spoiled", ["", ".", "x.y", "\0.\0"])
    def test_an_address_that_is_not_ours(self, database: Database, link: str, spoiled: str) -> None:
        with database.reading() as session:
            assert joining_link_at(session, spoiled, secret=SECRET) is None
            assert joining_link_at(session, link[:-1], secret=SECRET) is None
            assert joining_link_at(session, link, secret="another") is None
