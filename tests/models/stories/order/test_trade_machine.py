"""Random buyers, suppliers, operators, notices and clocks: after every step pieces and money are where they must be,
and in the end nobody is stuck. Hypothesis drives them; what each does stands in market.py."""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from models.catalogue.goods.goods import SKU
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.steps import Steps
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payment.states import PAYMENT, REFUND
from models.review.review import Review
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import AFTER_SALE
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.states import ORDER, PARCEL
from tests.given.machines import OnDatabase, prove
from tests.given.market import Market
from tests.given.markets.truths import ENDS

TABLES: dict[str, Steps[Any, Any]] = {
    "order": ORDER,
    "parcel": PARCEL,
    "after_sale": AFTER_SALE,
    "payment": PAYMENT,
    "refund": REFUND,
}
PICK = st.integers(0, 7)
# What of a page of goods somebody changed: prices in fen, rates in basis points.
CHANGES = st.fixed_dictionaries(
    {}, optional={"price": st.integers(100, 30_000), "rate": st.sampled_from([1_000, 1_500, 3_000])}
)
VERBS = (
    "agree",
    "accept",
    "agree_return",
    "refuse",
    "amend",
    "withdraw",
    "send_back",
    "arrive",
    "resend",
    "confirm",
    "dispute",
    "rule_refund",
    "rule_return",
    "rule_resend",
    "rule_reject",
)


class Trade(OnDatabase):
    """One market from its opening to its end."""

    market: Market
    self_run = False

    @initialize()
    def open(self) -> None:
        self.market = Market(self.opened(), self_run=self.self_run)
        # Something is always going on.
        self.market.buy([1, 2, 1], coupon=0)
        self.market.pay(0)
        self.market.offer(0)

    @rule(
        quantities=st.lists(st.integers(0, 3), min_size=3, max_size=3),
        cod=st.booleans(),
        coupon=st.sampled_from([None, 0, 1]),
        fetch=st.booleans(),
    )
    def buy(self, quantities: list[int], cod: bool, coupon: int | None, fetch: bool) -> None:
        self.market.buy(quantities, gateway="cod" if cod else "test", coupon=coupon, fetch=fetch)

    @rule(pick=PICK)
    def offer(self, pick: int) -> None:
        self.market.offer(pick)

    @rule(pick=PICK)
    def ready(self, pick: int) -> None:
        self.market.ready(pick)

    @rule(pick=PICK, wrong=st.booleans())
    def fetch(self, pick: int, wrong: bool) -> None:
        self.market.fetch(pick, wrong=wrong)

    @rule(pick=PICK, notices=st.integers(0, 2), change=st.sampled_from([0, 0, 0, 1, -1]))
    def pay(self, pick: int, notices: int, change: int) -> None:
        self.market.pay(pick, notices=notices, change=change)

    @rule(pick=PICK)
    def open_page(self, pick: int) -> None:
        self.market.open_page(pick)

    @rule(pick=PICK, changes=CHANGES)
    def save_page(self, pick: int, changes: dict[str, int]) -> None:
        self.market.save_page(pick, changes)

    @rule(pick=PICK)
    def replay(self, pick: int) -> None:
        self.market.replay(pick)

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        self.market.cancel(pick)

    @rule(pick=PICK)
    def cancel_parcel(self, pick: int) -> None:
        self.market.cancel_parcel(pick)

    @rule(pick=PICK, pieces=st.integers(0, 1))
    def ship(self, pick: int, pieces: int) -> None:
        self.market.ship(pick, pieces)

    @rule(pick=PICK)
    def receive(self, pick: int) -> None:
        self.market.receive(pick)

    @rule(pick=PICK)
    def bring_back(self, pick: int) -> None:
        self.market.bring_back(pick)

    @rule(pick=PICK)
    def refuse_the_box_after_all(self, pick: int) -> None:
        self.market.ship(pick)
        self.market.receive(pick)
        self.market.bring_back(pick)

    @rule(
        pick=PICK,
        kind=st.sampled_from(["refund", "return", "exchange"]),
        quantity=st.integers(1, 2),
        amount=st.none() | st.integers(1, 2_500),
    )
    def ask(self, pick: int, kind: str, quantity: int, amount: int | None) -> None:
        self.market.ask(pick, kind, quantity, amount)

    @rule(pick=PICK, verb=st.sampled_from(VERBS))
    def carry_on(self, pick: int, verb: str) -> None:
        self.market.carry_on(pick, verb)

    @rule(pick=PICK, again=st.booleans())
    def mend(self, pick: int, again: bool) -> None:
        self.market.mend(pick, again=again)

    @rule(pick=PICK, stars=st.integers(1, 5))
    def review(self, pick: int, stars: int) -> None:
        self.market.review(pick, stars)

    @rule(pick=PICK, verdict=st.sampled_from(["hide", "show", "again", "report"]))
    def judge(self, pick: int, verdict: str) -> None:
        self.market.judge(pick, verdict)

    @rule(pick=PICK, words=st.sampled_from(["谢谢，下次改", "换了快递"]))
    def answer(self, pick: int, words: str) -> None:
        self.market.answer(pick, words)

    @rule(pick=PICK, taken_back=st.booleans())
    def find_useful(self, pick: int, taken_back: bool) -> None:
        self.market.useful(pick, taken_back=taken_back)

    @rule(pick=PICK)
    def stop_or_let_back(self, pick: int) -> None:
        self.market.stop(pick)

    @rule(pick=PICK, most=st.sampled_from([None, None, 2, 6]), begins=st.sampled_from([None, None, -1, 5]))
    def sell_by(self, pick: int, most: int | None, begins: int | None) -> None:
        self.market.sell_by(pick, most, begins, ends=None if begins is None else begins + 24)

    @rule(pick=PICK, by=st.sampled_from(["", "weight", "piece"]), first=st.integers(1, 1_200), more=st.integers(0, 999))
    def send_by(self, pick: int, by: str, first: int, more: int) -> None:
        self.market.send_by(pick, by, first, more)

    @rule()
    def close_or_open_doors(self) -> None:
        self.market.close_doors()

    @rule(mood=st.sampled_from(["done", "pending", "failed", "by_hand", "unreachable", "lost"]))
    def turn(self, mood: str) -> None:
        self.market.till.mood = mood

    @rule(minutes=st.sampled_from([0, 2, 31, 6 * 60, 26 * 60, 8 * 24 * 60]))
    def pass_time(self, minutes: int) -> None:
        self.market.wait(minutes=minutes)
        self.market.tick()

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "market"):
            self.market.holds()

    def over(self) -> None:
        if not hasattr(self, "market"):
            return
        self.market.wind_up()
        self.market.holds()
        self.market.is_settled()
        self.market.database.engine.dispose()


