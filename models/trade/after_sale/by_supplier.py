"""The supplier's side of an after-sale: where to send a return, refusing, what arrived, sending anew.

Giving money back is a story (models/stories/after_sale/pay_back.py).
"""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.text import paragraphs
from models.trade.after_sale import deadlines
from models.trade.after_sale.after_sale import RECEPTIONS, AfterSale
from models.trade.after_sale.steps import hold_after_sale, move_after_sale
from models.trade.order.order import Line
from models.trade.parcel.shipping import AT_COUNTER, Way

REFUSAL_WHY_LIMIT = 300
ADDRESS_LEAST, ADDRESS_MOST = 8, 200


def agree_return(session: Session, after_sale: AfterSale, return_to: str, act: Act, *, rules: Rules) -> None:
    """The buyer may send the goods back, to this address. Raises Refused where nothing is to be sent back."""
    hold_after_sale(session, after_sale)
    if not after_sale.wanted.takes_goods:
        raise Refused("", after_sale.wanted.never["agree_return"])
    address = checked_address(return_to)
    if after_sale.state == "to_return" and after_sale.return_to == address:
        return
    if after_sale.was_sent_back:
        raise Refused("", N_("货已经寄回来了"))
    facts: dict[str, Any] = {
        "return_to": address,
        "offered_amount": None,
        "answer_by": deadlines.to_decide(rules, act.at),
    }
    move_after_sale(session, after_sale, "agree_return", act, **facts)


def refuse_after_sale(
    session: Session, after_sale: AfterSale, act: Act, *, offer: Money | None = None, rules: Rules
) -> None:
    """Says no, and why; `offer` is what the supplier would give instead, which the buyer may take. The same refusal
    again changes nothing. Raises Refused."""
    hold_after_sale(session, after_sale)
    reason = paragraphs(act.why)
    if after_sale.state == "refused" and after_sale.offered_amount == offer:
        return
    if not reason:
        raise Refused("why", N_("写明理由，买家会看到"))
    if len(reason) > REFUSAL_WHY_LIMIT:
        raise Refused("why", N_("最多 %(most)s 个字"), most=REFUSAL_WHY_LIMIT)
    if offer is not None:
        _check_offer(after_sale, offer)
    facts = {"offered_amount": offer, "answer_by": deadlines.to_decide(rules, act.at)}
    move_after_sale(session, after_sale, "refuse", act.because(reason), **facts)


def arrive(session: Session, after_sale: AfterSale, reception: str, words: str, act: Act, *, rules: Rules) -> None:
    """Says what arrived, before saying what follows from it; what was fetched is brought back to the counter. A second
    call changes nothing. Raises Refused."""
    hold_after_sale(session, after_sale)
    told = paragraphs(words)
    if after_sale.state == "arrived" and after_sale.reception == reception:
        return
    if reception not in RECEPTIONS:
        raise Refused("reception", N_("选一选收到的是什么情况"))
    if len(told) > REFUSAL_WHY_LIMIT:
        raise Refused("words", N_("最多 %(most)s 个字"), most=REFUSAL_WHY_LIMIT)
    if reception != "received" and not told:
        raise Refused("words", N_("写一写哪里不对，买家和平台都会看到"))
    if after_sale.state == "to_return" and after_sale.line.parcel.is_pickup:
        brought = {"return_carrier": AT_COUNTER.carrier, "return_tracking": AT_COUNTER.tracking}
        move_after_sale(session, after_sale, "send_back", act.because(str(AT_COUNTER)), **brought)
    facts: dict[str, Any] = {
        "reception": reception,
        "reception_words": told,
        "answer_by": deadlines.to_answer(rules, act.at),
    }
    move_after_sale(session, after_sale, "arrive", act.because(told), **facts)
    if after_sale.came_back:
        _count(session, after_sale.line, after_sale.quantity)


def resend(session: Session, after_sale: AfterSale, sent: Way, act: Act, *, rules: Rules) -> None:
    """Sends what the buyer asked for, or what a ruling says must go to the buyer. A second call changes nothing. Raises
    Refused."""
    hold_after_sale(session, after_sale)
    facts = {"resent_carrier": sent.carrier, "resent_tracking": sent.tracking}
    if after_sale.state == "resent" and (after_sale.resent_carrier, after_sale.resent_tracking) == (
        sent.carrier,
        sent.tracking,
    ):
        return
    if after_sale.state == "arrived" and not after_sale.wanted.sends_goods:
        raise Refused("", after_sale.wanted.never["resend"])
    by_when = deadlines.to_travel(rules, act.at)
    move_after_sale(session, after_sale, "resend", act.because(str(sent)), answer_by=by_when, **facts)
    if after_sale.came_back:
        # The buyer has as many pieces as before: none of them is with the supplier, and none was shipped twice.
        _count(session, after_sale.line, -after_sale.quantity)


def checked_address(text: str) -> str:
    """A return address as it is kept. Raises Refused for one that nobody could send to."""
    address = paragraphs(text)
    if len(address) < ADDRESS_LEAST:
        raise Refused("return_to", N_("写全收件人、电话和地址，买家照着寄"))
    if len(address) > ADDRESS_MOST:
        raise Refused("return_to", N_("最多 %(most)s 个字"), most=ADDRESS_MOST)
    return address


def _check_offer(after_sale: AfterSale, offer: Money) -> None:
    if not after_sale.is_negotiable:
        raise Refused("offer", N_("这个申请不能只退一部分"))
    if not 0 < offer < after_sale.owed:
        raise Refused("offer", N_("愿意退的金额要低于 %(amount)s 元；同意全退就点同意"), amount=after_sale.owed.short)


def _count(session: Session, line: Line, pieces: int) -> None:
    fits = (col(Line.returned) + pieces >= 0, col(Line.returned) + pieces <= col(Line.shipped))
    counted = update(Line).where(col(Line.id) == line.id, *fits).values(returned=Line.returned + pieces)
    if session.exec(counted).rowcount != 1:
        raise Refused("", N_("退回的件数和发出的对不上，请联系平台"))
    session.refresh(line)
