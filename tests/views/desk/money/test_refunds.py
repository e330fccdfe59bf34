"""Refunds at the desk: those that need people first, retried or paid by hand, each with an audit row."""

import pytest
from flask import Flask
from sqlmodel import select

from models.account.audit import Audit
from models.kernel.act import Act
from models.kernel.clock import now
from models.payment.gateways import RefundState
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.stories.money.remit import remit, to_remit
from models.stories.order.receive import receive_parcel
from models.stories.refund.decide import Decision, RefundPart, refund
from models.stories.refund.send import send_refunds
from models.trade.parcel.shipping import ship, way
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import buy, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE


@pytest.fixture
def stuck(house: House, buyer: Person, monkeypatch: pytest.MonkeyPatch) -> str:
    """A refund that the gateway said no to; its code."""
    stall = open_stall(house)
    buyer.post(buy(buyer, stall, payment="test"))
    with monkeypatch.context() as patched:
        patched.setattr(house.gateways["test"], "refund", lambda giving: RefundState("failed", words="账户已注销 100%"))
        with house.database.reading() as session:
            token = session.exec(select(Payment)).one().order.token
        assert buyer.post(f"/orders/{token}/cancellation").status_code == 303
    with house.database.reading() as session:
        refund = session.exec(select(Refund)).one()
        assert refund.state == "stuck"
        return refund.code


def state_of(house: House) -> tuple[str, str]:
    with house.database.reading() as session:
        refund = session.exec(select(Refund)).one()
        return refund.state, refund.reference


def audited(house: House, what: str) -> int:
    with house.database.reading() as session:
        return len(session.exec(select(Audit).where(Audit.what == what)).all())


def test_what_needs_people_is_shown_and_counted(operator: Person, stuck: str) -> None:
    page = operator.get("/desk/refunds").text
    for words in (stuck, "¥128.00", "账户已注销 100%", "退不出去", '<span class="tally">1</span>'):
        assert words in page
    assert stuck in operator.get("/desk/refunds?state=stuck").text
    assert stuck not in operator.get("/desk/refunds?state=done").text
    assert stuck in operator.get("/desk/refunds?state=nonsense").text


def test_a_retry_sends_it_once_more(operator: Person, house: House, stuck: str) -> None:
    operator.get("/desk/refunds")
    for _ in range(2):
        reply = operator.post(f"/desk/refunds/{stuck}/retry?state=stuck")
        assert reply.status_code in (303, 422)
    # Tests run jobs at once: the test gateway has given it back by now.
    assert state_of(house) == ("done", f"TEST-{stuck}")
    assert audited(house, "refund.retry") == 1


def test_by_hand_needs_a_reference_and_leaves_a_row(operator: Person, house: House, stuck: str) -> None:
    operator.get("/desk/refunds")
    for reference in ("", "   "):
        reply = operator.post(f"/desk/refunds/{stuck}/by-hand", {"reference": reference})
        assert reply.status_code == 422
        assert "写下转账单号" in reply.text
    assert state_of(house)[0] == "stuck"
    for _ in range(2):
        assert operator.post(f"/desk/refunds/{stuck}/by-hand", {"reference": "BANK 42"}).status_code == 303
    assert state_of(house) == ("done", "BANK 42")
    assert audited(house, "refund.by_hand") == 1
    assert operator.post(f"/desk/refunds/{stuck}/by-hand", {"reference": "BANK 43"}).status_code == 422


def test_a_payment_that_a_gateway_disagrees_about_is_looked_into(operator: Person, house: House, stuck: str) -> None:
    with house.database.transaction() as session:
        payment = session.exec(select(Payment)).one()
        payment.trouble, code = "test T-9: 1.00 ≠ 128.00", payment.code
    assert "1.00 ≠ 128.00" in operator.get("/desk/refunds").text
    for _ in range(2):
        assert operator.post(f"/desk/refunds/payments/{code}/look").status_code == 303
    assert "≠" not in operator.get("/desk/refunds").text
    assert audited(house, "payment.look") == 1


def test_nobody_else_gets_there(
    app: Flask, house: House, stuck: str, stranger: Person, keeper: Person, staff: Person
) -> None:
    for person in (stranger, keeper, staff):
        assert person.get("/desk/refunds").status_code in (403, 404)
        assert person.post(f"/desk/refunds/{stuck}/retry").status_code in (403, 404)
        assert person.post(f"/desk/refunds/{stuck}/by-hand", {"reference": "MINE"}).status_code in (403, 404)
    assert Person(app).post(f"/desk/refunds/{stuck}/retry").status_code in (303, 400, 403)
    assert state_of(house)[0] == "stuck"


def test_an_unknown_refund_and_an_empty_list(operator: Person, house: House) -> None:
    assert "还没有退款" in operator.get("/desk/refunds").text
    assert operator.post("/desk/refunds/NOSUCH/retry").status_code == 404


def test_cash_that_its_carrier_still_holds_is_told_apart(operator: Person, house: House, buyer: Person) -> None:
    stall = open_stall(house)
    buy(buyer, stall, quantity=2)
    with house.database.transaction() as session:
        payment = session.exec(select(Payment)).one()
        parcel = payment.order.parcels[0]
        ship(session, parcel, way("顺丰速运", "SF123456"), Act.supplier(None, now()))
        receive_parcel(session, parcel, Act.buyer(now()))
        line = [RefundPart(parcel.lines[0], 1, parcel.lines[0].price)]
        refund(session, payment.order, Decision("after_sale", "after_sale:A", line), Act.supplier(None, now()))
    send_refunds(house.database, house.gateways, rules=house.rules, at=now())
    assert state_of(house)[0] == "by_hand"
    page = operator.get("/desk/refunds").text
    assert "货款还在快递手里" in page and "/desk/remittances" in page and "不要转账" in page
    with house.database.transaction() as session:
        [payment] = to_remit(session, limit=9, offset=0)
        remit(session, [payment.code], Act.operator(make_member(session), now()), reference="B1")
    assert "货款还在快递手里" not in operator.get("/desk/refunds").text
