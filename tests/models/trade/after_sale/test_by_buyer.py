"""Asking after the sale: when, for how many pieces, for how much; once a form, one a line at a time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.allowed import pieces_for, refusal_for
from models.trade.after_sale.by_buyer import amend, ask_after_sale, send_back, withdraw_after_sale
from models.trade.after_sale.kinds import after_sale_kinds
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import COD, NOON, TEST, bought, carried
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads
from tests.given.returns import BACK, asked, facts_of, line_of, one, paid, staff, steps, wish, yuan

LATER = NOON + timedelta(days=7, minutes=1)


def refused(database: Database, order: int, **facts: Any) -> str:
    """The field at which asking is refused, or "asked" where it is not."""
    at = facts.pop("at", NOON)
    try:
        asked(database, order, wish(**facts), once=f"form{len(facts)}".ljust(16, "x"), at=at)
    except Refused as no:
        return no.field or str(no)
    return "asked"


def test_what_is_asked_is_kept_with_its_clock(database: Database) -> None:
    order = paid(database, carried(database))
    code = asked(database, order, wish("return", 2, photos=("after-sales/a.jpg", "after-sales/b.jpg")))
    with database.reading() as session:
        after_sale = one(session, code)
        assert (after_sale.kind, after_sale.reason, after_sale.quantity, after_sale.words) == (
            "return",
            "damaged",
            2,
            "盒子压坏了",
        )
        assert (int(after_sale.amount), after_sale.before_shipping) == (25_600, False)
        assert after_sale.answer_by == NOON + timedelta(hours=48)
        assert [photo.position for photo in after_sale.photos] == [1, 2]
        assert (after_sale.turn, after_sale.is_late(NOON + timedelta(hours=49))) == ("supplier", True)
    assert steps(database, code) == ["ask"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"reason": "boredom"}, "reason"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": -1}, "quantity"),
        ({"quantity": 3}, "quantity"),
        ({"amount": Money(0)}, "amount"),
        ({"amount": Money(-1)}, "amount"),
        ({"amount": Money(12_801)}, "amount"),
        ({"amount": Money(10**12)}, "amount"),
        ({"words": "长" * 301}, "words"),
        ({"at": LATER}, "收货超过 7 天，已经过了售后期"),
    ],
)
def test_what_cannot_be_asked(database: Database, facts: dict[str, Any], field: str) -> None:
    order = paid(database, carried(database))
    assert refused(database, order, **facts) == field
    with database.reading() as session:
        assert session.exec(select(AfterSale)).all() == []


def test_when_it_may_be_asked(database: Database) -> None:
    at = carried(database)
    unpaid = bought(database, at, gateway=TEST, visitor="unpaid")
    on_delivery = bought(database, at, gateway=COD, visitor="cod")
    assert refused(database, unpaid) == "付款以后才能申请售后"
    assert refused(database, on_delivery) == "货到付款的订单，收到货以后才能申请售后"
    order = paid(database, at, stage="shipped")
    with database.reading() as session:
        assert refusal_for(line_of(session, order), rules=DEFAULT, at=NOON + timedelta(days=90)) is None


def test_before_shipping_only_the_whole_price_comes_back(database: Database) -> None:
    order = paid(database, carried(database), 3, stage="to_ship")
    assert refused(database, order, kind="return") == "kind"
    assert refused(database, order, kind="exchange") == "kind"
    code = asked(database, order, wish(quantity=2, amount=Money(1)))
    with database.reading() as session:
        assert (one(session, code).before_shipping, int(one(session, code).amount)) == (True, 25_600)


def test_while_some_pieces_are_to_be_sent_refund_means_those(database: Database) -> None:
    order = paid(database, carried(database), 3, stage="to_ship")
    with database.transaction() as session:
        line = line_of(session, order)
        ship(session, line.parcel, Way("顺丰速运", "SF1234567"), Act.supplier(None, NOON), pieces={line.id: 2})
    with database.reading() as session:
        line = line_of(session, order)
        assert {kind: pieces_for(line, after_sale_kinds()[kind]) for kind in ("refund", "return", "exchange")} == {
            "refund": 1,
            "return": 2,
            "exchange": 2,
        }


def test_the_same_form_twice_and_many_times_at_once_is_one_request(database: Database) -> None:
    order = paid(database, carried(database))
    codes = in_threads(asked, [(database, order, wish())] * 4)
    assert len(set(codes)) == 1
    assert asked(database, order, wish()) == codes[0]
    assert steps(database, codes[0]) == ["ask"]


def test_two_forms_at_once_make_one_request_on_a_line(database: Database) -> None:
    order = paid(database, carried(database))

    def send(once: str) -> str:
        try:
            return asked(database, order, wish(), once=once)
        except Refused as no:
            return str(no)

    answers = in_threads(send, [(f"form-{number}".ljust(16, "x"),) for number in range(4)])
    assert sorted(answers)[1:] == ["这件商品已经有一个售后在处理，先等它结束"] * 3


def test_a_copied_mark_reaches_nobody_elses_request(database: Database) -> None:
    at = carried(database)
    mine, theirs = paid(database, at), paid(database, at, visitor="other")
    assert asked(database, mine, wish()) != asked(database, theirs, wish())


@ON_SQLITE
def test_a_line_can_be_asked_about_only_so_often(database: Database) -> None:
    order = paid(database, carried(database))
    for number in range(10):
        code = asked(database, order, wish(), once=f"form-{number}".ljust(16, "x"))
        with database.transaction() as session:
            withdraw_after_sale(session, one(session, code), Act.buyer(NOON))
            withdraw_after_sale(session, one(session, code), Act.buyer(NOON))
        assert steps(database, code) == ["ask", "withdraw"]
    assert "申请过 10 次" in refused(database, order)


def test_asking_for_less_after_a_refusal(database: Database) -> None:
    from models.trade.after_sale.by_supplier import refuse_after_sale

    order = paid(database, carried(database))
    code = asked(database, order, wish())
    with database.transaction() as session:
        after_sale = one(session, code)
        with pytest.raises(Refused):
            amend(session, after_sale, yuan("50"), Act.buyer(NOON), rules=DEFAULT)
        refuse_after_sale(
            session, after_sale, Act.supplier(staff(session), NOON, "只是外盒"), offer=yuan("20"), rules=DEFAULT
        )
        for wrong in (None, Money(0), Money(-1), after_sale.amount, yuan("999")):
            with pytest.raises(Refused) as no:
                amend(session, after_sale, wrong, Act.buyer(NOON), rules=DEFAULT)
            assert no.value.field == "amount"
        later = NOON + timedelta(hours=5)
        amend(session, after_sale, yuan("50"), Act.buyer(later), rules=DEFAULT)
        amend(session, after_sale, yuan("50"), Act.buyer(later), rules=DEFAULT)
        assert (after_sale.state, int(after_sale.amount), after_sale.offered_amount) == ("asked", 5_000, None)
        assert after_sale.answer_by == later + timedelta(hours=48)
    assert facts_of(database, code) == ("asked", None, 0)


def test_sending_back_needs_an_agreement_and_can_be_corrected(database: Database) -> None:
    from models.trade.after_sale.by_supplier import agree_return
    from tests.given.returns import HOME

    order = paid(database, carried(database))
    code = asked(database, order, wish("return"))
    with database.transaction() as session:
        after_sale = one(session, code)
        with pytest.raises(Refused):
            send_back(session, after_sale, BACK, Act.buyer(NOON), rules=DEFAULT)
        agree_return(session, after_sale, HOME, Act.supplier(staff(session), NOON), rules=DEFAULT)
        send_back(session, after_sale, BACK, Act.buyer(NOON), rules=DEFAULT)
        send_back(session, after_sale, BACK, Act.buyer(NOON), rules=DEFAULT)
        send_back(session, after_sale, Way("中通快递", "ZT000000"), Act.buyer(NOON), rules=DEFAULT)
        assert (after_sale.state, after_sale.return_tracking) == ("returning", "ZT000000")
        with pytest.raises(Refused):
            withdraw_after_sale(session, after_sale, Act.buyer(NOON))
    assert steps(database, code) == ["ask", "agree_return", "send_back", "correct"]


def test_asking_needs_a_line_of_the_order(database: Database) -> None:
    order = paid(database, carried(database))
    with database.writing() as session:
        line = line_of(session, order)
        after_sale = ask_after_sale(session, line, wish(), Act.buyer(NOON), once="x" * 16, rules=DEFAULT)
        assert (after_sale.order_id, after_sale.supplier_id) == (order, line.parcel.supplier_id)
        session.rollback()
