"""The demo's content holds together: references, counts, check digits, and words that may be said in a shop."""

import re
from collections import Counter

import pytest

from demo.art import NAMES
from demo.content import BUYERS, CATEGORIES, GOODS, ORDERS, SHOPS, SUPPLIERS
from demo.content.schema import DemoGoods, DemoShop
from models.kernel import regions
from models.kernel.money import Money

CHILDREN = {child.slug: child for root in CATEGORIES for child in root.children}
BY_HANDLE = {goods.handle: goods for goods in GOODS}
ON_SALE = {goods.handle for goods in GOODS if goods.state == "on_sale"}

CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Words that the advertising law, or good sense about health, keeps out of a shop.
FORBIDDEN = (
    "最", "第一", "唯一", "顶级", "极品", "绝对", "国家级", "世界级", "冠军", "首选", "领先", "全网", "史上",
    "万能", "特效", "永久",
    "根治", "治疗", "疗效", "治愈", "抗癌", "防癌", "防脱", "减肥",
    "瘦身", "降血", "排毒", "祛斑", "祛痘", "美白", "抗皱", "免疫",
    "无副作用", "百分之百", "零风险",
)  # fmt: skip


def spoken() -> list[str]:
    """Every sentence that a visitor of the demo may read."""
    goods = [text for g in GOODS for text in (g.title, g.description)]
    shops = [text for s in SHOPS for text in (s.name, s.introduction, *(p.reason for p in s.picks))]
    return goods + shops + [supplier.story for supplier in SUPPLIERS]


def credit_code_holds(code: str) -> bool:
    """GB 32100-2015: 17 characters weighted by powers of 3 modulo 31, then the check character."""
    total = sum(CREDIT_LETTERS.index(letter) * pow(3, i, 31) for i, letter in enumerate(code[:17]))
    return len(code) == 18 and code[17] == CREDIT_LETTERS[-total % 31]


def gtin_holds(code: str) -> bool:
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(code))
    return bool(re.fullmatch(r"\d{13}", code)) and total % 10 == 0


def test_categories_are_five_roots_of_two_levels() -> None:
    assert [root.name for root in CATEGORIES] == ["食品保健", "美妆个护", "母婴玩具", "家居电器", "服饰运动"]
    for root in CATEGORIES:
        assert 2 <= len(root.children) <= 4
        for child in root.children:
            assert 2 <= len(child.attributes) <= 4
            assert child.children == ()
            assert child.commission_floor_bp > 0
    assert len(CHILDREN) == sum(len(root.children) for root in CATEGORIES)


def test_there_is_enough_to_look_at() -> None:
    assert len(GOODS) >= 28
    assert len(ON_SALE) >= 24
    for root in CATEGORIES:
        assert sum(BY_HANDLE[h].category in {c.slug for c in root.children} for h in ON_SALE) >= 3
    assert len(SUPPLIERS) == 4
    assert {supplier.kind for supplier in SUPPLIERS} == {"brand", "distributor", "factory", "retailer"}
    assert len(SHOPS) == 3
    assert len(BUYERS) == 4
    assert len(ORDERS) >= 8


def test_no_handle_code_or_phone_is_given_twice() -> None:
    skus = [sku.code for goods in GOODS for sku in goods.skus]
    people = [*(s.phone for s in SUPPLIERS), *(s.phone for s in SHOPS), *(b.phone for b in BUYERS)]
    barcodes = [goods.barcode for goods in GOODS if goods.barcode]
    for group in (skus, people, barcodes, [g.handle for g in GOODS], [s.handle for s in SHOPS]):
        assert [thing for thing, times in Counter(group).items() if times > 1] == []
    assert all(re.fullmatch(r"138000000\d\d", phone) for phone in people)


