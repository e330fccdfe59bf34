"""Cash that carriers collected and have not paid out: several come with one transfer, and are booked by its number."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.payment.payment import Payment, payment_coded
from models.stories.money.remit import TO_REMIT, remit
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.trade.order.order import Order

_payment, _order = table_of(Payment), table_of(Order)
_COLUMNS = (_payment.c.code, _payment.c.amount, _payment.c.paid_at, _order.c.number)


def _book(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    if remit(session, codes, act, reference=given.reference) != len(codes):
        raise Refused("", N_("刚刚有了变化，请再看一眼"))


WAITING = WaitingKind(
    "remittance",
    6,
    N_("代收货款"),
    "finance",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_payment)
        .join(_order, _order.c.id == _payment.c.order_id)
        .where(in_states(_payment.c.gateway, "cod"), in_states(_payment.c.state, "paid"), *TO_REMIT),
        code=_payment.c.code,
        due=_payment.c.paid_at,
        since=_payment.c.paid_at,
        face=lambda row: WaitingFace(f"¥{Money(row.amount).yuan}", row.number),
        mark=lambda row: "",
        exact=(_payment.c.code, _order.c.number),
    ),
    lambda rules: timedelta(hours=rules.remittance_hours),
    (Verb("book", "h", N_("记下到账"), N_("记下到账"), _book, asks="reference", many=True, together=True),),
    lambda session, code: payment_coded(session, "cod", code) is not None,
    asks_again=True,
)
