"""The text beside a poster: facts only, always the number, folded where WeChat folds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.poster.copy import TONES, character_count, compose, fold, variants
from tests.given.poster_samples import EMOJI, GOODS, LONG, REASONS, SHOP, TEA


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("sheet", [GOODS, SHOP, replace(GOODS, reason=""), replace(GOODS, price=None)])
def test_the_number_stands_in_every_variant(tone: str, sheet: object) -> None:
    for variant in range(30):
        text = compose(sheet, tone, variant)  # type: ignore[arg-type]
        assert "258147" in text
        assert "None" not in text
        assert "\n\n" not in text


@pytest.mark.parametrize("tone", TONES)
def test_another_one_is_really_another_one(tone: str) -> None:
    assert compose(GOODS, tone, 0) == compose(GOODS, tone, 0)
    assert len({compose(GOODS, tone, variant) for variant in range(4)}) == 4
    assert variants(GOODS, tone) >= 12


def test_goods_are_named_with_price_and_the_keepers_words() -> None:
    for tone in TONES:
        text = compose(GOODS, tone, 3)
        assert GOODS.title in text  # type: ignore[operator]
        assert "¥128" in text
        assert TEA in text


@pytest.mark.parametrize(
    ("price", "was", "said", "unsaid"),
    [
        ("128", "168", "省 ¥40", ""),
        ("39.9", "59.8", "省 ¥19.9", ""),
        ("128", None, "¥128", "原价"),
        ("128", "100", "¥128", "省"),
    ],
)
def test_a_saving_is_only_claimed_where_there_is_one(price: str, was: str | None, said: str, unsaid: str) -> None:
    text = compose(replace(GOODS, price=price, was=was), "offer", 0)
    assert said in text
    assert not unsaid or unsaid not in text


def test_what_a_buyer_needs_stands_before_the_fold() -> None:
    main, comment = fold(compose(replace(GOODS, reason=LONG[:200]), "own", 0))
    assert "258147" in main
    assert "¥128" in main
    assert comment
    for tone in TONES:
        main, comment = fold(compose(replace(GOODS, title=LONG[:255], reason=LONG[:200]), tone, 0))
        assert "258147" in main and "¥128" in main and LONG[:40] in main and comment


@pytest.mark.parametrize(
    ("text", "main", "comment"),
    [
        ("短", "短", ""),
        ("一\n二\n三\n四\n五\n六", "一\n二\n三\n四\n五\n六", ""),
        ("一\n二\n三\n四\n五\n六\n七", "一\n二\n三\n四\n五\n六", "七"),
        ("好" * 50 + "。" + "茶" * 60, "好" * 50 + "。", "茶" * 60),
        ("好" * 50 + "，" + "茶" * 60, "好" * 50 + "，", "茶" * 60),
        ("“" + "好" * 50 + "。”" + "茶" * 60, "“" + "好" * 50 + "。”", "茶" * 60),
        ("好" * 130, "好" * 100, "好" * 30),
        ("👨‍👩‍👧‍👦" * 101, "👨‍👩‍👧‍👦" * 100, "👨‍👩‍👧‍👦"),
        ("", "", ""),
    ],
)
def test_folding(text: str, main: str, comment: str) -> None:
    assert fold(text) == (main, comment)


@given(st.text(alphabet="茶好，。\n a👍🏽”", max_size=400), st.integers(1, 8), st.integers(1, 120))
def test_the_part_to_paste_is_never_folded_and_nothing_is_lost(text: str, lines: int, chars: int) -> None:
    main, comment = fold(text, lines, chars)
    assert main.count("\n") < lines
    assert character_count(main) <= chars
    assert "".join((main + comment).split()) == "".join(text.split())


def test_characters_are_counted_as_a_reader_counts_them() -> None:
    assert character_count("茶\n好") == 2
    assert character_count("👨‍👩‍👧‍👦👍🏽") == 2
    assert character_count(EMOJI) == len("超好吃全家都爱国货之光") + 7 + 1
    assert character_count(REASONS["two hundred"]) == 200


@pytest.mark.parametrize("tone", TONES)
def test_a_price_that_is_the_lowest_of_several_says_so(tone: str) -> None:
    for variant in range(12):
        assert "¥128 起" in compose(replace(GOODS, is_least=True), tone, variant)
        assert "起" not in compose(replace(GOODS, reason=""), tone, variant)


@pytest.mark.parametrize("tone", TONES)
def test_nobody_claims_for_the_keeper_to_use_it(tone: str) -> None:
    for variant in range(60):
        text = compose(replace(GOODS, reason=""), tone, variant)
        assert not any(claim in text for claim in ("自用", "在用", "留着用", "喝了", "用了", "我家")), text
