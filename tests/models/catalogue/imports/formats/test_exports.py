"""Exports of other programs: each by a look-alike of our own words."""

import json

import pytest

from models.catalogue.imports.reading import read_goods
from models.catalogue.imports.sheets import GoodsEntry
from models.catalogue.imports.understanding.looking import Wishes, understand_file
from models.kernel.money import Money
from tests.given.sheet_files import Said, Sheet

WOO = (
    'ID,Type,SKU,Name,Published,"Short description",Description,"Date sale price starts","Date sale price ends",'
    '"In stock?",Stock,"Backorders allowed?","Sale price","Regular price",Categories,Images,Parent,'
    '"Attribute 1 name","Attribute 1 value(s)","Attribute 2 name","Attribute 2 value(s)"\n'
)


def skus(goods: GoodsEntry) -> list[tuple[object, ...]]:
    return [(sku.code, sku.options, sku.price, sku.was, sku.stock) for sku in goods.skus]


def test_variations_find_their_product_wherever_they_stand(sheet: Sheet) -> None:
    bag_row = (
        '1,variable,BAG,Canvas bag,1,Short,,,,1,,0,,,"Bags > Totes, Sale",'
        '"https://x.example/1.jpg, https://x.example/2.jpg",,Colour,"Red, Blue",Material,Canvas\n'
    )
    path = sheet.write(
        WOO
        + bag_row
        + "2,simple,MUG,Mug,0,,,,,1,,0,,15,Kitchen,,,,,,\n"
        + "3,variation,BAG-R,Canvas bag - Red,1,,,,,1,5,0,9,12,,,BAG,Colour,Red,,\n"
        + "4,variation,,Canvas bag - Blue,1,,,2020-01-01,2020-02-01,0,0,0,9,12,,,BAG,Colour,Blue,,\n"
    )
    plan = understand_file(path, path.name, Wishes(day="2026-11-30")).plan
    bag, mug = read_goods(path, path.name, plan)
    assert isinstance(bag, GoodsEntry) and isinstance(mug, GoodsEntry)
    assert (bag.handle, bag.title, bag.category, bag.option_names) == ("BAG", "Canvas bag", "Bags/Totes", ("Colour",))
    assert (len(bag.pictures), bag.attributes, bag.submit, mug.submit) == (2, {"Material": "Canvas"}, True, False)
    assert skus(bag)[0] == ("BAG-R", ("Red",), Money(900), Money(1200), 5)
    # That sale is over.
    assert skus(bag)[1][1:] == (("Blue",), Money(1200), None, 0)
    assert skus(mug) == [("MUG", (), Money(1500), None, 999)] and len(mug.said) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,external,E,Elsewhere,1,,,,,1,,0,,5,,,,,,,\n", "链接"),
        ("1,grouped,G,Group,1,,,,,1,,0,,5,,,,,,,\n", "几件商品"),
        ("3,variation,V,Lost,1,,,,,1,,0,,5,,,NONE,Colour,Red,,\n", "主商品"),
        ("1,variable,V,No variants,1,,,,,1,,0,,,,,,Colour,Red,,\n", "只有主商品"),
    ],
)
def test_what_cannot_be_sold_here_is_told(sheet: Sheet, said: Said, row: str, words: str) -> None:
    goods, problems = sheet.read(WOO + row)
    assert goods == [] and any(words in reason for _, _, reason in said(problems))


def test_values_that_no_variation_sells_are_said(sheet: Sheet) -> None:
    (goods,), problems = sheet.read(
        WOO
        + '1,variable,CAP,Cap,1,,,,,1,,0,,,,,,Colour,"Sand, Ink, Moss",,\n'
        + "2,variation,CAP-S,Cap,1,,,,,1,5,0,,12,,,CAP,Colour,Sand,,\n"
    )
    assert problems == [] and [sku.options for sku in goods.skus] == [("Sand",)]
    assert [one.params["values"] for one in goods.said] == ["Ink、Moss"]


FEED = "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tsale_price\titem_group_id\tcolor\tsize\n"


def test_pieces_of_a_group_are_one_goods(sheet: Sheet) -> None:
    (tee, cup), problems = sheet.read(
        FEED
        + "t-1\tTee - Red\tSoft\thttps://x.example\thttps://x.example/r\tin_stock\t99.00 CNY\t79.00 CNY\tt\tRed\tM\n"
        + "c-1\tCup\tClay\thttps://x.example\thttps://x.example/c.jpg\tout of stock\t20.00 CNY\t\t\tWhite\t\n"
        + "t-2\tTee - Blue\tSoft\thttps://x.example\thttps://x.example/b.jpg\tin stock\tCNY 99\t\tt\tBlue\tM\n"
    )
    assert problems == []
    assert (tee.handle, tee.title, tee.option_names, len(tee.pictures)) == ("t", "Tee", ("color",), 2)
    assert skus(tee)[0] == ("t-1", ("Red",), Money(7900), Money(9900), 999)
    assert (tee.attributes, cup.attributes, cup.skus[0].stock) == ({"size": "M"}, {"color": "White"}, 0)


