"""What people call the columns of a goods table, in Chinese, simplified or traditional, and in English: everyday words
beside our own headings. Of Japanese, in which Shift-JIS files come, the usual ones."""

import re

# Our name for a column, and the words for it.
_WORDS = """
handle: 商品编号, 商品编码, 商品代码, 商品货号, 货号, 款号, 款式编号, 款式编码, 产品编号, 产品编码, 产品代码,
    商品id, 产品id, 编号, 编码, 商家编码, 宝贝编码, 物料编码, 物料编号, 存货编码, spu, spu编码, spu编号, spuid,
    商品spu, 主编码, 型号, 产品型号, 商品型号, 品号, 品番, 物品编号, 物品编码, 商品コード, 商品番号, 管理番号, handle,
    item no, item no., item number, item code, item id,
    product id, product code, product no, product no., product number, style no, style no., style number,
    style code, article no, article no., article number, article, model, model no, model no., model number,
    parent sku, id, code
title: 标题, 名称, 品名, 商品名称, 商品名, 商品标题, 商品全称, 产品名称, 产品名, 产品标题, 货品名称, 货物名称,
    宝贝名称, 宝贝标题, 物品名称, 物料名称, 存货名称, 菜名, 书名, 产品, 商品, 货品, 宝贝, タイトル, title, name,
    product name, product title, product,
    item name, item title, item, goods, goods name, article name
price: 价格, 售价, 单价, 销售价, 销售价格, 零售价, 零售价格, 建议零售价, 商品价格, 商品单价, 商品售价, 现价, 一口价,
    卖价, 价钱, 标价, 店铺价, 网店价, 本店价, 促销价, 到手价, 优惠价, 活动价, 折后价, 折扣价, 特价, 销售单价, 零售单价,
    商城价, 直播价, 価格, 販売価格, 税込価格, price, unit price, selling price, sale price,
    sales price, retail price, our price, price each, current price
was: 划线价, 原价, 市场价, 市场价格, 吊牌价, 吊牌价格, 门市价, 参考价, 专柜价, 定价, was, list price,
    通常価格, 定価, original price, regular price, compare at price, compare-at price, msrp, rrp, market price,
    old price
stock: 库存, 库存数量, 库存量, 库存数, 现有库存, 可用库存, 可售库存, 可售数量, 可卖数, 实际库存, 当前库存, 总库存,
    商品库存, 现货, 现货数量, 现货库存, 数量, 件数, 余量, 结存, 结存数量, 剩余库存, 剩余数量, 仓库库存, 在库, 在库数,
    在库数量, stock, quantity, qty, inventory, on hand, stock quantity,
    stock qty, inventory quantity, quantity in stock, available, available quantity, available qty, units,
    stock level, qty on hand, stock on hand, in stock, available stock, pieces
category: 类目, 类别, 分类, 品类, 商品类目, 商品分类, 商品类别, 产品分类, 产品类别, 所属分类, 所属类目, 品类名称,
    类目名称, 分类名称, カテゴリ, カテゴリー, category, categories, product category, product type, type, department,
    product group,
    category name
description: 描述, 商品描述, 产品描述, 宝贝描述, 详情, 商品详情, 产品详情, 商品介绍, 产品介绍, 介绍, 说明, 商品说明,
    产品说明, 简介, 详细描述, 图文详情, 商品説明, 説明, description, product description, details, detail,
    long description, body,
    item description
pictures: 图片, 主图, 商品图片, 商品主图, 产品图片, 产品主图, 图片链接, 图片地址, 图片网址, 图片url, 主图链接,
    主图地址, 主图url, 商品图, 宝贝图片, 图, 照片, 画像, 商品画像, 画像url, picture, pictures, image, images, photo,
    photos, image url,
    image urls, image link, image links, picture url, main image, image src, img, photo url, product image,
    product images, pic
sku: 规格编号, 规格编码, 规格货号, 规格商家编码, sku编码, sku编号, sku货号, sku商家编码, 商品sku, skuid, sku码, sku,
    sku id, sku code, sku no, sku number, variant sku, product sku, item sku, seller sku
barcode: 条码, 条形码, 商品条码, 商品条形码, 产品条码, 国际条码, 国标码, 69码, 69条码, 条码号, barcode, bar code,
    janコード, ean, ean13, ean-13, ean code, upc, upc code, gtin, isbn, isbn13, jan, upc/ean, ean/upc
commission: 佣金率, 佣金比例, 佣金, 分佣比例, 分佣, 提成, 提成比例, 返佣, 返佣比例, commission, commission rate
declared_price: 站外价, 别处价格, 其他平台价
declared_commission: 站外佣金率
weight_grams: 克重, 重量克, 毛重克, grams, weight grams, weight in grams, gram weight
limit_per_buyer: 每人限购, 限购, 限购数量, 限购件数, 单人限购, 每人限购数量, limit per buyer, limit per customer,
    purchase limit, max per customer, maximum per customer
submit: 上架, 是否上架, submit, publish, published
currency: 币种, 货币, 货币单位, currency, currency code, ccy
brand: 品牌名称, 品牌名, 商品品牌, 产品品牌, 所属品牌, 牌子, ブランド, brand name
"""
# Columns whose values tell variants of one goods apart. The name of the option is what the heading says.
_OPTIONS = """
option: 颜色, 颜色分类, 色彩, 配色, 颜色名称, 尺码, 尺寸, 尺码规格, 码数, 大小, 号码, 规格, 规格值, 规格名称,
    规格型号, 商品规格, 产品规格, 销售规格, 款式, 口味, 味道, 容量, 净含量, 套餐, 套餐类型, 版本, 香型, 包装规格,
    花色, 花型, color, colour, size, style, flavor, flavour, scent, capacity, variant, variation, option, pattern,
    specification, spec, finish, shoe size, pack size, カラー, 色, サイズ
"""
# Never for buyers' eyes, and easily taken for what is.
_NOT_OURS = """
ignored: 成本, 成本价, 进价, 进货价, 采购价, 批发价, 供货价, 供应价, 结算价, 出厂价, 底价, 最低价, cost, wholesale,
    cost price, unit cost, wholesale price, purchase price, cost per item, 原価, 仕入価格
"""
_NUMBERED = re.compile(
    r"(?:商品|产品|主|副|附|细节)?(?:图片?|照片)(?:链接|地址|网址|url)?\s*\d{1,2}|"
    r"(?:主图|图片|附图)[一二三四五六七八九十]|"
    r"(?:image|img|photo|picture|pic)(?:\s*(?:url|link|src))?\s*\d{1,2}(?:\s*(?:url|link|src))?|"
    r"additional image(?:\s*(?:link|url)s?)?(?:\s*\d{1,2})?"
)
_OPTION_NAME = re.compile(r"(?:规格|选项|option)\s*([123])\s*(?:名称?|name)")
_OPTION_VALUE = re.compile(r"(?:规格|选项|option)\s*([123])\s*(?:值|value)?")


