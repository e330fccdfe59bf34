"""Taking the steps of an after-sale. No other code sets its state."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.account.member import Member
from models.kernel.steps import take
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import AFTER_SALE
from models.trade.order.steps import note_step


def step_after_sale(
    session: Session,
    after_sale: AfterSale,
    step: str,
    *,
    who: str,
    by: Member | None = None,
    at: datetime,
    why: str = "",
    **facts: Any,
) -> bool:
    """Takes a step with the facts that belong to it (what was agreed, tracking, reception); says whether it did."""
    taken = take(session, after_sale, AFTER_SALE, step, facts | {"changed_at": at})
    if taken:
        note_step(
            session,
            after_sale.order_id,
            step,
            who=who,
            by=by,
            at=at,
            why=why,
            about="after_sale",
            subject=after_sale.code,
            parcel_id=after_sale.line.parcel_id,
        )
    return taken
