"""Withdrawals: by their code, by the batch they were approved in, by the bank's number of the payment."""

from collections.abc import Iterable
from urllib.parse import quote

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.record import table_of
from models.payout.payee import PayeeAccount
from models.payout.withdrawal import Withdrawal
from models.report.search import Hit, SearchKind
from models.report.search.rows import those
from models.report.search.typed import Typed

_withdrawal, _payee = table_of(Withdrawal), table_of(PayeeAccount)
_FACTS = select(
    _withdrawal.c.code,
    _withdrawal.c.batch,
    _withdrawal.c.reference,
    _withdrawal.c.state,
    _withdrawal.c.requested_at,
    _withdrawal.c.amount,
    _payee.c.holder,
).join_from(_withdrawal, _payee)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    ways = (
        (_withdrawal.c.code, typed.codes, N_("提现编号"), "code"),
        (_withdrawal.c.reference, typed.runs, N_("银行流水号"), "reference"),
        (_withdrawal.c.batch, typed.codes, N_("付款批次"), "batch"),
    )
    for column, given, matched, shown in ways:
        for row in those(session, _FACTS, column, given, _withdrawal.c.id):
            yield Hit(
                row.code,
                matched,
                getattr(row, shown),
                f"/desk/withdrawals?state=all&q={quote(row.code)}",
                noun="withdrawal",
                state=row.state,
                at=row.requested_at,
                below=f"{row.holder} ¥{row.amount.yuan}",
            )


SEARCH = SearchKind("withdrawal", 5, N_("提现"), frozenset({"finance"}), _find)
