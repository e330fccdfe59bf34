"""Disputes, which the operator must rule on. Their promise is the deadline that both sides were told."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Gone
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.stories.after_sale.pay_back import rule
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.trade.after_sale.after_sale import AfterSale, Dispute
from models.trade.after_sale.by_operator import Ruling, outcomes_for
from models.trade.after_sale.finding import disputed_after_sale
from models.trade.order.order import Line, Order

_asked, _dispute, _line = table_of(AfterSale), table_of(Dispute), table_of(Line)
_order, _supplier = table_of(Order), table_of(Supplier)
_COLUMNS = (
    _asked.c.code,
    _asked.c.answer_by,
    _asked.c.changed_at,
    _dispute.c.raised_at,
    _line.c.title,
    _line.c.picture.label("cover"),
    _supplier.c.name,
)


def _ruled(outcome: str) -> Callable[[Session, Sequence[str], Given, Act, Rules], None]:
    def ruling(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
        for code in codes:
            after_sale = _found(session, code)
            decided = Ruling(outcome, given.why, given.amount, given.return_to)
            rule(session, after_sale, decided, act, rules=rules)

    return ruling


def _found(session: Session, code: str) -> AfterSale:
    after_sale = disputed_after_sale(session, code)
    if after_sale is None:
        raise Gone(code)
    return after_sale


# What two of the verbs are called where the buyer fetched it: nothing travels.
_AT_SHOP = {"return": N_("先带回店里"), "resend": N_("货当面交给买家")}


def _possible(kind: WaitingKind, session: Session, code: str) -> Sequence[Verb]:
    asked = _found(session, code)
    outcomes = outcomes_for(asked)
    verbs = [verb for verb in kind.verbs if verb.name in outcomes]
    if not asked.line.parcel.is_pickup:
        return verbs
    return [replace(verb, words=_AT_SHOP[verb.name]) if verb.name in _AT_SHOP else verb for verb in verbs]


WAITING = WaitingKind(
    "dispute",
    2,
    N_("纠纷"),
    "service",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_asked)
        .join(_dispute, _dispute.c.after_sale_id == _asked.c.id)
        .join(_line, _line.c.id == _asked.c.line_id)
        .join(_order, _order.c.id == _asked.c.order_id)
        .join(_supplier, _supplier.c.id == _asked.c.supplier_id)
        .where(in_states(_asked.c.state, "disputed")),
        code=_asked.c.code,
        due=_asked.c.answer_by,
        since=_dispute.c.raised_at,
        face=lambda row: WaitingFace(row.title, row.name, row.cover),
        mark=lambda row: f"{row.changed_at:%s}.{row.changed_at.microsecond}",
        supplier_id=_asked.c.supplier_id,
        shop_id=_line.c.shop_id,
        exact=(_asked.c.code, _order.c.number),
    ),
    lambda rules: timedelta(0),
    (
        Verb("refund", "a", N_("支持买家，退款"), N_("裁定退款"), _ruled("refund"), asks="why", sends=True),
        Verb("return", "b", N_("先寄回"), N_("裁定先寄回"), _ruled("return"), asks="why", sends=True),
        Verb("resend", "s", N_("货寄给买家"), N_("裁定把货寄给买家"), _ruled("resend"), asks="why"),
        Verb("reject", "r", N_("支持供货商"), N_("裁定不退不换"), _ruled("reject"), asks="why"),
    ),
    lambda session, code: disputed_after_sale(session, code) is not None,
    wording="ruling",
    possible=_possible,
)
