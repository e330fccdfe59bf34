"""Layouts of goods files: which one a heading is of, and that each says what it must."""

import pytest

from models.catalogue.imports.formats import format_of, goods_formats, own_format
from models.catalogue.imports.sheets.layout import NEEDED, plain_heading


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (["商品编号", "标题", "价格"], "ours"),
        (["handle", "title", "price"], "ours"),
        (["handle", "title", "variant price"], "shopify"),
        (["url handle", "title", "price"], "shopify"),
        (["something else"], "ours"),
    ],
)
def test_a_file_is_of_the_layout_whose_signs_it_has(headings: list[str], name: str) -> None:
    assert format_of(headings).name == name


def test_every_layout_has_what_goods_need_and_its_headings_are_plain() -> None:
    for goods_format in goods_formats().values():
        assert set(goods_format.needed) <= set(goods_format.columns)
        assert own_format().needed == NEEDED
        assert all(
            plain_heading(heading) == heading for headings in goods_format.columns.values() for heading in headings
        )


def test_the_sample_is_of_our_layout() -> None:
    heading = [plain_heading(text) for text in own_format().sample[0]]
    assert set(own_format().columns) == {own_format().names[text] for text in heading if text in own_format().names}
