"""What operators decide about goods: each decision is a step of listing.py and a row of the audit trail.

`seen` is the mark of the goods as the operator saw them. A supplier may change them while they wait; what
was not looked at is not decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from models.account import audit
from models.catalogue.goods import listing
from models.catalogue.goods.approval import goods_to_decide
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.kernel.text import one_line

GOODS_WHY_LIMIT = 200


@dataclass(slots=True)
class Outcome:
    """How many goods were decided, and the titles of those that could not be."""

    done: int = 0
    left: list[str] = field(default_factory=list)


def seen_mark(changed_at: datetime) -> str:
    """What tells one state of goods from a later one."""
    return str(round(changed_at.timestamp() * 1_000_000))


def approve_goods(session: Session, code: str, act: Act, *, seen: str = "") -> Goods:
    """Puts goods on sale; those that are already stay so. Raises Refused to whoever works for their supplier."""
    goods = _one(session, code)
    if goods.state != "on_sale":
        require_others_goods(session, goods, act)
        _require_seen(goods, seen)
        _require_sound(session, goods)
        listing.approve(session, goods, act)
        _note(session, "goods.approve", goods, act)
    return goods


def refuse_goods(session: Session, code: str, act: Act, *, seen: str = "") -> Goods:
    """Sends goods back with a reason. The same refusal again changes nothing."""
    goods, act = _one(session, code), act.because(checked_goods_why(act.why))
    if (goods.state, goods.state_why) != ("refused", act.why):
        _require_seen(goods, seen)
        listing.refuse(session, goods, act)
        _note(session, "goods.refuse", goods, act)
    return goods


def take_goods_off(session: Session, code: str, act: Act) -> Goods:
    """Takes goods off sale, with a reason; what was ordered still ships."""
    goods, act = _one(session, code), act.because(checked_goods_why(act.why))
    # Goods that their supplier took off meanwhile are taken off by the operator all the same: they may not come back
    # without an approval.
    if listing.take_off(session, goods, act):
        _note(session, "goods.take_off", goods, act)
    return goods


def put_goods_back(session: Session, code: str, act: Act) -> Goods:
    """Puts goods that were taken off on sale again. Raises Refused to whoever works for their supplier."""
    goods = _one(session, code)
    if goods.state != "on_sale":
        require_others_goods(session, goods, act)
        listing.put_back(session, goods, act)
        _note(session, "goods.put_back", goods, act)
    return goods


def undecide_goods(session: Session, code: str, act: Act) -> None:
    """Takes back the own approval or refusal; the goods wait again."""
    goods = _one(session, code)
    listing.wait_again(session, goods, act)
    _note(session, "goods.undecide", goods, act)


def approve_each(session: Session, seen: Mapping[str, str], act: Act) -> Outcome:
    """Approves what can be; `seen` is the mark of each goods by its code."""
    return _each(session, seen, lambda code, mark: approve_goods(session, code, act, seen=mark))


def refuse_each(session: Session, seen: Mapping[str, str], act: Act) -> Outcome:
    """Refuses what can be, all for one reason."""
    checked_goods_why(act.why)
    return _each(session, seen, lambda code, mark: refuse_goods(session, code, act, seen=mark))


def checked_goods_why(why: str) -> str:
    """The reason as it will be kept. Raises Refused where there is none, or too much of it."""
    plain = one_line(why)
    if not plain:
        raise Refused("why", N_("写一句为什么，供货商才知道怎么改"))
    if len(plain) > GOODS_WHY_LIMIT:
        raise Refused("why", N_("最多 %(most)d 个字"), most=GOODS_WHY_LIMIT)
    return plain


def _each(session: Session, seen: Mapping[str, str], step: Callable[[str, str], Goods]) -> Outcome:
    outcome = Outcome()
    for goods in goods_to_decide(session, seen):
        try:
            step(goods.code, seen[goods.code])
        except Refused:
            outcome.left.append(goods.title)
        else:
            outcome.done += 1
    return outcome


def require_others_goods(session: Session, goods: Goods, act: Act) -> None:
    """Raises Refused to whoever works for the goods' supplier."""
    works = (SupplierStaff.member_id == act.by_id, SupplierStaff.supplier_id == goods.supplier_id)
    if session.exec(select(SupplierStaff.member_id).where(*works)).first() is not None:
        raise Refused("", N_("这是你自己的店铺或供货商，要由另一位平台人员来办"))


def _one(session: Session, code: str) -> Goods:
    goods = next(iter(goods_to_decide(session, [code])), None)
    if goods is None:
        raise Gone(code)
    return goods


def _require_seen(goods: Goods, seen: str) -> None:
    if seen and seen != seen_mark(goods.changed_at):
        raise Refused("", N_("这件商品刚刚改过，请再看一眼现在的样子"))


def _require_sound(session: Session, goods: Goods) -> None:
    """A floor may have risen since the goods were submitted."""
    for lack in listing.lacks(session, goods):
        raise lack
    why = listing.broken_rule(goods)
    if why:
        raise Refused("", N_("现在不能上架：%(why)s"), why=why)


def _note(session: Session, what: str, goods: Goods, act: Act) -> None:
    audit.note_audit(session, what, f"{goods.code} {goods.title}", act)
