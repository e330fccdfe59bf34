"""Random sharings, announced falls, rises, floors, clocks, orders and refunds: no line ever pays below a living
promise, and settlement releases to the fen what was fixed."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from models.kernel.rules import DEFAULT, Rules
from models.payment.payment import Payment
from tests.given.machines import OnDatabase, prove
from tests.given.sharers import Sharers

STALL, PLACE, PICK = st.integers(0, 2), st.integers(0, 1), st.integers(0, 7)
RATE, HOURS = st.sampled_from([0, 500, 1_000, 1_200, 1_500, 2_000, 9_000]), st.sampled_from([0, 1, 20, 168, 169, 360])
# As they are; promises that outlive the notice; falls that hold at once.
RULES = (DEFAULT, replace(DEFAULT, rate_promise_days=20), replace(DEFAULT, rate_notice_days=0))


class Promises(OnDatabase):
    """One network under one set of rules."""

    market: Sharers

    @initialize(rules=st.sampled_from(RULES))
    def open(self, rules: Rules) -> None:
        self.market = Sharers(self.opened(), rules)
        for stall in range(3):
            self.market.share(stall, 0)

    @rule(stall=STALL, place=PLACE)
    def share(self, stall: int, place: int) -> None:
        self.market.share(stall, place)

    @rule(stall=STALL, bp=RATE)
    def want_rate(self, stall: int, bp: int) -> None:
        self.market.want_rate(stall, bp)

    @rule(stall=STALL)
    def withdraw_or_bring_back(self, stall: int) -> None:
        self.market.withdraw_or_bring_back(stall)

    @rule(stall=STALL)
    def take_off_or_put_back(self, stall: int) -> None:
        self.market.take_off_or_put_back(stall)

    @rule(stall=STALL, price=st.integers(1_000, 20_000))
    def new_price(self, stall: int, price: int) -> None:
        self.market.new_price(stall, price)

    @rule(bp=st.sampled_from([0, 0, 1_100]))
    def set_floor(self, bp: int) -> None:
        self.market.set_floor(bp)

    @rule(stall=STALL, place=PLACE, quantity=st.integers(1, 2), newest=st.booleans(), pay=st.booleans())
    def buy(self, stall: int, place: int, quantity: int, newest: bool, pay: bool) -> None:
        if not self.market.buy_through(stall, place, quantity, newest=newest) and pay:
            self.market.pay(self.market.count(Payment) - 1)

    @rule(stall=STALL, place=PLACE, bp=RATE, hours=HOURS, work=st.booleans())
    def fall_after_sharing(self, stall: int, place: int, bp: int, hours: int, work: bool) -> None:
        """What promises are there for, more often than chance has it."""
        self.share(stall, place)
        self.want_rate(stall, bp)
        self.pass_time(hours, work)
        self.market.buy_through(stall, place, 1, newest=True)

    @rule(hours=HOURS, work=st.booleans())
    def pass_time(self, hours: int, work: bool) -> None:
        self.market.wait(hours=hours)
        if work:
            self.market.work()

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        self.market.cancel(pick)

    @rule(pick=PICK)
    def send_and_receive(self, pick: int) -> None:
        self.market.ship(pick)
        self.market.receive(pick)

    @rule(pick=PICK, amount=st.integers(1, 20_000))
    def reduce(self, pick: int, amount: int) -> None:
        self.market.reduce(pick, amount)

    @invariant()
    def keeps_its_word(self) -> None:
        if hasattr(self, "market"):
            self.market.keeps_its_word()

    def over(self) -> None:
        if not hasattr(self, "market"):
            return
        self.market.wait(days=30)
        self.market.tick()
        # It proves the books before and after.
        self.market.settle()
        self.market.keeps_its_word()
        self.market.database.engine.dispose()


def test_no_line_pays_below_a_living_promise() -> None:
    prove(Promises, "sqlite", histories=12, steps=20)


@pytest.mark.slow
def test_nor_in_long_histories() -> None:
    prove(Promises, "sqlite", histories=60, steps=40)


@pytest.mark.slow
def test_nor_on_postgresql() -> None:
    prove(Promises, "postgres", histories=8, steps=30)
