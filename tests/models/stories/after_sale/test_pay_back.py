"""Money that goes back after the sale: by agreement, by an offer taken, by a ruling. Never twice, never too much."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from models.account.audit import Audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.payment.payment import payment_for
from models.stories.after_sale.lapse import lapse_overdue
from models.stories.after_sale.pay_back import accept, agree_after_sale, rule
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.by_buyer import confirm, send_back, withdraw_after_sale
from models.trade.after_sale.by_operator import Ruling, outcomes_for
from models.trade.after_sale.by_supplier import agree_return, arrive, refuse_after_sale, resend
from models.trade.after_sale.dispute import dispute, say_in_dispute
from models.trade.after_sale.finding import TO_DO, after_sale_history
from models.trade.after_sale.states import AFTER_SALE, OPEN_AFTER_SALES, TURNS, AfterSaleState, AfterSaleStep
from models.trade.after_sale.steps import step_after_sale
from models.trade.order.order import Order
from models.trade.parcel.shipping import ship
from tests.given.baskets import NOON, carried, stock_of
from tests.given.processes import in_threads
from tests.given.returns import (
    BACK,
    HOME,
    SENT,
    asked,
    desk,
    facts_of,
    line_of,
    one,
    paid,
    pieces,
    refunds,
    staff,
    steps,
    wish,
    yuan,
)

SILENT = NOON + timedelta(hours=49)


def no(session: Session, code: str, *, offer: Money | None = None, at: Any = NOON) -> AfterSale:
    """The supplier refuses."""
    after_sale = one(session, code)
    refuse_after_sale(session, after_sale, Act.supplier(staff(session), at, "签收时是好的"), offer=offer, rules=DEFAULT)
    return after_sale


def yes(session: Session, code: str) -> None:
    """The supplier gives what is asked."""
    after_sale = one(session, code)
    agree_after_sale(session, after_sale, Act.supplier(staff(session), NOON), seen=after_sale.owed)


def come_back(session: Session, code: str, reception: str = "received", words: str = "") -> AfterSale:
    """Agreed, sent back, arrived."""
    after_sale = one(session, code)
    agree_return(session, after_sale, HOME, Act.supplier(staff(session), NOON), rules=DEFAULT)
    send_back(session, after_sale, BACK, Act.buyer(NOON), rules=DEFAULT)
    arrive(session, after_sale, reception, words, Act.supplier(staff(session), NOON), rules=DEFAULT)
    return after_sale


def decide(session: Session, after_sale: AfterSale, outcome: str, **facts: Any) -> Member:
    """The operator rules."""
    by = desk(session)
    rule(session, after_sale, Ruling(outcome, "看过照片了", **facts), Act.operator(by, NOON), rules=DEFAULT)
    return by


def test_agreeing_refunds_once(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish())
    for _ in range(2):
        with database.transaction() as session:
            yes(session, code)
    assert facts_of(database, code) == ("refunding", 12_800, 12_800)
    assert (refunds(database), pieces(database, order)) == ([12_800], (2, 0, 1, 0))


def test_less_than_the_price_is_a_mere_reduction(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish(amount=yuan("30")))
    with database.transaction() as session:
        yes(session, code)
        step_after_sale(session, one(session, code), "finish", Act.gateway(NOON))
    assert (refunds(database), pieces(database, order)) == ([3_000], (2, 0, 0, 0))
    # What was given back already is no longer there to ask for.
    again = asked(database, order, wish("return", 2), once="second-form-here")
    with database.reading() as session:
        assert int(one(session, again).amount) == 25_600 - 3_000


def test_before_shipping_pieces_go_back_on_the_shelf_with_the_freight(database: Database) -> None:
    at = carried(database, freight=Money(1_000))
    order = paid(database, at, stage="to_ship")
    assert stock_of(database, at) == 8
    code = asked(database, order, wish(quantity=2))
    with database.transaction() as session:
        yes(session, code)
    assert (refunds(database), stock_of(database, at), pieces(database, order)) == ([26_600], 10, (0, 0, 2, 2))
    with database.reading() as session:
        found = session.get_one(Order, order)
        assert [parcel.state for parcel in found.parcels] == ["cancelled"]
        payment = payment_for(session, found)
        assert payment.refunded == payment.amount


def test_pieces_that_left_meanwhile_are_not_agreed_to_unseen(database: Database) -> None:
    order = paid(database, carried(database), stage="to_ship")
    code = asked(database, order, wish(quantity=2))
    with database.transaction() as session:
        ship(session, line_of(session, order).parcel, SENT, Act.supplier(None, NOON))
        with pytest.raises(Refused, match="已经发出去了"):
            yes(session, code)
        no(session, code)
    assert (facts_of(database, code)[0], refunds(database)) == ("refused", [])


def test_an_amount_that_was_changed_is_not_agreed_to_unseen(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish())
    with database.writing() as session:
        with pytest.raises(Refused, match="金额刚刚改成了"):
            agree_after_sale(session, one(session, code), Act.supplier(staff(session), NOON), seen=Money(1))
        session.rollback()


def test_return_and_refund(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish("return", 2))
    with database.transaction() as session:
        come_back(session, code)
    assert pieces(database, order) == (2, 2, 0, 0)
    with database.transaction() as session:
        yes(session, code)
    assert (refunds(database), pieces(database, order)) == ([25_600], (2, 2, 2, 0))
    assert steps(database, code) == ["ask", "agree_return", "send_back", "arrive", "agree"]


def test_an_exchange_moves_no_money_and_counts_no_piece_twice(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish("exchange"))
    with database.transaction() as session:
        after_sale = come_back(session, code)
        with pytest.raises(Refused, match="换货"):
            agree_after_sale(session, after_sale, Act.supplier(staff(session), NOON), seen=after_sale.owed)
        assert pieces_now(session, order) == (2, 1)
        for _ in range(2):
            resend(session, after_sale, SENT, Act.supplier(None, NOON), rules=DEFAULT)
        for _ in range(2):
            confirm(session, after_sale, Act.buyer(NOON))
    assert (facts_of(database, code), pieces(database, order)) == (("done", None, 0), (2, 0, 0, 0))
    # The exchanged piece may be returned once more.
    again = asked(database, order, wish("return", 2), once="second-form-here")
    with database.transaction() as session:
        come_back(session, again)
    assert pieces(database, order) == (2, 2, 0, 0)


def pieces_now(session: Session, order: int) -> tuple[int, int]:
    """Shipped and returned."""
    line = line_of(session, order)
    return line.shipped, line.returned


def test_an_offer_is_taken_as_it_was_made(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish())
    with database.transaction() as session:
        for wrong in (Money(0), Money(-5), yuan("128"), yuan("500")):
            with pytest.raises(Refused) as refusal:
                no(session, code, offer=wrong)
            assert refusal.value.field == "offer"
        after_sale = no(session, code, offer=yuan("40"))
        with pytest.raises(Refused):
            accept(session, after_sale, Act.buyer(NOON), seen=yuan("41"))
        for _ in range(2):
            accept(session, after_sale, Act.buyer(NOON), seen=yuan("40"))
    assert (facts_of(database, code), refunds(database)) == (("refunding", 4_000, 4_000), [4_000])


def test_a_supplier_may_change_its_mind_after_refusing(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish())
    with database.transaction() as session:
        no(session, code)
        yes(session, code)
    assert refunds(database) == [12_800]


def test_silence_lets_the_buyer_dispute_and_time_before_that_does_not(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish())
    with database.transaction() as session:
        after_sale = one(session, code)
        with pytest.raises(Refused, match="还在答复的时间里"):
            dispute(session, after_sale, "不理我", Act.buyer(NOON), rules=DEFAULT)
        with pytest.raises(Refused):
            dispute(session, after_sale, "   ", Act.buyer(SILENT), rules=DEFAULT)
        for _ in range(2):
            dispute(session, after_sale, "不理我", Act.buyer(SILENT), rules=DEFAULT)
        for _ in range(2):
            say_in_dispute(
                session, after_sale, "我们没收到消息", Act.supplier(staff(session), SILENT + timedelta(hours=1))
            )
        told = [(one.who, one.step, one.words) for one in after_sale_history(session, after_sale)]
    assert told[1:] == [("buyer", "dispute", "不理我"), ("supplier", "say", "我们没收到消息")]


@pytest.mark.parametrize("amount", [None, Money(0), Money(-1), Money(12_801), Money(10**11)])
def test_a_ruling_gives_no_more_than_the_pieces_cost(database: Database, amount: Money | None) -> None:
    code = asked(database, paid(database, carried(database)), wish(amount=yuan("10")))
    with database.writing() as session:
        after_sale = no(session, code)
        dispute(session, after_sale, "不同意", Act.buyer(NOON), rules=DEFAULT)
        with pytest.raises(Refused) as refusal:
            decide(session, after_sale, "refund", amount=amount)
        assert refusal.value.field == "amount"
        session.rollback()
    assert refunds(database) == []


def test_a_ruling_for_the_buyer_binds_and_is_on_record(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish())
    with database.transaction() as session:
        after_sale = no(session, code)
        dispute(session, after_sale, "不同意", Act.buyer(NOON), rules=DEFAULT)
        by = decide(session, after_sale, "refund", amount=yuan("100"))
        decide(session, after_sale, "refund", amount=yuan("100"))
        assert (after_sale.dispute.for_buyer, after_sale.dispute.ruled_by, after_sale.dispute.amount) == (
            True,
            by.id,
            yuan("100"),
        )
        with pytest.raises(Refused):
            rule(session, after_sale, Ruling("reject", "改主意了"), Act.operator(by, NOON), rules=DEFAULT)
        with pytest.raises(Refused):
            withdraw_after_sale(session, after_sale, Act.buyer(NOON))
    with database.reading() as session:
        assert session.exec(select(Audit.why).where(Audit.subject == code)).all() == ["refund 100.00：看过照片了"]
    assert (facts_of(database, code), refunds(database)) == (("refunding", 10_000, 10_000), [10_000])


def test_a_ruling_for_the_supplier_ends_it(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish())
    with database.transaction() as session:
        after_sale = no(session, code)
        dispute(session, after_sale, "不同意", Act.buyer(NOON), rules=DEFAULT)
        decide(session, after_sale, "reject")
        assert after_sale.dispute.for_buyer is False
    assert (facts_of(database, code), refunds(database)) == (("closed", None, 0), [])


def test_goods_that_came_back_do_not_stay_with_the_supplier_for_nothing(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish("return"))
    with database.transaction() as session:
        after_sale = come_back(session, code, "damaged", "瓶口碎了")
        no(session, code)
        with pytest.raises(Refused):
            withdraw_after_sale(session, after_sale, Act.buyer(NOON))
        dispute(session, after_sale, "寄出时好好的", Act.buyer(NOON), rules=DEFAULT)
        assert outcomes_for(after_sale) == ("refund", "resend")
        with pytest.raises(Refused):
            decide(session, after_sale, "reject")
        decide(session, after_sale, "resend")
        assert (after_sale.state, after_sale.dispute.for_buyer) == ("to_resend", False)
        resend(session, after_sale, SENT, Act.supplier(None, NOON), rules=DEFAULT)
    assert (facts_of(database, code), pieces(database, order)) == (("resent", None, 0), (2, 0, 0, 0))


def test_a_ruled_return_pays_what_was_ruled_and_may_be_disputed_again(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish())
    with database.transaction() as session:
        after_sale = no(session, code)
        dispute(session, after_sale, "不同意", Act.buyer(NOON), rules=DEFAULT)
        decide(session, after_sale, "return", amount=yuan("90"), return_to=HOME)
        send_back(session, after_sale, BACK, Act.buyer(NOON), rules=DEFAULT)
        arrive(session, after_sale, "received", "", Act.supplier(staff(session), NOON), rules=DEFAULT)
        with pytest.raises(Refused):
            dispute(session, after_sale, "还不退", Act.buyer(NOON), rules=DEFAULT)
        dispute(session, after_sale, "还不退", Act.buyer(SILENT), rules=DEFAULT)
        assert (after_sale.dispute.ruled_at, after_sale.dispute.for_buyer) == (None, None)
        # The supplier gives in; it owes what was ruled.
        agree_after_sale(session, after_sale, Act.supplier(staff(session), SILENT), seen=yuan("90"))
    assert (refunds(database), pieces(database, order)) == ([9_000], (2, 1, 1, 0))


def test_the_buyer_takes_it_back_while_the_supplier_agrees(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish())

    def act(what: str) -> bool:
        try:
            with database.transaction() as session:
                if what == "agree":
                    yes(session, code)
                else:
                    withdraw_after_sale(session, one(session, code), Act.buyer(NOON))
        except Refused:
            return False
        return True

    agreed, withdrawn = in_threads(act, [("agree",), ("withdraw",)])
    assert agreed != withdrawn
    assert (facts_of(database, code)[0], refunds(database)) == (("refunding", [12_800]) if agreed else ("closed", []))


def test_many_answers_at_once_are_one_refund(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish())
    with database.transaction() as session:
        no(session, code, offer=yuan("128") - 1)

    def act(what: str) -> None:
        with database.transaction() as session:
            if what == "agree":
                yes(session, code)
            else:
                accept(session, one(session, code), Act.buyer(NOON), seen=yuan("127.99"))

    in_threads(act, [("agree",), ("accept",), ("agree",), ("accept",)])
    assert len(refunds(database)) == 1


# How the clock carries on from each state, and when at the latest.
ENDS = {
    "asked": "disputed",
    "refused": "closed",
    "to_return": "closed",
    "returning": "disputed",
    "arrived": "disputed",
    "to_resend": "disputed",
    "resent": "done",
}


def bring_to(session: Session, code: str, state: str) -> AfterSale:
    """An exchange as far as this state."""
    found, by = one(session, code), staff(session)
    if state == "refused":
        return no(session, code)
    if state in ("to_return", "returning"):
        agree_return(session, found, HOME, Act.supplier(by, NOON), rules=DEFAULT)
    if state == "returning":
        send_back(session, found, BACK, Act.buyer(NOON), rules=DEFAULT)
    if state in ("arrived", "to_resend", "resent"):
        come_back(session, code)
    if state == "to_resend":
        no(session, code)
        dispute(session, found, "不同意", Act.buyer(NOON), rules=DEFAULT)
        decide(session, found, "resend")
    if state == "resent":
        resend(session, found, SENT, Act.supplier(None, NOON), rules=DEFAULT)
    assert found.state == state
    return found


@pytest.mark.parametrize(("state", "end"), ENDS.items())
def test_no_state_is_stuck_when_everybody_is_silent(database: Database, state: str, end: str) -> None:
    code = asked(database, paid(database, carried(database)), wish("exchange"))
    with database.transaction() as session:
        by_when = bring_to(session, code, state).answer_by
    before, after = by_when - timedelta(minutes=1), by_when + timedelta(days=7, minutes=1)
    assert lapse_overdue(database, rules=DEFAULT, at=before) == 0
    assert [lapse_overdue(database, rules=DEFAULT, at=after) for _ in range(2)] == [1, 0]
    assert facts_of(database, code)[0] == end


def test_a_refusal_of_goods_that_are_back_goes_to_the_operator(database: Database) -> None:
    code = asked(database, paid(database, carried(database)), wish("return"))
    with database.transaction() as session:
        come_back(session, code)
        no(session, code)
    assert lapse_overdue(database, rules=DEFAULT, at=NOON + timedelta(days=8)) == 1
    assert facts_of(database, code)[0] == "disputed"


def test_the_table_gives_every_party_a_way_out() -> None:
    """Buyer and supplier can each move on from every state that waits for one of them; the clock from all of them."""
    leaves = {step: before for step, (before, _) in AFTER_SALE.items()}
    buyers: tuple[AfterSaleStep, ...] = ("withdraw", "dispute", "accept", "ask_again", "send_back", "finish")
    for state in set(TURNS) - {"disputed"}:
        assert any(state in leaves[step] for step in buyers), state
    waiting: tuple[AfterSaleState, ...] = (*TO_DO, "returning", "refused", "disputed")
    suppliers: tuple[AfterSaleStep, ...] = ("agree", "agree_return", "refuse", "arrive", "resend")
    for state in waiting:
        assert any(state in leaves[step] for step in suppliers), state
    assert set(ENDS) | {"disputed", "refunding"} == set(OPEN_AFTER_SALES)
