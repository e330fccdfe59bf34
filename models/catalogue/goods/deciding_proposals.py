"""What operators decide about proposals: each decision is a step of the proposal and a row of the trail.

Whoever decides holds the goods' row first, as whoever edits does: what was replaced or withdrawn meanwhile is not
decided.
"""

from typing import Any

from sqlmodel import Session, col, select

from models.account import audit
from models.catalogue.goods.approval import goods_to_decide
from models.catalogue.goods.by_operator import checked_goods_why, require_others_goods
from models.catalogue.goods.change import is_standing, obstacle
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import differences, look_of, with_differences
from models.catalogue.goods.price import listed_price
from models.catalogue.goods.proposal import PROPOSAL, Proposal, ProposalStep, waiting_proposal
from models.catalogue.goods.putting_on import put_on
from models.catalogue.goods.version import add_version, unapprove_change
from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.kernel.rules import Rules
from models.kernel.steps import take

_NOT_ANY_MORE = {
    "replaced": N_("供货商刚刚又改过了，请看新的那一份"),
    "withdrawn": N_("供货商已经撤回了"),
    "approved": N_("别人已经批准了"),
    "refused": N_("别人已经退回了"),
}


def approve_proposal(session: Session, code: str, act: Act, rules: Rules) -> Proposal:
    """Makes the goods what was proposed; one that was approved already stays so. Raises Refused to whoever works for
    the supplier, and where the goods could not be so by now: a category was closed, a floor raised."""
    proposal, goods = _held(session, code)
    if proposal.state == "approved":
        return proposal
    _require_waiting(proposal)
    require_others_goods(session, goods, act)
    before = look_of(goods)
    wanted = with_differences(before, proposal.wanted)
    if why := obstacle(session, goods, wanted):
        raise Refused("", N_("现在不能批准：%(why)s"), why=why)
    _decide(session, proposal, "approve", act)
    put_on(goods, wanted, at=act.at, rules=rules)
    looked_at = _codes_in(proposal)
    for sku in goods.on_offer:
        if sku.code in looked_at or sku.approved_price is None:
            sku.approved_price = listed_price(sku)
    session.flush()
    add_version(session, goods, act)
    proposal.version, proposal.was = goods.version, differences(look_of(goods), before)
    _note(session, "proposal.approve", goods, act)
    return proposal


def refuse_proposal(session: Session, code: str, act: Act) -> Proposal:
    """Buyers go on with what was approved; the supplier reads why. The same refusal again changes nothing."""
    proposal, goods = _held(session, code)
    act = act.because(checked_goods_why(act.why))
    if (proposal.state, proposal.why) != ("refused", act.why):
        _require_waiting(proposal)
        _decide(session, proposal, "refuse", act)
        _note(session, "proposal.refuse", goods, act)
    return proposal


def undecide_proposal(session: Session, code: str, act: Act) -> None:
    """Takes back the own approval or refusal; it waits again. Raises Refused where something followed."""
    proposal, goods = _held(session, code)
    mine = proposal.state in ("approved", "refused") and proposal.decided_by == act.by_id
    newest = proposal.state == "refused" or (proposal.version == goods.version and is_standing(goods))
    if not mine or not newest or waiting_proposal(session, goods) is not None:
        raise Refused("", N_("这件商品在这之后又有了变化，收不回了"))
    if proposal.state == "approved":
        _go_back(session, goods, proposal, act)
    _decide(session, proposal, "wait", act)
    proposal.decided_by = proposal.decided_at = proposal.version = None
    proposal.why, proposal.was = "", {}
    _note(session, "proposal.undecide", goods, act)


def proposal_coded(session: Session, code: str) -> Proposal | None:
    """Any proposal, by its code."""
    return session.exec(select(Proposal).where(Proposal.code == code)).first()


def _go_back(session: Session, goods: Goods, proposal: Proposal, act: Act) -> None:
    put_on(goods, with_differences(look_of(goods), proposal.was), at=act.at, rules=None)
    session.flush()
    assert proposal.decided_at is not None, "whoever approved did so at some moment"
    unapprove_change(session, goods, _codes_in(proposal), of=proposal.decided_at)


def _held(session: Session, code: str) -> tuple[Proposal, Goods]:
    query = select(Proposal).where(Proposal.code == code)
    found = session.exec(query).first()
    if found is None:
        raise Gone(code)
    goods_code = session.exec(select(Goods.code).where(col(Goods.id) == found.goods_id)).one()
    (goods,) = goods_to_decide(session, [goods_code])
    session.refresh(found)
    return found, goods


def _require_waiting(proposal: Proposal) -> None:
    if proposal.state != "waiting":
        raise Refused("", _NOT_ANY_MORE[proposal.state])


def _decide(session: Session, proposal: Proposal, step: ProposalStep, act: Act) -> None:
    facts: dict[str, Any] = {"decided_by": act.by_id, "decided_at": act.at, "why": act.why}
    if not take(session, proposal, PROPOSAL, step, facts):
        raise Refused("", N_("这件商品刚刚有了变化，请刷新再看"))


def _codes_in(proposal: Proposal) -> set[str]:
    """The SKUs that were shown to whoever decided."""
    return {one["code"] for one in proposal.wanted.get("skus", ())}


def _note(session: Session, what: str, goods: Goods, act: Act) -> None:
    audit.note_audit(session, what, f"{goods.code} {goods.title}", act)
