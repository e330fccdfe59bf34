"""A small market for proofs: two suppliers, three SKUs, a till that keeps what it took and gave; each verb in a
transaction of its own, a refusal is an answer. What must hold at any moment is written down here."""

from datetime import timedelta

from sqlmodel import Session

from models.catalogue.goods.window import keep_windows
from models.kernel.act import Act
from models.kernel.rules import DEFAULT
from models.payment.refund import Refund
from models.stories.after_sale.lapse import lapse_overdue
from models.stories.order.reconcile import reconcile_payment, reconcile_payments
from models.stories.order.time_out import cancel_overdue, close_over, give_up_unfetched, receive_overdue
from models.stories.refund.mend import paid_by_hand, send_again
from models.stories.refund.send import send_refunds
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.order import Parcel
from tests.given.markets.after_sales import AfterSales
from tests.given.markets.buyers import Buyers
from tests.given.markets.counters import Counters
from tests.given.markets.suppliers import Suppliers
from tests.given.markets.truths import Truths


class Market(Buyers, Suppliers, Counters, AfterSales, Truths):
    """Everybody at once: buyers, suppliers, the operator, the clock."""

    def wait(self, **time: int) -> None:
        """Time passes; nobody does anything."""
        self.at += timedelta(**time)

    def tick(self) -> None:
        """The worker's jobs, each once."""

        def close(gateway: str, code: str) -> None:
            reconcile_payment(self.database, self.gateways, gateway, code, at=self.at)

        keep_windows(self.database, at=self.at)
        cancel_overdue(self.database, rules=DEFAULT, at=self.at, then=close)
        reconcile_payments(self.database, self.gateways, at=self.at)
        give_up_unfetched(self.database, at=self.at)
        receive_overdue(self.database, rules=DEFAULT, at=self.at)
        lapse_overdue(self.database, rules=DEFAULT, at=self.at)
        close_over(self.database, rules=DEFAULT, at=self.at)
        send_refunds(self.database, self.gateways, rules=DEFAULT, at=self.at)

    def mend(self, pick: int, *, again: bool) -> str:
        """The operator looks into a refund: sends it `again`, or pays it by hand, where the till has
        not paid it after all."""

        def verb(session: Session, refund: Refund) -> None:
            by = self._member(session)
            if refund.state == "stuck" and (again or refund.code in self.till.given):
                send_again(session, refund, Act.operator(by, self.at))
            elif refund.state in ("stuck", "by_hand"):
                paid_by_hand(session, refund, Act.operator(by, self.at), reference=f"bank {refund.code}")
                self.by_hand[refund.code] = refund.amount

        return self.on(Refund, pick, verb)

    def wind_up(self) -> None:
        """Everybody does what is left to do, the till is well again, and much time passes."""
        self.till.mood = "done"
        for _ in range(12):
            if self.nobody_waits():
                return
            for n in range(self.count(Parcel)):
                self.ship(n)
                self.ready(n)
            for n in range(self.count(AfterSale)):
                for verb in ("rule_reject", "rule_resend", "resend"):
                    self.carry_on(n, verb)
            for n in range(self.count(Refund)):
                self.mend(n, again=bool(n % 2))
            self.wait(days=9)
            self.tick()
