"""After-sales for tests: an order that was paid, shipped or received, and what is asked on its line."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.payment.gateways import PaymentNotice
from models.payment.payment import payment_for
from models.payment.refund import Refund
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.by_buyer import AfterSaleWish, ask_after_sale
from models.trade.after_sale.finding import after_sale_of_order
from models.trade.order.order import Line, Order
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import NOON, TEST, Carried, bought
from tests.given.factories import make_member

SENT = Way("顺丰速运", "SF123456")
BACK = Way("中通快递", "ZT654321")
HOME = "小王 13900001111 福建省福鼎市茶厂路 1 号"


def paid(database: Database, at: Carried, quantity: int = 2, *, stage: str = "received", visitor: str = "owner") -> int:
    """An order that is paid and then "to_ship", "shipped" or "received"; its id."""
    order_id = bought(database, at, quantity, gateway=TEST, visitor=visitor)
    with database.transaction() as session:
        order = session.get_one(Order, order_id)
        payment = payment_for(session, order)
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, "T-1"), at=NOON)
        for parcel in order.parcels if stage != "to_ship" else ():
            ship(session, parcel, SENT, Act.supplier(None, NOON))
            if stage == "received":
                receive_parcel(session, parcel, Act.buyer(NOON))
    return order_id


def line_of(session: Session, order: int) -> Line:
    """The order's only line."""
    ((line,),) = [parcel.lines for parcel in session.get_one(Order, order).parcels]
    return line


def wish(kind: str = "refund", quantity: int = 1, **facts: Any) -> AfterSaleWish:
    """A request as a buyer fills it in."""
    return AfterSaleWish(kind, facts.pop("reason", "damaged"), quantity, facts.pop("words", "盒子压坏了"), **facts)


def asked(database: Database, order: int, wanted: AfterSaleWish, *, once: str = "f" * 16, at: datetime = NOON) -> str:
    """Asks on the order's line; the request's code."""
    with database.transaction() as session:
        return ask_after_sale(session, line_of(session, order), wanted, Act.buyer(at), once=once, rules=DEFAULT).code


def one(session: Session, code: str) -> AfterSale:
    """The request by its code."""
    return session.exec(select(AfterSale).where(AfterSale.code == code)).one()


def staff(session: Session) -> Member:
    """Somebody of the house who answers."""
    return session.exec(select(Member).order_by(col(Member.id))).first() or make_member(session)


def desk(session: Session) -> Member:
    """An operator, who neither keeps a shop nor works for a supplier."""
    return session.exec(select(Member).where(Member.name == "平台")).first() or make_member(session, name="平台")


def facts_of(database: Database, code: str) -> tuple[str, int | None, int]:
    """Its state, what was agreed in fen, and how much of the line's money was given back."""
    with database.reading() as session:
        after_sale = one(session, code)
        agreed = None if after_sale.agreed_amount is None else int(after_sale.agreed_amount)
        return after_sale.state, agreed, int(after_sale.line.refunded_amount)


def pieces(database: Database, order: int) -> tuple[int, int, int, int]:
    """The line's shipped, returned, refunded and refunded-unshipped pieces."""
    with database.reading() as session:
        line = line_of(session, order)
        return line.shipped, line.returned, line.refunded, line.refunded_unshipped


def refunds(database: Database) -> list[int]:
    """Every refund's amount in fen."""
    with database.reading() as session:
        return [int(refund.amount) for refund in session.exec(select(Refund))]


def steps(database: Database, code: str) -> list[str]:
    """The steps it took, oldest first."""
    with database.reading() as session:
        after_sale = one(session, code)
        assert after_sale_of_order(session, after_sale.order, code) is after_sale
        return [event.step for event in after_sale.order.events if event.subject == code]


def yuan(text: str) -> Money:
    """An amount as it is typed."""
    return Money.parse(text)
