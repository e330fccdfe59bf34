"""One order at the desk: its money, parcels, after-sales and the ledger. The buyer is masked until somebody looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Response

from models.kernel.address.recipient import Recipient
from models.kernel.errors import N_, Gone
from models.ledger.history import Movement, booked_of_order
from models.payment.finding import refunds_of
from models.payment.payment import Payment, payment_for
from models.payment.refund import Refund
from models.trade.after_sale.finding import of_order as after_sales_of
from models.trade.order.by_operator import look_at_recipient, order_at_desk
from models.trade.order.order import Order
from models.trade.order.progress import progress_of
from views.desk.blueprint import desk
from views.desk.order_steps import step_words
from views.kit import store
from views.kit.acting import as_operator
from views.kit.groups import opened_by
from views.kit.identity import may
from views.kit.page import page
from views.kit.proven import asks_again

OPENED_BY = ("service", "finance")

# What each posting is about.
POSTINGS = {
    "capture": N_("收到货款，分给各方"),
    "late": N_("取消后才付的款"),
    "refund": N_("退款冲回"),
    "refunded": N_("退款付出"),
    "remitted": N_("代收货款到账"),
    "release": N_("结算，可以提现"),
    "coupon": N_("优惠券"),
    "correction": N_("更正"),
}
# By the beginning of an account's code.
OWNERS = {
    "shop": N_("小铺 %(who)s"),
    "supplier": N_("供货商 %(who)s"),
    "clearing": N_("收款渠道 %(who)s"),
}
HOUSE = N_("平台")


@dataclass(frozen=True, slots=True)
class Posted:
    """A movement as the page shows it; `words` and `whose` are msgids."""

    movement: Movement
    words: str
    whose: str
    who: str


@desk.get("/orders/<number>")
def one_order(number: str) -> Response:
    """All but where the buyer lives."""
    return _show(_found(number))


@desk.post("/orders/<number>/recipient")
@opened_by("service")
@asks_again
def order_recipient(number: str) -> Response:
    """The page with name, phone and address; that they were looked at is on record."""
    order = _found(number)
    return _show(order, look_at_recipient(store.session(), order, as_operator()))


def _found(number: str) -> Order:
    order = order_at_desk(store.session(), number)
    if order is None:
        raise Gone(number)
    return order


def _show(order: Order, recipient: Recipient | None = None) -> Response:
    session = store.session()
    payment, refunds = payment_for(session, order), refunds_of(session, order)
    return page(
        "desk/orders/show.html",
        order=order,
        progress=progress_of(order),
        recipient=recipient,
        payment=payment,
        refunds=refunds,
        after_sales=after_sales_of(session, order),
        step_words=step_words,
        posted=_posted(order, payment, refunds) if may("finance") else [],
        pieces=sum(line.quantity for parcel in order.parcels for line in parcel.lines),
    )


def _posted(order: Order, payment: Payment, refunds: Sequence[Refund]) -> list[Posted]:
    lines = [line.id for parcel in order.parcels for line in parcel.lines]
    about = [payment.code, order.number, *(refund.code for refund in refunds)]
    return [_told(movement) for movement in booked_of_order(store.session(), lines, about)]


def _told(movement: Movement) -> Posted:
    kind, _, rest = movement.account.partition("-")
    who = rest.rpartition("-")[0] if kind in ("shop", "supplier") else rest
    words = POSTINGS.get(movement.kind, movement.kind)
    return Posted(movement, words, OWNERS.get(kind, HOUSE), who or movement.account)
