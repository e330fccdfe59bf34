"""Giving money back because of an after-sale: the supplier agrees, the buyer takes an offer, or the operator rules."""

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.payment.finding import refund_keyed
from models.payment.refund import Refund
from models.payout.four_eyes import require_other
from models.stories.refund.decide import Decision, RefundPart, refund
from models.trade.after_sale import by_operator
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.allowed import most_for
from models.trade.after_sale.by_operator import Ruling
from models.trade.after_sale.states import AfterSaleStep
from models.trade.after_sale.steps import hold_after_sale, move_after_sale


def agree_after_sale(session: Session, after_sale: AfterSale, act: Act, *, seen: Money) -> Refund:
    """The supplier gives what is asked for, or what was ruled; `seen` is the amount that its page showed. A second call
    gives the same refund. Raises Refused."""
    hold_after_sale(session, after_sale)
    existing = refund_of(session, after_sale)
    if existing:
        return existing
    if not after_sale.wanted.gives_money:
        raise Refused("", after_sale.wanted.never["agree"])
    if seen != after_sale.owed:
        raise Refused("", N_("金额刚刚改成了 %(amount)s 元，请再看一眼"), amount=after_sale.owed.short)
    if after_sale.before_shipping and after_sale.line.to_ship < after_sale.quantity:
        raise Refused("", N_("这些货已经发出去了。请拒绝并说明，买家收到后可以申请退货"))
    return _give(session, after_sale, "agree", after_sale.owed, act)


def accept(session: Session, after_sale: AfterSale, act: Act, *, seen: Money) -> Refund:
    """The buyer takes what the supplier offered while refusing. A second call gives the same refund. Raises Refused."""
    hold_after_sale(session, after_sale)
    existing = refund_of(session, after_sale)
    if existing:
        return existing
    offered = after_sale.offered_amount
    if after_sale.state != "refused" or offered is None or offered != seen:
        raise Refused("", N_("供货商现在没有给出这个金额，请再看一眼"))
    return _give(session, after_sale, "accept", offered, act)


def rule(session: Session, after_sale: AfterSale, decided: Ruling, act: Act, *, rules: Rules) -> None:
    """The operator decides; money that the ruling gives back at once is given back. The same ruling again changes
    nothing. Raises Refused."""
    hold_after_sale(session, after_sale)
    dispute = after_sale.dispute
    if (
        after_sale.state != "disputed"
        and dispute.ruled_by == act.member.id
        and dispute.reason == by_operator.ruling_told(decided)
    ):
        return
    require_other(session, after_sale.line.parcel.supplier, by=act.member)
    require_other(session, after_sale.line.shop, by=act.member)
    pieces = _pieces(after_sale, decided.amount)
    by_operator.decide(session, after_sale, decided, act, rules=rules)
    if after_sale.state == "refunding":
        _refund(session, after_sale, pieces, act)


def refund_of(session: Session, after_sale: AfterSale) -> Refund | None:
    """The refund it led to."""
    return refund_keyed(session, _key(after_sale))


def _give(session: Session, after_sale: AfterSale, step: AfterSaleStep, amount: Money, act: Act) -> Refund:
    pieces = _pieces(after_sale, amount)
    move_after_sale(session, after_sale, step, act.because(amount.yuan), agreed_amount=amount)
    return _refund(session, after_sale, pieces, act)


def _refund(session: Session, after_sale: AfterSale, pieces: int, act: Act) -> Refund:
    part = RefundPart(after_sale.line, pieces, after_sale.owed, sent=not after_sale.before_shipping)
    return refund(
        session,
        after_sale.order,
        Decision("after_sale", _key(after_sale), [part], after_sale=after_sale),
        act.because(after_sale.code),
    )


def _pieces(after_sale: AfterSale, amount: Money | None) -> int:
    """How many pieces count as given back: those that were not sent or are back, or whose whole price is. Else the
    money is a mere reduction."""
    is_whole = amount == most_for(after_sale.line, after_sale.quantity)
    return after_sale.quantity if after_sale.before_shipping or after_sale.was_sent_back or is_whole else 0


def _key(after_sale: AfterSale) -> str:
    return f"after_sale:{after_sale.code}"
