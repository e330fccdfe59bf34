"""Forbidden words behind disguises: found whatever is done to them, and not where an ordinary name stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.reading.disguises import disguise_in

WORDS = ("旗舰", "专卖")
SHAPES = {"旗": "旗旂", "舰": "舰艦", "专": "专專専", "卖": "卖賣売"}
SAID = {"旗": "qi", "舰": "jian", "专": "zhuan", "卖": "mai"}
BETWEEN = st.sampled_from(["", " ", "\u3000", ".", "·", "-", "_", "\u200b", "\u00ad", "★", "🚢", "　.　"])
AROUND = st.sampled_from(["", "林间", "耐克", "山货 "])
WIDE = {ord(one): ord(one) + 0xFEE0 for one in "abcdefghijklmnopqrstuvwxyz"}
CYRILLIC = str.maketrans("aij", "аіј")
DRESSES = st.sampled_from(
    [
        lambda said: said,
        str.upper,
        str.title,
        lambda said: said.translate(WIDE),
        lambda said: said.translate(CYRILLIC),
        lambda said: said.replace("i", "1"),
        lambda said: said.replace("a", "à"),
        lambda said: said.translate({ord(one): ord(one) - ord("a") + 0x24D0 for one in said}),
    ]
)


@given(st.sampled_from(WORDS), st.data(), BETWEEN, AROUND, AROUND)
def test_characters_are_known_in_every_shape_and_with_signs_between(word, data, between, before, after) -> None:  # type: ignore[no-untyped-def]  # Drawn.
    written = between.join(data.draw(st.sampled_from(SHAPES[one])) for one in word)
    found = disguise_in(before + written + after, WORDS)
    assert found is not None and found.word == word


@given(
    st.sampled_from(WORDS), DRESSES, BETWEEN, st.sampled_from(["", "林间", "Lin "]), st.sampled_from(["", "店", "dian"])
)
def test_pinyin_is_known_in_every_dress(word, dress, between, before, after) -> None:  # type: ignore[no-untyped-def]  # Drawn.
    said = between.join(dress(SAID[one]) for one in word)
    found = disguise_in(before + said + after, WORDS)
    assert found is not None and found.word == word


@given(st.sampled_from(WORDS), st.integers(0, 1), DRESSES, AROUND)
def test_half_in_characters_half_in_letters(word: str, place: int, dress, before: str) -> None:  # type: ignore[no-untyped-def]  # Drawn.
    halves = [dress(SAID[one]) if at == place else one for at, one in enumerate(word)]
    found = disguise_in(before + "".join(halves), WORDS)
    assert found is not None and found.word == word


@pytest.mark.parametrize(
    ("name", "word"),
    [("旗舟见", "旗舰"), ("琪舰店", "旗舰"), ("砖卖店", "专卖"), ("nikeqijiandian", "旗舰"), ("applezhuanmai", "专卖")],
)
def test_what_is_drawn_as_two_sounds_alike_before_dian_or_hangs_on_a_brand(name: str, word: str) -> None:
    assert disguise_in(name, WORDS).word == word  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name",
    [
        *("林间", "綦江Qijiang", "红旗Jianguo", "qijianfang", "weiqi jianghu", "Faqi Jiannan", "专门卖花", "旗袍"),
        *(
            "军舰模型",
            "专心做饭",
            "卖鱼郎",
            "小卖部",
            "红旗渠",
            "专业买手",
            "转卖",
            "期间",
            "琪琪鉴赏",
            "砖卖场",
            "珍琪鉴赏馆",
        ),
        *("七间房", "买卖专", "Maison", "Zhuang Mai", "Qi&Ji", "舰旗", "卖专辑", "店小二", "13579", "🌲🌲"),
    ],
)
def test_ordinary_names_are_no_disguise(name: str) -> None:
    assert disguise_in(name, WORDS) is None


@given(st.text(st.sampled_from("林间山货花茶小铺南北杂粮 ·-1旗卖店琪砖见qJ"), max_size=12))
def test_a_word_is_never_found_where_half_of_it_is_missing(name: str) -> None:
    found = disguise_in(name, WORDS)
    assert found is None or (found.word == "专卖" and "砖卖店" in name) or (found.word == "旗舰" and "旗见店" in name)


def test_a_networks_own_word_is_known_by_its_shape_alone() -> None:
    assert disguise_in("官 方", ("官方",)).written == "官 方"  # type: ignore[union-attr]
    assert disguise_in("ＯＵＴ-let", ("outlet",)).word == "outlet"  # type: ignore[union-attr]
    assert disguise_in("林间", ("旗舰", "", " ")) is None
