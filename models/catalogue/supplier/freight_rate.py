"""What a parcel costs by its value, weight and pieces: plain figures, decided without a database.

A freight is a fee, free from a value on where that is set. It may grow: then the fee covers the first grams or pieces,
and every further so many, or part of them, cost a bit more. Whoever sends more never pays less, but where it becomes
free.
"""

from dataclasses import dataclass
from typing import Literal

from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.said import Said

GrowsBy = Literal["weight", "piece"]
# A tonne, or as many pieces as nobody packs.
MOST_UNITS = 1_000_000
_KILO = 1_000


@dataclass(frozen=True, slots=True)
class FreightGrowth:
    """The fee covers the `first` grams or pieces; each further `per` of them, or part, costs `more`."""

    by: GrowsBy
    first: int
    per: int
    more: Money

    def check(self) -> None:
        """Raises Refused at the field that cannot be."""
        for field, units in (("first", self.first), ("per", self.per)):
            if not 1 <= units <= MOST_UNITS:
                raise Refused(field, N_("写 1 到 %(most)s 之间的数"), most=MOST_UNITS)

    def steps(self, units: int) -> int:
        """How many times `more` is due."""
        return max(0, -(-(units - self.first) // self.per))


@dataclass(frozen=True, slots=True)
class Load:
    """What is in a parcel: its goods' value before any coupon, its weight in grams, its pieces."""

    value: Money
    grams: int = 0
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class FreightBill:
    """What one parcel costs, and how that came about; `how` is empty where there is nothing to tell."""

    amount: Money
    how: str = ""


@dataclass(frozen=True, slots=True)
class FreightRate:
    """A freight as it stands."""

    fee: Money
    free_over: Money | None = None
    growth: FreightGrowth | None = None

    def bill(self, load: Load) -> FreightBill:
        """For one parcel."""
        if self.free_over is not None and load.value >= self.free_over:
            return FreightBill(Money(0))
        if self.growth is None:
            return FreightBill(self.fee)
        units = load.grams if self.growth.by == "weight" else load.pieces
        steps = self.growth.steps(units)
        amount = self.fee + self.growth.more * steps
        return FreightBill(amount, _how(self, units, steps) if amount else "")

    @property
    def is_free(self) -> bool:
        """Whether it never costs anything."""
        return not self.fee and (self.growth is None or not self.growth.more)

    @property
    def words(self) -> Said:
        """What a parcel costs, in a sentence."""
        if self.free_over is None or self.is_free:
            return self._fee_in_words
        return Said(N_("%(fee)s，满 %(over)s 元包邮"), fee=self._fee_in_words, over=self.free_over.short)

    @property
    def _fee_in_words(self) -> Said:
        growth = self.growth
        if self.is_free:
            return Said(N_("包邮"))
        if growth is None:
            return Said(N_("%(fee)s 元"), fee=self.fee.short)
        facts: dict[str, object] = {"fee": self.fee.short, "more": growth.more.short}
        if growth.by == "weight":
            words = N_("首重 %(first)s %(fee)s 元，每多 %(per)s 加 %(more)s 元")
            return Said(words, first=weighed(growth.first), per=weighed(growth.per), **facts)
        words = N_("前 %(first)s 件 %(fee)s 元，每多 %(per)s 件加 %(more)s 元")
        return Said(words, first=growth.first, per=growth.per, **facts)


def weighed(grams: int) -> str:
    """A weight as people read it: "500 g", "1.5 kg"."""
    if grams < _KILO:
        return f"{grams} g"
    return f"{grams // _KILO}.{grams % _KILO:03d}".rstrip("0").rstrip(".") + " kg"


def _how(rate: FreightRate, units: int, steps: int) -> str:
    growth = rate.growth
    assert growth is not None, "only what grows has something to tell"
    by_weight = growth.by == "weight"
    facts: dict[str, object] = {
        "units": weighed(units) if by_weight else units,
        "first": weighed(growth.first) if by_weight else growth.first,
        "fee": rate.fee.short,
    }
    if steps:
        facts |= {"steps": steps, "per": weighed(growth.per) if by_weight else growth.per, "more": growth.more.short}
    if by_weight:
        words = N_("共 %(units)s：首重 %(first)s 内 ¥%(fee)s，续重 %(steps)s 个 %(per)s × ¥%(more)s")
        return Said(words if steps else N_("共 %(units)s：首重 %(first)s 内 ¥%(fee)s"), **facts)
    words = N_("共 %(units)s 件：前 %(first)s 件 ¥%(fee)s，续件 %(steps)s 个 %(per)s 件 × ¥%(more)s")
    return Said(words if steps else N_("共 %(units)s 件：前 %(first)s 件 ¥%(fee)s"), **facts)
