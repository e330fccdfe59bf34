"""Withdrawals that an operator approved or refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from models.kernel.record import table_of
from models.payout.withdrawal import Withdrawal, WithdrawalEvent
from models.report.desk.decided import DecidedKind

_event, _withdrawal = table_of(WithdrawalEvent), table_of(Withdrawal)


def _since(since: datetime) -> Select[Any]:
    decided = (_event.c.at >= since, _event.c.step.in_(("approve", "refuse")))
    query = select(_withdrawal.c.requested_at.label("asked_at"), _event.c.at.label("decided_at"))
    return query.join_from(_event, _withdrawal).where(*decided).order_by(_event.c.at.desc())


DECIDED = DecidedKind("withdrawal", 4, "finance", _since)
