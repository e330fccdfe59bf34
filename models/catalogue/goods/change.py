"""The one door through which approved goods are written: by the form, the pictures' pages, files and bulk edits alike.

What buyers see and an operator has to look at becomes a proposal; everything else works at once (dividing.py). Goods
that nobody approved as they stand are written as they are wanted. Whoever comes through holds the goods' row, in the
order of ids: a decision at the same moment comes before or after, never in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from models.catalogue.category.category import Category, require_open
from models.catalogue.goods import listing
from models.catalogue.goods.dividing import ApprovedSku, anchor, at_once, held_together, prices_approved
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import GoodsLook, LongShot, Shot, differences, look_of, sku_as_draft, with_differences
from models.catalogue.goods.price import listed_price
from models.catalogue.goods.proposal import (
    PROPOSAL,
    PROPOSAL_CODE,
    Proposal,
    ProposalStep,
    waiting_proposal,
    waiting_proposals,
)
from models.catalogue.goods.putting_on import put_details, put_facts, put_on, put_parts
from models.catalogue.goods.skus import SkuDraft
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.kernel.steps import take


@dataclass(frozen=True, slots=True)
class GoodsWanted:
    """What goods should become. Only what is named changes: `facts` by the columns' names, `skus`, `pictures` and
    `details` whole where they are given. `usual_bp` is the rate of a new SKU that names none."""

    facts: Mapping[str, object] = field(default_factory=dict)
    skus: Sequence[SkuDraft] | None = None
    pictures: Sequence[Shot] | None = None
    usual_bp: int = 0
    details: Sequence[LongShot] | None = None


@dataclass(frozen=True, slots=True)
class GoodsOutcome:
    """`applied`: something works already. `proposed` is what waits because of this edit, `dropped` whether what waited
    before does no longer. `why`: nothing of it was taken, because the whole would break a rule or lack something."""

    applied: bool = False
    proposed: Proposal | None = None
    dropped: bool = False
    why: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything is not as it was."""
        return self.applied or self.dropped or self.proposed is not None


def want(
    session: Session,
    goods: Goods,
    wanted: GoodsWanted,
    act: Act,
    rules: Rules,
    waiting: dict[int, Proposal] | None = None,
) -> GoodsOutcome:
    """Writes what may be written, and proposes the rest. Commits nothing, and leaves no row in the trail. `waiting` is
    what waits by the goods' ids, where the caller has read it for many at once (waiting_proposals); it is kept true."""
    if not is_standing(goods):
        return _write(goods, wanted, act, rules)
    known = waiting_proposals(session, [goods.id]) if waiting is None else waiting
    outcome = _divide(session, goods, wanted, known.get(goods.id), act, rules)
    if outcome.proposed is not None:
        known[goods.id] = outcome.proposed
    elif outcome.dropped:
        del known[goods.id]
    return outcome


def want_each(
    session: Session, wishes: Sequence[tuple[Goods, GoodsWanted]], act: Act, rules: Rules
) -> list[GoodsOutcome]:
    """The same for several goods, each of which stands or falls by itself."""
    waiting = waiting_proposals(session, [goods.id for goods, _ in wishes if is_standing(goods)])
    return [want(session, goods, wanted, act, rules, waiting) for goods, wanted in wishes]


def is_standing(goods: Goods) -> bool:
    """Whether what stands in the row is on sale, or may be at any moment, as it was approved."""
    return goods.version is not None and goods.state in ("on_sale", "off_sale")


def as_wanted(goods: Goods, waiting: Proposal | None) -> GoodsLook:
    """What the supplier wants these goods to be: as they stand, with what waits."""
    standing = look_of(goods)
    return with_differences(standing, waiting.wanted) if waiting else standing


def withdraw_proposal(session: Session, goods: Goods, act: Act) -> bool:
    """Buyers go on with what was approved, and nothing waits any more; says whether something did."""
    waiting = waiting_proposal(session, goods)
    return waiting is not None and _end(session, waiting, "withdraw", act)


def obstacle(session: Session, goods: Goods, look: GoodsLook) -> str:
    """Why these goods may not become so; empty where they may."""
    category = session.get(Category, look.category_id) if look.category_id else None
    try:
        require_open(category, goods.category_id)
    except Refused as no:
        return no.said
    lacks = [lack.said for lack in listing.lacks_of(session, look)]
    try:
        listing.require_cover(goods.supplier, category)
    except Refused as no:
        lacks.append(no.said)
    return Said.joined(lacks) or _broken(goods, look, category)


