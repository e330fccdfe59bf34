"""A small market for proofs: two suppliers, three SKUs, a till that keeps what it took and gave; each verb in a
transaction of its own, a refusal is an answer. What must hold at any moment is written down here."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from models.account.audit.chaining import chain
from models.account.member import Member
from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.supplier import Supplier
from models.checks import stops
from models.checks.check import CHECKS
from models.checks.trail import rows_without_place
from models.coupon.claiming import claim_coupon
from models.coupon.coupon import Coupon
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.payment.finding import refunds_of
from models.payment.gateways import Charge, Gateway, Giving, PaymentNotice, PaymentState, RefundState
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.gateways.test.gateway import TestGateway
from models.payment.payment import Payment, payment_for
from models.payment.refund import Refund
from models.shop.shop import Shop
from models.stories.after_sale.lapse import lapse_overdue
from models.stories.after_sale.pay_back import accept, agree_after_sale, rule
from models.stories.order.bring_back import bring_back
from models.stories.order.cancel import cancel_order, cancel_parcel
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.stories.order.reconcile import reconcile_payment, reconcile_payments
from models.stories.order.time_out import cancel_overdue, close_over, receive_overdue
from models.stories.refund.mend import paid_by_hand, send_again
from models.stories.refund.send import send_refunds
from models.stories.stop.member import let_member_back, stop_member
from models.stories.stop.supplier import let_supplier_back, stop_supplier
from models.trade.after_sale import by_buyer, by_supplier, dispute
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.by_buyer import AfterSaleWish
from models.trade.after_sale.by_operator import Ruling
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Order, Parcel
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import NOON, Carried, order_all, put
from tests.given.factories import make_goods, make_member, make_pick, make_shop, make_supplier
from tests.given.pages import Facts, OpenPage, facts_of
from tests.given.tickets import shop_coupon, supplier_coupon

# Where each thing's way ends (models/trade/order/states.py).
ENDS: dict[Any, tuple[str, ...]] = {
    Order: ("cancelled", "refunded", "closed"),
    Parcel: ("cancelled", "came_back", "closed"),
    AfterSale: ("done", "closed"),
    Payment: ("paid", "void"),
    Refund: ("done", "waived"),
}
# Of all the checks those of orders, parcels, money: asking the others after every step would take half of the time.
ASKED = ("amounts", "states", "boxes", "refunds", "coupons")
TRADE = [part for part in CHECKS if part.__module__.rpartition(".")[2] in ASKED]
ADDRESS = "福建省福鼎市太姥山镇茶厂路 1 号 小王 13900000000"


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


class Market:
    """Everybody at once: buyers, suppliers, the operator, the clock. `pick`s are any numbers: they choose among what
    there is, so that chance and scripts use the same verbs."""

    def __init__(self, database: Database) -> None:
        self.database, self.at, self.till = database, NOON, Till()
        self.gateways: dict[str, Gateway] = {"test": self.till, "cod": CashOnDelivery()}
        self.by_hand: dict[str, Money] = {}
        self.visitors = self.boxes = 0
        self.pages: list[OpenPage] = []
        with database.transaction() as session:
            shop, self.stalls = make_shop(session), list[Carried]()
            for freight, prices in ((600, ("128", "19.99")), (0, ("68",))):
                supplier = make_supplier(session, freight=freight)
                for price in prices:
                    goods = make_goods(session, supplier, price=price, stock=8, digest="ab" * 16)
                    make_pick(session, shop, goods)
                    self.stalls.append(Carried(goods.skus[0].id, shop.id))
            self.somebody = make_member(session).id
            # The shop's gives what commission bears; the supplier's is of two goods of different prices.
            self.coupons = [
                shop_coupon(session, shop, off_bp=3_300, per_buyer=10).id,
                supplier_coupon(
                    session, session.get_one(SKU, self.stalls[0].sku).goods.supplier, off="33.33", per_buyer=10
                ).id,
            ]

    def do(self, verb: Callable[[Session], object]) -> str:
        """Runs a verb; what it refused, or nothing."""
        try:
            with self.database.transaction() as session:
                verb(session)
        except Refused as refusal:
            return str(refusal)
        return ""

    # Stops

    def stop(self, pick: int) -> str:
        """Stops one of the suppliers, or lets it back; nothing of a stopped one can be ordered."""

        def verb(session: Session, supplier: Supplier) -> None:
            act = Act.operator(self._member(session), self.at, "授权书没补齐")
            if supplier.stopped:
                let_supplier_back(session, supplier, act)
            else:
                stop_supplier(session, supplier, act)

        return self.on(Supplier, pick, verb)

    def close_doors(self) -> str:
        """Stops the keeper, or lets them back: the shop closes for now, and opens again."""

        def verb(session: Session, shop: Shop) -> None:
            act = Act.operator(self._member(session), self.at, "换了电话，核对一下")
            if shop.keeper.stopped:
                let_member_back(session, shop.keeper, act)
            else:
                stop_member(session, shop.keeper, act)

        return self.on(Shop, 0, verb)

    def can_sell(self, stall: int) -> bool:
        """Whether one of the goods can be bought, for all that stops say."""
        with self.database.reading() as session:
            goods = session.get_one(SKU, self.stalls[stall].sku).goods
            return not goods.supplier.stopped and session.exec(select(Shop.closed_at)).one() is None

    # Buyers

    def buy(self, quantities: list[int], *, gateway: str = "test", coupon: int | None = None) -> str:
        """Orders so many of each SKU, with the shop's coupon (0), a supplier's (1) or none."""
        self.visitors += 1
        visitor = f"buyer-{self.visitors}"

        def order(session: Session) -> None:
            for stall, quantity in zip(self.stalls, quantities, strict=False):
                if quantity:
                    put(session, visitor, stall, quantity)
            once = f"form-{visitor}-once-and"
            taken = None
            if coupon is not None:
                taken = claim_coupon(session, session.get_one(Coupon, self.coupons[coupon]), visitor, at=self.at)
            order_all(session, visitor, gateway=self.gateways[gateway], once=once, claim=taken, at=self.at)

        sellable = all(self.can_sell(n) for n, quantity in enumerate(quantities) if quantity)
        said = self.do(order)
        assert said or sellable, "something was sold of whom was stopped"
        return said

    def pay(self, pick: int, *, notices: int = 1, change: int = 0) -> str:
        """A buyer pays at the till; its notice comes so often, with another amount where `change` is."""
        code, amount = self._payment(pick)
        if not code or not self.till.take(code, amount):
            return "nothing to pay"
        notice = PaymentNotice(code, Money(amount + change), f"T-{code}")
        return "".join(
            self.do(lambda session: confirm_payment(session, "test", notice, at=self.at)) for _ in range(notices)
        )

    def replay(self, pick: int) -> str:
        """An old notice once more."""
        codes = list(self.till.taken)
        if not codes:
            return "none"
        code = codes[pick % len(codes)]
        notice = PaymentNotice(code, self.till.taken[code], f"T-{code}")
        return self.do(lambda session: confirm_payment(session, "test", notice, at=self.at))

    def cancel(self, pick: int) -> str:
        """A buyer cancels an order."""
        return self.on(Order, pick, lambda session, one: cancel_order(session, one, Act.buyer(self.at)))

    def cancel_parcel(self, pick: int) -> str:
        """Or a parcel of it."""
        return self.on(Parcel, pick, lambda session, one: cancel_parcel(session, one, Act.buyer(self.at)))

    def receive(self, pick: int) -> str:
        """A parcel arrived."""
        return self.on(Parcel, pick, lambda session, one: receive_parcel(session, one, Act.buyer(self.at)))

    def ask(self, pick: int, kind: str, quantity: int, amount: int | None = None) -> str:
        """An after-sale on a line."""
        wanted = None if amount is None else Money(amount)
        wish = AfterSaleWish(kind, "damaged", quantity, "碎了", wanted)

        def verb(session: Session, line: Line) -> object:
            once = f"{self.at:%d%H%M%S}-{self.boxes}-{line.id}".ljust(16, "x")
            return by_buyer.ask_after_sale(session, line, wish, Act.buyer(self.at), once=once, rules=DEFAULT)

        return self.on(Line, pick, verb)

    # Suppliers

    def open_page(self, pick: int) -> None:
        """One of a supplier's people opens a page of goods, to save it some time."""
        with self.database.reading() as session:
            sku = session.get_one(SKU, self.stalls[pick % len(self.stalls)].sku)
            self.pages.append(OpenPage(sku.id, facts_of(sku)))

    def save_page(self, pick: int, changes: Facts) -> str:
        """It is saved, after whatever happened since."""
        if not self.pages:
            return "none"
        page = self.pages[pick % len(self.pages)]
        return self.do(lambda session: page.save(session, changes, self.at))

    def ship(self, pick: int, pieces: int = 0) -> str:
        """Sends what is left of a parcel, or so many pieces of each line."""
        self.boxes += 1
        way = Way("顺丰速运", f"SF{self.boxes:08d}")

        def verb(session: Session, parcel: Parcel) -> object:
            named = {line.id: min(pieces, line.to_ship) for line in parcel.lines} if pieces else None
            return ship(session, parcel, way, Act.supplier(None, self.at), pieces=named)

        return self.on(Parcel, pick, verb)

    def bring_back(self, pick: int) -> str:
        """A parcel came back: one that is called received only where its carrier keeps the cash, nothing was refunded,
        and never twice."""

        def verb(session: Session, parcel: Parcel) -> None:
            before, refunds = parcel.state, len(refunds_of(session, parcel.order))
            given = any(line.refunded_amount for line in parcel.lines)
            is_news = bring_back(session, parcel, Act.supplier(None, self.at))
            payment = payment_for(session, parcel.order)
            assert is_news == (before in ("shipped", "received"))
            if before == "received":
                assert (payment.gateway, payment.remitted_at, given) == ("cod", None, False)
                assert [refund.state for refund in refunds_of(session, parcel.order)[refunds:]] == ["waived"]

        return self.on(Parcel, pick, verb)

    # After-sales: whoever's turn it is does one of the things there are to do

    def carry_on(self, pick: int, verb: str) -> str:
        """One verb on an after-sale."""
        return self.on(AfterSale, pick, getattr(self, f"_{verb}"))

    def _agree(self, session: Session, after_sale: AfterSale) -> None:
        agree_after_sale(session, after_sale, Act.supplier(self._member(session), self.at), seen=after_sale.owed)

    def _accept(self, session: Session, after_sale: AfterSale) -> None:
        accept(session, after_sale, Act.buyer(self.at), seen=after_sale.offered_amount or Money(0))

    def _agree_return(self, session: Session, after_sale: AfterSale) -> None:
        by_supplier.agree_return(session, after_sale, ADDRESS, Act.supplier(None, self.at), rules=DEFAULT)

    def _refuse(self, session: Session, after_sale: AfterSale) -> None:
        by = self._member(session)
        offer = (
            Money(100)
            if after_sale.kind != "exchange" and not after_sale.before_shipping and after_sale.owed > 100
            else None
        )
        by_supplier.refuse_after_sale(
            session, after_sale, Act.supplier(by, self.at, "人为损坏"), offer=offer, rules=DEFAULT
        )

    def _amend(self, session: Session, after_sale: AfterSale) -> None:
        by_buyer.amend(session, after_sale, Money(after_sale.owed - 1), Act.buyer(self.at), rules=DEFAULT)

    def _withdraw(self, session: Session, after_sale: AfterSale) -> None:
        by_buyer.withdraw_after_sale(session, after_sale, Act.buyer(self.at))

    def _send_back(self, session: Session, after_sale: AfterSale) -> None:
        by_buyer.send_back(
            session, after_sale, Way("中通快递", f"ZT{after_sale.id:08d}"), Act.buyer(self.at), rules=DEFAULT
        )

    def _arrive(self, session: Session, after_sale: AfterSale) -> None:
        by_supplier.arrive(
            session, after_sale, "received", "", Act.supplier(self._member(session), self.at), rules=DEFAULT
        )

    def _resend(self, session: Session, after_sale: AfterSale) -> None:
        way = Way("圆通速递", f"YT{after_sale.id:08d}")
        by_supplier.resend(session, after_sale, way, Act.supplier(None, self.at), rules=DEFAULT)

    def _confirm(self, session: Session, after_sale: AfterSale) -> None:
        by_buyer.confirm(session, after_sale, Act.buyer(self.at))

    def _dispute(self, session: Session, after_sale: AfterSale) -> None:
        dispute.dispute(session, after_sale, "不是我弄坏的", Act.buyer(self.at), rules=DEFAULT)

    def _rule_refund(self, session: Session, after_sale: AfterSale) -> None:
        self._rule(session, after_sale, Ruling("refund", "证据充分", amount=after_sale.amount))

    def _rule_return(self, session: Session, after_sale: AfterSale) -> None:
        self._rule(session, after_sale, Ruling("return", "退货退款", amount=after_sale.amount, return_to=ADDRESS))

    def _rule_resend(self, session: Session, after_sale: AfterSale) -> None:
        self._rule(session, after_sale, Ruling("resend", "再寄一次"))

    def _rule_reject(self, session: Session, after_sale: AfterSale) -> None:
        self._rule(session, after_sale, Ruling("reject", "证据不足"))

    def _rule(self, session: Session, after_sale: AfterSale, ruling: Ruling) -> None:
        if after_sale.state != "disputed":
            raise Refused("", "no dispute")
        rule(session, after_sale, ruling, Act.operator(self._member(session), self.at), rules=DEFAULT)

    # The clock, the worker, the desk

    def wait(self, **time: int) -> None:
        """Time passes; nobody does anything."""
        self.at += timedelta(**time)

    def tick(self) -> None:
        """The worker's jobs, each once."""

        def close(gateway: str, code: str) -> None:
            reconcile_payment(self.database, self.gateways, gateway, code, at=self.at)

        cancel_overdue(self.database, rules=DEFAULT, at=self.at, then=close)
        reconcile_payments(self.database, self.gateways, at=self.at)
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
            for n in range(self.count(AfterSale)):
                for verb in ("rule_reject", "rule_resend", "resend"):
                    self.carry_on(n, verb)
            for n in range(self.count(Refund)):
                self.mend(n, again=bool(n % 2))
            self.wait(days=9)
            self.tick()

    # What must hold

    def holds(self) -> None:
        """Pieces and money are where they must be, and the books agree with themselves."""
        with self.database.reading() as session:
            self._pieces_are_constant(session)
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

    def on(self, record: Any, pick: int, verb: Callable[[Session, Any], object]) -> str:
        """A verb on one of the records there are."""
        with self.database.reading() as session:
            ids = session.exec(select(record.id).order_by(record.id)).all()
        if not ids:
            return "none"
        chosen = ids[pick % len(ids)]
        return self.do(lambda session: verb(session, session.get_one(record, chosen)))

    def count(self, record: Any) -> int:
        """How many there are."""
        with self.database.reading() as session:
            return len(session.exec(select(record.id)).all())

    def _payment(self, pick: int) -> tuple[str, Money]:
        with self.database.reading() as session:
            payments = session.exec(select(Payment).order_by(col(Payment.id))).all()
            payment = payments[pick % len(payments)]
            return (payment.code, payment.amount) if payment.gateway == "test" else ("", Money(0))

    def _member(self, session: Session) -> Member:
        return session.get_one(Member, self.somebody)
