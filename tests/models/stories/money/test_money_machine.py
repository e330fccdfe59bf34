"""Random trade with settlements, withdrawals and levels in between: after every step the books prove themselves, and
what the shop and the suppliers have is what a model says that knows no ledger, only fractions."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlmodel import Session, col, select

from models.checks.check import book_faults
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.ledger.balance import roll_snapshots, shop_balances, supplier_balances
from models.payment.payment import Payment
from models.payment.refund import Refund, RefundLine
from models.payout.withdrawal import Withdrawal
from models.shop.levelling import DEFAULTS
from models.shop.shop import Shop
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.own import OwnReason
from tests.given.machines import prove
from tests.given.markets.bonds import Bonds
from tests.given.network import Books
from tests.models.stories.order.test_trade_machine import PICK, Trade

LEVELS = DEFAULTS


class Model(Books):
    """The market, and what everybody should have of it. Of the program it asks what was ordered, at which discount,
    received and given back; rates, shares, whose discount it was and what is released when it works out itself."""

    def __init__(self, database: Database, *, self_run: bool = False) -> None:
        self.level, self.bonus = "newcomer", dict[int, int]()
        self.own, self.is_known = dict[int, bool](), False
        self.released, self.freights = set[int](), set[int]()
        super().__init__(database, self_run=self_run)

    def set_level(self, slug: str) -> None:
        super().set_level(slug)
        self.level = slug

    def buy(
        self,
        quantities: list[int],
        *,
        gateway: str = "test",
        coupon: int | None = None,
        own: OwnReason = "",
        fetch: bool = False,
    ) -> str:
        said = super().buy(quantities, gateway=gateway, coupon=coupon, own=own, fetch=fetch)
        # An address is the keeper's once something was sent to it while signed in.
        is_own = own in ("signed_in", "phone") or (own == "before" and self.is_known)
        self.is_known |= own == "signed_in" and not said
        with self.database.reading() as session:
            for line_id in session.exec(select(Line.id)):
                # On what is its own a shop earns neither commission nor bonus.
                earns = not session.get_one(Line, line_id).parcel.supplier.is_self_run
                self.bonus.setdefault(line_id, LEVELS[self.level].bonus_bp if earns else 0)
                self.own.setdefault(line_id, is_own)
        return said

    def settle_all(self, batch: int) -> None:
        """A settlement releases what the model says is due, in batches of any size."""
        lines, freights = self._due_lines(), self._due_freights()
        run = self.settle(batch)
        assert (run.state, run.lines) == ("done", len(lines)), run.faults
        self.released |= lines
        self.freights |= freights
        with self.database.reading() as session:
            assert set(session.exec(select(Line.id).where(col(Line.released_at).is_not(None)))) == self.released

    def holds(self) -> None:
        super().holds()
        assert list(book_faults(self.database)) == []
        with self.database.reading() as session:
            due = self._due(session)
            shop = session.get_one(Shop, self.earner.shop)
            out = Counter[str]()
            for withdrawal in session.exec(select(Withdrawal)):
                out[withdrawal.state] += int(withdrawal.amount)
            held = shop_balances(session, shop)
            assert held["pending"] == due["shop", False]
            assert held["reserved"] == out["requested"] + out["approved"]
            assert held["available"] == due["shop", True] - held["reserved"] - out["paid"]
            for supplier in {parcel.supplier for parcel in session.exec(select(Parcel))}:
                held = supplier_balances(session, supplier)
                assert held["pending"] == due[str(supplier.id), False]
                assert held["available"] == due[str(supplier.id), True]

    def _due(self, session: Session) -> Counter[tuple[str, bool]]:
        """By owner, and whether it was released."""
        due = Counter[tuple[str, bool]]()
        late = set(session.exec(select(Refund.payment_id).where(Refund.cause == "late")))
        for payment in session.exec(select(Payment).where(Payment.state == "paid")):
            for parcel in payment.order.parcels if payment.id not in late else []:
                supplier = str(parcel.supplier_id)
                due[supplier, parcel.id in self.freights] += int(parcel.freight - parcel.freight_refunded)
                for line in parcel.lines:
                    shop, share = self._split(session, line)
                    due["shop", line.id in self.released] += shop
                    due[supplier, line.id in self.released] += share
        return due

    def _split(self, session: Session, line: Line) -> tuple[int, int]:
        gross = int(line.price) * line.quantity
        whole = gross - int(line.discount)
        given = session.exec(select(RefundLine.amount).where(RefundLine.line_id == line.id))
        kept = whole - sum(int(amount) for amount in given)

        def part(bp: int) -> int:
            return floor(floor(Fraction(whole * bp, 10_000)) * Fraction(kept, whole))

        commission, bonus, fee = part(line.commission_bp), part(self.bonus[line.id]), part(DEFAULT.platform_fee_bp)
        coupon = floor(Fraction(gross - whole) * Fraction(kept, whole))
        if self.own[line.id]:
            commission, bonus = coupon if line.discount_payer == "shop" else 0, 0
        shop, supplier = commission + bonus, kept - commission - fee
        assert shop >= coupon or line.discount_payer != "shop"
        return (shop - coupon, supplier + coupon) if line.discount_payer == "shop" else (shop, supplier)

    def _due_lines(self) -> set[int]:
        earlier = LEVELS[self.level].settles_days_earlier
        since = self.at - timedelta(days=DEFAULT.after_sale_days - earlier)
        with self.database.reading() as session:
            argued = set(session.exec(select(AfterSale.line_id).where(col(AfterSale.state).in_(OPEN_AFTER_SALES))))
            return {
                line.id
                for line in session.exec(select(Line))
                if line.parcel.state in ("received", "closed")
                and line.parcel.received_at is not None
                and line.parcel.received_at <= since
                and line.parcel.order.state in ("paid", "refunded", "closed")
                and line.id not in self.released | argued
            }

    def _due_freights(self) -> set[int]:
        with self.database.reading() as session:
            closed = select(Parcel.id).join(Order, col(Parcel.order_id) == Order.id).where(Parcel.state == "closed")
            taken = closed.where(col(Order.state).in_(("paid", "refunded", "closed")))
            return set(session.exec(taken)) - self.freights


class Money(Trade):
    """Trade, and what becomes of its money."""

    market: Model

    def made(self) -> Model:
        """The market, before anything happened."""
        return Model(self.opened(), self_run=self.self_run)

    @initialize()
    def open(self) -> None:
        self.market = self.made()
        # One order is settled already, and one that was paid goes on.
        self.market.buy([1, 1, 1], coupon=1)
        self.market.pay(0)
        for verb in (self.market.ship, self.market.receive):
            verb(0)
        self.market.wait(days=5)
        self.market.settle_all(500)

    @rule(
        quantities=st.lists(st.integers(0, 2), min_size=3, max_size=3),
        own=st.sampled_from(["signed_in", "phone", "before"]),
        coupon=st.sampled_from([None, 0, 1]),
    )
    def buy_from_oneself(self, quantities: list[int], own: OwnReason, coupon: int | None) -> None:
        self.market.buy(quantities, coupon=coupon, own=own)
        self.market.pay(self.market.count(Order) - 1)

    @rule(batch=st.sampled_from([1, 2, 500]))
    def settle(self, batch: int) -> None:
        self.market.settle_all(batch)

    @rule(days=st.integers(3, 8), batch=st.sampled_from([1, 500]))
    def arrive_and_settle(self, days: int, batch: int) -> None:
        for pick in range(self.market.count(Parcel)):
            self.market.ship(pick)
            self.market.receive(pick)
        self.market.wait(days=days)
        self.market.settle_all(batch)

    @rule(pick=PICK, amount=st.integers(1, 20_000), freight=st.sampled_from([0, 0, 1, 600]), by_hand=st.booleans())
    def reduce(self, pick: int, amount: int, freight: int, by_hand: bool) -> None:
        self.market.reduce(pick, amount, freight=freight, by_hand=by_hand)

    @rule(amount=st.integers(900, 5_000))
    def withdraw(self, amount: int) -> None:
        self.market.withdraw(amount)

    @rule(pick=PICK, how=st.sampled_from(["approve", "pay", "fail", "cancel"]))
    def end_withdrawal(self, pick: int, how: str) -> None:
        self.market.end_withdrawal(pick, how)

    @rule(slug=st.sampled_from(sorted(LEVELS)))
    def change_level(self, slug: str) -> None:
        self.market.set_level(slug)

    @rule()
    def roll(self) -> None:
        roll_snapshots(self.market.database, patience=2_000)

    def over(self) -> None:
        if hasattr(self, "market"):
            self.market.settle_all(500)
            self.market.holds()
            self.market.database.engine.dispose()


@pytest.mark.slow
def test_money_is_where_it_belongs_whatever_happens() -> None:
    prove(Money, "sqlite", histories=10, steps=20)


@pytest.mark.slow
def test_the_same_on_postgresql() -> None:
    prove(Money, "postgres", histories=2, steps=15)


class BondedModel(Bonds, Model):
    """With the security of the seller that is the shop itself; no part of it is ever among what was sold."""


class OwnMoney(Money):
    """The same where one of the sellers is the shop itself, and its category asks for a deposit."""

    market: BondedModel

    def made(self) -> BondedModel:
        return BondedModel(self.opened(), self_run=True)

    @rule(yuan=st.sampled_from([0, 300, 1_000]))
    def ask_bond(self, yuan: int) -> None:
        self.market.ask_bond(yuan)

    @rule(yuan=st.sampled_from([300, 1_000, 1_500]))
    def pay_bond(self, yuan: int) -> None:
        self.market.pay_bond(yuan)

    @rule(yuan=st.sampled_from([1, 250, 2_000]))
    def deduct_bond(self, yuan: int) -> None:
        self.market.deduct_bond(yuan)

    @rule()
    def give_bond_back(self) -> None:
        self.market.give_bond_back()

    @rule()
    def a_bond_comes_and_goes(self) -> None:
        self.market.ask_bond(1_000)
        self.market.pay_bond(1_000)
        self.market.deduct_bond(250)
        self.market.holds()
        self.market.pay_bond(1_000)
        self.market.ask_bond(0)
        self.market.give_bond_back()


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "histories"), [("sqlite", 6), ("postgres", 2)])
def test_money_of_own_goods_is_where_it_belongs_too(kind: str, histories: int) -> None:
    prove(OwnMoney, kind, histories=histories, steps=15)
