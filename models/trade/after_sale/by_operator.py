"""The operator's ruling in a dispute. It binds both sides: the money it names goes back, the goods go where it says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.account import audit
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.text import paragraphs
from models.trade.after_sale import deadlines
from models.trade.after_sale.after_sale import AfterSale, DisputeStatement
from models.trade.after_sale.allowed import most_for
from models.trade.after_sale.by_supplier import checked_address
from models.trade.after_sale.states import AfterSaleStep
from models.trade.after_sale.steps import move_after_sale

REASON_LIMIT = 500
# What a ruling may say, and the step it takes.
OUTCOMES: dict[str, AfterSaleStep] = {
    "refund": "agree",
    "return": "agree_return",
    "resend": "order_resend",
    "reject": "reject",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided. "refund" gives `amount` back at once, "return" once the goods came back to `return_to`;
    "resend" has the supplier send (the buyer's own goods, or new ones); "reject" ends it without anything."""

    outcome: str
    reason: str
    amount: Money | None = None
    return_to: str = ""


def outcomes_for(after_sale: AfterSale) -> tuple[str, ...]:
    """What can be ruled as things stand. Goods that lie with the supplier cannot stay there for nothing."""
    if after_sale.came_back:
        return ("refund", "resend")
    if after_sale.was_sent_back:
        return ("refund", "resend", "reject")
    return ("refund", "reject") if after_sale.before_shipping else ("refund", "return", "reject")


def ceiling(after_sale: AfterSale) -> Money:
    """The most that a ruling can give back."""
    return most_for(after_sale.line, after_sale.quantity)


def ruling_told(ruling: Ruling) -> str:
    """The ruling's reason as it is kept."""
    return paragraphs(ruling.reason)


def decide(session: Session, after_sale: AfterSale, ruling: Ruling, act: Act, *, rules: Rules) -> None:
    """Writes the ruling and takes its step; giving the money back is the story's part. Raises Refused."""
    reason, amount = ruling_told(ruling), _amount(after_sale, ruling)
    if ruling.outcome not in outcomes_for(after_sale):
        raise Refused("outcome", N_("选一种裁定"))
    if not reason:
        raise Refused("reason", N_("写明理由，双方都会看到"))
    if len(reason) > REASON_LIMIT:
        raise Refused("reason", N_("最多 %(most)s 个字"), most=REASON_LIMIT)
    facts = _facts(ruling, amount, rules, act.at)
    move_after_sale(session, after_sale, OUTCOMES[ruling.outcome], act.because(reason), **facts)
    _write(session, after_sale, ruling.outcome, reason, amount, act)


def _facts(ruling: Ruling, amount: Money | None, rules: Rules, at: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {"agreed_amount": amount, "offered_amount": None}
    if ruling.outcome == "return":
        facts |= {"return_to": checked_address(ruling.return_to), "answer_by": deadlines.to_decide(rules, at)}
    if ruling.outcome == "resend":
        facts["answer_by"] = deadlines.to_answer(rules, at)
    return facts


def _amount(after_sale: AfterSale, ruling: Ruling) -> Money | None:
    """What is given back, where anything is."""
    if ruling.outcome not in ("refund", "return") or (ruling.outcome == "return" and not after_sale.wanted.gives_money):
        return None
    most = ceiling(after_sale)
    amount = most if after_sale.before_shipping and after_sale.line.to_ship >= after_sale.quantity else ruling.amount
    if amount is None or not 0 < amount <= most:
        raise Refused("amount", N_("金额要大于 0，最多 %(most)s 元"), most=most.short)
    return amount


def _write(session: Session, after_sale: AfterSale, outcome: str, reason: str, amount: Money | None, act: Act) -> None:
    dispute = after_sale.dispute
    dispute.ruled_at, dispute.ruled_by, dispute.reason, dispute.amount = act.at, act.member.id, reason, amount
    # Goods that only go home again are no win.
    dispute.for_buyer = outcome in ("refund", "return") or (outcome == "resend" and after_sale.wanted.sends_goods)
    session.add(
        DisputeStatement(dispute_id=dispute.id, who="operator", member_id=act.member.id, words=reason, at=act.at)
    )
    given = f"{outcome} {amount.yuan}" if amount is not None else outcome
    audit.note_audit(session, "dispute.rule", after_sale.code, act.because(f"{given}：{reason}"))
    session.flush()
    session.expire(dispute, ["statements"])
