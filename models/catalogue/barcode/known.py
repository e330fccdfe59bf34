"""What is known of a number on a package: from goods of this network that were approved, else from the operator's
table. Pictures are nobody's but their supplier's, and are never filled in."""

from dataclasses import dataclass, field
from typing import Literal

from sqlmodel import Session, col, select

from models.catalogue.barcode.known_gtin import KnownGtin
from models.catalogue.barcode.number import spellings
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods


@dataclass(frozen=True, slots=True)
class KnownGoods:
    """What a form may be filled in with."""

    title: str
    category: Category | None
    brand: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    source: Literal["network", "table"] = "network"


@dataclass(frozen=True, slots=True)
class SameBarcode:
    """Other goods of the same number, as the desk compares them. `code` is "" of a row of the table."""

    title: str
    supplier: str
    code: str = ""


def known_goods(session: Session, gtin: str) -> KnownGoods | None:
    """None where nothing is known, and for what shops print for themselves (gtin "")."""
    if not gtin:
        return None
    goods = next(iter(_on_sale(session, gtin, 1)), None)
    if goods is not None:
        category = goods.category if goods.category and goods.category.retired_at is None else None
        return KnownGoods(goods.title, category, goods.brand, dict(goods.attributes))
    row = session.get(KnownGtin, gtin.zfill(14))
    if row is None:
        return None
    category = session.exec(
        select(Category).where(
            Category.slug == row.category, col(Category.retired_at).is_(None), col(Category.parent_id).is_not(None)
        )
    ).first()
    return KnownGoods(row.title, category, row.brand, dict(row.attributes), "table")


def same_barcode(session: Session, goods: Goods, most: int = 5) -> list[SameBarcode]:
    """Other goods on sale under the number of these, and what the table calls it, so that a false title is seen."""
    if not goods.barcode:
        return []
    others = [one for one in _on_sale(session, goods.barcode, most + 1) if one.id != goods.id][:most]
    found = [SameBarcode(one.title, one.supplier.name, one.code) for one in others]
    row = session.get(KnownGtin, goods.barcode.zfill(14))
    return [*found, SameBarcode(row.title, "")] if row else found


def _on_sale(session: Session, gtin: str, most: int) -> list[Goods]:
    """Goods that were approved and are sold, the newest first, however their number was written."""
    chosen = select(Goods).where(col(Goods.barcode).in_(spellings(gtin)), Goods.state == "on_sale")
    return list(session.exec(chosen.order_by(col(Goods.id).desc()).limit(most)))
