"""Payee accounts that an operator verified or refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from models.account.audit import Audit
from models.kernel.record import table_of
from models.payout.payee import PayeeAccount
from models.report.desk.decided import DecidedKind

_audit, _payee = table_of(Audit), table_of(PayeeAccount)


def _since(since: datetime) -> Select[Any]:
    decided = (_audit.c.at >= since, _audit.c.what.in_(("payee.verify", "payee.refuse")))
    query = select(_payee.c.asked_at, _audit.c.at.label("decided_at")).select_from(_audit)
    return query.join(_payee, _payee.c.code == _audit.c.thing).where(*decided).order_by(_audit.c.at.desc())


DECIDED = DecidedKind("payee", 3, "finance", _since)
