"""The SKUs of one goods, written as a whole: from a form or from a file. And the quick count of one SKU's stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import object_session
from sqlmodel import Session, col

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.goods_move import GoodsMove
from models.catalogue.goods.price import listed_price
from models.catalogue.goods.rates import set_rate
from models.catalogue.goods.writing import set_facts
from models.kernel.errors import N_, Gone, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """What a SKU should be. `stock` None keeps what is there (0 for a new one), `commission_bp` None keeps the rate,
    `barcode` None keeps the barcode, `picture` None the picture; an empty one is none."""

    code: str
    options: tuple[str, ...]
    price: Money
    was: Money | None = None
    stock: int | None = None
    commission_bp: int | None = None
    barcode: str | None = None
    picture: str | None = None


def set_skus(goods: Goods, drafts: Sequence[SkuDraft], *, usual_bp: int, at: datetime, rules: Rules | None) -> bool:
    """Makes the goods' SKUs these; says whether anything changed. One that is not named any more is withdrawn, never
    deleted: orders and carts may hold it. Named again, it comes back, at the rate it went with. Without rules the rates
    of standing ones are left alone."""
    existing = {sku.code: sku for sku in goods.skus}
    changed = False
    for position, draft in enumerate(drafts):
        sku = existing.pop(draft.code, None)
        if sku:
            _note_price(goods, sku, draft, at)
        changed |= _revise(sku, draft, position) if sku else _add(goods, draft, position, usual_bp)
        if sku and draft.commission_bp is not None and rules is not None:
            changed |= set_rate(sku, draft.commission_bp, at=at, rules=rules)
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


def new_sku(draft: SkuDraft, position: int, usual_bp: int) -> dict[str, Any]:
    """What a SKU that is not there yet starts with."""
    return {
        "code": draft.code,
        "options": list(draft.options),
        "listed_price": draft.price,
        "was": draft.was,
        "stock": draft.stock or 0,
        "listed_rate": usual_bp if draft.commission_bp is None else draft.commission_bp,
        "barcode": draft.barcode or "",
        "picture": draft.picture or None,
        "position": position,
    }


def _add(goods: Goods, draft: SkuDraft, position: int, usual_bp: int) -> bool:
    goods.skus.append(SKU(**new_sku(draft, position, usual_bp)))
    return True


def _note_price(goods: Goods, sku: SKU, draft: SkuDraft, at: datetime) -> None:
    """The shops that picked goods on sale are told of another price."""
    session = object_session(sku)
    if goods.state == "on_sale" and listed_price(sku) != draft.price and session is not None:
        session.add(GoodsMove(goods_id=goods.id, move="price", at=at))


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
    if draft.barcode is not None:
        facts["barcode"] = draft.barcode
    if draft.picture is not None:
        facts["picture"] = draft.picture or None
    return set_facts(sku, **facts)
