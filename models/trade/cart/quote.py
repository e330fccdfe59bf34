"""What an order of some cart lines comes to: by supplier, with freight and a coupon. Made once, for the page that shows
it and for the story that places it; and it says what differs from what the buyer last saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.catalogue.supplier.freight import fees, freight_for
from models.catalogue.supplier.terms import SupplierTerms
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.trade.cart.discount import UsableCoupon
from models.trade.cart.lines import QuotedLine

NOT_THERE = N_("%(supplier)s不送这个省。换个地址，或者把它的东西留在购物车里")
_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class ParcelQuote:
    """What one supplier will send: its lines, their value before any coupon, and the freight. `delivers` False: nothing
    goes to that province, and no freight is due. `by_province`: the freight is the lowest of several, the province
    decides."""

    supplier: SupplierTerms
    lines: tuple[QuotedLine, ...]
    goods_total: Money
    freight: Money
    delivers: bool = True
    by_province: bool = False


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What the page showed that the buyer agrees to: the total, the province that it was for, what the coupon took off,
    and whether one was chosen."""

    total: Money
    province: str | None = None
    discount: Money = _NOTHING
    with_coupon: bool = False


@dataclass(frozen=True)
class Quote:
    """`province` has two digits; without one each freight is the least that it may be. `coupon` is the one to be taken
    off. Whether freight is free goes by the goods before the coupon: using one never makes freight due."""

    visitor: str
    lines: Sequence[QuotedLine]
    at: datetime
    province: str | None = None
    coupon: UsableCoupon | None = None

    @cached_property
    def parcels(self) -> list[ParcelQuote]:
        """The lines by supplier, in the order of the cart."""
        return by_supplier(self.lines, self.province)

    @cached_property
    def goods_total(self) -> Money:
        """The goods, before the coupon."""
        return Money(sum(parcel.goods_total for parcel in self.parcels))

    @cached_property
    def freight(self) -> Money:
        """All the parcels' freight."""
        return Money(sum(parcel.freight for parcel in self.parcels))

    @property
    def discount(self) -> Money:
        """What the coupon takes off."""
        return self.coupon.discount.total if self.coupon else _NOTHING

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return self.goods_total + self.freight - self.discount

    def off(self, line: QuotedLine) -> Money:
        """What the coupon takes off a line."""
        return self.coupon.discount.off.get(line.id, _NOTHING) if self.coupon else _NOTHING

    @property
    def troubles(self) -> list[Refused]:
        """Why it cannot be ordered as it stands."""
        if not self.lines:
            return [Refused("", N_("购物车是空的"))]
        refuseds = [
            Refused("", N_("“%(title)s”现在买不了，请看看购物车"), title=line.title)
            for line in self.lines
            if line.obstacle
        ]
        refuseds += [
            Refused("province", NOT_THERE, supplier=parcel.supplier.name)
            for parcel in self.parcels
            if not parcel.delivers
        ]
        if self.coupon and self.coupon.claim.visitor != self.visitor:
            refuseds.insert(0, Refused("coupon", N_("这张券不在你这里")))
        elif self.coupon and not self.discount:
            refuseds.append(Refused("coupon", N_("这张券在这单用不上")))
        return refuseds

    @property
    def sold_out(self) -> Refused | None:
        """The goods of which there are fewer than all their lines together ask for."""
        for line in self.lines:
            wanted = sum(other.quantity for other in self.lines if other.sku_id == line.sku_id)
            if wanted > line.stock:
                return Refused("", N_("“%(title)s”刚刚被买走了，请看看购物车"), title=line.title)
        return None

    def difference(self, seen: LastSeen) -> Refused | None:
        """What to tell the buyer where the total is not the one last seen: another coupon, another region, or other
        prices."""
        if self.total == seen.total or not all(parcel.delivers for parcel in self.parcels):
            return None
        if self.goods_total + self.freight - seen.discount == seen.total:
            return self._other_coupon(seen)
        before = by_supplier(self.lines, seen.province)
        if sum(parcel.goods_total + parcel.freight for parcel in before) - self.discount == seen.total:
            words = N_("运费因地区变成 ¥%(freight)s，一共 ¥%(total)s，请再确认")
            return Refused("", words, freight=self.freight.short, total=self.total.short)
        words = N_("价格刚刚变了：现在一共 %(now)s 元，刚才是 %(then)s 元")
        return Refused("", words, now=self.total.short, then=seen.total.short)

    def _other_coupon(self, seen: LastSeen) -> Refused:
        total = self.total.short
        if self.coupon:
            words = N_("这张券减 ¥%(off)s，一共 ¥%(total)s，请再确认")
            return Refused("", words, off=self.discount.short, total=total)
        if not seen.with_coupon:
            return Refused("", N_("不用券，一共 ¥%(total)s，请再确认"), total=total)
        return Refused("", N_("这张券现在用不上了，一共 ¥%(total)s，请再确认"), total=total)


def by_supplier(lines: Sequence[QuotedLine], province: str | None = None) -> list[ParcelQuote]:
    """The lines as parcels-to-be, with each supplier's freight to a province; without one, the least it may be."""
    suppliers = {line.supplier.id: line.supplier for line in lines}
    return [
        _parcel(terms, tuple(line for line in lines if line.supplier.id == id_), province)
        for id_, terms in suppliers.items()
    ]


def _parcel(terms: SupplierTerms, lines: tuple[QuotedLine, ...], province: str | None) -> ParcelQuote:
    total = Money(sum(line.gross for line in lines))
    freight = freight_for(terms, terms.zones, total, province)
    return ParcelQuote(
        terms,
        lines,
        goods_total=total,
        freight=freight or _NOTHING,
        delivers=freight is not None,
        by_province=province is None and len(fees(terms, terms.zones, total)) > 1,
    )
