"""Changes of goods that an operator approved or refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from models.catalogue.goods.proposal import Proposal
from models.kernel.record import table_of
from models.report.desk.decided import DecidedKind

_proposal = table_of(Proposal)


def _since(since: datetime) -> Select[Any]:
    """From when the supplier began to wait."""
    decided = (_proposal.c.decided_at >= since, _proposal.c.state.in_(("approved", "refused")))
    columns = (_proposal.c.since.label("asked_at"), _proposal.c.decided_at)
    return select(*columns).where(*decided).order_by(_proposal.c.decided_at.desc())


DECIDED = DecidedKind("proposal", 7, "approval", _since)