@pytest.mark.parametrize("goods", GOODS, ids=lambda goods: goods.handle)
def test_goods_are_whole(goods: DemoGoods) -> None:
    assert goods.supplier in {supplier.handle for supplier in SUPPLIERS}
    assert 1 <= len(goods.pictures) <= 3
    assert set(goods.pictures) <= set(NAMES)
    assert goods.description.startswith("<p>")
    assert set(re.findall(r"</?(\w+)", goods.description)) <= {"p", "ul", "li"}
    asked = {attribute.name: attribute for attribute in CHILDREN[goods.category].attributes}
    assert set(goods.attributes) <= set(asked)
    assert {name for name, attribute in asked.items() if attribute.required} <= set(goods.attributes)
    for name, answer in goods.attributes.items():
        assert not asked[name].choices or answer in asked[name].choices


@pytest.mark.parametrize("goods", GOODS, ids=lambda goods: goods.handle)
def test_skus_can_be_told_apart_and_earn_enough(goods: DemoGoods) -> None:
    floor = CHILDREN[goods.category].commission_floor_bp
    assert goods.skus
    assert len({sku.options for sku in goods.skus}) == len(goods.skus)
    for sku in goods.skus:
        assert len(sku.options) == len(goods.option_names)
        assert max(floor, 500) <= sku.commission_bp <= 2500
        assert sku.stock >= 0
        assert Money.parse(sku.price) > 0
        assert sku.was is None or Money.parse(sku.was) > Money.parse(sku.price)


def test_the_demo_shows_the_corner_cases() -> None:
    assert any(sku.stock == 0 for goods in GOODS for sku in goods.skus)
    assert any(len(goods.title) > 40 for goods in GOODS)
    assert any(len(goods.option_names) == 2 for goods in GOODS)
    assert any(goods.option_names == () for goods in GOODS)
    assert {goods.state for goods in GOODS} == {"on_sale", "submitted", "draft"}


def test_check_digits_are_right() -> None:
    assert all(credit_code_holds(supplier.credit_code) for supplier in SUPPLIERS)
    assert all(gtin_holds(goods.barcode) for goods in GOODS if goods.barcode)
    assert sum(bool(goods.barcode) for goods in GOODS) >= 20


def test_suppliers_meet_the_platforms_terms() -> None:
    for supplier in SUPPLIERS:
        assert Money.parse(supplier.capital) >= Money.parse("1000000")
        assert not supplier.free_over or Money.parse(supplier.free_over) > Money.parse(supplier.freight) > 0
        known = {place.name for place in regions.provinces()}
        assert all(set(zone.provinces) <= known for zone in supplier.zones)


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.handle)
def test_shops_pick_what_is_on_sale_and_say_why(shop: DemoShop) -> None:
    assert 1 <= len(shop.name) <= 10
    assert not re.search("旗舰|专卖|小铺", shop.name)
    assert shop.logo in NAMES
    assert 8 <= len(shop.picks) <= 16
    assert {pick.goods for pick in shop.picks} <= ON_SALE
    assert len({pick.goods for pick in shop.picks}) == len(shop.picks)
    assert all(20 <= len(pick.reason) <= 200 for pick in shop.picks)
    assert any(pick.pinned for pick in shop.picks)


def test_every_shopkeeper_has_a_voice_of_their_own() -> None:
    reasons = [pick.reason for shop in SHOPS for pick in shop.picks]
    assert len(set(reasons)) == len(reasons)


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_forbidden_words(word: str) -> None:
    assert [text for text in spoken() if word in text] == []


def test_orders_can_have_happened() -> None:
    shops = {shop.handle: shop for shop in SHOPS}
    for order in ORDERS:
        assert order.buyer in {buyer.phone for buyer in BUYERS}
        for line in order.lines:
            assert line.goods in {pick.goods for pick in shops[order.shop].picks}
            sku = next(sku for sku in BY_HANDLE[line.goods].skus if sku.code == line.sku)
            assert 1 <= line.quantity <= sku.stock
    assert {order.state for order in ORDERS} == {
        "unpaid", "to_ship", "part_shipped", "shipped", "received", "came_back", "cancelled", "refunded", "stuck"
    }  # fmt: skip
    assert {order.payment for order in ORDERS} == {"cod", "test"}


def test_some_orders_are_sent_by_two_suppliers() -> None:
    senders = [{BY_HANDLE[line.goods].supplier for line in order.lines} for order in ORDERS]
    assert sum(len(suppliers) == 2 for suppliers in senders) >= 2
