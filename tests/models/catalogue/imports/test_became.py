"""What is told of goods that a file was loaded over, beyond what the file says."""

from datetime import timedelta

import pytest

from models.catalogue.goods.change import GoodsOutcome
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.proposal import Proposal
from models.catalogue.imports.became import became, offered
from models.catalogue.imports.sheets.entries import GoodsEntry, SkuEntry
from models.kernel.money import Money
from tests.given.baskets import NOON

CHANGED = GoodsOutcome(applied=True)
DAY = NOON + timedelta(days=7)


def goods(*codes: str, category_id: int | None = 1) -> Goods:
    """Goods that offer these SKUs."""
    made = Goods(code="TEA00001", supplier_id=1, handle="tea", title="茶", made_at=NOON, changed_at=NOON)
    made.category_id = category_id
    made.skus = [SKU(code=code, options=[f"{code} 克"], listed_price=Money(100), listed_rate=1500) for code in codes]
    return made


def entry(*codes: str) -> GoodsEntry:
    """What a file says: its goods in row 2, SKUs in the rows from there on."""
    skus = tuple(SkuEntry(code, (), Money(100), 1, None, None, "", line) for line, code in enumerate(codes, 2))
    return GoodsEntry("tea", "茶（文件）", "", "tea", {}, ("净重",), skus, (), "", 2, False, None, None)


def test_a_file_that_was_taken_as_it_is_leaves_nothing_to_tell() -> None:
    tea = goods("A", "B")
    assert list(became(tea, entry("A", "B"), offered(tea), CHANGED)) == []


def test_what_waits_and_what_has_no_category_is_told_of_new_goods_too() -> None:
    waits = GoodsOutcome(proposed=Proposal(code="P", goods_id=1, wanted={}, at=NOON, since=NOON))
    told = list(became(goods("A", category_id=None), entry("A"), {}, waits))
    assert [(kind, one.line, one.value) for kind, one in told] == [
        ("proposed", 2, "茶（文件）"),
        ("uncategorised", 2, "茶（文件）"),
    ]


@pytest.mark.parametrize("gone", [1, 5, 6])
def test_skus_that_the_file_has_no_more_are_named_up_to_five(gone: int) -> None:
    tea = goods("kept", *(f"S{number}" for number in range(gone)))
    before = offered(tea)
    for sku in tea.skus[1:]:
        sku.withdrawn_at = NOON
    ((kind, one),) = became(tea, entry("kept"), before, CHANGED)
    named = str(one.params["skus"]).split("、")
    assert (kind, one.params["count"], len(named)) == ("withdrawn", gone, min(gone, 5))
    assert named[0] == "S0 克" and ("%(count)s" in one.reason) == (gone > 5)


def test_a_fall_of_the_rate_is_told_with_its_day_at_the_row_of_its_sku_and_only_when_it_is_news() -> None:
    tea = goods("A", "B")
    before = offered(tea)
    tea.skus[1].announced_rate, tea.skus[1].falls_at = 1250, DAY
    ((kind, one),) = became(tea, entry("A", "B"), before, CHANGED)
    assert (kind, one.line) == ("announced", 3)
    assert one.params == {"sku": "B 克", "day": f"{DAY:%Y-%m-%d}", "rate": "12.5%"}
    assert list(became(tea, entry("A", "B"), offered(tea), CHANGED)) == []
    # A SKU that only just came was never promised at another rate.
    assert list(became(tea, entry("A", "B"), {"A": before["A"]}, CHANGED)) == []
