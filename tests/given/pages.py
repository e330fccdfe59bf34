"""A supplier's page of goods as it was opened: what it showed, and what saving it means after others have saved."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.catalogue.goods.change import as_wanted
from models.catalogue.goods.editing import GoodsDraft, revise
from models.catalogue.goods.goods import SKU
from models.catalogue.goods.proposal import waiting_proposal
from models.catalogue.goods.skus import SkuDraft
from models.kernel.act import Act
from models.kernel.merging import merged
from models.kernel.money import Money
from models.kernel.rules import DEFAULT

Facts = dict[str, int]


def facts_of(session: Session, sku: SKU) -> Facts:
    """What the page shows of it: as its supplier wants it, with what waits for approval or for its day."""
    wanted = as_wanted(sku.goods, waiting_proposal(session, sku.goods)).sku(sku.code)
    assert wanted is not None and wanted.commission_bp is not None
    return {"price": int(wanted.price), "rate": wanted.commission_bp, "stock": sku.stock}


@dataclass(frozen=True)
class OpenPage:
    """One SKU's, and what was shown of it."""

    sku: int
    shown: Facts

    def save(self, session: Session, changes: Facts, at: datetime) -> None:
        """Saves with these changes, however old the page is: what was left alone stays as others left it, what both
        changed stays as the first saved it, and pieces that were sold meanwhile do not come back."""
        sku = session.get_one(SKU, self.sku)
        today = facts_of(session, sku)
        outcome = merged(self.shown, self.shown | changes, today)
        wanted = {name: today[name] if name in outcome.clashes else value for name, value in outcome.values.items()}
        revise(session, sku.goods, self._draft(sku, wanted), Act.supplier(None, at), rules=DEFAULT)
        assert facts_of(session, sku) == wanted | {"stock": today["stock"]}

    def _draft(self, sku: SKU, wanted: Facts) -> GoodsDraft:
        goods, seen = sku.goods, self.shown["stock"]
        row = SkuDraft(sku.code, (), Money(wanted["price"]), stock=seen, commission_bp=wanted["rate"])
        return GoodsDraft(
            goods.title,
            goods.category,
            goods.attributes,
            goods.description,
            goods.brand,
            goods.barcode,
            (),
            (row,),
            goods.declared_price,
            goods.declared_commission_bp,
            {sku.code: seen},
        )
