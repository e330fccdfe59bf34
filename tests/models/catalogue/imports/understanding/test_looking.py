"""What a file is understood to be: its headings, columns, money and stock, and what is asked."""

import pytest

from models.catalogue.imports.understanding.looking import Understanding, Wishes, understand_file
from models.catalogue.imports.understanding.money import price_by
from models.catalogue.imports.understanding.plan import DecimalSign, Plan
from models.kernel.errors import Refused
from models.kernel.money import Money
from tests.given.sheet_files import Sheet


def understood(sheet: Sheet, text: str, **wishes: object) -> Understanding:
    path = sheet.write(text)
    return understand_file(path, path.name, Wishes(**wishes))  # type: ignore[arg-type]  # By name.


def meanings(found: Understanding) -> dict[str, str]:
    return {text: meaning for text, meaning in zip(found.header, found.plan.meanings, strict=True) if meaning}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("货号,品名,零售价,库存量,商品分类\n", {"货号": "handle", "品名": "title", "零售价": "price", "库存量": "stock",
                                          "商品分类": "category"}),
        ("Item No.,Product Name,Unit Price,Qty on hand,EAN\n", {"Item No.": "handle", "Product Name": "title",
                                                              "Unit Price": "price", "Qty on hand": "stock",
                                                              "EAN": "barcode"}),
        ("*款号,*名称（必填）,售价(元),颜色,尺码\n", {"*款号": "handle", "*名称（必填）": "title", "售价(元)": "price",
                                          "颜色": "option:颜色", "尺码": "option:尺码"}),
        ("商品编码,商品名称,售价,成本价,进价\n", {"商品编码": "handle", "商品名称": "title", "售价": "price"}),
        ("商品編號,商品名稱,售價（元）,庫存數量,顏色\n", {"商品編號": "handle", "商品名稱": "title",
                                                  "售價（元）": "price", "庫存數量": "stock", "顏色": "option:顏色"}),
        ("貨號,產品名稱,零售價,現貨數量,商品分類,條碼\n", {"貨號": "handle", "產品名稱": "title", "零售價": "price",
                                                "現貨數量": "stock", "商品分類": "category", "條碼": "barcode"}),
        ("商品コード,商品名,販売価格,在庫数,カラー,サイズ\n", {"商品コード": "handle", "商品名": "title",
                                                   "販売価格": "price", "在庫数": "stock", "カラー": "option:カラー",
                                                   "サイズ": "option:サイズ"}),
        ("品号,商品,折后价,原价,结存数量,品牌名称\n", {"品号": "handle", "商品": "title", "折后价": "price",
                                            "原价": "was", "结存数量": "stock", "品牌名称": "brand"}),
        ("编号,名称,价格,图片1,图片2,主图\n", {"编号": "handle", "名称": "title", "价格": "price", "图片1": "pictures",
                                      "图片2": "pictures", "主图": "pictures"}),
    ],
)  # fmt: skip
def test_everyday_headings_are_understood(sheet: Sheet, text: str, expected: dict[str, str]) -> None:
    assert meanings(understood(sheet, text + "1,2,3,4,5,6\n")) == expected


@pytest.mark.parametrize(
    ("text", "line", "depth"),
    [
        ("商品编号,标题,价格\na,杯,1\n", 1, 1),
        ("秋季新品报价单,,\n更新：2026-09-01,,\n\n商品编号,标题,价格\na,杯,1\n", 4, 1),
        ("基本,,规格,\n货号,品名,颜色,售价\na,杯,红,1\n", 2, 1),
        ("货号,品名,规格,,售价\n,,颜色,尺码,\na,杯,红,大,1\n", 1, 2),
        ("handle,title,price\n商品编号,标题,价格\na,杯,1\n", 1, 2),
    ],
)
def test_the_headings_are_found(sheet: Sheet, text: str, line: int, depth: int) -> None:
    found = understood(sheet, text)
    assert (found.plan.way.heading, found.plan.way.depth) == (line, depth)
    assert not found.doubts and [cells[0] for _, cells in found.rows] == ["a"]


def test_what_goods_are_known_by(sheet: Sheet) -> None:
    assert understood(sheet, "SKU,商品名称,售价\nA,杯,1\nB,碗,2\n").plan.known_by == "sku"
    assert understood(sheet, "SKU,商品名称,颜色,售价\nA,杯,红,1\nB,杯,蓝,2\n").plan.known_by == "title"
    assert understood(sheet, "商品名称,售价\n杯,1\n").plan.known_by == "title"