@pytest.mark.parametrize(
    ("table", "ends"),
    [(ORDER, Order), (PARCEL, Parcel), (AFTER_SALE, AfterSale), (PAYMENT, Payment), (REFUND, Refund)],
)
def test_every_state_but_the_last_ones_has_a_way_on(table: Steps[str, str], ends: type) -> None:
    onwards = {state for before, _ in table.values() for state in before}
    known = onwards | {after for _, after in table.values()}
    assert known - onwards == set(ENDS[ends]) - ({"void"} if ends is Payment else set())


def test_every_step_of_the_table_can_be_taken(database: Database) -> None:
    market = Market(database)
    orders_of_one_parcel(market)
    orders_of_cash(market)
    orders_that_are_fetched(market)
    refunds_that_limp(market)
    after_sales(market)
    market.holds()
    for about, table in TABLES.items():
        assert set(table) - market.steps(about) == set(), about
    market.wind_up()
    market.holds()
    market.is_settled()


def orders_of_one_parcel(market: Market) -> None:
    """One that nobody pays, and one that goes all the way, in two boxes."""
    market.buy([1, 0, 0])
    market.wait(minutes=31)
    market.tick()
    received(market, [2, 0, 0], boxes=2)


def orders_of_cash(market: Market) -> None:
    """One that is collected, one that came back after it was called received, and one of which a parcel is cancelled
    and the other comes back."""
    market.buy([1, 0, 0], gateway="cod")
    last = market.count(Parcel) - 1
    assert not market.ship(last) + market.receive(last)
    market.buy([1, 0, 0], gateway="cod")
    last = market.count(Parcel) - 1
    assert not market.ship(last) + market.receive(last) + market.bring_back(last)
    market.buy([1, 0, 1], gateway="cod")
    last = market.count(Parcel) - 1
    assert not market.cancel_parcel(last) + market.ship(last - 1) + market.bring_back(last - 1)
    market.wait(days=8)
    market.tick()


def orders_that_are_fetched(market: Market) -> None:
    """One that is, paid at the counter, and one that nobody fetches; only the goods of one supplier can be."""
    assert not market.offer(0)
    market.buy([1, 0, 0], gateway="cod", fetch=True)
    last = market.count(Parcel) - 1
    assert market.fetch(last) and market.ship(last)
    assert not market.ready(last) + market.fetch(last)
    assert "取走了" in market.fetch(last)
    market.buy([1, 0, 1], fetch=True)
    last = market.count(Parcel) - 2
    assert not market.pay(market.count(Payment) - 1) + market.ready(last) + market.ship(last + 1)
    market.wait(days=8)
    market.tick()
    assert "取消" in market.fetch(last)


def refunds_that_limp(market: Market) -> None:
    """One that is tried in vain, retried and then takes its time; one that people must pay."""
    cancelled_and_paid(market)
    in_mood(market, "unreachable", DEFAULT.refund_tries)
    assert not market.mend(market.count(Refund) - 1, again=True)
    in_mood(market, "pending", 2)
    in_mood(market, "done", 1)
    cancelled_and_paid(market)
    in_mood(market, "by_hand", 1)
    assert not market.mend(market.count(Refund) - 1, again=False)
    market.till.mood = "done"


def cancelled_and_paid(market: Market) -> None:
    """An order that was cancelled after it was paid."""
    market.buy([1, 0, 0])
    assert not market.pay(market.count(Payment) - 1) + market.cancel(market.count(Order) - 1)


