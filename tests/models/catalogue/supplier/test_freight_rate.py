"""Freight by weight and by piece: whoever sends more never pays less, and what is told comes to what is charged."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.supplier.freight import ZoneTerms, freight_for
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate, Load, weighed
from models.catalogue.supplier.terms import SupplierTerms
from models.kernel.errors import Refused
from models.kernel.money import Money

FEES = st.integers(0, 50_000).map(Money)
UNITS = st.integers(1, 50_000)
GROWTHS = st.builds(FreightGrowth, st.sampled_from(["weight", "piece"]), UNITS, UNITS, FEES)
RATES = st.builds(FreightRate, FEES, st.none() | st.integers(1, 100_000).map(Money), st.none() | GROWTHS)
LOADS = st.builds(Load, st.integers(1, 100_000).map(Money), st.integers(0, 200_000), st.integers(1, 99))
TEA = FreightRate(Money(800), None, FreightGrowth("weight", 1_000, 500, Money(300)))


@pytest.mark.parametrize(
    ("grams", "fen", "how"),
    [
        (1, 800, "共 1 g：首重 1 kg 内 ¥8"),
        (1_000, 800, "共 1 kg：首重 1 kg 内 ¥8"),
        (1_001, 1_100, "共 1.001 kg：首重 1 kg 内 ¥8，续重 1 个 500 g × ¥3"),
        (1_500, 1_100, "共 1.5 kg：首重 1 kg 内 ¥8，续重 1 个 500 g × ¥3"),
        (2_600, 2_000, "共 2.6 kg：首重 1 kg 内 ¥8，续重 4 个 500 g × ¥3"),
    ],
)
def test_by_weight(grams: int, fen: int, how: str) -> None:
    bill = TEA.bill(Load(Money(12_800), grams))
    assert (bill.amount, bill.how) == (fen, how)


@given(RATES, LOADS, st.integers(0, 50_000), st.integers(0, 50))
def test_whoever_sends_more_of_the_same_value_never_pays_less(
    rate: FreightRate, load: Load, grams: int, n: int
) -> None:
    heavier = Load(load.value, load.grams + grams, load.pieces + n)
    assert 0 <= rate.bill(load).amount <= rate.bill(heavier).amount


@given(RATES, LOADS)
def test_what_is_told_comes_to_what_is_charged(rate: FreightRate, load: Load) -> None:
    bill = rate.bill(load)
    if rate.free_over is not None and load.value >= rate.free_over:
        assert (bill.amount, bill.how) == (0, "")
    elif rate.growth is None or not bill.how:
        assert bill.amount == (rate.fee if rate.growth is None else 0)
    else:
        fee, more = (Money.parse(told) for told in [*re.findall(r"¥([0-9.]+)", bill.how), "0"][:2])
        steps = int((re.findall(r"续. (\d+) 个", bill.how) or ["0"])[0])
        assert bill.amount == fee + more * steps
        units = load.grams if rate.growth.by == "weight" else load.pieces
        reach = rate.growth.first + steps * rate.growth.per
        assert units <= reach and (not steps or units > reach - rate.growth.per)


@given(RATES, RATES, LOADS)
def test_without_a_province_it_is_the_least_that_it_may_be(usual: FreightRate, far: FreightRate, load: Load) -> None:
    zone = ZoneTerms(("65",), far.fee, far.free_over, growth=far.growth)
    never = ZoneTerms(("54",), delivers=False)
    terms = SupplierTerms(1, "云岭", usual.fee, usual.free_over, (zone, never), usual.growth)
    least, here, there = (freight_for(terms, terms.zones, load, province) for province in (None, "33", "65"))
    assert least and here and there
    assert least.amount == min(here.amount, there.amount)
    assert (here, there) == (usual.bill(load), far.bill(load))
    assert freight_for(terms, terms.zones, load, "54") is None


@given(st.integers(0, 5_000_000))
def test_a_weight_is_told_to_the_gram(grams: int) -> None:
    figure, unit = weighed(grams).split()
    whole, _, part = figure.partition(".")
    assert (int(whole) * 1_000 + int(part.ljust(3, "0")) if unit == "kg" else int(whole)) == grams


@pytest.mark.parametrize(("first", "per", "field"), [(0, 1, "first"), (1, 0, "per"), (1_000_001, 1, "first")])
def test_growth_that_cannot_be(first: int, per: int, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        FreightGrowth("weight", first, per, Money(1)).check()
    assert refusal.value.field == field
