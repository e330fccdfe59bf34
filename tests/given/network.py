"""A small network in which everything that money does has happened once, for proofs that wrong books are found."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.account.member import Member
from models.checks.check import book_faults
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.months import month_of
from models.kernel.rules import DEFAULT
from models.ledger.balance import roll_snapshots
from models.ledger.settlement import SettlementRun
from models.payment.refund import Refund
from models.payout import asking, steps
from models.payout.verifying import give_payee, verify_payee
from models.payout.withdrawal import Withdrawal
from models.shop.level import ShopLevel
from models.shop.shop import Shop
from models.stories.money.remit import remit, to_remit
from models.stories.money.settle import settle
from models.stories.refund.decide import Decision, RefundPart, refund
from models.stories.refund.finish import finish_refund
from models.trade.order.order import Line, Order, Parcel
from tests.given.market import Market
from tests.given.tills import BANK, SEAL


@dataclass(frozen=True)
class Earner:
    """A shop's id, and its keeper's."""

    shop: int
    keeper: int


class Books(Market):
    """The market with what the ledger needs: a shop of the highest level that may withdraw, settlements."""

    def __init__(self, database: Database, *, self_run: bool = False) -> None:
        super().__init__(database, self_run=self_run)
        with database.transaction() as session:
            shop = session.get_one(Shop, self.stalls[0].shop)
            payee = give_payee(session, shop, BANK, Act.owner(shop.keeper, self.at), seal=SEAL)
            verify_payee(session, payee, Act.operator(self._member(session), self.at))
            self.earner = Earner(shop.id, shop.keeper_id)
        self.withdrawals = 0
        self.set_level("super")

    def set_level(self, slug: str) -> None:
        """The shop's level from now on, in the same month too."""
        month = month_of(self.at)
        with self.database.transaction() as session:
            mine = (ShopLevel.shop_id == self.earner.shop, ShopLevel.month == month)
            level = session.exec(select(ShopLevel).where(*mine)).first()
            level = level or ShopLevel(
                shop_id=self.earner.shop, month=month, slug=slug, sales=Money(0), orders=0, computed_at=self.at
            )
            level.slug = slug
            session.add(level)

    def reduce(self, pick: int, amount: int, *, freight: int = 0, by_hand: bool = False, open_: bool = False) -> str:
        """Part of a line's price and freight is given back at once: by people, by the till where it was paid
        there, or not yet."""
        key = f"reduction-{self.count(Refund)}"

        def verb(session: Session, line: Line) -> None:
            part, order = RefundPart(line, 0, Money(amount)), line.parcel.order
            made = refund(
                session, order, Decision("after_sale", key, [part], freight=Money(freight)), Act.supplier(None, self.at)
            )
            if by_hand and finish_refund(session, made, Act.operator(self._member(session), self.at), reference="B"):
                self.by_hand[made.code] = made.amount
            elif not open_ and made.payment.gateway == "test":
                self.till.given[made.code] = (made.payment.code, made.amount)
                finish_refund(session, made, Act.gateway(self.at), reference="R")

        return self.on(Line, pick, verb)

    def settle(self, batch: int = 500) -> SettlementRun:
        """A settlement with its proofs, once the carriers have paid out what they collected."""
        with self.database.transaction() as session:
            collected = [payment.code for payment in to_remit(session, limit=1_000, offset=0)]
            remit(session, collected, Act.operator(self._member(session), self.at), reference="the carrier's")
        return settle(self.database, lambda: list(book_faults(self.database)), rules=DEFAULT, at=self.at, batch=batch)

    def withdraw(self, amount: int) -> str:
        """The keeper asks for a part of what is available."""
        self.withdrawals += 1
        once = f"withdrawal-{self.withdrawals}".ljust(16, "x")

        def verb(session: Session) -> None:
            shop, keeper = session.get_one(Shop, self.earner.shop), session.get_one(Member, self.earner.keeper)
            asking.request(session, shop, Money(amount), Act.owner(keeper, self.at), once=once, rules=DEFAULT)

        return self.do(verb)

    def end_withdrawal(self, pick: int, how: str) -> str:
        """What the desk, or for "cancel" the keeper, does with one of them."""

        def verb(session: Session, withdrawal: Withdrawal) -> None:
            by = self._member(session)
            match how:
                case "approve":
                    steps.approve_withdrawals(session, [withdrawal], Act.operator(by, self.at))
                case "pay":
                    steps.pay(session, withdrawal, Act.operator(by, self.at), reference="B1")
                case "fail":
                    steps.fail(session, withdrawal, Act.operator(by, self.at, "账号不对"))
                case "cancel":
                    asking.cancel_withdrawal(session, withdrawal, Act.owner(by, self.at))

        return self.on(Withdrawal, pick, verb)


def furnish(database: Database) -> None:
    """Orders of every kind, settled in part, refunds before and after, withdrawals, snapshots in the middle."""
    market = Books(database)
    for quantities, gateway in (([2, 1, 1], "test"), ([1, 0, 1], "cod")):
        market.buy(quantities, gateway=gateway)
    assert not market.pay(0)
    for parcel in (0, 1, 2, 3):
        assert not market.ship(parcel)
    # Of the order in cash one parcel arrives and is reduced, the other comes back: there is no more to collect.
    assert not market.receive(0)
    market.wait(days=4)
    assert not market.receive(1) + market.receive(2)
    assert not market.reduce(0, 1_001) + market.reduce(3, 500, by_hand=True) + market.bring_back(3)
    # The first parcel is closed by now; what came later is released all the same, as the shop's level says.
    market.wait(days=4, hours=12)
    market.tick()
    assert market.settle().lines == 4
    roll_snapshots(database, patience=2_000)
    assert not market.reduce(1, 333, freight=100, by_hand=True) + market.reduce(2, 777, open_=True)
    assert not market.withdraw(1_000) + market.withdraw(1_500)
    assert not market.end_withdrawal(1, "approve") + market.end_withdrawal(1, "pay")
    _unsettled(market)


def _unsettled(market: Books) -> None:
    """One of which a parcel was cancelled, one paid too late, one not paid, one in cash on its way, one just paid."""
    market.buy([1, 0, 1])
    assert not market.pay(2) + market.cancel_parcel(5)
    market.buy([0, 0, 1])
    with market.database.reading() as session:
        last = len(session.exec(select(Order.id).order_by(col(Order.id))).all()) - 1
    assert not market.cancel(last)
    market.till.closed.clear()
    assert not market.pay(last)
    market.buy([0, 1, 0])
    market.buy([0, 1, 0], gateway="cod")
    assert not market.ship(market.count(Parcel) - 1)
    market.buy([0, 1, 0])
    assert not market.pay(6)
