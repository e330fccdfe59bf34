"""The security of a market's self-run seller: asked by the category, paid through a gateway, deducted, given back."""

from sqlmodel import Session, col, select

from models.catalogue.category.category import Category
from models.catalogue.supplier.supplier import Supplier
from models.checks import own
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.snapshot import snapshot
from models.ledger.deposit import deposit_of
from models.payment.deposit_payment import DepositPayment
from models.payment.gateways import PaymentNotice
from models.stories.money.deposit_payments import ask_deposit, confirm_deposit, move_deposits
from models.stories.money.deposits import deduct_deposit
from models.stories.own.closing import return_own_deposits
from models.stories.own.deposit import reassess
from tests.given.baskets import TEST
from tests.given.market import Market


class Bonds(Market):
    """`paid_in` and `taken_out` are what a model of it knows; what went back stands on the payments."""

    paid_in = taken_out = 0

    def ask_bond(self, yuan: int) -> None:
        """The category of all goods asks for so much from now on: goods without it are off sale."""

        def verb(session: Session) -> None:
            category = session.exec(select(Category).where(Category.slug == "tea")).one()
            category.deposit = Money(yuan * 100)
            reassess(session, category, Act.operator(self._member(session), self.at))

        assert not self.do(verb)

    def pay_bond(self, yuan: int) -> str:
        """The keeper pays what is missing to so much; its notice comes twice."""

        def verb(session: Session) -> None:
            supplier = self._self_run(session)
            before, act = deposit_of(session, supplier), Act.keeper(self._member(session), self.at)
            asked = ask_deposit(session, supplier, Money(yuan * 100), act, gateway=TEST)
            for _ in range(2):
                confirm_deposit(session, "test", PaymentNotice(asked.code, asked.amount, "R"), at=self.at)
            assert deposit_of(session, supplier) == before + asked.amount
            self.paid_in += int(asked.amount)

        return self.do(verb)

    def deduct_bond(self, yuan: int) -> str:
        """A ruling takes a part; the form is sent twice."""
        once = f"ruling-{self.at:%d%H%M%S}-{self.taken_out}".ljust(16, "x")

        def verb(session: Session) -> None:
            act = Act.operator(self._member(session), self.at, "判赔没有赔")
            for _ in range(2):
                deduct_deposit(session, self._self_run(session), Money(yuan * 100), act, once=once)

        said = self.do(verb)
        self.taken_out += 0 if said else yuan * 100
        return said

    def give_bond_back(self) -> None:
        """The night's round: what nothing hangs on goes back the way it came, and once."""
        return_own_deposits(self.database, at=self.at)
        move_deposits(self.database, {"test": TEST}, at=self.at)

    def holds(self) -> None:
        """What is held is what was paid, less what was taken and what went back; goods without it are off sale."""
        super().holds()
        with self.database.reading() as session:
            supplier = self._self_run(session)
            back = sum(int(one.back) for one in session.exec(select(DepositPayment)))
            held = deposit_of(session, supplier)
            assert held == self.paid_in - self.taken_out - back
            assert supplier.deposit_short or held >= supplier.deposit_required
        with snapshot(self.database) as connection:
            checks = (own.own_deposits, own.deposit_payments, own.self_run_sellers, own.own_commissions)
            assert [fault for part in checks for fault in part(connection)] == []

    def _self_run(self, session: Session) -> Supplier:
        return session.exec(select(Supplier).where(col(Supplier.shop_id).is_not(None))).one()
