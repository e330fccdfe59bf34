"""What must hold at a market, at any moment and in the end."""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from models.account.audit.chaining import chain
from models.catalogue.goods.goods import SKU
from models.checks import stops
from models.checks.check import CHECKS
from models.checks.trail import rows_without_place
from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.snapshot import snapshot
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Order, Parcel
from tests.given.markets.reviewers import Reviewers

# Where each thing's way ends (models/trade/order/states.py).
ENDS: dict[Any, tuple[str, ...]] = {
    Order: ("cancelled", "refunded", "closed"),
    Parcel: ("cancelled", "came_back", "closed"),
    AfterSale: ("done", "closed"),
    Payment: ("paid", "void"),
    Refund: ("done", "waived"),
}
# Of all the checks those of orders, parcels, money: asking the others after every step would take half of the time.
ASKED = ("amounts", "states", "boxes", "pickups", "refunds", "coupons")
TRADE = [part for part in CHECKS if part.__module__.rpartition(".")[2] in ASKED]


class Truths(Reviewers):
    """Pieces, money and states, asked of the records themselves."""

    def holds(self) -> None:
        """Pieces and money are where they must be, and the books agree with themselves."""
        with self.database.reading() as session:
            self._pieces_are_constant(session)
            self._reviews_are_counted(session)
            for payment in session.exec(select(Payment)):
                self._money_adds_up(session, payment)
        with snapshot(self.database) as connection:
            faults = [fault for part in (*TRADE, stops.stop_marks, stops.stopped_sales) for fault in part(connection)]
            assert not faults, faults

    def _pieces_are_constant(self, session: Session) -> None:
        out = Counter[int]()
        for line in session.exec(select(Line)):
            if line.parcel.state not in ("cancelled", "came_back"):
                out[line.sku_id] += line.quantity - line.refunded_unshipped
        for sku in session.exec(select(SKU)):
            assert sku.stock + out[sku.id] == 8

    def _money_adds_up(self, session: Session, payment: Payment) -> None:
        refunds = session.exec(select(Refund).where(Refund.payment_id == payment.id)).all()
        assert payment.refunded == sum(refund.amount for refund in refunds) <= payment.amount
        lines = [line for parcel in payment.order.parcels for line in parcel.lines]
        assert all(0 <= line.refunded_amount <= line.amount for line in lines)
        if payment.state == "paid" and not any(refund.cause == "late" for refund in refunds):
            freight = sum(parcel.freight - parcel.freight_refunded for parcel in payment.order.parcels)
            kept = sum(line.refundable for line in lines) + freight
            assert payment.amount == payment.refunded + kept
        if payment.gateway == "test":
            paid = {refund.code for refund in refunds if refund.state == "done"}
            given = {code for code, (of, _) in self.till.given.items() if of == payment.code}
            by_hand = {refund.code for refund in refunds} & set(self.by_hand)
            assert not given & by_hand
            assert paid <= given | by_hand
            assert (payment.state == "paid") <= (payment.code in self.till.taken)

    def nobody_waits(self) -> bool:
        """Whether everything there is stands where nothing more is to come, and late money found its way."""
        with self.database.reading() as session:
            paid = set(session.exec(select(Payment.code).where(Payment.state == "paid")))
        return (
            all(states <= set(ENDS[record]) for record, states in self.states().items())
            and set(self.till.taken) <= paid
        )

    def states(self) -> dict[Any, set[str]]:
        """The states there are, of each thing."""
        with self.database.reading() as session:
            return {record: set(session.exec(select(record.state))) for record in ENDS}

    def is_settled(self) -> None:
        """Nobody waits for anything any more, and all the money is where the books say."""
        assert self.nobody_waits(), self.states()
        chain(self.database, at=now(), window=None)
        with snapshot(self.database) as connection:
            assert list(rows_without_place(connection, now() + timedelta(days=1))) == []
        with snapshot(self.database) as connection:
            faults = [fault for part in CHECKS for fault in part(connection)]
            assert not faults, faults
        with self.database.reading() as session:
            for code, amount in self.till.taken.items():
                payment = session.exec(select(Payment).where(Payment.code == code)).one()
                codes = session.exec(select(Refund.code).where(Refund.payment_id == payment.id))
                by_hand = sum(self.by_hand.get(refund, Money(0)) for refund in codes)
                assert payment.state == "paid", "what the till took was booked"
                assert payment.amount == amount
                assert payment.refunded == self.till.gave(code) + by_hand

    def steps(self, about: str) -> set[str]:
        """Every step of such a thing that was ever taken."""
        with self.database.reading() as session:
            return set(session.exec(select(OrderEvent.step).where(OrderEvent.about == about)))
