"""Giving money back because of an after-sale: the supplier agrees, the buyer takes an offer, or the operator rules."""

from datetime import datetime

from sqlmodel import Session

from models.account.member import Member
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.payment.refund import Refund
from models.payment.refunds import refund_keyed
from models.payout.four_eyes import require_other
from models.stories.refund.decide import RefundPart, refund
from models.trade.after_sale import by_operator
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.allowed import most_for
from models.trade.after_sale.by_operator import Ruling
from models.trade.after_sale.finding import hold_after_sale, move_after_sale


def agree_after_sale(session: Session, asked: AfterSale, *, seen: Money, by: Member, at: datetime) -> Refund:
    """The supplier gives what is asked for, or what was ruled; `seen` is the amount its page showed. Twice is one
    refund. Raises Refused."""
    hold_after_sale(session, asked)
    standing = refund_of(session, asked)
    if standing:
        return standing
    if not asked.wanted.gives_money:
        raise Refused("", asked.wanted.never["agree"])
    if seen != asked.owed:
        raise Refused("", N_("金额刚刚改成了 %(amount)s 元，请再看一眼"), amount=asked.owed.short)
    if asked.before_shipping and asked.line.to_ship < asked.quantity:
        raise Refused("", N_("这些货已经发出去了。请拒绝并说明，买家收到后可以申请退货"))
    return _give(session, asked, "agree", asked.owed, who="supplier", by=by, at=at)


def accept(session: Session, asked: AfterSale, *, seen: Money, at: datetime) -> Refund:
    """The buyer takes what the supplier offered while refusing. Twice is one refund. Raises Refused."""
    hold_after_sale(session, asked)
    standing = refund_of(session, asked)
    if standing:
        return standing
    offered = asked.offered_amount
    if asked.state != "refused" or offered is None or offered != seen:
        raise Refused("", N_("供货商现在没有给出这个金额，请再看一眼"))
    return _give(session, asked, "accept", offered, who="buyer", at=at)


def rule(session: Session, asked: AfterSale, decided: Ruling, *, rules: Rules, by: Member, at: datetime) -> None:
    """The operator decides; where money is given back at once, it is. Twice is once. Raises Refused."""
    hold_after_sale(session, asked)
    dispute = asked.dispute
    if asked.state != "disputed" and dispute.ruled_by == by.id and dispute.reason == by_operator.told(decided):
        return
    require_other(session, asked.line.parcel.supplier, by=by)
    require_other(session, asked.line.shop, by=by)
    pieces = _pieces(asked, decided.amount)
    by_operator.decide(session, asked, decided, rules=rules, by=by, at=at)
    if asked.state == "refunding":
        _refund(session, asked, pieces, who="operator", by=by, at=at)


def refund_of(session: Session, asked: AfterSale) -> Refund | None:
    """The refund it led to."""
    return refund_keyed(session, _key(asked))


def _give(
    session: Session,
    asked: AfterSale,
    step: str,
    amount: Money,
    *,
    who: str,
    by: Member | None = None,
    at: datetime,
) -> Refund:
    pieces = _pieces(asked, amount)
    move_after_sale(session, asked, step, who=who, by=by, at=at, why=amount.yuan, agreed_amount=amount)
    return _refund(session, asked, pieces, who=who, by=by, at=at)


def _refund(session: Session, asked: AfterSale, pieces: int, *, who: str, by: Member | None, at: datetime) -> Refund:
    part = RefundPart(asked.line, pieces, asked.owed, sent=not asked.before_shipping)
    return refund(
        session,
        asked.order,
        cause="after_sale",
        key=_key(asked),
        lines=[part],
        after_sale=asked,
        who=who,
        by=by,
        at=at,
        why=asked.code,
    )


def _pieces(asked: AfterSale, amount: Money | None) -> int:
    """How many pieces count as given back: those that were not sent or are back, or whose whole price is. Else the
    money is a mere reduction."""
    is_whole = amount == most_for(asked.line, asked.quantity)
    return asked.quantity if asked.before_shipping or asked.was_sent_back or is_whole else 0


def _key(asked: AfterSale) -> str:
    return f"after_sale:{asked.code}"
