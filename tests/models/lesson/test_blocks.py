"""A body falls into paragraphs and lists, and nothing in it is markup."""

from hypothesis import given
from hypothesis import strategies as st

from models.lesson.blocks import LessonBlock, blocks


def test_paragraphs_and_lists() -> None:
    body = "开头\n第二行\n\n- 一\n- 二\n结尾\n\n\n- 三"
    assert blocks(body) == [
        LessonBlock(False, ("开头", "第二行")),
        LessonBlock(True, ("一", "二")),
        LessonBlock(False, ("结尾",)),
        LessonBlock(True, ("三",)),
    ]
    assert blocks("") == []
    assert blocks("-不是一条") == [LessonBlock(False, ("-不是一条",))]


@given(st.text(alphabet="字a-\n <&", max_size=60))
def test_no_word_is_lost(body: str) -> None:
    kept = "".join(line for block in blocks(body) for line in block.lines)
    assert kept.replace("-", "").replace(" ", "") == "".join(body.split()).replace("-", "")
