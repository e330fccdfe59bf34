"""Money goes out where the checklist lacks nothing; what becomes of a payee account stands in the checklist."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.account.member import Member
from models.gate.by_hand import begin_by_hand
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.payout.verifying import payee_of
from models.shop.opening import Door, open_shop
from models.shop.shop import Shop
from models.stories.money.ask_payout import ask_payout
from models.stories.money.payees import follow_payee, give_account
from models.stories.waiting import Given, waiting_kinds
from tests.given.applications import LOOKED_AT, give, let_through, one_item, prove_phone, states_of_list
from tests.given.factories import make_member, make_unopened
from tests.given.ledger_books import NOON
from tests.given.tills import ALIPAY, BANK, SEAL, earn

GRACE = timedelta(days=DEFAULT.gate_grace_days)


def verify(session: Session, shop: Shop, desk: Member, verb: str = "verify") -> None:
    """As the desk's queue does it."""
    kind = waiting_kinds()["payee"]
    found = next(one for one in kind.verbs if one.name == verb)
    payee = payee_of(session, shop)
    assert payee is not None
    found.does(session, [payee.code], Given(why="户名不对"), Act.operator(desk, NOON, "户名不对"), DEFAULT)


def test_what_is_missing_holds_money_up_and_nothing_else(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = make_member(session), make_member(session)
        shop = open_shop(session, keeper, Door("老店"), rules=DEFAULT, at=NOON)
        begin_by_hand(session, keeper, shop, Act.program(NOON), rules=DEFAULT)
        give_account(session, shop, BANK, Act.owner(keeper, NOON), seal=SEAL, rules=DEFAULT)
        assert one_item(session, shop, "payee").state == "waiting"
        verify(session, shop, desk)
        assert one_item(session, shop, "payee").state == "done"
        earn(session, shop, 10_000)
        in_time = Act.owner(keeper, NOON + GRACE - timedelta(minutes=1))
        asked = ask_payout(session, shop, Money(2_000), in_time, once="a" * 20, rules=DEFAULT)
        late = Act.owner(keeper, NOON + GRACE)
        with pytest.raises(Refused):
            ask_payout(session, shop, Money(2_000), late, once="b" * 20, rules=DEFAULT)
        again = ask_payout(session, shop, Money(2_000), late, once="a" * 20, rules=DEFAULT)
        assert again.id == asked.id, "the same form gives what it gave"
        prove_phone(session, keeper, NOON)
        give(session, shop, at=NOON + GRACE)
        let_through(session, shop, desk, *LOOKED_AT, at=NOON + GRACE)
        ask_payout(session, shop, Money(2_000), late, once="c" * 20, rules=DEFAULT)


def test_an_account_that_is_refused_or_replaced_is_so_in_the_checklist(database: Database) -> None:
    with database.transaction() as session:
        shop, desk = make_unopened(session), make_member(session)
        act = Act.owner(shop.keeper, NOON)
        give_account(session, shop, BANK, act, seal=SEAL, rules=DEFAULT)
        verify(session, shop, desk, "refuse")
        item = one_item(session, shop, "payee")
        assert (item.state, item.why) == ("refused", "户名不对")
        give_account(session, shop, ALIPAY, act, seal=SEAL, rules=DEFAULT)
        assert (item.state, item.why, item.given["shown"]) == ("waiting", "", "t***@example.com")
        verify(session, shop, desk)
        assert states_of_list(session, shop)["payee"] == "done"
        give_account(session, shop, BANK, act, seal=SEAL, rules=DEFAULT)
        assert states_of_list(session, shop)["payee"] == "waiting", "another account is verified anew"
        assert item.due_at == NOON + timedelta(hours=DEFAULT.payee_hours)
        follow_payee(session, shop, act, rules=DEFAULT)
        assert states_of_list(session, shop)["words"] == "done"
        assert shop.door == "soon", "the payee account opens no door"
