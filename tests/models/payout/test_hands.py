"""Different hands: with three for finance nobody looks at the payee, approves and pays alone."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from models.account.desk.appointment import roles_of
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.payout.hands import hands_before
from models.payout.steps import approve_withdrawals, pay
from tests.given.factories import at_desk, make_member
from tests.given.ledger_books import NOON
from tests.given.tills import Till, asked, coded, till

MARK = "a-mark-of-one-form"


def _finance(session: Session, at: Till, how_many: int) -> list[Member]:
    """The till's own operator, who looked at the payee, and others."""
    first = at.member(session, "desk")
    others = [make_member(session, name=f"财务{number}") for number in range(how_many - 1)]
    for one in [first, *others]:
        if not roles_of(session, one):
            at_desk(session, one.id, "finance", at=NOON)
    session.flush()
    return [first, *others]


def test_three_people_pay_out_and_no_two_steps_are_one_s(database: Database) -> None:
    at = till(database)
    code = asked(database, at, 2_000, MARK)
    with database.transaction() as session:
        looked, approves, pays = _finance(session, at, 3)
        one = coded(session, code)
        assert one.payee.decided_by == looked.id
        with pytest.raises(Refused, match="是你核对的"):
            approve_withdrawals(session, [one], Act.operator(looked, NOON))
        approve_withdrawals(session, [one], Act.operator(approves, NOON))
        for by, words in ((looked, "是你核对的"), (approves, "是你批准的")):
            with pytest.raises(Refused, match=words):
                pay(session, one, Act.operator(by, NOON), reference="1")
            assert hands_before(session, [one], "pay", by=by, rules=DEFAULT).keys() == {code}
        assert pay(session, one, Act.operator(pays, NOON), reference="1")


@pytest.mark.parametrize("why", ["two", "off", "one is the owner's", "one is stopped"])
def test_where_there_are_not_three_or_the_rule_is_off_two_suffice(database: Database, why: str) -> None:
    at = till(database)
    code = asked(database, at, 2_000, MARK)
    rules = replace(DEFAULT, different_hands=why != "off")
    with database.transaction() as session:
        looked, _, *more = _finance(session, at, 2 if why == "two" else 3)
        one = coded(session, code)
        if why == "one is the owner's":
            assert one.shop
            one.shop.keeper_id = more[0].id
        if why == "one is stopped":
            more[0].stopped = True
        session.flush()
        assert approve_withdrawals(session, [one], Act.operator(looked, NOON), rules=rules)[1] == 1
        assert pay(session, one, Act.operator(looked, NOON), reference="1", rules=rules)
