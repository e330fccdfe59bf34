"""What of an edit works at once, and what waits: pure, on looks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.goods.dividing import ApprovedSku, anchor, at_once
from models.catalogue.goods.look import GoodsLook, Shot, differences, with_differences
from models.catalogue.goods.skus import SkuDraft
from models.kernel.money import Money

RED, GREEN = (SkuDraft(code, (code,), Money(10_000), None, 5, 1_500, "") for code in ("红", "绿"))
TEA = GoodsLook(
    "老寿眉", "<p>一</p>", 1, {"产地": "福鼎"}, "", ("颜色",), "", None, None, (RED, GREEN), (Shot("a"), Shot("b"))
)
APPROVED = {sku.code: ApprovedSku(sku.options, sku.price) for sku in (RED, GREEN)}
FIFTH = 2_000


def _now(wanted: GoodsLook) -> GoodsLook:
    return at_once(TEA, wanted, APPROVED, FIFTH)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "加微信"},
        {"description": "<p>二</p>"},
        {"category_id": 2},
        {"attributes": {"产地": "云南"}},
        {"brand": "林间"},
        {"option_names": ("花色",)},
        {"pictures": (Shot("b"), Shot("a"))},
        {"pictures": (Shot("a"),)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_buyers_read_waits_whole(changed: dict[str, object]) -> None:
    wanted = replace(TEA, **changed)  # type: ignore[arg-type]  # By name.
    assert _now(wanted) == TEA
    assert with_differences(TEA, differences(TEA, wanted)) == wanted


@pytest.mark.parametrize(("price", "holds"), [(8_000, True), (7_999, False), (12_000, True), (12_001, False)])
def test_a_price_moves_a_fifth_of_what_was_approved_and_no_fen_further(price: int, holds: bool) -> None:
    moved = replace(TEA, skus=(replace(RED, price=Money(price)), GREEN))
    assert (_now(moved) == moved) is holds
    if not holds:
        assert _now(moved) == TEA


def test_many_small_steps_lead_no_further_than_one() -> None:
    look = TEA
    for price in (11_000, 12_000, 13_000, 14_000):
        look = at_once(look, replace(look, skus=(replace(RED, price=Money(price)), GREEN)), APPROVED, FIFTH)
    assert look.skus[0].price == 12_000


def test_stock_rate_and_barcode_work_at_once_beside_a_price_that_waits() -> None:
    wanted = replace(TEA, skus=(replace(RED, price=Money(99), stock=1, commission_bp=2_000, barcode="6901"), GREEN))
    now = _now(wanted)
    assert (now.skus[0].price, now.skus[0].stock, now.skus[0].commission_bp, now.skus[0].barcode) == (
        10_000, 1, 2_000, "6901",
    )  # fmt: skip
    (kept,) = differences(now, wanted)["skus"]
    assert (kept["price"], kept["stock"]) == (99, None)


def test_a_crossed_out_price_may_not_soar_either() -> None:
    for was, holds in ((Money(12_000), True), (Money(99_800), False)):
        wanted = replace(TEA, skus=(replace(RED, was=was), GREEN))
        assert (_now(wanted) == wanted) is holds


def test_a_new_sku_of_approved_values_comes_at_once_and_any_other_waits() -> None:
    alone = replace(TEA, skus=(RED,))
    for code, price, holds in (("绿", 10_000, True), ("绿", 12_100, False), ("加微信", 10_000, False)):
        wanted = replace(alone, skus=(RED, SkuDraft(f"新{code}", (code,), Money(price), None, 3, 1_500, "")))
        assert (at_once(alone, wanted, APPROVED, FIFTH) == wanted) is holds


def test_the_range_of_new_skus_does_not_move_with_them() -> None:
    assert anchor(Money(12_000), [Money(10_000)]) == 10_000
    assert anchor(Money(9_000), [Money(10_000), Money(8_000)]) == 9_000
    assert anchor(Money(5_000), []) == 5_000


def test_a_sku_is_withdrawn_at_once_but_not_the_last_one() -> None:
    assert _now(replace(TEA, skus=(GREEN,))).skus == (GREEN,)
    other = SkuDraft("蓝", ("蓝",), Money(10_000), None, 3, 1_500, "")
    wanted = replace(TEA, skus=(other,))
    assert _now(wanted) == TEA and differences(TEA, wanted)["gone"] == ["红", "绿"]


def test_one_sku_cannot_take_anothers_values_in_passing() -> None:
    wanted = replace(
        TEA, skus=(replace(RED, options=("新",)), SkuDraft("另", ("红",), Money(10_000), None, 1, 1_500, ""))
    )
    now = _now(wanted)
    assert len({sku.options for sku in now.skus}) == len(now.skus) and now.skus[0] == RED


_SKUS = st.lists(
    st.builds(
        lambda code, price, stock: SkuDraft(code, (code,), Money(price), None, stock, 1_500, ""),
        st.sampled_from(["红", "绿", "蓝", "白"]),
        st.integers(5_000, 20_000),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda sku: sku.code,
).map(tuple)


@given(_SKUS, st.sampled_from(["老寿眉", "新"]), st.integers(0, 9_000))
def test_what_works_at_once_and_what_waits_are_together_what_was_wanted(
    skus: tuple[SkuDraft, ...], title: str, move_bp: int
) -> None:
    wanted = replace(TEA, title=title, skus=skus)
    now = at_once(TEA, wanted, APPROVED, move_bp)
    assert now.title == TEA.title and now.skus
    whole = with_differences(now, differences(now, wanted))
    assert {sku.code: sku for sku in whole.skus} == {sku.code: sku for sku in wanted.skus}
    assert whole.title == wanted.title
    for sku in now.skus:
        assert sku.options[0] in ("红", "绿")
        assert abs(sku.price - 10_000) * 10_000 <= 10_000 * move_bp
