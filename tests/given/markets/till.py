"""A till that keeps what it took and gave."""

from typing import Any

from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.payment.gateways import Charge, Giving, PaymentState, RefundState
from models.payment.gateways.test.gateway import TestGateway


class Till(TestGateway):
    """`mood` is what it says of refunds: done, pending, failed, by_hand, unreachable, or lost (done, but the answer
    never comes). It refuses to give more than it took."""

    def __init__(self) -> None:
        super().__init__("a secret for tests")
        self.mood = "done"
        self.taken: dict[str, Money] = {}
        self.given: dict[str, tuple[str, Money]] = {}
        self.closed: set[str] = set()

    def take(self, payment: str, amount: Money) -> bool:
        """The buyer pays, where it is not closed."""
        return payment not in self.closed and self.taken.setdefault(payment, amount) == amount

    def create(self, ask: Any) -> Charge:
        """A place to pay."""
        return Charge(url="/till")

    def query(self, payment: str) -> PaymentState:
        """What it knows of a payment."""
        if payment in self.taken:
            return PaymentState("paid", self.taken[payment], f"T-{payment}")
        return PaymentState("closed" if payment in self.closed else "pending")

    def close(self, payment: str) -> None:
        """What is paid stays paid."""
        if payment not in self.taken:
            self.closed.add(payment)

    def refund(self, giving: Giving) -> RefundState:
        """Once a refund, whatever is asked how often."""
        if giving.refund in self.given and self.mood != "unreachable":
            return RefundState("done", f"R-{giving.refund}")
        if self.mood in ("done", "lost"):
            self.given[giving.refund] = (giving.payment, giving.amount)
            assert self.gave(giving.payment) <= self.taken[giving.payment] == giving.total
        if self.mood in ("unreachable", "lost"):
            raise Unreachable("no answer")
        match self.mood:
            case "done":
                return RefundState("done", f"R-{giving.refund}")
            case "pending":
                return RefundState("pending")
            case "by_hand":
                return RefundState("by_hand")
            case _:
                return RefundState("failed", words="the account is closed")

    def gave(self, payment: str) -> int:
        """All it gave back of a payment."""
        return sum(amount for of, amount in self.given.values() if of == payment)
