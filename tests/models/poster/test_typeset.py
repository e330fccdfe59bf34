"""Setting Chinese: where lines break, what hangs, what is never drawn as a box."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from models.poster.clusters import clusters
from models.poster.typeset import fit, legible, line, width_of, write_block
from models.poster.typeset.breaking import atoms
from models.poster.typeset.drawable import face_for
from models.poster.typeset.faces import EMOJI, HANZI
from models.poster.typeset.paragraph import Block, extent
from tests.given.poster_samples import EMOJI as EMOJI_WORDS
from tests.given.poster_samples import ENGLISH, LONG, REASONS, TEA

NOT_FIRST, NOT_LAST = set("，。、；：？！）》」”…"), set("（《「“")
WIDTHS = (6, 8, 9, 10, 11, 12, 14, 17, 20, 26)


def lines(text: str, em: float, size: int = 40) -> list[str]:
    return texts(fit(text, round(em * size), 40_000, (size,), 1.5))


def texts(block: Block) -> list[str]:
    return ["".join(atom.text for atom in row) for row in block.lines]


@pytest.mark.parametrize("em", WIDTHS)
@pytest.mark.parametrize("text", [TEA, LONG, f"他说：“{TEA}”（真的）", REASONS["sixty"], f"《茶经》、「茶」，{TEA}"])
def test_no_closing_mark_begins_a_line_and_no_opening_one_ends_it(text: str, em: int) -> None:
    set_lines = lines(text, em)
    assert "".join(set_lines) == text
    assert not [row for row in set_lines if row[0] in NOT_FIRST or row[-1] in NOT_LAST]


@pytest.mark.parametrize("em", WIDTHS)
@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (TEA, ["三年", "冬天", "整间", "屋子", "一壶"]),
        ("净重 100 g，保温 12 小时，三个月内 2 瓶装", ["100g", "12小", "三个", "2瓶"]),
        ("买 iPhone15 送壳，原价 ¥39.9 现价 ¥29.9", ["iPhone15", "¥39.9", "¥29.9"]),
        ("洗了很多次，今天又买了两件，第3次回购", ["两件", "第3次"]),
    ],
)
def test_words_numbers_and_units_stay_whole(text: str, whole: list[str], em: int) -> None:
    together = "\n".join(lines(text, em))
    assert [word for word in whole if word not in together] == []


@pytest.mark.parametrize("em", WIDTHS)
@pytest.mark.parametrize("text", [TEA, LONG, REASONS["sixty"], ENGLISH])
def test_no_line_is_wider_than_its_box_and_the_last_is_no_orphan(text: str, em: int) -> None:
    block = fit(text, em * 40, 40_000, (40,), 1.5)
    assert max(extent(row) for row in block.lines) <= em + 0.03
    assert len(texts(block)[-1]) > 1


def test_short_texts_break_into_lines_of_even_length() -> None:
    assert lines("福鼎白茶 老寿眉 2019 紧压饼 100 g", 12) == ["福鼎白茶老寿眉", "2019紧压饼100g"]
    assert lines(TEA, 12) == ["这款白茶我自己喝了三年，", "回甘很长。冬天泡一壶，", "整间屋子都是香的。"]


def test_a_new_line_of_the_keeper_is_kept() -> None:
    assert lines("第一行\n\n第二行", 20) == ["第一行", "第二行"]


def test_quotation_marks_hang_so_that_lines_align() -> None:
    block = fit("“冬天泡一壶，整间屋子都是香的。”", 300, 400, (40,), 1.5)
    first = block.lines[0]
    assert first[0].text == "“"
    assert first[0].hang == pytest.approx(first[0].width)


def test_a_thin_gap_stands_between_hanzi_and_letters() -> None:
    assert width_of("买iPhone送壳", 100) == pytest.approx(width_of("买 iPhone 送壳", 100))
    gaps = [atom.gap for atom in atoms("买iPhone送壳", 400)]
    assert 0.1 < gaps[1] < 0.3
    assert gaps[1] == gaps[2]


def test_two_marks_share_one_blank() -> None:
    assert width_of("他说：“好。”", 100) <= 100 * 5.5


def test_figures_are_all_of_one_width() -> None:
    assert len({width_of(figure, 100, 700) for figure in "0123456789"}) == 1


def test_a_long_text_shrinks_and_then_ends_in_an_ellipsis() -> None:
    roomy = fit(LONG, 900, 900, (80, 60, 40, 30), 1.5)
    assert roomy.size < 80
    assert not roomy.cut
    tight = fit(LONG, 400, 120, (40, 30), 1.5)
    assert tight.cut
    assert tight.height <= 120
    assert texts(tight)[-1].endswith("…")
    assert texts(fit(f"“{LONG}”", 400, 120, (30,), 1.5))[-1].endswith("…”")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.integers(2, 20), st.integers(1, 6))
def test_whatever_the_text_its_block_stays_in_its_box(text: str, em: int, rows: int) -> None:
    kept, _ = legible(text)
    block = fit(kept, em * 30, rows * 45, (48, 30), 1.5)
    assert block.height <= rows * 45
    assert all(extent(row) <= em * 30 / block.size + 0.03 or len(row) == 1 for row in block.lines)


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("好茶", "好茶", ""),
        ("㎡ ★ ① ™ é Привет", "㎡ ★ ① ™ é Привет", ""),
        ("шалом שלום مرحبا ไทย", "шалом שלום مرحبا ไทย", ""),
        ("好\ue000茶\ue000", "好茶", "\ue000"),
        ("䶮龘", "䶮龘", ""),
        ("a\u200bb\ufeffc\x00", "abc", ""),
        ("两\u3000行\r\n", "两 行\n\n", ""),
        ("e\u0301", "é", ""),
    ],
)
def test_what_can_be_drawn_is_kept_and_the_rest_is_named(text: str, kept: str, dropped: str) -> None:
    assert legible(text) == (kept, dropped)


@pytest.mark.parametrize("emoji", ["😀", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "❤️", "1️⃣", "👩🏽‍🚀", "🏳️‍🌈"])
def test_an_emoji_is_one_character_of_one_face(emoji: str) -> None:
    assert list(clusters(f"好{emoji}茶")) == ["好", emoji, "茶"]
    kept, dropped = legible(emoji)
    assert dropped == ""
    assert face_for(kept) is EMOJI
    assert width_of(kept, 100) < 200


def test_emoji_that_cannot_be_joined_show_their_first_part() -> None:
    assert legible("👩‍🚀‍👧")[0] == "👩"
    assert face_for("茶") is HANZI


@pytest.mark.parametrize("text", [EMOJI_WORDS, TEA, ENGLISH, REASONS["right to left"], "茶"])
def test_text_leaves_ink_and_stays_on_its_sheet(text: str) -> None:
    sheet = Image.new("L", (700, 500), 255)
    block = fit(legible(text)[0], 600, 400, (60, 50, 40, 30), 1.5)
    bottom = write_block(ImageDraw.Draw(sheet), block, (50, 50), "#000000")
    left, top, right, low = sheet.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    assert 15 <= left <= 70
    assert top >= 45
    assert right <= 655
    assert low <= bottom + block.size * 0.4


def test_one_line_says_how_wide_it_is() -> None:
    draw = ImageDraw.Draw(Image.new("L", (400, 100), 255))
    assert line(draw, "门牌 258147", (10, 60), 40, "#000000") == pytest.approx(width_of("门牌 258147", 40))
    assert line(draw, "", (10, 60), 40, "#000000") == 0
