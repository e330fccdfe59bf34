"""A supplier's staff: an owner invites, changes and removes; of each supplier somebody stays its owner."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.catalogue.supplier.hired import invite_to_staff, join_staff
from models.catalogue.supplier.hiring import change_staff_roles, remove_from_staff, take_onto_staff
from models.catalogue.supplier.staff import owners_of, staff_roles_of
from models.catalogue.supplier.supplier import Supplier, supplier_of
from models.checks.people import staff_roles
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from tests.given.factories import make_member, make_supplier
from tests.given.ledger_books import NOON
from tests.given.processes import in_threads

LATER = NOON + timedelta(days=1)
Firm = tuple[int, int, int]


@pytest.fixture
def firm(database: Database) -> Firm:
    """A supplier with two owners."""
    with database.transaction() as session:
        first, second = make_member(session, name="林秀珍"), make_member(session, name="林阿强")
        supplier = make_supplier(session, staff=first)
        take_onto_staff(session, supplier, second, ["owner"], Act.supplier(first, NOON))
        return supplier.id, first.id, second.id


def _act(session: Session, member_id: int, why: str = "忙不过来") -> Act:
    return Act.supplier(session.get_one(Member, member_id), LATER, why)


def _faults(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return [fault.kind for fault in staff_roles(connection)]


def test_roles_change_and_people_leave(database: Database, firm: Firm) -> None:
    at, owner, other = firm
    with database.transaction() as session:
        supplier, member = session.get_one(Supplier, at), session.get_one(Member, other)
        assert change_staff_roles(session, supplier, member, ["shipping"], _act(session, owner), seen=["owner"])
        assert staff_roles_of(session, member) == {"shipping"}
        with pytest.raises(Refused):
            change_staff_roles(session, supplier, member, ["goods"], _act(session, owner), seen=["owner"])
        with pytest.raises(Refused):
            change_staff_roles(session, supplier, member, ["owner"], _act(session, other), seen=["shipping"])
        assert remove_from_staff(session, supplier, member, _act(session, owner))
        assert not remove_from_staff(session, supplier, member, _act(session, owner))
        assert supplier_of(session, other) is None
        assert staff_roles_of(session, member) == frozenset()
    assert _faults(database) == []


def test_the_last_owner_stays_also_where_two_remove_each_other(database: Database, firm: Firm) -> None:
    at, first, second = firm

    def remove(by: int, whom: int) -> str:
        with database.writing() as session:
            try:
                remove_from_staff(
                    session, session.get_one(Supplier, at), session.get_one(Member, whom), _act(session, by)
                )
            except Refused:
                return "refused"
            session.commit()
        return "removed"

    assert sorted(in_threads(remove, [(first, second), (second, first)])) == ["refused", "removed"]
    with database.writing() as session:
        (last,) = owners_of(session, session.get_one(Supplier, at))
        supplier = session.get_one(Supplier, at)
        for roles in (["goods"], []):
            with pytest.raises(Refused):
                change_staff_roles(session, supplier, last, roles, _act(session, last.id), seen=["owner"])
        with pytest.raises(Refused):
            remove_from_staff(session, supplier, last, _act(session, last.id))
    assert _faults(database) == []


def test_an_owner_of_another_supplier_changes_nothing_here(database: Database, firm: Firm) -> None:
    at, _owner, other = firm
    with database.writing() as session:
        crook = make_member(session, name="别家")
        make_supplier(session, staff=crook)
        supplier, member = session.get_one(Supplier, at), session.get_one(Member, other)
        for verb in (
            lambda: change_staff_roles(session, supplier, member, ["goods"], _act(session, crook.id), seen=["owner"]),
            lambda: remove_from_staff(session, supplier, member, _act(session, crook.id)),
            lambda: invite_to_staff(session, supplier, "自己", ["owner"], _act(session, crook.id), rules=DEFAULT),
        ):
            with pytest.raises(Refused):
                verb()


def test_two_suppliers_take_one_person_on_at_once(database: Database, firm: Firm) -> None:
    with database.transaction() as session:
        rival = make_member(session)
        make_supplier(session, staff=rival)
        wanted, rival_id = make_member(session, name="小满").id, rival.id
        links = []
        for owner in (firm[1], rival_id):
            supplier = supplier_of(session, owner)
            assert supplier is not None
            links.append(invite_to_staff(session, supplier, "小满", ["goods"], _act(session, owner), rules=DEFAULT).id)

    def join(link_id: int) -> str:
        with database.writing() as session:
            member = session.get_one(Member, wanted)
            try:
                join_staff(session, session.get_one(JoiningLink, link_id), member, Act.owner(member, LATER))
            except Refused:
                return "refused"
            session.commit()
        return "in"

    assert sorted(in_threads(join, [(one,) for one in links])) == ["in", "refused"]
    with database.reading() as session:
        assert staff_roles_of(session, session.get_one(Member, wanted)) == {"goods"}
    assert _faults(database) == []