def in_mood(market: Market, mood: str, times: int) -> None:
    """Refunds are tried so often while the till says that."""
    market.till.mood = mood
    for _ in range(times):
        market.tick()
        market.wait(hours=6)


def after_sales(market: Market) -> None:
    """Every way an after-sale can go."""
    ways = (
        ("refund", "refuse", "amend", "refuse", "accept"),
        ("refund", "withdraw"),
        ("refund", "refuse", "dispute", "rule_reject"),
        ("exchange", "agree_return", "send_back", "arrive", "resend", "confirm"),
        ("exchange", "agree_return", "send_back", "arrive", "refuse", "dispute", "rule_resend", "resend", "confirm"),
        ("return", "agree_return", "send_back", "arrive", "agree"),
    )
    received(market, [0, 5, 0])
    for kind, *verbs in ways:
        market.wait(minutes=1)
        assert not market.ask(market.count(Line) - 1, kind, 1)
        for verb in verbs:
            said = market.carry_on(market.count(AfterSale) - 1, verb)
            assert not said, (kind, verb, said)
        market.tick()
    market.wait(minutes=1)
    assert not market.ask(market.count(Line) - 1, "return", 1)
    assert not market.carry_on(market.count(AfterSale) - 1, "agree_return")
    market.wait(days=8)
    market.tick()
    received(market, [0, 0, 1])
    assert not market.ask(market.count(Line) - 1, "refund", 1) + market.carry_on(market.count(AfterSale) - 1, "agree")


def received(market: Market, quantities: list[int], *, boxes: int = 1) -> None:
    """An order of one parcel that was paid, sent and received."""
    market.buy(quantities)
    last = market.count(Parcel) - 1
    assert not market.pay(market.count(Payment) - 1, notices=2)
    assert not "".join(market.ship(last, 1 if n < boxes - 1 else 0) for n in range(boxes)) + market.receive(last)


def test_two_pages_of_one_goods_keep_what_either_wrote_and_bring_no_pieces_back(database: Database) -> None:
    market = Market(database)
    market.open_page(0)
    market.open_page(0)
    market.buy([3, 0, 0])
    assert not market.save_page(0, {"price": 11_000}) + market.save_page(1, {"rate": 3_000, "price": 12_000})
    with database.reading() as session:
        sku = session.get_one(SKU, market.stalls[0].sku)
        assert (sku.listed_price, sku.listed_rate, sku.stock) == (11_000, 3_000, 5)
    market.holds()


def test_what_was_ordered_goes_on_while_everybody_is_stopped(database: Database) -> None:
    market = Market(database)
    market.buy([1, 1, 1])
    assert not market.pay(0) + market.stop(0) + market.stop(1) + market.close_doors()
    assert market.buy([1, 0, 0]) and market.count(Order) == 1
    for n in range(market.count(Parcel)):
        assert not market.ship(n) + market.receive(n)
    assert not market.ask(0, "refund", 1) + market.carry_on(0, "agree")
    market.holds()
    assert not market.stop(0) + market.close_doors() + market.buy([1, 0, 0])
    assert market.buy([0, 0, 1])
    market.wind_up()
    market.holds()
    market.is_settled()


def test_reviews_are_counted_as_somebody_who_reads_them_all_would(database: Database) -> None:
    market = Market(database)
    assert market.review(0, 5) == "none"
    market.buy([1, 1, 1])
    assert not market.pay(0) and "收到货" in market.review(0, 5)
    for n in range(market.count(Parcel)):
        assert not market.ship(n) + market.receive(n)
    for n, stars in ((0, 5), (1, 2), (1, 3), (0, 5), (2, 1)):
        assert not market.review(n, stars)
        market.holds()
    assert not market.useful(0, taken_back=False) + market.answer(0, "换了快递") + market.judge(0, "hide")
    # Hidden, it is neither useful nor answered; its stars may be changed, which is how it is put right.
    assert "收起来" in market.useful(0, taken_back=False) and "收起来" in market.answer(0, "谢谢，下次改")
    assert not market.review(0, 4)
    market.holds()
    assert not market.judge(0, "show") + market.judge(1, "hide") + market.judge(1, "again")
    market.buy([1, 0, 0], gateway="cod")
    last = market.count(Parcel) - 1
    assert not market.ship(last) + market.receive(last) + market.review(market.count(Line) - 1, 4)
    market.holds()
    assert not market.bring_back(last)
    market.holds()
    assert market.judge(3, "show") == "" and market.count(Review) == 4
    market.holds()


@pytest.mark.slow
def test_nothing_is_lost_and_nobody_is_stuck() -> None:
    prove(Trade, "sqlite", histories=12, steps=25)


@pytest.mark.slow
def test_the_same_on_postgresql() -> None:
    prove(Trade, "postgres", histories=3, steps=20)


class OwnTrade(Trade):
    """The same where one of the sellers is the shop itself, and buyers fetch there."""

    self_run = True


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "histories"), [("sqlite", 8), ("postgres", 2)])
def test_a_keeper_who_sells_own_goods_is_a_supplier_like_others(kind: str, histories: int) -> None:
    prove(OwnTrade, kind, histories=histories, steps=20)
