"""Goods as a supplier writes them by form: created as drafts, revised in any state, held to the same rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.account.audit import note_audit
from models.account.audit.editing import changes_between
from models.catalogue.category.category import Category, require_open
from models.catalogue.goods import listing
from models.catalogue.goods.change import GoodsOutcome, GoodsWanted, want
from models.catalogue.goods.description import clean
from models.catalogue.goods.facts import goods_facts, goods_subject
from models.catalogue.goods.finding import goods_by_handle
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import CODE, SKUS
from models.catalogue.goods.rates import refuse_falls_below_floor
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.goods.skus import SkuDraft, set_stock
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
    brand: str
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
    want(session, goods, _wanted(supplier, goods, draft, rules), act, rules)
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


def revise(session: Session, goods: Goods, draft: GoodsDraft, act: Act, *, rules: Rules) -> GoodsOutcome:
    """Changes goods; of approved ones, what has to be approved waits (change.py). Goods on sale that now break a rule
    are refused at once. Stock is set only where the person changed the number and nobody bought meanwhile. Raises
    Refused where what would wait could never be approved."""
    counts = {sku.code: sku.stock for sku in draft.skus if sku.code in draft.seen}
    outcome = want(session, goods, _wanted(goods.supplier, goods, draft, rules), act, rules)
    if outcome.why:
        raise Refused("", "%(why)s", why=outcome.why)
    for code, stock in counts.items():
        if stock is not None and stock != draft.seen[code] and any(sku.code == code for sku in goods.on_offer):
            set_stock(session, goods, code, seen=draft.seen[code], stock=stock)
            goods.changed_at = act.at
    session.flush()
    note_lacks(session, goods)
    refuse_falls_below_floor(goods)
    listing.check_again(session, goods, at=act.at)
    return outcome


def note_lacks(session: Session, goods: Goods) -> None:
    """Writes on a draft what it still lacks. Goods that others look at already may not come to lack anything."""
    if goods.state == "draft":
        set_facts(goods, state_why=what_is_lacking(session, goods))
    elif goods.state in ("submitted", "on_sale"):
        for lack in listing.lacks(session, goods):
            raise lack


def what_is_lacking(session: Session, goods: Goods) -> str:
    """What goods still need before anybody should look at them, in a sentence; empty where they are complete."""
    return lacks_said(listing.lacks(session, goods), len(goods.missing))


def lacks_said(lacks: Sequence[Refused], missing: int) -> str:
    """What is lacking, and that so many pictures are, in a sentence."""
    said = [lack.said for lack in lacks]
    if missing:
        said.append(Said(N_("还缺 %(count)s 张图片"), count=missing))
    return Said.joined(said)


def usual_rate(supplier: Supplier, floor_bp: int, rules: Rules) -> int:
    """The commission of a SKU that names none."""
    least, most = listing.rate_bounds(supplier, floor_bp)
    return min(most, max(least, rules.default_commission_bp))


def _wanted(supplier: Supplier, goods: Goods, draft: GoodsDraft, rules: Rules) -> GoodsWanted:
    require_open(draft.category, goods.category_id)
    facts: dict[str, object] = {
        "title": one_line(draft.title),
        "category_id": draft.category.id if draft.category else None,
        "attributes": draft.attributes,
        "description": clean(draft.description),
        "brand": one_line(draft.brand),
        "barcode": draft.barcode,
        "option_names": list(draft.option_names),
        "declared_price": draft.declared_price,
        "declared_commission_bp": draft.declared_commission_bp,
    }
    return GoodsWanted(
        facts, _arranged(goods.handle, draft), usual_bp=usual_rate(supplier, listing.floor_of(draft.category), rules)
    )


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
