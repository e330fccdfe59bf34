"""A dispute: raised when the two cannot agree, and what each side says until the operator rules."""

from datetime import datetime

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.text import paragraphs
from models.trade.after_sale import deadlines
from models.trade.after_sale.after_sale import AfterSale, Dispute, DisputeStatement
from models.trade.after_sale.steps import hold_after_sale, move_after_sale

STATEMENT_LIMIT = 500
MOST_STATEMENTS = 50


def may_dispute(after_sale: AfterSale, *, at: datetime) -> bool:
    """After a refusal or an agreement one cannot live with; and wherever the supplier let its time pass."""
    if after_sale.state in ("refused", "to_return", "resent"):
        return True
    return after_sale.turn == "supplier" and after_sale.is_late(at)


def dispute(session: Session, after_sale: AfterSale, words: str, act: Act, *, rules: Rules) -> None:
    """Asks the operator to decide. A second call changes nothing. Raises Refused while the supplier still has time to
    answer."""
    hold_after_sale(session, after_sale)
    if after_sale.state == "disputed":
        return
    if not may_dispute(after_sale, at=act.at):
        raise Refused("", N_("供货商还在答复的时间里，到时没有答复就可以请平台裁定"))
    raise_dispute(session, after_sale, paragraphs(words), act, rules=rules)


def raise_dispute(session: Session, after_sale: AfterSale, words: str, act: Act, *, rules: Rules) -> Dispute:
    """Puts it before the operator, by the buyer or by the clock. What was ruled before and not carried out may be put
    there again: the earlier ruling stays among the statements. Raises Refused."""
    if act.who == "buyer":
        _check(words)
    move_after_sale(session, after_sale, "dispute", act.because(words), answer_by=deadlines.to_answer(rules, act.at))
    dispute = after_sale.dispute or Dispute(after_sale_id=after_sale.id, raised_at=act.at)
    dispute.raised_at = act.at
    dispute.ruled_at = dispute.ruled_by = dispute.for_buyer = dispute.amount = None
    dispute.reason = ""
    session.add(dispute)
    session.flush()
    if words:
        session.add(DisputeStatement(dispute_id=dispute.id, who=act.who, words=words, at=act.at))
    session.flush()
    session.expire(after_sale, ["dispute"])
    return after_sale.dispute


def say_in_dispute(session: Session, after_sale: AfterSale, words: str, act: Act) -> None:
    """One side's words in an open dispute. The same words again are said once. Raises Refused."""
    hold_after_sale(session, after_sale)
    said = paragraphs(words)
    _check(said)
    if after_sale.state != "disputed":
        raise Refused("", N_("纠纷已经结束，不能再补充"))
    statements = after_sale.dispute.statements
    if any((statement.who, statement.words) == (act.who, said) for statement in statements):
        return
    if len(statements) >= MOST_STATEMENTS:
        raise Refused("words", N_("已经说了很多，等平台裁定吧"))
    statements.append(DisputeStatement(who=act.who, member_id=act.by_id, words=said, at=act.at))
    session.flush()


def _check(words: str) -> None:
    if not words:
        raise Refused("words", N_("写几句，平台才知道怎么回事"))
    if len(words) > STATEMENT_LIMIT:
        raise Refused("words", N_("最多 %(most)s 个字"), most=STATEMENT_LIMIT)
