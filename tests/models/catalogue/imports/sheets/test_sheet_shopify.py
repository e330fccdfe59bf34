"""Shopify's product CSV, older and newer header."""

from pathlib import Path

import pytest

from models.catalogue.imports.reading import read_goods
from models.catalogue.imports.sheets import GoodsEntry
from models.kernel.money import Money
from tests.given.sheet_files import Said, Sheet

FILE = Path(__file__).parents[4] / "data" / "shopify-goods.csv"


@pytest.fixture(scope="module")
def goods() -> list[GoodsEntry]:
    """The goods of the file, without its one problem."""
    return [entry for entry in read_goods(FILE, FILE.name) if isinstance(entry, GoodsEntry)]


def test_options_become_skus_and_further_rows_add_pictures(goods: list[GoodsEntry]) -> None:
    apron = goods[0]
    assert (apron.handle, apron.title, apron.option_names) == ("linen-apron", "Linen Apron, long", ("Color", "Size"))
    assert [sku.options for sku in apron.skus] == [("Sand", "M"), ("Sand", "L"), ("Ink", "M")]
    assert [sku.price for sku in apron.skus] == [Money(12800), Money(12800), Money(13800)]
    assert apron.pictures == tuple(f"https://cdn.example/apron-{name}.jpg" for name in ("1", "2", "3", "sand", "ink"))


def test_what_shopify_allows_and_we_do_not_is_let_go(goods: list[GoodsEntry]) -> None:
    skus = goods[0].skus
    assert [sku.was for sku in skus] == [Money(16800), None, None]
    assert [sku.stock for sku in skus] == [4, None, 0]
    assert [sku.barcode for sku in skus] == ["4006381333931", "", ""]
    assert all(sku.commission_bp is None for sku in skus)
    assert skus[0].code == "APR-S-M" and skus[1].code != skus[2].code and skus[1].code.startswith("linen-apron-")


def test_the_body_is_sanitised(goods: list[GoodsEntry]) -> None:
    assert goods[0].description == "<h3>Made to last</h3><p>Washed <b>linen</b>.</p>"
    assert goods[1].description == "<p>Plain &amp; simple</p>"


def test_the_category_is_the_type_or_the_product_category_or_the_first_tag(goods: list[GoodsEntry]) -> None:
    assert [goods[0].category, goods[1].category] == ["Kitchen & Dining/Aprons", "Kitchen"]


def test_default_title_means_no_options(goods: list[GoodsEntry]) -> None:
    towel = goods[1]
    assert (towel.option_names, towel.skus[0].options, towel.skus[0].code) == ((), (), "TT-1")
    assert (towel.skus[0].price, towel.pictures) == (Money(103990), ("https://cdn.example/towel.jpg;v=2",))


def test_only_what_is_on_sale_there_is_submitted(goods: list[GoodsEntry]) -> None:
    assert [goods[0].submit, goods[1].submit] == [True, False]


def test_a_rounded_barcode_is_left_out_and_told(sheet: Sheet, said: Said) -> None:
    """No buyer needs it, and the rest of the goods is right."""
    goods, problems = sheet.read(FILE)
    assert [entry.handle for entry in goods] == ["linen-apron", "tea-towel", "gift-box"]
    assert problems == [] and goods[2].skus[0].barcode == ""
    assert [(one.line, one.column) for one in goods[2].said if "已经丢了" in one.reason] == [(7, "Variant Barcode")]


SHORT = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant Price,Variant Compare At Price,Variant Barcode\n"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("Me,Title,Default Title,12.00,9.00,", "Variant Compare At Price"),
        ("Me,Title,Default Title,12.00,soon,", "Variant Compare At Price"),
        ("Me,Title,Default Title,12.00,,SHELF-7", "Variant Barcode"),
        (f"{'V' * 41},Title,Default Title,12.00,,", "Vendor"),
    ],
)
def test_what_is_left_away_of_a_cell_is_said(sheet: Sheet, cells: str, column: str) -> None:
    (goods,), problems = sheet.read(f"{SHORT}cup,Cup,{cells}\n")
    assert problems == [] and [one.column for one in goods.said] == [column]


@pytest.mark.parametrize("cells", ["Me,Title,Default Title,12.00,0.00,", "Me,Title,Default Title,12.00,12.00,0"])
def test_what_shopify_writes_for_nothing_is_nothing(sheet: Sheet, cells: str) -> None:
    (goods,), _ = sheet.read(f"{SHORT}cup,Cup,{cells}\n")
    assert (goods.said, goods.skus[0].was) == ((), None)


def test_the_newer_header_is_the_same_file(sheet: Sheet) -> None:
    (goods,), problems = sheet.read(
        "Title,URL handle,Description,Type,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,"
        "Price,Compare-at price,Inventory quantity,Product image URL,Image position,Variant image URL\n"
        "Cap,cap,<p>Warm</p>,Hats,TRUE,Active,C1,,Size,S,20,30,5,https://x.example/c.png,1,\n"
        ",cap,,,,,C2,,,L,21,,6,,,https://x.example/l.png\n"
    )
    assert problems == []
    assert [(sku.code, sku.options, sku.was) for sku in goods.skus] == [
        ("C1", ("S",), Money(3000)),
        ("C2", ("L",), None),
    ]
    assert (goods.submit, goods.category, len(goods.pictures)) == (True, "Hats", 2)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("x,,5,,", "Title"),
        (",X,5,,", "Handle"),
        ("x,X,,,", "Variant Price"),
        ("x,X,0,,", "Variant Price"),
        ("x,X,5,,Size", "Option1 Value"),
    ],
)
def test_what_is_missing_is_told(sheet: Sheet, said: Said, row: str, column: str) -> None:
    goods, problems = sheet.read("Handle,Title,Variant Price,Variant SKU,Option1 Name,Option1 Value\n" + row + "\n")
    assert goods == []
    assert [(line, told) for line, told, _ in said(problems)] == [(2, column)]


def test_only_the_first_nine_pictures_are_kept(sheet: Sheet) -> None:
    rows = "".join(f"a,{'A' if not n else ''},{5 if not n else ''},https://x.example/{n}.png\n" for n in range(12))
    (goods,), problems = sheet.read("Handle,Title,Variant Price,Image Src\n" + rows)
    assert problems == []
    assert goods.pictures == tuple(f"https://x.example/{n}.png" for n in range(9))
