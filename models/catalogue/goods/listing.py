"""What happens to goods between a supplier and the shelf: submit, approve, refuse, take off. Each step leaves a row."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.account.desk.appointment import worked_at_desk, works_at_desk
from models.catalogue.category.category import Category, attributes_of, require_open
from models.catalogue.goods.goods import Goods, GoodsEvent, GoodsState
from models.catalogue.goods.price import listed_price, listed_rate
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.said import Said

# From which states each step may start. No other code sets Goods.state.
STEPS: dict[GoodsState, set[GoodsState]] = {
    "draft": {"submitted", "refused", "on_sale", "off_sale"},
    "submitted": {"draft", "refused", "off_sale"},
    "on_sale": {"submitted", "off_sale"},
    "refused": {"submitted", "on_sale"},
    "off_sale": {"on_sale"},
}


def submit(session: Session, goods: Goods, act: Act) -> None:
    """Asks the operator to look at it. Incomplete goods stay where they are (Refused); a broken price or commission
    rule refuses at once, with the reason (docs/product.md, Goods)."""
    if goods.state in ("submitted", "on_sale"):
        return
    for lack in lacks(session, goods):
        raise lack
    _step(session, goods, "submitted", act)
    why = broken_rule(goods)
    if why:
        _step(session, goods, "refused", Act.program(act.at, why))


def approve(session: Session, goods: Goods, act: Act) -> None:
    """Puts submitted goods on sale. Raises Refused while their supplier may not sell."""
    if goods.state != "on_sale":
        _require_selling(session, goods)
        _step(session, goods, "on_sale", act)


def check_again(session: Session, goods: Goods, *, at: datetime) -> None:
    """After a change: submitted goods, or goods on sale, that now break a rule are refused at once, with the reason."""
    why = broken_rule(goods) if goods.state in STEPS["refused"] else ""
    if why:
        _step(session, goods, "refused", Act.program(at, why))


def refuse(session: Session, goods: Goods, act: Act) -> None:
    """Sends submitted goods back with a reason."""
    if not act.why.strip():
        raise Refused("why", N_("写一句为什么，供货商才知道怎么改"))
    if goods.state != "submitted":
        raise Refused("", N_("这件商品现在不能这样操作，刷新看看它的状态"))
    _step(session, goods, "refused", act.because(act.why.strip()))


def take_off(session: Session, goods: Goods, act: Act) -> bool:
    """Takes goods off sale; what was ordered still ships. An operator's word goes over a supplier's; says whether
    anything changed."""
    if goods.state != "off_sale":
        _step(session, goods, "off_sale", act)
        return True
    if not works_at_desk(session, act.by_id) or _taken_off_by_operator(session, goods):
        return False
    goods.state_why, goods.changed_at = act.why, act.at
    session.add(GoodsEvent(goods_id=goods.id, state="off_sale", by=act.by_id, why=act.why, at=act.at))
    session.flush()
    return True


def put_back(session: Session, goods: Goods, act: Act) -> None:
    """Goods that were approved once and taken off go on sale again."""
    if goods.state == "on_sale":
        return
    if goods.state != "off_sale":
        raise Refused("", N_("只有下架的商品能重新上架"))
    if act.who != "operator" and _taken_off_by_operator(session, goods, besides=act.by_id):
        raise Refused("", N_("这件商品是平台下架的，改好后重新提交审核"))
    _require_selling(session, goods)
    for lack in lacks(session, goods):
        raise lack
    why = broken_rule(goods)
    if why:
        raise Refused("", N_("现在不能上架：%(why)s"), why=why)
    goods.state, goods.state_why, goods.changed_at = "on_sale", "", act.at
    session.add(GoodsEvent(goods_id=goods.id, state="on_sale", by=act.by_id, at=act.at))


def wait_again(session: Session, goods: Goods, act: Act) -> None:
    """An operator takes back the own decision: the goods wait as long as they did before. Raises Refused where they
    went on since."""
    last = _newest_event(session, goods)
    if goods.state not in ("on_sale", "refused") or last is None or last.by != act.by_id:
        raise Refused("", N_("这件商品在这之后又有了变化，收不回了"))
    goods.state, goods.state_why, goods.changed_at = "submitted", "", act.at
    session.add(GoodsEvent(goods_id=goods.id, state="submitted", by=act.by_id, why=act.why, at=act.at))
    session.flush()


def _require_selling(session: Session, goods: Goods) -> None:
    """Raises Refused where the supplier is stopped, or its deposit short. Holds the goods' row first: whoever takes all
    of a supplier's goods off holds every one of them, so neither misses the other."""
    session.exec(select(Goods.id).where(Goods.id == goods.id).with_for_update()).one()
    flags = select(Supplier.stopped, Supplier.deposit_short).where(Supplier.id == goods.supplier_id)
    stopped, short = session.exec(flags).one()
    if stopped:
        raise Refused("", N_("供货商暂停供货，恢复以后才能上架"))
    if short:
        raise Refused("", N_("供货商的保证金不足，补齐以后才能上架"))


