"""Goods as a supplier writes them by form: created as drafts, revised in any state, held to the same rules."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.account.audit import note_audit
from models.account.audit.editing import changes_between
from models.catalogue.category.category import Category, require_open
from models.catalogue.goods import listing
from models.catalogue.goods.description import clean
from models.catalogue.goods.facts import goods_facts, goods_subject
from models.catalogue.goods.finding import goods_by_handle
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import CODE, SKUS
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.goods.skus import SkuDraft, set_skus, set_stock
from models.catalogue.goods.writing import set_facts
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.kernel.text import one_line


@dataclass(frozen=True, slots=True)
class GoodsDraft:
    """What the form says. `seen` is the stock of each existing SKU as the person saw it, by code."""

    title: str
    category: Category | None
    attributes: dict[str, str]
    description: str
    barcode: str
    option_names: tuple[str, ...]
    skus: tuple[SkuDraft, ...]
    declared_price: Money | None
    declared_commission_bp: int | None
    seen: dict[str, int]


def create(session: Session, supplier: Supplier, draft: GoodsDraft, act: Act, *, handle: str, rules: Rules) -> Goods:
    """Makes new goods, a draft. Where the handle is taken, the goods that have it are returned as they are; the UNIQUE
    constraint decides between two submits of one form."""
    code = fresh_code(session, Goods.code, 8)
    goods = Goods(code=code, supplier_id=supplier.id, handle=handle, title="", made_at=act.at, changed_at=act.at)
    _write(goods, draft, rules, act.at)
    try:
        with session.begin_nested():
            session.add(goods)
            session.flush()
    except IntegrityError:
        existing = goods_by_handle(session, supplier, handle)
        if existing is None:
            raise
        return existing
    listing.first_draft(session, goods, act)
    note_lacks(session, goods)
    note_audit(session, "goods.add", goods_subject(goods), act, changes_between({}, goods_facts(goods)))
    return goods


def revise(session: Session, goods: Goods, draft: GoodsDraft, *, rules: Rules, at: datetime) -> None:
    """Changes goods. Goods on sale stay on sale, unless they now break a rule; then they are refused at once. Stock is
    set only where the person changed the number and nobody bought meanwhile."""
    counts = {sku.code: sku.stock for sku in draft.skus if sku.code in draft.seen}
    _write(goods, draft, rules, at)
    for code, stock in counts.items():
        if stock is not None and stock != draft.seen[code]:
            set_stock(session, goods, code, seen=draft.seen[code], stock=stock)
            goods.changed_at = at
    session.flush()
    note_lacks(session, goods)
    listing.check_again(session, goods, at=at)


def note_lacks(session: Session, goods: Goods) -> None:
    """Writes on a draft what it still lacks. Goods that others look at already may not come to lack anything."""
    if goods.state == "draft":
        set_facts(goods, state_why=what_is_lacking(session, goods))
    elif goods.state in ("submitted", "on_sale"):
        for lack in listing.lacks(session, goods):
            raise lack


def what_is_lacking(session: Session, goods: Goods) -> str:
    """What goods still need before anybody should look at them, in a sentence; empty where they are complete."""
    lacks = [lack.said for lack in listing.lacks(session, goods)]
    if goods.missing:
        lacks.append(Said(N_("还缺 %(count)s 张图片"), count=len(goods.missing)))
    return Said.joined(lacks)


def usual_rate(category_floor_bp: int, rules: Rules) -> int:
    """The commission of a SKU that names none."""
    return max(category_floor_bp, rules.default_commission_bp)


def _write(goods: Goods, draft: GoodsDraft, rules: Rules, at: datetime) -> None:
    require_open(draft.category, goods.category_id)
    skus = _arranged(goods.handle, draft)
    changed = set_facts(
        goods,
        title=one_line(draft.title),
        category=draft.category,
        attributes=draft.attributes,
        description=clean(draft.description),
        barcode=draft.barcode,
        option_names=list(draft.option_names),
        declared_price=draft.declared_price,
        declared_commission_bp=draft.declared_commission_bp,
    )
    floor = draft.category.commission_floor_bp if draft.category else 0
    changed |= set_skus(goods, skus, usual_bp=usual_rate(floor, rules), at=at)
    if changed:
        goods.changed_at = at


def _arranged(handle: str, draft: GoodsDraft) -> list[SkuDraft]:
    """The rows as SKUs: codes made where none was typed, standing stock left alone. Raises Refused("skus")."""
    if len(draft.skus) > SKUS:
        raise Refused("skus", N_("一件商品最多 %(most)d 个规格"), most=SKUS)
    if not draft.option_names and len(draft.skus) > 1:
        raise Refused("skus", N_("有好几个规格时，先写规格名，例如“颜色”"))
    sku_drafts: list[SkuDraft] = []
    for number, sku in enumerate(draft.skus, 1):
        options = sku.options[: len(draft.option_names)]
        if not all(options):
            raise Refused("skus", N_("第 %(row)d 个规格还没有写全规格值"), row=number)
        if any(options == other.options for other in sku_drafts):
            raise Refused("skus", N_("第 %(row)d 个规格和前面的重复了"), row=number)
        code = sku.code or made_code(handle, options)
        if any(code == other.code for other in sku_drafts):
            raise Refused("skus", N_("第 %(row)d 个规格的编号和前面的重复了"), row=number)
        if len(code) > CODE:
            raise Refused("skus", N_("第 %(row)d 个规格的编号太长了，最多 %(most)d 个字"), row=number, most=CODE)
        stock = None if sku.code in draft.seen else sku.stock
        sku_drafts.append(SkuDraft(code, options, sku.price, sku.was, stock, sku.commission_bp, sku.barcode))
    return sku_drafts
