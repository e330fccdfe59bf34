"""What happens to goods between a supplier and the shelf: submit, approve, refuse, take off. Each step leaves a row."""

from collections.abc import Iterable, Mapping, Sized
from datetime import datetime

from sqlmodel import Session, col, select

from models.account.desk.appointment import worked_at_desk, works_at_desk
from models.catalogue.category.category import Category, attributes_of, require_open
from models.catalogue.goods.folding import fold_in
from models.catalogue.goods.goods import Goods, GoodsEvent, GoodsState
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.price import listed_price, listed_rate
from models.catalogue.goods.version import drop_version, keep_version
from models.catalogue.goods.windows import AFTER_TIME, BEFORE_TIME, outside_window
from models.catalogue.supplier.brands import require_brand
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.said import Said

_MOST_BP = 9000
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
    if goods.supplier.applying:
        raise Refused("", N_("入驻清单还没办完，商品先存着草稿，办完再提交"))
    for lack in lacks(session, goods):
        raise lack
    _step(session, goods, "submitted", act)
    why = broken_rule(goods)
    if why:
        _step(session, goods, "refused", Act.program(act.at, why))


def approve(session: Session, goods: Goods, act: Act) -> None:
    """Puts submitted goods on sale; outside their time they wait for it. Raises Refused while their supplier may not
    sell."""
    if goods.state != "on_sale":
        _require_selling(session, goods)
        _require_step(goods, "on_sale")
        keep_version(session, goods, act)
        _step(session, goods, "on_sale", act)
        closed = outside_window(goods, act.at)
        if closed:
            _step(session, goods, "off_sale", Act.program(act.at, closed))


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
    """Takes goods off sale; what was ordered still ships. An operator's word goes over a supplier's, and anybody's over
    the clock's; says whether anything changed."""
    if goods.state != "off_sale":
        _step(session, goods, "off_sale", act)
        return True
    waits = goods.state_why in (BEFORE_TIME, AFTER_TIME) and act.by is not None
    if not waits and (not works_at_desk(session, act.by_id) or _taken_off_by_operator(session, goods)):
        return False
    _stays_off(session, goods, act)
    session.flush()
    return True


def put_back(session: Session, goods: Goods, act: Act) -> None:
    """Goods that were approved once and taken off go on sale again; outside their time they wait for it."""
    if goods.state == "on_sale":
        return
    if goods.state != "off_sale":
        raise Refused("", N_("只有下架的商品能重新上架"))
    if goods.version is None:
        raise Refused("", N_("现在的样子还没有人审核过，先提交审核"))
    if act.who != "operator" and _taken_off_by_operator(session, goods, besides=act.by_id):
        raise Refused("", N_("这件商品是平台下架的，改好后重新提交审核"))
    _require_selling(session, goods)
    for lack in lacks(session, goods):
        raise lack
    why = broken_rule(goods)
    if why:
        raise Refused("", N_("现在不能上架：%(why)s"), why=why)
    closed = outside_window(goods, act.at)
    if closed:
        _stays_off(session, goods, Act.program(act.at, closed))
        return
    goods.state, goods.state_why, goods.changed_at = "on_sale", "", act.at
    session.add(GoodsEvent(goods_id=goods.id, state="on_sale", by=act.by_id, at=act.at))


def wait_again(session: Session, goods: Goods, act: Act) -> None:
    """An operator takes back the own decision: the goods wait as long as they did before. Raises Refused where they
    went on since."""
    last = _newest_event(session, goods)
    if goods.state not in ("on_sale", "refused") or last is None or last.by != act.by_id:
        raise Refused("", N_("这件商品在这之后又有了变化，收不回了"))
    fold_in(session, goods, act)
    if goods.state == "on_sale":
        drop_version(session, goods, of=last.at)
    goods.state, goods.state_why, goods.changed_at = "submitted", "", act.at
    session.add(GoodsEvent(goods_id=goods.id, state="submitted", by=act.by_id, why=act.why, at=act.at))
    session.flush()


