"""Sending refunds: whatever the gateway says, and however often or by how many it is asked, the buyer is paid once."""

import pytest
from sqlmodel import select

from models.account.audit import Audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.payment.refund import Refund
from models.stories.refund.mend import paid_by_hand, send_again
from models.stories.refund.send import send_refunds
from tests.given.kinds import ON_SQLITE
from tests.given.market import Market
from tests.given.processes import in_threads


@pytest.fixture
def market(database: Database) -> Market:
    """A market where one paid order was cancelled."""
    opened = Market(database)
    opened.buy([1, 0, 1])
    assert not opened.pay(0) + opened.cancel(0)
    return opened


def state_of(market: Market) -> tuple[str, int]:
    """The refund's state, and how often it was tried since it was last taken up."""
    with market.database.reading() as session:
        refund = session.exec(select(Refund)).one()
        return refund.state, refund.attempts


def send(market: Market) -> int:
    return send_refunds(market.database, market.gateways, rules=DEFAULT, at=market.at)


def test_several_workers_at_once_pay_once(market: Market) -> None:
    assert sum(in_threads(send, [(market,)] * 4)) == 1
    assert state_of(market) == ("done", 1)
    assert len(market.till.given) == 1
    assert send(market) == 0


def test_what_cannot_be_reached_is_tried_again_with_growing_pauses_and_then_reported(market: Market) -> None:
    market.till.mood = "unreachable"
    for tries, minutes in enumerate((1, 5, 30, 120, 360, 360, 360, 0), 1):
        assert send(market) == 1
        assert state_of(market) == ("stuck" if tries == DEFAULT.refund_tries else "asked", tries)
        market.wait(minutes=minutes - 1)
        # It is not asked for before its pause is over.
        assert minutes == 0 or send(market) == 0
        market.wait(minutes=1)
    market.till.mood = "done"
    assert send(market) == 0
    assert not market.mend(0, again=True)
    assert send(market) == 1
    assert state_of(market) == ("done", 1)
    assert len(market.till.given) == 1


def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_is_paid_twice(market: Market) -> None:
    market.till.mood = "lost"
    assert send(market) == 1
    assert (state_of(market), len(market.till.given)) == (("asked", 1), 1)
    market.wait(minutes=1)
    assert send(market) == 1
    assert (state_of(market), len(market.till.given)) == (("done", 2), 1)


def test_one_that_a_provider_works_on_is_asked_about_until_it_is_done(market: Market) -> None:
    market.till.mood = "pending"
    for _ in range(12):
        send(market)
        market.wait(hours=6)
    assert state_of(market)[0] == "sent"
    market.till.mood = "done"
    send(market)
    assert state_of(market)[0] == "done"


@ON_SQLITE
@pytest.mark.parametrize(("mood", "state"), [("failed", "stuck"), ("by_hand", "by_hand")])
def test_what_people_must_do_waits_for_them_with_a_reference_and_an_audit_row(
    market: Market, mood: str, state: str
) -> None:
    market.till.mood = mood
    send(market)
    assert state_of(market)[0] == state
    with market.database.transaction() as session:
        refund, operator = session.exec(select(Refund)).one(), session.get_one(Member, market.somebody)
        with pytest.raises(Refused):
            paid_by_hand(session, refund, Act.operator(operator, market.at), reference="  ")
        for _ in range(2):
            paid_by_hand(session, refund, Act.operator(operator, market.at), reference="BANK 42")
        assert (refund.state, refund.reference, refund.done_at) == ("done", "BANK 42", market.at)
        with pytest.raises(Refused):
            send_again(session, refund, Act.operator(operator, market.at))
        (row,) = session.exec(select(Audit).where(Audit.what == "refund.by_hand")).all()
        assert (row.who, row.why) == (market.somebody, "BANK 42")
        assert row.subject.startswith(refund.code)
    assert send(market) == 0
    assert market.till.given == {}


@ON_SQLITE
def test_one_that_breaks_the_gateway_never_stops_the_others(
    market: Market, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    market.buy([1, 0, 0])
    assert not market.pay(1) + market.cancel(1)
    with market.database.reading() as session:
        first = session.exec(select(Refund.code).order_by(Refund.id)).first()  # type: ignore[arg-type]
    whole = market.till.refund

    def broken(giving):  # type: ignore[no-untyped-def]
        if giving.refund == first:
            raise KeyError("nobody expected this answer")
        return whole(giving)

    monkeypatch.setattr(market.till, "refund", broken)
    assert send(market) == 2
    with market.database.reading() as session:
        assert sorted(session.exec(select(Refund.state))) == ["asked", "done"]
    assert "failed at refund" in caplog.text


@ON_SQLITE
def test_a_gateway_that_was_taken_away_gets_its_refunds_stuck_in_words(market: Market) -> None:
    for _ in range(DEFAULT.refund_tries):
        send_refunds(market.database, {}, rules=DEFAULT, at=market.at)
        market.wait(hours=6)
    with market.database.reading() as session:
        refund = session.exec(select(Refund)).one()
        assert (refund.state, refund.last_words) == ("stuck", "这种付款方式没有启用，退款发不出去")
