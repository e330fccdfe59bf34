"""Our own layout: what a supplier may write, and what is told of every bad cell."""

import pytest

from models.kernel.money import Money
from tests.given.sheet_files import Said, Sheet

HEADER = "商品编号,标题,类目,图片,规格1名,规格1值,规格编号,价格,划线价,库存,佣金率,条码,属性:材质\n"


def test_rows_with_one_handle_are_the_skus_of_one_goods(sheet: Sheet) -> None:
    goods, problems = sheet.read(
        HEADER
        + "cup,粗陶杯,餐具/杯壶,a.jpg|https://x.example/b.jpg,颜色,米白,C-1,39.90,49,5,10%,4006381333931,粗陶\n"
        + "cup,,,c.jpg,,墨绿,,45,,,12.5,,\n"
        + "tea,龙井,茶,,,,,168,,0,,,\n"
    )
    assert problems == []
    cup, tea = goods
    assert (cup.handle, cup.title, cup.category, cup.line, cup.submit) == ("cup", "粗陶杯", "餐具/杯壶", 2, False)
    assert cup.pictures == ("a.jpg", "https://x.example/b.jpg", "c.jpg")
    assert (cup.attributes, cup.option_names, cup.barcode) == ({"材质": "粗陶"}, ("颜色",), "")
    first, second = cup.skus
    assert (first.code, first.options, first.price, first.was) == ("C-1", ("米白",), Money(3990), Money(4900))
    assert (first.stock, first.commission_bp, first.barcode, first.line) == (5, 1000, "4006381333931", 2)
    assert (second.options, second.stock, second.commission_bp, second.line) == (("墨绿",), None, 1250, 3)
    assert second.code.startswith("cup-") and len(second.code) == 14
    assert (tea.skus[0].code, tea.skus[0].options, tea.skus[0].stock) == ("tea", (), 0)


def test_made_codes_are_stable_and_differ(sheet: Sheet) -> None:
    text = "商品编号,标题,价格,规格1名,规格1值\ncup,杯,1,色,红\ncup,,1,,蓝\n"
    (first,), _ = sheet.read(text)
    (again,), _ = sheet.read(text)
    assert [sku.code for sku in first.skus] == [sku.code for sku in again.skus]
    assert len({sku.code for sku in first.skus}) == 2


def test_english_headers_mean_the_same(sheet: Sheet) -> None:
    (goods,), problems = sheet.read(
        "Handle,TITLE,Price,Was,Stock,Commission,Declared_Price,declared_commission,submit,attribute:Material\n"
        "cup,Cup,10,12,3,8,11,5%,yes,Clay\n"
    )
    assert problems == []
    assert (goods.declared_price, goods.declared_commission_bp, goods.submit) == (Money(1100), 500, True)
    assert goods.attributes == {"Material": "Clay"}


def test_full_width_headers_and_required_stars_are_understood(sheet: Sheet) -> None:
    (goods,), _ = sheet.read("＊商品编号,标题*, 价格 ,属性：材质\ncup,杯,￥３９．９０,陶\n")
    assert (goods.skus[0].price, goods.attributes) == (Money(3990), {"材质": "陶"})


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("商品编号", "", "不能空着"),
        ("商品编号", "x" * 256, "最多 255"),
        ("商品编号", "6.90123E+12", "表格软件改写"),
        ("标题", "", "不能空着"),
        ("标题", "长" * 256, "最多 255 个字，现在有 256"),
        ("价格", "", "不能空着"),
        ("价格", "0", "大于 0"),
        ("价格", "-5", "0 到 1000 万"),
        ("价格", "39.999", "分"),
        ("价格", "面议", "不是金额"),
        ("价格", "1e3", "不是金额"),
        ("价格", "1e999999999", "不是金额"),
        ("价格", "39,90", "小数点"),
        ("价格", "nan", "不是金额"),
        ("价格", "20000000", "0 到 1000 万"),
        ("价格", "#REF!", "公式"),
        ("划线价", "20", "不能低于价格 39.90"),
        ("库存", "-1", "0 到 1000000"),
        ("库存", "1000001", "0 到 1000000"),
        ("库存", "2.5", "整数"),
        ("库存", "很多", "整数"),
        ("佣金率", "91", "最高 90%"),
        ("佣金率", "0.1", "看不出是 0.1% 还是 10%"),
        ("佣金率", "-3", "百分数"),
        ("佣金率", "十", "百分数"),
        ("条码", "6901234567893", "校验位"),
        ("条码", "12345", "13 或 14 位"),
        ("条码", "6.9E+12", "已经丢了"),
        ("上架", "也许", "“是”或“否”"),
        ("图片", "ftp://x.example/a.jpg", "http"),
        ("图片", "javascript:alert(1)", "http"),
        ("站外价", "便宜", "不是金额"),
        ("站外佣金率", "101", "最高 90%"),
        ("标题", "杯\x00子", "看不见"),
        ("标题", "杯\ufffd子", "乱码"),
        ("描述", "长" * 50_001, "最多 50000"),
        ("属性:材质", "陶" * 201, "最多 200"),
    ],
)
def test_each_bad_cell_is_told_with_its_reason(sheet: Sheet, said: Said, column: str, value: str, words: str) -> None:
    goods, problems = sheet.one(**{column: value})
    assert goods == []
    (line, told, reason), *more = said(problems)
    assert (line, more) == (2, [])
    assert words in reason
    assert told == column
    assert problems[0].value == value.strip()[:200]


