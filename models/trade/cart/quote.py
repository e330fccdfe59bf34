"""What an order of some cart lines comes to: by supplier, with freight and a coupon. Made once, for the page that shows
it and for the story that places it; and it says what differs from what the buyer last saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from models.catalogue.supplier.freight import bills, freight_for, load_of
from models.catalogue.supplier.pickup_place import PickupTerms
from models.catalogue.supplier.terms import SupplierTerms
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.trade.cart.discount import UsableCoupon
from models.trade.cart.limits import limits_on
from models.trade.cart.lines import QuotedLine

NOT_THERE = N_("%(supplier)s不送这个省。换个地址，或者把它的东西留在购物车里")
_NOTHING = Money(0)
# Of each supplier, by its id, the code of the terms on which its parcel is fetched.
Pickups = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class ParcelQuote:
    """What one supplier will send: its lines, their value before any coupon, the freight, and how that came about where
    there is something to tell. `delivers` False: nothing goes to that province, and no freight is due. `by_province`:
    the freight is the lowest of several, the province decides. `pickup` is where the buyer fetches it, where that was
    chosen and is still offered on the terms that were shown: then there is no freight."""

    supplier: SupplierTerms
    lines: tuple[QuotedLine, ...]
    goods_total: Money
    freight: Money
    how: str = ""
    delivers: bool = True
    by_province: bool = False
    pickup: PickupTerms | None = None


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What the page showed that the buyer agrees to: the total, the province that it was for, what the coupon took off,
    whether one was chosen, and of whom something was to be fetched."""

    total: Money
    province: str | None = None
    discount: Money = _NOTHING
    with_coupon: bool = False
    pickups: Pickups = field(default_factory=dict)


@dataclass(frozen=True)
class Quote:
    """`province` has two digits; without one each freight is the least that it may be. `coupon` is the one to be taken
    off. Whether freight is free goes by the goods before the coupon: using one never makes freight due. `pickups` are
    what the buyer fetches."""

    visitor: str
    lines: Sequence[QuotedLine]
    at: datetime
    province: str | None = None
    coupon: UsableCoupon | None = None
    pickups: Pickups = field(default_factory=dict)

    @cached_property
    def parcels(self) -> list[ParcelQuote]:
        """The lines by supplier, in the order of the cart."""
        return by_supplier(self.lines, self.province, self.pickups)

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
    def is_all_fetched(self) -> bool:
        """Whether nothing of it is sent: then nobody needs an address."""
        return bool(self.parcels) and all(parcel.pickup for parcel in self.parcels)

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
            Refused("", N_("“%(title)s”的销售时间已经过了"), title=line.title)
            for line in self.lines
            if not line.obstacle and line.on_sale_until is not None and line.on_sale_until <= self.at
        ]
        refuseds += [limit.too_many(limit.pieces) for limit in limits_on(self.lines) if limit.pieces > limit.most]
        refuseds += [
            Refused("province", NOT_THERE, supplier=parcel.supplier.name)
            for parcel in self.parcels
            if not parcel.delivers
        ]
        refuseds += self.other_places
        if self.coupon and self.coupon.claim.visitor != self.visitor:
            refuseds.insert(0, Refused("coupon", N_("这张券不在你这里")))
        elif self.coupon and not self.discount:
            refuseds.append(Refused("coupon", N_("这张券在这单用不上")))
        return refuseds

    @property
    def other_places(self) -> list[Refused]:
        """What was to be fetched, but not on the terms that stand now."""
        moved = [parcel.supplier for parcel in self.parcels if parcel.supplier.id in self.pickups and not parcel.pickup]
        changed = N_("%(supplier)s的自取地点或时间刚刚变了，请看一眼再选")
        ended = N_("%(supplier)s刚刚不再提供到店自取，改成寄给你，请填地址")
        return [Refused("", changed if one.pickup else ended, supplier=one.name) for one in moved]

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
        before = by_supplier(self.lines, seen.province, seen.pickups)
        if sum(parcel.goods_total + parcel.freight for parcel in before) - self.discount == seen.total:
            words = N_("运费因地区变成 ¥%(freight)s，一共 ¥%(total)s，请再确认")
            if seen.pickups.keys() != self.pickups.keys():
                words = N_("收货方式换了，运费变成 ¥%(freight)s，一共 ¥%(total)s，请再确认")
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


def by_supplier(
    lines: Sequence[QuotedLine], province: str | None = None, pickups: Pickups | None = None
) -> list[ParcelQuote]:
    """The lines as parcels-to-be, with each supplier's freight to a province; without one, the least it may be; none
    where the buyer fetches."""
    agreed = pickups or {}
    suppliers = {line.supplier.id: line.supplier for line in lines}
    return [
        _parcel(terms, tuple(line for line in lines if line.supplier.id == id_), province, agreed.get(id_))
        for id_, terms in suppliers.items()
    ]


def _parcel(
    terms: SupplierTerms, lines: tuple[QuotedLine, ...], province: str | None, pickup: str | None
) -> ParcelQuote:
    load = load_of(lines, terms.usual_grams)
    if pickup is not None and terms.pickup is not None and terms.pickup.code == pickup:
        return ParcelQuote(terms, lines, load.value, _NOTHING, pickup=terms.pickup)
    bill = freight_for(terms, terms.zones, load, province)
    by_province = province is None and len({each.amount for each in bills(terms, terms.zones, load)}) > 1
    return ParcelQuote(
        terms,
        lines,
        goods_total=load.value,
        freight=bill.amount if bill else _NOTHING,
        how=bill.how if bill and not by_province else "",
        delivers=bill is not None,
        by_province=by_province,
    )