# Traditional characters of such words beside the simplified ones: 商品編號 is 商品编号.
_SIMPLIFIED = str.maketrans(
    "編號碼貨標題稱產規價單銷數類圖鏈條顏詳簡屬傭劃線場購幣種淨寶體現實際當總餘門櫃賣錢舖鋪網優點選項說庫"
    "連貝幾國進採發應結別處報圓個準內買寬長樣",
    "编号码货标题称产规价单销数类图链条颜详简属佣划线场购币种净宝体现实际当总余门柜卖钱铺铺网优点选项说库"
    "连贝几国进采发应结别处报圆个准内买宽长样",
)


def _read(table: str) -> dict[str, str]:
    """Every word of such a list under the name before it."""
    words: dict[str, str] = {}
    for name, listed in re.findall(r"^(\w+): ((?:.+\n(?!\w+: ))*.+)", table, re.MULTILINE):
        words |= {word.strip(): name for word in listed.replace("\n", " ").split(",")}
    return words


SYNONYMS = _read(_WORDS)
_NAMES_OF_OPTIONS = frozenset(_read(_OPTIONS))
_IGNORED = frozenset(_read(_NOT_OURS))


def synonym_of(bare: str) -> str:
    """Our name for a bare heading, or ""."""
    bare = bare.translate(_SIMPLIFIED)
    if bare in _IGNORED:
        return ""
    found = SYNONYMS.get(bare) or SYNONYMS.get(bare.replace(" ", "")) or ""
    if found:
        return found
    if _NUMBERED.fullmatch(bare):
        return "pictures"
    for pattern, end in ((_OPTION_NAME, "name"), (_OPTION_VALUE, "value")):
        if match := pattern.fullmatch(bare):
            return f"option{match[1]}_{end}"
    return ""


def option_of(bare: str) -> bool:
    """Whether such a column tells variants apart."""
    return bare.translate(_SIMPLIFIED) in _NAMES_OF_OPTIONS
