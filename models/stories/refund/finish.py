"""The end of a refund, whoever brought it about: it is done, and so is the after-sale that asked for it."""

from datetime import datetime

from sqlmodel import Session

from models.account.member import Member
from models.books.refunds import book_refunded
from models.payment.refund import Refund
from models.payment.steps import step_refund
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.steps import step_after_sale


def finish_refund(
    session: Session, refund: Refund, *, reference: str = "", who: str, by: Member | None = None, at: datetime
) -> bool:
    """The money is back with the buyer; `reference` says where to find it. Says whether this was the first to know."""
    channel = refund.payment.gateway if by is None else "bank"
    facts = {"done_at": at, "reference": reference[:80], "last_words": "", "channel": channel}
    if not step_refund(session, refund, "finish", who=who, by=by, at=at, why=reference, **facts):
        return False
    book_refunded(session, refund, at=at)
    _finish_after_sale(session, refund, who, by, at)
    return True


def waive_refund(session: Session, refund: Refund, *, who: str, at: datetime) -> None:
    """Nothing was taken yet (cash on delivery): there is nothing to send, the buyer pays so much less."""
    step_refund(session, refund, "waive", who=who, at=at)
    _finish_after_sale(session, refund, who, None, at)


def _finish_after_sale(session: Session, refund: Refund, who: str, by: Member | None, at: datetime) -> None:
    if refund.after_sale_id is not None:
        after_sale = session.get_one(AfterSale, refund.after_sale_id)
        step_after_sale(session, after_sale, "finish", who=who, by=by, at=at)
