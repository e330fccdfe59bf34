"""The buyer's side of an after-sale: asking, taking it back, asking for less, sending the goods back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.text import paragraphs
from models.trade.after_sale import deadlines
from models.trade.after_sale.after_sale import REASONS, AfterSale, AfterSalePhoto
from models.trade.after_sale.allowed import most_for, pieces_for, refusal_for
from models.trade.after_sale.kinds import AfterSaleKind, after_sale_kinds
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.after_sale.steps import hold_after_sale, move_after_sale, note_after_sale
from models.trade.order.locks import hold_order, hold_parcels
from models.trade.order.order import Line
from models.trade.parcel.shipping import Way

WORDS_LIMIT = 300
# Asking costs the buyer nothing, and each request may hold photos.
MOST_A_LINE = 10


@dataclass(frozen=True, slots=True)
class AfterSaleWish:
    """What the buyer filled in. `amount` left empty asks for all that the pieces cost; `photos` are stored keys."""

    kind: str
    reason: str
    quantity: int
    words: str = ""
    amount: Money | None = None
    photos: tuple[str, ...] = ()


def ask_after_sale(
    session: Session, line: Line, wish: AfterSaleWish, act: Act, *, once: str, rules: Rules
) -> AfterSale:
    """Asks on a line. The same form (`once`) again gives the same request. Raises Refused for what cannot be asked."""
    # Held until the commit: two forms at once for one line, or a form and a shipment, come one after the other.
    hold_order(session, line.parcel.order)
    hold_parcels(session, [line.parcel])
    existing = asked_with(session, line, once)
    if existing:
        return existing
    problem = refusal_for(line, rules=rules, at=act.at) or _already_open(session, line)
    if problem:
        raise problem
    after_sale = _asked(session, line, wish, once, rules, act)
    session.add(after_sale)
    session.flush()
    session.add_all(
        AfterSalePhoto(after_sale_id=after_sale.id, key=key, position=place) for place, key in enumerate(wish.photos, 1)
    )
    note_after_sale(session, after_sale, "ask", act.because(after_sale.words))
    session.refresh(after_sale)
    return after_sale


def asked_with(session: Session, line: Line, once: str) -> AfterSale | None:
    """The request that this very form has already made."""
    return session.exec(select(AfterSale).where(AfterSale.once == _mark(line, once))).first()


def withdraw_after_sale(session: Session, after_sale: AfterSale, act: Act) -> None:
    """Takes the request back. A second call changes nothing. Raises Refused once the goods were sent back, or money is
    on its way."""
    hold_after_sale(session, after_sale)
    if after_sale.state == "closed":
        return
    if after_sale.was_sent_back:
        raise Refused("", N_("货已经寄回了，不能再撤销。对结果不满意可以请平台裁定"))
    move_after_sale(session, after_sale, "withdraw", act)


def amend(session: Session, after_sale: AfterSale, amount: Money | None, act: Act, *, rules: Rules) -> None:
    """Asks once more, for less, after a refusal. Raises Refused."""
    hold_after_sale(session, after_sale)
    if after_sale.state == "asked" and after_sale.amount == amount:
        return
    if not after_sale.is_negotiable:
        raise Refused("amount", N_("这个申请没有金额可以改"))
    if amount is None or not 0 < amount < after_sale.owed:
        raise Refused("amount", N_("新的金额要低于 %(amount)s 元"), amount=after_sale.owed.short)
    # Goods that are back with the supplier are answered for as they lie there.
    facts: dict[str, Any] = {"amount": amount, "agreed_amount": None, "offered_amount": None}
    why = amount.yuan
    move_after_sale(
        session, after_sale, "ask_again", act.because(why), answer_by=deadlines.to_answer(rules, act.at), **facts
    )


def send_back(session: Session, after_sale: AfterSale, sent: Way, act: Act, *, rules: Rules) -> None:
    """Says how the goods go back; said again, it corrects the number. Raises Refused once they arrived."""
    hold_after_sale(session, after_sale)
    facts: dict[str, Any] = {"return_carrier": sent.carrier, "return_tracking": sent.tracking}
    if after_sale.state == "returning":
        if (after_sale.return_carrier, after_sale.return_tracking) != (sent.carrier, sent.tracking):
            after_sale.return_carrier, after_sale.return_tracking = sent.carrier, sent.tracking
            note_after_sale(session, after_sale, "correct", act.because(str(sent)))
        return
    by_when = deadlines.to_travel(rules, act.at)
    move_after_sale(session, after_sale, "send_back", act.because(str(sent)), answer_by=by_when, **facts)


def confirm(session: Session, after_sale: AfterSale, act: Act) -> None:
    """What the supplier sent anew has arrived. A second call changes nothing."""
    hold_after_sale(session, after_sale)
    if after_sale.state == "done":
        return
    if after_sale.state != "resent":
        raise Refused("", N_("供货商还没有寄出，等收到再确认"))
    move_after_sale(session, after_sale, "finish", act)


def _mark(line: Line, once: str) -> str:
    """A form's mark counts on its own line only: whoever copies it reaches nobody else's request."""
    return f"{line.id}-{once}"[:32]


def _asked(session: Session, line: Line, wish: AfterSaleWish, once: str, rules: Rules, act: Act) -> AfterSale:
    kind = after_sale_kinds().get(wish.kind)
    if kind is None:
        raise Refused("kind", N_("选一种售后方式"))
    if wish.reason not in REASONS:
        raise Refused("reason", N_("选一个原因"))
    words, most = paragraphs(wish.words), pieces_for(line, kind)
    if len(words) > WORDS_LIMIT:
        raise Refused("words", N_("最多 %(most)s 个字"), most=WORDS_LIMIT)
    if not most:
        raise Refused("kind", N_("这件商品现在不能这样申请，换一种方式"))
    if not 1 <= wish.quantity <= most:
        raise Refused("quantity", N_("这种方式最多可以申请 %(most)s 件"), most=most)
    before_shipping = kind.before_shipping and line.to_ship > 0
    return AfterSale(
        code=fresh_code(session, AfterSale.code, 8),
        once=_mark(line, once),
        order_id=line.parcel.order_id,
        line_id=line.id,
        supplier_id=line.parcel.supplier_id,
        kind=wish.kind,
        reason=wish.reason,
        words=words,
        before_shipping=before_shipping,
        quantity=wish.quantity,
        amount=_amount(line, kind, wish, before_shipping),
        asked_at=act.at,
        answer_by=deadlines.to_answer(rules, act.at),
        changed_at=act.at,
    )


def _amount(line: Line, kind: AfterSaleKind, wish: AfterSaleWish, before_shipping: bool) -> Money:
    """The amount asked for; pieces that were not shipped are given back whole."""
    most = most_for(line, wish.quantity)
    if not kind.gives_money:
        return Money(0)
    if before_shipping or wish.amount is None:
        return most
    if not 0 < wish.amount <= most:
        raise Refused("amount", N_("金额要大于 0，最多 %(most)s 元"), most=most.short)
    return wish.amount


def _already_open(session: Session, line: Line) -> Refused | None:
    mine = select(func.count()).select_from(AfterSale).where(AfterSale.line_id == line.id)
    if session.exec(mine.where(col(AfterSale.state).in_(OPEN_AFTER_SALES))).one():
        return Refused("", N_("这件商品已经有一个售后在处理，先等它结束"))
    if session.exec(mine).one() >= MOST_A_LINE:
        return Refused("", N_("这件商品申请过 %(most)s 次售后了，不能再申请"), most=MOST_A_LINE)
    return None