def _taken_off_by_operator(session: Session, goods: Goods, *, besides: int | None = None) -> bool:
    """`besides`: whoever works for both may bring back what they took off themselves."""
    last = _newest_event(session, goods)
    return last is not None and last.by != besides and worked_at_desk(session, last.by, last.at)


def _newest_event(session: Session, goods: Goods) -> GoodsEvent | None:
    newest = select(GoodsEvent).where(GoodsEvent.goods_id == goods.id).order_by(col(GoodsEvent.id).desc())
    return session.exec(newest.limit(1)).first()


def lacks(session: Session, goods: Goods) -> list[Refused]:
    """What is still missing before anybody should look at these goods."""
    lacking = []
    if goods.category_id is None:
        lacking.append(Refused("category", N_("先选一个类目")))
    elif goods.state == "draft":
        # Only what nobody has looked at yet is new.
        lacking.extend(_closed(session, goods.category_id))
    if not goods.pictures:
        lacking.append(Refused("pictures", N_("至少要有一张图片")))
    if not goods.on_offer:
        lacking.append(Refused("skus", N_("至少要有一个规格")))
    for attribute in attributes_of(session, goods.category_id) if goods.category_id else []:
        if attribute.required and not goods.attributes.get(attribute.name):
            lacking.append(Refused("attributes", N_("还没有填“%(name)s”"), name=attribute.name))
    return lacking


def _closed(session: Session, category_id: int) -> list[Refused]:
    try:
        require_open(session.get(Category, category_id), None)
    except Refused as refusal:
        return [refusal]
    return []


def broken_rule(goods: Goods) -> str:
    """Why these goods may not be sold here: the automatic refusals. Empty where nothing is broken."""
    floor = goods.category.commission_floor_bp if goods.category else 0
    for sku in goods.on_offer:
        if goods.declared_price is not None and listed_price(sku) > goods.declared_price:
            price, other = listed_price(sku).short, goods.declared_price.short
            return Said(N_("售价 %(price)s 元高于站外价 %(other)s 元"), price=price, other=other)
        if goods.declared_commission_bp is not None and listed_rate(sku) < goods.declared_commission_bp:
            return _rates(N_("佣金率 %(rate)s 低于站外的 %(other)s"), listed_rate(sku), goods.declared_commission_bp)
        if listed_rate(sku) < floor:
            return _rates(N_("佣金率 %(rate)s 低于类目下限 %(other)s"), listed_rate(sku), floor)
    return ""


def _rates(message: str, bp: int, other_bp: int) -> Said:
    return Said(message, rate=f"{bp / 100:g}%", other=f"{other_bp / 100:g}%")


def _step(session: Session, goods: Goods, state: GoodsState, act: Act) -> None:
    if goods.state not in STEPS[state]:
        raise Refused("", N_("这件商品现在不能这样操作，刷新看看它的状态"))
    goods.state, goods.state_why, goods.changed_at = state, act.why, act.at
    if state == "submitted":
        goods.submitted_at = act.at
    session.add(GoodsEvent(goods_id=goods.id, state=state, by=act.by_id, why=act.why, at=act.at))
    session.flush()


def first_draft(session: Session, goods: Goods, act: Act) -> None:
    """The first row of new goods' history."""
    session.add(GoodsEvent(goods_id=goods.id, state="draft", by=act.by_id, at=act.at))
