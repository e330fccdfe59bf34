"""Refunds that an operator sent again or paid by hand."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from models.account.audit import Audit
from models.kernel.record import table_of
from models.payment.refund import Refund
from models.report.desk.decided import DecidedKind

_audit, _refund = table_of(Audit), table_of(Refund)


def _since(since: datetime) -> Select[Any]:
    decided = (_audit.c.at >= since, _audit.c.what.in_(("refund.retry", "refund.by_hand")))
    query = select(_refund.c.asked_at, _audit.c.at.label("decided_at")).select_from(_audit)
    return query.join(_refund, _refund.c.code == _audit.c.thing).where(*decided).order_by(_audit.c.at.desc())


DECIDED = DecidedKind("refund", 5, "finance", _since)