def _write(goods: Goods, wanted: GoodsWanted, act: Act, rules: Rules) -> GoodsOutcome:
    changed = put_facts(goods, wanted.facts, at=act.at)
    changed |= put_details(goods, wanted.details, at=act.at)
    changed |= put_parts(goods, wanted.skus, wanted.pictures, at=act.at, rules=rules, usual_bp=wanted.usual_bp)
    if changed:
        goods.version = None
    return GoodsOutcome(applied=changed)


def _divide(
    session: Session, goods: Goods, wanted: GoodsWanted, waiting: Proposal | None, act: Act, rules: Rules
) -> GoodsOutcome:
    standing = look_of(goods)
    before = with_differences(standing, waiting.wanted) if waiting else standing
    target = _target(goods, before, wanted)
    if target == before:
        return GoodsOutcome()
    now = _now(session, goods, standing, target, rules)
    rest = differences(now, target)
    if rest and (why := obstacle(session, goods, target)):
        return GoodsOutcome(why=why)
    approved = prices_approved(standing, _approved(goods))
    applied = put_on(goods, now, at=act.at, rules=rules)
    for sku in goods.on_offer:
        if sku.approved_price is None:
            sku.approved_price = anchor(listed_price(sku), approved)
    if waiting is not None and rest == waiting.wanted:
        return GoodsOutcome(applied)
    dropped = waiting is not None and _end(session, waiting, "replace" if rest else "withdraw", act)
    return GoodsOutcome(applied, _propose(session, goods, rest, waiting, act) if rest else None, dropped)


def _now(session: Session, goods: Goods, standing: GoodsLook, target: GoodsLook, rules: Rules) -> GoodsLook:
    """What works at once. Where a part would break a rule that the whole keeps, the parts wait for each other."""
    now = at_once(standing, target, _approved(goods), rules.price_move_bp)
    if now == target or not _broken(goods, now, goods.category):
        return now
    category = session.get(Category, target.category_id) if target.category_id else None
    return now if _broken(goods, target, category) else held_together(standing, target)


def _target(goods: Goods, before: GoodsLook, wanted: GoodsWanted) -> GoodsLook:
    """What was wanted before, with what is wanted now: nothing is left open in it."""
    facts: dict[str, Any] = dict(wanted.facts)
    if "option_names" in facts:
        facts["option_names"] = tuple(facts["option_names"])
    if wanted.pictures is not None:
        facts["pictures"] = tuple(wanted.pictures)
    if wanted.details is not None:
        facts["details"] = tuple(wanted.details)
    if wanted.skus is not None:
        rows = {sku.code: sku_as_draft(sku) for sku in goods.skus} | {sku.code: sku for sku in before.skus}
        facts["skus"] = tuple(_whole(sku, rows.get(sku.code), wanted.usual_bp) for sku in wanted.skus)
    return replace(before, **facts)


def _whole(sku: SkuDraft, known: SkuDraft | None, usual_bp: int) -> SkuDraft:
    stock, rate, barcode = (known.stock, known.commission_bp, known.barcode) if known else (0, usual_bp, "")
    picture = known.picture if known else ""
    return replace(
        sku,
        stock=stock if sku.stock is None else sku.stock,
        commission_bp=rate if sku.commission_bp is None else sku.commission_bp,
        barcode=barcode if sku.barcode is None else sku.barcode,
        picture=picture if sku.picture is None else sku.picture,
    )


def _approved(goods: Goods) -> dict[str, ApprovedSku]:
    return {
        sku.code: ApprovedSku(tuple(sku.options), sku.approved_price)
        for sku in goods.skus
        if sku.approved_price is not None
    }


def _broken(goods: Goods, look: GoodsLook, category: Category | None) -> str:
    bounds = listing.rate_bounds(goods.supplier, listing.floor_of(category))
    asked = ((sku.price, sku.commission_bp or 0) for sku in look.skus)
    return listing.rule_broken(asked, look.declared_price, look.declared_commission_bp, bounds)


def _propose(session: Session, goods: Goods, rest: dict[str, Any], before: Proposal | None, act: Act) -> Proposal:
    proposal = Proposal(
        code=fresh_code(session, Proposal.code, PROPOSAL_CODE),
        goods_id=goods.id,
        wanted=rest,
        by=act.by_id,
        at=act.at,
        since=before.since if before else act.at,
    )
    session.add(proposal)
    session.flush()
    return proposal


def _end(session: Session, waiting: Proposal, step: ProposalStep, act: Act) -> bool:
    """What waits does no longer. Raises Refused where it was decided meanwhile: what was seen is no more."""
    if not take(session, waiting, PROPOSAL, step, {"decided_by": act.by_id, "decided_at": act.at}):
        raise Refused("", N_("这件商品刚刚有了变化，请刷新再看"))
    return True
