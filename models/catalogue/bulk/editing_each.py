"""Each of many goods through the one door (goods/change.py): it is changed, waits for approval, stays as it was, or is
refused; one that is refused stops no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

from sqlalchemy import bindparam, case, update
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from models.account.audit.editing import edited_by
from models.catalogue.bulk.moves import BulkWish
from models.catalogue.bulk.touched import Aim, aim_of, touched_by
from models.catalogue.category.category import asking_once, attributes_of
from models.catalogue.goods import listing
from models.catalogue.goods.change import GoodsWanted, as_wanted, is_standing, want
from models.catalogue.goods.editing import note_lacks
from models.catalogue.goods.facts import goods_facts, goods_subject
from models.catalogue.goods.forbidden import forbidden_in
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.price import announced_of
from models.catalogue.goods.proposal import Proposal, waiting_proposals
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import related, table_of
from models.kernel.rules import Rules

Aims = Callable[[Goods, GoodsLook], Aim]


@dataclass(frozen=True, slots=True)
class GoodsEdit:
    """What came of one goods; `was` and `became` as touched.py has them, `moves` of pieces by the SKUs' ids."""

    goods: Goods
    result: Literal["changed", "same", "proposed", "refused"]
    announced: bool = False
    why: str = ""
    was: Mapping[str, Any] = field(default_factory=dict)
    became: Mapping[str, Any] = field(default_factory=dict)
    moves: Mapping[int, int] = field(default_factory=dict)


_sku = table_of(SKU)
_MOVED = _sku.c.stock + bindparam("by")
# What is bought at this very moment is not brought back, and nothing goes below none.
_MOVE = update(_sku).where(_sku.c.id == bindparam("sku_id")).values(stock=case((_MOVED < 0, 0), else_=_MOVED))


def held_goods(session: Session, ids: Sequence[int]) -> list[Goods]:
    """The goods of these ids, locked, in the order of ids as everybody locks them."""
    loads = [selectinload(related(part)) for part in (Goods.skus, Goods.pictures, Goods.details, Goods.missing)]
    query = select(Goods).where(col(Goods.id).in_(ids)).order_by(col(Goods.id)).options(*loads)
    return list(session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)))


def edit_each(session: Session, goods: Sequence[Goods], aims: Aims, act: Act, rules: Rules) -> list[GoodsEdit]:
    """Edits each of these goods, which the caller holds."""
    with asking_once(session, [one.category_id for one in goods]):
        waiting = waiting_proposals(session, [one.id for one in goods if is_standing(one)])
        with session.no_autoflush:
            edits = [_edit(session, one, aims, waiting, act, rules) for one in goods]
        session.flush()
        moves = sorted(moved for each in edits for moved in each.moves.items())
        if moves:
            session.connection().execute(_MOVE, [{"sku_id": sku_id, "by": by} for sku_id, by in moves])
        for each in edits:
            if each.result in ("changed", "proposed"):
                listing.check_again(session, each.goods, at=act.at)
    return [replace(each, why=each.goods.state_why) if _is_off(each) else each for each in edits]


def wishing(session: Session, wish: BulkWish) -> Aims:
    """How one wish aims at each goods."""

    def answer(category_id: int | None, name: str, typed: str) -> str:
        every = attributes_of(session, category_id) if category_id is not None else []
        asked = next((one for one in every if one.name == name), None)
        if asked is None:
            raise Refused("attribute", N_("它的类目没有“%(name)s”这一项"), name=name)
        return asked.read(typed)

    return lambda goods, look: aim_of(look, wish, answer)


def _edit(
    session: Session,
    goods: Goods,
    aims: Aims,
    waiting: dict[int, Proposal],
    act: Act,
    rules: Rules,
) -> GoodsEdit:
    look = as_wanted(goods, waiting.get(goods.id) if is_standing(goods) else None)
    was: dict[str, Any] = {}
    became: dict[str, Any] = {}
    try:
        aim = aims(goods, look)
        was, became = touched_by(look, aim)
        if not was:
            return GoodsEdit(goods, "same")
        for why in _against(session, goods, look, aim, rules):
            raise why
        told = partial(goods_subject, goods), partial(goods_facts, goods)
        with edited_by(session, act, "goods.edit", *told):
            # Whatever is refused is so before anything was written.
            outcome = want(session, goods, _wanted(look, aim), act, rules, waiting)
            if outcome.why:
                raise Refused("", "%(why)s", why=outcome.why)
            moves = _moved(goods, aim.stock, act)
            if goods.state == "draft":
                note_lacks(session, goods)
    except Refused as no:
        return GoodsEdit(goods, "refused", why=no.said, was=was, became=became)
    falls = any(announced_of(sku) is not None for sku in goods.on_offer) and _lowers(look, aim)
    return GoodsEdit(goods, "proposed" if outcome.proposed else "changed", falls, "", was, became, moves)


def _against(session: Session, goods: Goods, look: GoodsLook, aim: Aim, rules: Rules) -> list[Refused]:
    """Why goods may not become so: words, and what others who look at them would miss."""
    words = [forbidden.why for forbidden in forbidden_in(aim.look, look, rules)]
    if goods.state == "submitted":
        return [*words, *listing.lacks_of(session, aim.look)]
    return [*words, *(listing.lacks(session, goods) if goods.state == "on_sale" else ())]


def _is_off(each: GoodsEdit) -> bool:
    """Whether the edit made goods break a rule."""
    return each.result in ("changed", "proposed") and each.goods.state == "refused"


def _wanted(look: GoodsLook, aim: Aim) -> GoodsWanted:
    """What the door is asked for: only what the edit changes."""
    facts: dict[str, object] = {}
    if look.category_id != aim.look.category_id:
        facts["category_id"] = aim.look.category_id
    if dict(look.attributes) != dict(aim.look.attributes):
        facts["attributes"] = dict(aim.look.attributes)
    # Pieces are moved beside it: what is bought at this very moment is not brought back.
    return GoodsWanted(facts, [replace(sku, stock=None) for sku in aim.look.skus])


def _moved(goods: Goods, moves: Mapping[str, int], act: Act) -> dict[int, int]:
    """Pieces are moved by statements of their own; the records show already what comes of it."""
    moved = {sku.id: moves[sku.code] for sku in goods.on_offer if moves.get(sku.code)}
    for sku in goods.on_offer:
        if sku.id in moved:
            set_committed_value(sku, "stock", max(0, sku.stock + moved[sku.id]))
            goods.changed_at = act.at
    return moved


def _lowers(look: GoodsLook, aim: Aim) -> bool:
    rates = {sku.code: sku.commission_bp or 0 for sku in look.skus}
    return any((sku.commission_bp or 0) < rates.get(sku.code, 0) for sku in aim.look.skus)
