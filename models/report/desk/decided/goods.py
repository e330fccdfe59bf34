"""Goods that an operator approved or refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from models.catalogue.goods.goods import GoodsEvent
from models.kernel.record import table_of
from models.report.desk.decided import DecidedKind

_event = table_of(GoodsEvent)
_before = aliased(_event)
# The step right before it.
_last = (
    select(_before.c.id)
    .where(_before.c.goods_id == _event.c.goods_id, _before.c.id < _event.c.id)
    .order_by(_before.c.id.desc())
    .limit(1)
    .correlate(_event)
    .scalar_subquery()
)


def _since(since: datetime) -> Select[Any]:
    """Those that had been submitted: what is put back on sale was no decision in a queue."""
    asked = aliased(_event)
    decided = (_event.c.at >= since, _event.c.state.in_(("on_sale", "refused")), _event.c.by.is_not(None))
    query = select(asked.c.at.label("asked_at"), _event.c.at.label("decided_at")).select_from(_event)
    return (
        query.join(asked, asked.c.id == _last)
        .where(*decided, asked.c.state == "submitted")
        .order_by(_event.c.at.desc())
    )


DECIDED = DecidedKind("goods", 1, "approval", _since)