@pytest.mark.parametrize(
    ("column", "value", "attribute", "expected"),
    [
        ("价格", "¥1,280.50", "price", 128050),
        ("价格", " 128元 ", "price", 12800),
        ("库存", "1,000", "stock", 1000),
        ("库存", "12.0", "stock", 12),
        ("佣金率", "0.5%", "commission_bp", 50),
        ("佣金率", "0", "commission_bp", 0),
        ("佣金率", "１０％", "commission_bp", 1000),
        ("佣金率", "90", "commission_bp", 9000),
        ("条码", "'6901234567892", "barcode", "6901234567892"),
        ("条码", "690-1234 567892", "barcode", "6901234567892"),
        ("条码", "36000291452", "barcode", "036000291452"),
        ("划线价", "39.90", "was", 3990),
    ],
)
def test_cells_are_read_as_people_write_them(
    sheet: Sheet, column: str, value: str, attribute: str, expected: object
) -> None:
    (goods,), problems = sheet.one(**{column: value})
    assert problems == []
    assert getattr(goods.skus[0], attribute) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.jpg；b.jpg;c.jpg", ("a.jpg", "b.jpg", "c.jpg")),
        ("a.jpg\nb.jpg\r\na.jpg", ("a.jpg", "b.jpg")),
        (r"C:\pics\a.jpg|../b.jpg", ("pics/a.jpg", "b.jpg")),
        ("HTTPS://x.example/a b.jpg?x=1", ("HTTPS://x.example/a b.jpg?x=1",)),
        ("https://x.example/a.jpg,https://x.example/b.jpg", ("https://x.example/a.jpg", "https://x.example/b.jpg")),
        ("https://x.example/a,b.jpg https://x.example/c", ("https://x.example/a,b.jpg", "https://x.example/c")),
        ("a.jpg，b.png, c,d.jpg", ("a.jpg", "b.png", "c,d.jpg")),
        ("a.heic,b.HEIC，c.avif、d.tiff", ("a.heic", "b.HEIC", "c.avif", "d.tiff")),
        ("//x.example/a.jpg,//x.example/b", ("https://x.example/a.jpg", "https://x.example/b")),
    ],
)
def test_pictures_are_urls_or_file_names(sheet: Sheet, value: str, expected: object) -> None:
    (goods,), _ = sheet.one(图片=value)
    assert goods.pictures == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("第一段\n换行\n\n第二段 <3", "<p>第一段<br>换行</p>\n<p>第二段 &lt;3</p>"),
        ('<p style="x">好<img src=x onerror=y></p><script>z</script>', "<p>好</p>"),
        ("<div><div>盒子</div></div>", "<p>盒子</p>"),
        ('<a href="javascript:x">链接</a>', "<p>链接</p>"),
        (
            "<h1>大</h1><table><tr><td>格</td></tr></table>",
            "<h3>大</h3><table><tbody><tr><td>格</td></tr></tbody></table>",
        ),
    ],
)
def test_descriptions_are_harmless_html(sheet: Sheet, value: str, expected: str) -> None:
    (goods,), _ = sheet.one(描述=value)
    assert goods.description == expected


