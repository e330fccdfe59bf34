"""Disputes that an operator ruled on."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from models.account.audit import Audit
from models.kernel.record import table_of
from models.report.desk.decided import DecidedKind
from models.trade.after_sale.after_sale import AfterSale, Dispute

_audit, _after_sale, _dispute = table_of(Audit), table_of(AfterSale), table_of(Dispute)


def _since(since: datetime) -> Select[Any]:
    ruled = (_audit.c.at >= since, _audit.c.what == "dispute.rule")
    query = select(_dispute.c.raised_at.label("asked_at"), _audit.c.at.label("decided_at")).select_from(_audit)
    joined = query.join(_after_sale, _after_sale.c.code == _audit.c.thing).join(_dispute)
    return joined.where(*ruled).order_by(_audit.c.at.desc())


DECIDED = DecidedKind("dispute", 2, "service", _since)
