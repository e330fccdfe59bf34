"""Which goods an edit of many is about: the chosen ones, or all that a filter lets through, in the order of their
ids."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from models.catalogue.goods.finding import GoodsFilter, chosen_count, chosen_ids
from models.catalogue.supplier.supplier import Supplier

MOST_CODES = 500


@dataclass(frozen=True, slots=True)
class ChosenGoods:
    """`codes`, or where there are none all that `filters` let through."""

    codes: tuple[str, ...] = ()
    filters: GoodsFilter = field(default_factory=GoodsFilter)

    def count(self, session: Session, supplier: Supplier) -> int:
        """How many goods these are now."""
        return chosen_count(session, supplier, self.codes, self.filters)

    def after(self, session: Session, supplier: Supplier, last_id: int, limit: int) -> Sequence[int]:
        """The next ids past one."""
        return chosen_ids(session, supplier, self.codes, self.filters, after=last_id, rows=slice(0, limit))

    def page(self, session: Session, supplier: Supplier, offset: int, limit: int) -> Sequence[int]:
        """The ids behind so many others."""
        return chosen_ids(session, supplier, self.codes, self.filters, after=0, rows=slice(offset, offset + limit))