def test_several_bad_cells_are_all_told_and_good_goods_still_come(sheet: Sheet, said: Said) -> None:
    goods, problems = sheet.read(
        HEADER + "a,,,,,,,0,,-1,,,\nb,好货,,,,,,5,,,,,\nc,杯,,,色,红,,5,,,,,\nc,,,,,蓝,,x,,,95,,\n"
    )
    assert [entry.handle for entry in goods] == ["b"]
    assert [(line, column) for line, column, _ in said(problems)] == [
        (2, "价格"), (2, "库存"), (2, "标题"), (5, "价格"), (5, "佣金率"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a,甲,,,色,红,S1,1,,,,,\na,,,,,红,S2,1,,,,,\n", (3, "规格1值", "和第 2 行的规格一样")),
        ("a,甲,,,,,S1,1,,,,,\na,,,,,,S2,1,,,,,\n", (3, "规格1值", "同一件商品有好几行，要用规格区分，例如“颜色：红”")),
        ("a,甲,,,色,红,,1,,,,,\na,,,,,,,1,,,,,\n", (3, "规格1值", "这一格不能空着")),
        ("a,甲,,,色,红,,1,,,,,\na,乙,,,,蓝,,1,,,,,\n", (3, "标题", "和第 2 行写的不一样。同一件商品只写一次就够了")),
        ("a,甲,,,,,,1,,,,,,多了\n", (2, "", "这一行比表头多出几格，可能有一格里的分隔符没有用引号包住")),
    ],
)
def test_what_must_hold_between_the_rows_of_one_goods(sheet: Sheet, said: Said, rows: str, expected: object) -> None:
    goods, problems = sheet.read(HEADER + rows)
    assert (goods, said(problems)) == ([], [expected])


def test_a_code_on_two_skus_is_changed_the_same_way_each_time_and_said(sheet: Sheet) -> None:
    rows = "a,甲,,,色,红,S1,1,,,,,\na,,,,,蓝,S1,1,,,,,\na,,,,,绿,S1-2,1,,,,,\n"
    (goods,), problems = sheet.read(HEADER + rows)
    assert problems == [] and [sku.code for sku in goods.skus] == ["S1", "S1-3", "S1-2"]
    assert [(one.line, one.column, one.params) for one in goods.said] == [(3, "规格编号", {"code": "S1-3"})]


def test_pictures_past_the_ninth_are_left_out_and_said(sheet: Sheet) -> None:
    (goods,), problems = sheet.one(图片="|".join(f"{n}.jpg" for n in range(12)))
    assert problems == [] and goods.pictures == tuple(f"{n}.jpg" for n in range(9))
    assert [one.params for one in goods.said] == [{"most": 9, "count": 3}]


def test_values_of_an_option_without_a_name_are_named_by_their_heading(sheet: Sheet) -> None:
    (goods,), problems = sheet.one(规格1值="红")
    assert (problems, goods.option_names, goods.skus[0].options) == ([], ("规格",), ("红",))


def test_a_row_without_number_and_title_goes_on_with_the_goods_above(sheet: Sheet, said: Said) -> None:
    (goods,), problems = sheet.read(HEADER + "a,甲,,,色,红,,1,,,,,\n,,,,,蓝,,2,,,,,\n")
    assert problems == [] and [sku.options for sku in goods.skus] == [("红",), ("蓝",)]
    none, problems = sheet.read(HEADER + "a,甲,,,色,红,,1,,,,,\n,,,,,,,2,,,,,\n")
    assert none == [] and said(problems) == [(3, "规格1值", "这一格不能空着")]


def test_rows_of_one_goods_that_stand_apart_are_told_in_both_places(sheet: Sheet, said: Said) -> None:
    goods, problems = sheet.read(HEADER + "a,甲,,,色,红,,1,,,,,\nb,乙,,,,,,1,,,,,\na,甲,,,色,蓝,,1,,,,,\n")
    assert [entry.handle for entry in goods] == ["b"]
    assert [(line, column) for line, column, _ in said(problems)] == [(2, "商品编号"), (4, "商品编号")]


@pytest.mark.parametrize("many", [101, 700])
def test_a_goods_has_at_most_a_hundred_skus(sheet: Sheet, said: Said, many: int) -> None:
    rows = "".join(f"a,甲,,,号,{n},,1,,,,,\n" for n in range(many))
    goods, problems = sheet.read(HEADER + rows + "b,乙,,,,,,1,,,,,\n")
    assert [entry.handle for entry in goods] == ["b"]
    assert said(problems) == [(102, "商品编号", "一件商品最多 100 个规格")]


def test_a_row_that_only_adds_pictures_is_no_sku(sheet: Sheet) -> None:
    (goods,), problems = sheet.read(HEADER + "a,甲,,1.jpg,,,,1,,,,,\na,,,2.jpg,,,,,,,,,\n")
    assert (problems, len(goods.skus), goods.pictures) == ([], 1, ("1.jpg", "2.jpg"))