@pytest.mark.parametrize("shape", ["rss", "atom"])
def test_feeds_in_xml(sheet: Sheet, shape: str) -> None:
    item = "item" if shape == "rss" else "entry"
    root = (
        "<rss><channel>{}</channel></rss>" if shape == "rss" else '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
    )
    one = (
        f"<{item}><g:id>c1</g:id><title>Clay &amp; cup</title><g:price>12.00 CNY</g:price><g:image_link>https://x.example/a"
        f"</g:image_link><g:additional_image_link>https://x.example/b</g:additional_image_link><g:additional_image_link>"
        f"https://x.example/c</g:additional_image_link><g:availability>in stock</g:availability>"
        f"<g:shipping><g:price>5.00 CNY</g:price></g:shipping></{item}>"
    )
    text = '<?xml version="1.0"?>' + root.format(one).replace(">", ' xmlns:g="http://base.google.com/ns/1.0">', 1)
    (goods,), problems = sheet.read(text, name="feed.xml")
    assert (problems, goods.title, goods.skus[0].price) == ([], "Clay & cup", Money(1200))
    assert goods.pictures == tuple(f"https://x.example/{name}" for name in "abc")


def test_an_item_may_have_its_title_twice_or_in_either_way(sheet: Sheet) -> None:
    """Feeds for readers and for Google alike say some things plainly and once more as Google's own."""
    (cup, pot), problems = sheet.read(
        '<?xml version="1.0"?><rss xmlns:shop="http://base.google.com/ns/1.0"><channel><title>All</title>'
        "<item><title>A cup, long</title><shop:title>Cup</shop:title><shop:id>c</shop:id><shop:price>9 CNY</shop:price>"
        "<shop:brand>Clay &amp; Co</shop:brand></item>"
        "<item><title>Pot</title><shop:id>p</shop:id><shop:price>12 CNY</shop:price></item></channel></rss>",
        name="feed.xml",
    )
    assert (problems, cup.title, cup.brand, pot.title) == ([], "Cup", "Clay & Co", "Pot")


def test_rows_of_comments_are_skipped(sheet: Sheet) -> None:
    path = sheet.write(
        '"# Required | A number","# Required | A name","# Required | A price",\n'
        "id,title,price,quantity_to_sell_on_facebook\n# an example,,,\na,Cup,12.00 CNY,4\n"
    )
    asides: list[object] = []
    (goods,) = read_goods(path, path.name, None, asides)  # type: ignore[arg-type]  # A list takes what is said of rows.
    assert isinstance(goods, GoodsEntry) and goods.skus[0].stock == 4 and len(asides) == 1


_PICTURES = "aaa:1:0:|https://x.example/a.jpg;bbb:1:1:|;ccc:2:0:1627207:28320|;"


def test_the_file_of_taobao(sheet: Sheet) -> None:
    heads = [
        "title",
        "cid",
        "seller_cids",
        "price",
        "num",
        "description",
        "picture",
        "skuProps",
        "outer_id",
        "propAlias",
    ]
    props = "59:10:A-1:1627207:28320;20509:28314;69:5::1627207:-1001;20509:28315;"
    row = ["竹篮", "50008281", "", "68.00", "30", "<p>竹编</p>", _PICTURES, props, "ZL-01", "1627207:-1001:本色;"]
    names = [
        "宝贝名称",
        "宝贝类目",
        "店铺类目",
        "宝贝价格",
        "宝贝数量",
        "宝贝描述",
        "新图片",
        "销售属性组合",
        "商家编码",
        "销售属性别名",
    ]
    text = "version 1.00\n" + "\n".join("\t".join(one) for one in (heads, names, row)) + "\n"
    (goods,), problems = sheet.read(text, encoding="utf-16")
    assert problems == [] and goods.option_names == ("颜色分类", "尺码")
    assert skus(goods)[0] == ("A-1", ("白色", "M"), Money(5900), None, 10)
    assert skus(goods)[1][1:] == (("本色", "L"), Money(6900), None, 5)
    assert goods.pictures == ("https://x.example/a.jpg", "bbb.tbi")
    broken, problems = sheet.read(text.replace("69:5:", "69;5;"), encoding="utf-16")
    assert broken == [] and [problem.column for problem in problems] == ["skuProps"]


def test_listings_of_etsy(sheet: Sheet) -> None:
    (yahtzee,), problems = sheet.read(
        "TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,IMAGE2,VARIATION 1 TYPE,VARIATION 1 NAME,"
        'VARIATION 1 VALUES,SKU\nDice set,A box.,45.00,CNY,7,,"oak_wood",https://x.example/1,https://x.example/2,Wood,Wood,'
        '"Walnut,Maple","D-W,D-M"\n'
    )
    assert problems == [] and len(yahtzee.pictures) == 2 and len(yahtzee.said) == 2
    assert skus(yahtzee) == [
        ("D-W", ("Walnut",), Money(4500), None, 3),
        ("D-M", ("Maple",), Money(4500), None, 3),
    ]