@pytest.mark.parametrize(
    ("text", "currency", "asked"),
    [
        ("货号,品名,售价\na,杯,¥12\n", "CNY", False),
        ("货号,品名,售价(元)\na,杯,12\n", "CNY", False),
        ("货号,品名,价格(USD)\na,杯,12\n", "USD", True),
        ("货号,品名,价格\na,杯,€12.50\n", "EUR", True),
        ("货号,品名,价格\na,杯,$12.50\n", "", True),
        ("货号,品名,价格,币种\na,杯,12.50,HKD\n", "HKD", True),
        ("id,title,price,image link\na,Cup,12.00 GBP,\n", "GBP", True),
        ("Handle,Title,Variant Price\na,Anillo,780000\nb,Collar,92000\n", "", True),
        ("Handle,Title,Variant Price\na,Ring,78.50\n", "CNY", False),
    ],
)
def test_another_money_than_the_yuan_is_asked(sheet: Sheet, text: str, currency: str, asked: bool) -> None:
    found = understood(sheet, text)
    assert found.plan.currency == currency
    assert bool([doubt for doubt in found.doubts if doubt.about == "currency" and not doubt.light]) == asked


def test_a_rate_that_was_typed_answers(sheet: Sheet) -> None:
    found = understood(sheet, "货号,品名,价格(USD)\na,杯,12\n", currency="USD", rate="7.125")
    assert (found.plan.rate, found.doubts) == ("7.125", ())


def test_two_columns_of_one_meaning_are_asked_and_answered(sheet: Sheet) -> None:
    text = "货号,品名,售价,促销价\na,杯,12,10\n"
    (doubt,) = understood(sheet, text).doubts
    assert (doubt.about, doubt.params) == ("columns", {"column": "促销价"})
    found = understood(sheet, text, meanings={"促销价": "price", "售价": "was"})
    assert not found.doubts and meanings(found)["促销价"] == "price"


def test_a_plan_is_kept_and_read_back(sheet: Sheet) -> None:
    plan = understood(sheet, "货号,品名,售价\na,杯,1\n", categories={"杯": "cups"}, empty_stock=3).plan
    assert Plan.of_json(plan.as_json()) == plan
    assert Plan.of_json(plan.as_json() | {"unheard": 1}) == plan


SHOPIFY = "Handle,Title,Variant Price\n"


def test_the_money_of_a_shops_export_is_asked_once(sheet: Sheet) -> None:
    found = understood(sheet, SHOPIFY + "a,Cup,12.50\n")
    (doubt,) = found.doubts
    assert (doubt.about, doubt.light, found.plan.currency) == ("currency", True, "CNY")
    assert understood(sheet, SHOPIFY + "a,Cup,12.50\n", currency="CNY").doubts == ()
    assert understood(sheet, SHOPIFY + "a,Cup,¥12.50\n").doubts == ()


@pytest.mark.parametrize(
    ("prices", "sign", "asked"),
    [
        (("1,5", "12,50"), ",", True),
        (("1.299,00", "8"), ",", True),
        (("9,90 €", "12 €"), ",", True),
        (("1,5", "12.50"), ".", False),
        (("1,5", "1,280"), ".", False),
        (("1,280", "12"), ".", False),
    ],
)
def test_a_comma_before_the_parts_is_asked_of_the_whole_file(
    sheet: Sheet, prices: tuple[str, ...], sign: str, asked: bool
) -> None:
    rows = "".join(f'{at};杯{at};"{price}"\n' for at, price in enumerate(prices))
    found = understood(sheet, "货号;品名;单价\n" + rows)
    assert found.plan.decimal == sign
    assert any(doubt.about == "decimal" for doubt in found.doubts) == asked
    assert not any(
        doubt.about == "decimal" for doubt in understood(sheet, "货号;品名;单价\n" + rows, decimal=",").doubts
    )


@pytest.mark.parametrize(
    ("text", "fen"), [("1,5", 150), ("12,50", 1_250), ("1.299,00", 129_900), ("1.299", 129_900), ("¥ 8", 800)]
)
def test_prices_by_the_comma(text: str, fen: int) -> None:
    assert price_by(Plan(decimal=","), text) == Money(fen)


@pytest.mark.parametrize(("text", "sign"), [("1,5", "."), ("1,280", ","), ("12.50", ","), ("1.2,5", ",")])
def test_a_price_written_otherwise_is_refused(text: str, sign: DecimalSign) -> None:
    with pytest.raises(Refused):
        price_by(Plan(decimal=sign), text)
