"""The end of a refund, whoever brought it about: it is done, and so is the after-sale that asked for it."""

from sqlmodel import Session

from models.books.refunds import book_refunded
from models.kernel.act import Act
from models.payment.refund import Refund
from models.payment.steps import step_refund
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.steps import step_after_sale


def finish_refund(session: Session, refund: Refund, act: Act, *, reference: str = "") -> bool:
    """The money is back with the buyer; `reference` says where to find it. Says whether this was the first to know."""
    channel = refund.payment.gateway if act.by is None else "bank"
    facts = {"done_at": act.at, "reference": reference[:80], "last_words": "", "channel": channel}
    if not step_refund(session, refund, "finish", act.because(reference), **facts):
        return False
    book_refunded(session, refund, at=act.at)
    _finish_after_sale(session, refund, act)
    return True


def waive_refund(session: Session, refund: Refund, act: Act) -> None:
    """Ends a refund of money that was not taken yet (cash on delivery): nothing is sent, the buyer pays so much
    less."""
    step_refund(session, refund, "waive", act)
    _finish_after_sale(session, refund, Act(act.who, None, act.at))


def _finish_after_sale(session: Session, refund: Refund, act: Act) -> None:
    if refund.after_sale_id is not None:
        after_sale = session.get_one(AfterSale, refund.after_sale_id)
        step_after_sale(session, after_sale, "finish", act)
