"""The SKUs of one goods, written as a whole: from a form or from a file. And the quick count of one SKU's stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.writing import set_facts
from models.kernel.errors import N_, Gone, Refused
from models.kernel.money import Money


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """What a SKU should be. `stock` None keeps what is there (0 for a new one), `commission_bp` None keeps the rate,
    `barcode` None keeps the barcode."""

    code: str
    options: tuple[str, ...]
    price: Money
    was: Money | None = None
    stock: int | None = None
    commission_bp: int | None = None
    barcode: str | None = None


def set_skus(goods: Goods, drafts: Sequence[SkuDraft], *, usual_bp: int, at: datetime) -> bool:
    """Makes the goods' SKUs these; says whether anything changed. One that is not named any more is withdrawn, never
    deleted: orders and carts may hold it. Named again, it comes back."""
    existing = {sku.code: sku for sku in goods.skus}
    changed = False
    for position, draft in enumerate(drafts):
        sku = existing.pop(draft.code, None)
        changed |= _revise(sku, draft, position) if sku else _add(goods, draft, position, usual_bp)
    for gone in existing.values():
        changed |= gone.withdrawn_at is None and set_facts(gone, withdrawn_at=at)
    return changed


def set_stock(session: Session, goods: Goods, code: str, *, seen: int, stock: int) -> None:
    """Sets a SKU's stock. `seen` is the number that the person saw; where an order changed it meanwhile, Refused says
    so. The same form again changes nothing."""
    sku = next((sku for sku in goods.on_offer if sku.code == code), None)
    if sku is None:
        raise Gone(code)
    session.flush()
    unchanged = update(SKU).where(col(SKU.id) == sku.id, col(SKU.stock) == seen)
    taken = session.exec(unchanged.values(stock=stock)).rowcount == 1
    session.refresh(sku, ["stock"])
    if not taken and sku.stock != stock:
        raise Refused(
            "stock",
            N_("“%(label)s”刚刚有人下单：现在库存 %(now)s 件，你看到的是 %(seen)s 件。请再改一次"),
            label=sku.label or goods.title,
            now=sku.stock,
            seen=seen,
        )


def _add(goods: Goods, draft: SkuDraft, position: int, usual_bp: int) -> bool:
    goods.skus.append(
        SKU(
            code=draft.code,
            options=list(draft.options),
            listed_price=draft.price,
            was=draft.was,
            stock=draft.stock or 0,
            listed_rate=usual_bp if draft.commission_bp is None else draft.commission_bp,
            barcode=draft.barcode or "",
            position=position,
        )
    )
    return True


def _revise(sku: SKU, draft: SkuDraft, position: int) -> bool:
    facts: dict[str, object] = {
        "options": list(draft.options),
        "listed_price": draft.price,
        "was": draft.was,
        "position": position,
        "withdrawn_at": None,
    }
    if draft.stock is not None:
        facts["stock"] = draft.stock
    if draft.commission_bp is not None:
        facts["listed_rate"] = draft.commission_bp
    if draft.barcode is not None:
        facts["barcode"] = draft.barcode
    return set_facts(sku, **facts)