def set_aside(session: Session, goods: Goods, act: Act) -> None:
    """Goods that were held back stay off sale by their seller's own word: they do not come back by themselves."""
    _stays_off(session, goods, act)
    session.flush()


def _stays_off(session: Session, goods: Goods, act: Act) -> None:
    """Goods that are off sale are so for another reason from now on."""
    goods.state_why, goods.changed_at = act.why, act.at
    session.add(GoodsEvent(goods_id=goods.id, state="off_sale", by=act.by_id, why=act.why, at=act.at))


def _require_selling(session: Session, goods: Goods) -> None:
    """Raises Refused where something of the supplier stands in the way (withholding.py says what comes back of itself).
    Holds the goods' row first: whoever takes all of a supplier's goods off holds every one of them, so neither misses
    the other."""
    session.exec(select(Goods.id).where(Goods.id == goods.id).with_for_update()).one()
    supplier = session.exec(select(Supplier).where(Supplier.id == goods.supplier_id)).one()
    session.refresh(supplier)
    if supplier.applying:
        raise Refused("", N_("供货商的入驻清单还没办完，办完才能上架"))
    if supplier.leaving_at is not None:
        raise Refused("", N_("供货商要退出了，不再上架"))
    require_brand(session, supplier, goods.brand)
    if supplier.stopped:
        raise Refused("", N_("供货商暂停供货，恢复以后才能上架"))
    if supplier.deposit_short:
        raise Refused("", N_("供货商的保证金不足，补齐以后才能上架"))
    require_cover(supplier, goods.category)


def _uncovered(supplier: Supplier, category: Category | None) -> list[Refused]:
    try:
        require_cover(supplier, category)
    except Refused as lack:
        return [lack]
    return []


def require_cover(supplier: Supplier, category: Category | None) -> None:
    """Raises Refused where a self-run shop's deposit was never raised to what this category asks for
    (models/stories/own/deposit.py)."""
    if category is not None and not covers(supplier, category):
        words = N_("“%(name)s”要先交 %(yuan)s 元保证金，交了才上架")
        raise Refused("deposit", words, name=category.name, yuan=category.deposit.short)


def covers(supplier: Supplier, category: Category) -> bool:
    """Whether what is required of the supplier as security is enough for this category."""
    return not supplier.is_self_run or category.deposit <= supplier.deposit_required


def _taken_off_by_operator(session: Session, goods: Goods, *, besides: int | None = None) -> bool:
    """`besides`: whoever works for both may bring back what they took off themselves."""
    last = _newest_event(session, goods)
    return last is not None and last.by != besides and worked_at_desk(session, last.by, last.at)


def _newest_event(session: Session, goods: Goods) -> GoodsEvent | None:
    newest = select(GoodsEvent).where(GoodsEvent.goods_id == goods.id).order_by(col(GoodsEvent.id).desc())
    return session.exec(newest.limit(1)).first()


def lacks(session: Session, goods: Goods) -> list[Refused]:
    """What is still missing before anybody should look at these goods."""
    parts = (goods.category_id, goods.attributes, goods.pictures, goods.on_offer)
    # Only what nobody has looked at yet is new.
    if goods.state == "draft":
        return lacks_of_draft(session, goods.supplier, *parts)
    return [*_uncovered(goods.supplier, goods.category), *_lacking(session, *parts)]


def lacks_of_draft(
    session: Session,
    supplier: Supplier,
    category_id: int | None,
    attributes: Mapping[str, str],
    pictures: Sized,
    skus: Sized,
) -> list[Refused]:
    """The same of a draft, of which there need not be a row yet."""
    category = session.get(Category, category_id) if category_id else None
    closed = _closed(category) if category else []
    return [
        *closed,
        *_uncovered(supplier, category),
        *_lacking(session, category_id, attributes, pictures, skus),
    ]


def lacks_of(session: Session, look: GoodsLook) -> list[Refused]:
    """What goods that look so lack, wherever they stand."""
    return _lacking(session, look.category_id, look.attributes, look.pictures, look.skus)


