"""A curve as a picture: a square PNG, whatever the figures and the words."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from models.report.shop.drawn_curve import CurveSheet, draw_curve

values = st.lists(st.integers(0, 10**9), max_size=400)


def sheet(now: list[int], before: list[int], name: str = "林间小铺") -> CurveSheet:
    return CurveSheet(
        shop_name=name,
        shop_number="707017",
        sentence="这 7 天有 312 次进店，比上周同期热闹。",
        figure="312",
        unit="进店次数",
        values=now,
        before=before,
        labels=["周一", "周四", "周日"],
        legend="这 7 天",
        beside="上周同一天" if before else "",
    )


@settings(max_examples=20, deadline=None)
@given(values, values, st.text(max_size=40))
def test_any_figures_and_any_name_are_drawn(now: list[int], before: list[int], name: str) -> None:
    drawn = Image.open(io.BytesIO(draw_curve(sheet(now, before, name))))
    assert (drawn.format, drawn.size, drawn.mode) == ("PNG", (1080, 1080), "RGB")


def test_the_line_is_ink_and_its_end_is_the_seals_red() -> None:
    drawn = Image.open(io.BytesIO(draw_curve(sheet([1, 5, 2, 9], []))))
    colours = {colour for _count, colour in drawn.getcolors(1 << 20) or []}
    assert {(31, 27, 22), (200, 50, 31)} <= colours
