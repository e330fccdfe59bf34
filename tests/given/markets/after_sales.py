"""After-sales of a market: whoever's turn it is does one of the things there are to do."""

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.stories.after_sale.pay_back import accept, agree_after_sale, rule
from models.trade.after_sale import by_buyer, by_supplier, dispute
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.by_buyer import AfterSaleWish
from models.trade.after_sale.by_operator import Ruling
from models.trade.order.order import Line
from models.trade.parcel.shipping import Way
from tests.given.markets.ground import Ground

ADDRESS = "福建省福鼎市太姥山镇茶厂路 1 号 小王 13900000000"


class AfterSales(Ground):
    """A verb each, and one that does any of them."""

    def ask(self, pick: int, kind: str, quantity: int, amount: int | None = None) -> str:
        """An after-sale on a line."""
        wanted = None if amount is None else Money(amount)
        wish = AfterSaleWish(kind, "damaged", quantity, "碎了", wanted)

        def verb(session: Session, line: Line) -> object:
            once = f"{self.at:%d%H%M%S}-{self.boxes}-{line.id}".ljust(16, "x")
            return by_buyer.ask_after_sale(session, line, wish, Act.buyer(self.at), once=once, rules=DEFAULT)

        return self.on(Line, pick, verb)

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