def _lacking(
    session: Session, category_id: int | None, attributes: Mapping[str, str], pictures: Sized, skus: Sized
) -> list[Refused]:
    lacking = []
    if category_id is None:
        lacking.append(Refused("category", N_("先选一个类目")))
    if not pictures:
        lacking.append(Refused("pictures", N_("至少要有一张图片")))
    if not skus:
        lacking.append(Refused("skus", N_("至少要有一个规格")))
    return [*lacking, *attributes_lacking(session, category_id, attributes)]


def attributes_lacking(session: Session, category_id: int | None, attributes: Mapping[str, str]) -> list[Refused]:
    """What the category asks for and nobody answered, each with the attribute's `name`."""
    asked = attributes_of(session, category_id) if category_id else []
    return [
        Refused("attributes", N_("还没有填“%(name)s”"), name=one.name)
        for one in asked
        if one.required and not attributes.get(one.name)
    ]


def _closed(category: Category) -> list[Refused]:
    try:
        require_open(category, None)
    except Refused as refusal:
        return [refusal]
    return []


def broken_rule(goods: Goods) -> str:
    """Why these goods may not be sold here: the automatic refusals. Empty where nothing is broken."""
    asked = ((listed_price(sku), listed_rate(sku)) for sku in goods.on_offer)
    bounds = rate_bounds(goods.supplier, floor_of(goods.category))
    return rule_broken(asked, goods.declared_price, goods.declared_commission_bp, bounds)


def floor_of(category: Category | None) -> int:
    """The least commission rate that a category asks for."""
    return category.commission_floor_bp if category else 0


def rate_bounds(supplier: Supplier, floor_bp: int) -> tuple[int, int]:
    """The least and the most that goods may give of their price: a category's floor does not bind a shop's own goods,
    which give nothing (docs/product.md, Own goods)."""
    return (0, 0) if supplier.is_self_run else (floor_bp, _MOST_BP)


def rule_broken(
    asked: Iterable[tuple[Money, int]], declared_price: Money | None, declared_bp: int | None, bounds: tuple[int, int]
) -> str:
    """The same of prices with their rates, whosever they are."""
    floor_bp, most_bp = bounds
    for price, rate in asked:
        if declared_price is not None and price > declared_price:
            words = {"price": price.short, "other": declared_price.short}
            return Said(N_("售价 %(price)s 元高于站外价 %(other)s 元"), **words)
        if declared_bp is not None and most_bp and rate < declared_bp:
            return _rates(N_("佣金率 %(rate)s 低于站外的 %(other)s"), rate, declared_bp)
        if rate < floor_bp:
            return _rates(N_("佣金率 %(rate)s 低于类目下限 %(other)s"), rate, floor_bp)
        if rate > most_bp:
            return Said(N_("自营商品没有佣金，佣金率写 0"))
    return ""


def _rates(message: str, bp: int, other_bp: int) -> Said:
    return Said(message, rate=f"{bp / 100:g}%", other=f"{other_bp / 100:g}%")


def _require_step(goods: Goods, state: GoodsState) -> None:
    if goods.state not in STEPS[state]:
        raise Refused("", N_("这件商品现在不能这样操作，刷新看看它的状态"))


def _step(session: Session, goods: Goods, state: GoodsState, act: Act) -> None:
    _require_step(goods, state)
    if state in ("submitted", "refused"):
        # Buyers see nothing of them any more: what waited for approval is looked at together with the rest.
        fold_in(session, goods, act)
    goods.state, goods.state_why, goods.changed_at = state, act.why, act.at
    if state == "submitted":
        goods.submitted_at = act.at
    session.add(GoodsEvent(goods_id=goods.id, state=state, by=act.by_id, why=act.why, at=act.at))
    session.flush()


def first_draft(session: Session, goods: Goods, act: Act) -> None:
    """The first row of new goods' history."""
    session.add(GoodsEvent(goods_id=goods.id, state="draft", by=act.by_id, at=act.at))