def test_what_shopify_does_not_track_is_not_sold_out(sheet: Sheet) -> None:
    (soap, mug, cup), problems = sheet.read(
        "Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,"
        "Variant Price\n"
        "soap,Soap,S,,0,deny,12\nmug,Mug,M,shopify,0,continue,22\ncup,Cup,C,shopify,0,deny,8\n"
    )
    assert problems == [] and [one.skus[0].stock for one in (soap, mug, cup)] == [999, 999, 0]
    assert json.dumps([one.params for one in soap.said]) == '[{"pieces": 999}]'


@pytest.mark.parametrize(
    "headings",
    [
        'ID,Typ,Artikelnummer,Name,Veröffentlicht,"Ist hervorgehoben?","Vorrätig?",Lager,"Regulärer Preis",Kategorien',
        'ID,Type,UGS,Nom,Publié,"Mis en avant ?","En stock ?",Stock,"Tarif régulier",Catégories',
        'ID,Tipo,SKU,Nombre,Publicado,"¿Está destacado?","¿En inventario?",Inventario,"Precio normal",Categorías',
        '\n\t\ufeffID,Тип,Артикул,Имя,Опубликован,рекомендуемый?,"В наличии?",Запасы,"Базовая цена",Категории',
    ],
)
def test_headings_are_in_the_language_of_whoever_exports(sheet: Sheet, headings: str) -> None:
    path = sheet.write(f"{headings}\n7,simple,CUP-7,Small cup,1,0,1,4,19.5,Kitchen\n")
    plan = understand_file(path, path.name).plan
    [cup] = read_goods(path, path.name, plan)
    assert plan.format == "woocommerce" and isinstance(cup, GoodsEntry)
    assert (cup.handle, cup.title, cup.category, cup.submit) == ("CUP-7", "Small cup", "Kitchen", True)
    assert skus(cup) == [("CUP-7", (), Money(1950), None, 4)]


@pytest.mark.parametrize(
    "headings",
    [
        "TITOLO,DESCRIZIONE,PREZZO,CURRENCY_CODE,QUANTITÀ,TAG,MATERIALI,IMMAGINE1,NOME VARIANTE 1,VALORI VARIANTE 1,"
        "SKU",
        "TITEL,BESCHREIBUNG,PREIS,WÄHRUNGSCODE,STÜCKZAHL,TAGS,MATERIALIEN,BILD1,VARIATIONSNAME 1,VARIATIONSWERT 1,"
        "BESTANDSEINHEIT",
    ],
)
def test_listings_are_known_in_other_languages(sheet: Sheet, headings: str) -> None:
    row = 'Round vase,Thrown by hand,46,EUR,4,"clay,round",Stoneware,https://x.example/v.jpg,Glaze,"Ash,Moss",V-1'
    path = sheet.write(f"{headings}\n{row}\n")
    plan = understand_file(path, path.name, Wishes(currency="EUR", rate="8")).plan
    [vase] = read_goods(path, path.name, plan)
    assert (plan.format, plan.currency) == ("etsy", "EUR") and isinstance(vase, GoodsEntry)
    assert (vase.option_names, [(sku.options, sku.price, sku.stock) for sku in vase.skus]) == (
        ("Glaze",),
        [(("Ash",), Money(36800), 2), (("Moss",), Money(36800), 2)],
    )
    assert (vase.pictures, list(vase.attributes.values())) == (("https://x.example/v.jpg",), ["Stoneware"])


def test_a_catalogue_with_notes_in_another_language_rare_money_and_a_rounded_code_is_read(sheet: Sheet) -> None:
    notes = "# Obligatoire | Un ID,# Obligatoire | Un titre,# Facultatif | Le prix,# Facultatif | GTIN,# Facultatif | …"
    path = sheet.write(f'{notes}\nid,title,price,gtin,availability\nK-1,Kettle,"49,50 TND",8.80609E+12,in stock\n')
    found = understand_file(path, path.name, Wishes(rate="2", currency="TND"))
    assert (found.plan.format, found.plan.currency, found.plan.decimal) == ("facebook", "TND", ",")
    [kettle] = read_goods(path, path.name, found.plan)
    assert isinstance(kettle, GoodsEntry)
    assert (kettle.skus[0].price, kettle.barcode) == (Money(9900), "")
    assert any("条码被表格软件改写过" in said.reason for said in kettle.said)


def test_a_group_of_things_with_titles_of_their_own_is_said(sheet: Sheet) -> None:
    path = sheet.write(
        "id,title,price,availability,item_group_id\n1,Wooden spoon,9 CNY,in stock,G\n2,Iron pan,99 CNY,in stock,G\n"
    )
    [one] = read_goods(path, path.name, understand_file(path, path.name).plan)
    assert isinstance(one, GoodsEntry)
    assert any("标题各不相同" in said.reason for said in one.said)
