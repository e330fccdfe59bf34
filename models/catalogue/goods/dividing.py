"""What of an edit works at once, and what has to be approved first (docs/product.md, Goods). Looks in, a look out.

The price of a SKU may move by a share of the last approved one, however many steps it takes. A SKU of values that were
approved may be added within the same range of what the others cost; what the range is measured from never moves along,
so that no ladder of small steps leads out of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.catalogue.goods.look import UNGATED, GoodsLook
from models.catalogue.goods.skus import SkuDraft
from models.kernel.money import WHOLE, Money


@dataclass(frozen=True, slots=True)
class ApprovedSku:
    """What was approved of a SKU, on offer or withdrawn: its option values and its price."""

    options: tuple[str, ...]
    price: Money


Approved = Mapping[str, ApprovedSku]


def at_once(standing: GoodsLook, wanted: GoodsLook, approved: Approved, move_bp: int) -> GoodsLook:
    """How goods look right after the edit: the rest of what is wanted waits. Where some SKUs cannot come without the
    others, all of them wait."""
    free = replace(standing, **{name: getattr(wanted, name) for name in UNGATED})
    if standing.digests == wanted.digests:
        # The same pictures, perhaps from somewhere else.
        free = replace(free, pictures=wanted.pictures)
    if standing.option_names != wanted.option_names:
        return replace(free, skus=counted(standing.skus, wanted))
    allowed = _Allowed(standing, approved, move_bp)
    skus = tuple(
        sku for sku in (_now(allowed, standing.sku(draft.code), draft) for draft in wanted.skus) if sku is not None
    )
    distinct = len({sku.options for sku in skus}) == len(skus)
    return replace(free, skus=skus if skus and distinct else counted(standing.skus, wanted))


def held_together(standing: GoodsLook, wanted: GoodsLook) -> GoodsLook:
    """The same where everything has to wait for the rest: only pieces are counted anew."""
    return replace(standing, skus=counted(standing.skus, wanted))


def counted(skus: Sequence[SkuDraft], wanted: GoodsLook) -> tuple[SkuDraft, ...]:
    """SKUs as they stand, with the stock that is wanted of them."""
    found = {sku.code: sku for sku in wanted.skus}
    return tuple(replace(sku, stock=found[sku.code].stock) if sku.code in found else sku for sku in skus)


def prices_approved(standing: GoodsLook, approved: Approved) -> list[Money]:
    """What was approved of the SKUs on offer: the range of new ones is measured from it."""
    return [approved[sku.code].price for sku in standing.skus if sku.code in approved]


def anchor(price: Money, approved: Sequence[Money]) -> Money:
    """The price from which a new SKU's later moves are measured: its own, drawn into the range of what was approved."""
    return min(max(price, min(approved)), max(approved)) if approved else price


def _now(allowed: "_Allowed", standing: SkuDraft | None, draft: SkuDraft) -> SkuDraft | None:
    """The SKU as it may be at once; None where it may not come yet."""
    if allowed.whole(standing, draft):
        return draft
    if standing is None:
        return None
    # Its pieces, its rate and its barcode are nobody's to approve.
    return replace(standing, stock=draft.stock, commission_bp=draft.commission_bp, barcode=draft.barcode)


class _Allowed:
    def __init__(self, standing: GoodsLook, approved: Approved, move_bp: int) -> None:
        self._approved, self._move_bp = approved, move_bp
        self._prices = prices_approved(standing, approved)
        places = len(standing.option_names)
        alike = [sku.options for sku in approved.values() if len(sku.options) == places]
        self._values = [{options[at] for options in alike} for at in range(places)]

    def whole(self, standing: SkuDraft | None, draft: SkuDraft) -> bool:
        """Whether all that is said of this SKU may hold at once."""
        known = self._approved.get(draft.code)
        if known is not None:
            base = [known.price]
            right_options = draft.options == known.options
        else:
            base = self._prices
            right_options = len(draft.options) == len(self._values) and all(
                value in self._values[at] for at, value in enumerate(draft.options)
            )
        highest = max((self._top(price) for price in base), default=0)
        was_before = standing.was if standing is not None and standing.was is not None else 0
        was_fits = draft.was is None or draft.was <= max(highest, was_before)
        lowest = min(base, default=0) * (WHOLE - self._move_bp)
        fits = lowest <= int(draft.price) * WHOLE and draft.price <= highest
        # Not spoken of, it stays as it is.
        same_picture = draft.picture is None or draft.picture == (standing.picture if standing is not None else "")
        return right_options and was_fits and fits and same_picture

    def _top(self, price: Money) -> int:
        return int(price) * (WHOLE + self._move_bp) // WHOLE
