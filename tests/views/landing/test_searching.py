"""The lookup box inside a shop: a number, a link or a passphrase goes first, then what the shop's goods are called."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from sqlmodel import select

from models.kernel.clock import now
from models.pick.pick import Pick
from models.shop.shop import Shop
from tests.given.coupons import given_by_shop
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import close, open_stall
from views.kit.house import House

TITLES = (
    "福鼎白茶 老寿眉 2019",
    "深山土蜂蜜 500 g",
    "Earl Grey 伯爵红茶",
    "折扣 50% 券_装 茶叶罐",
    "ＭＰ３ 播放器 10000 毫安",
    "龍井茶 明前",
)


@pytest.fixture
def shop(house: House) -> int:
    """A shop with goods of these titles; its number."""
    with house.database.transaction() as session:
        supplier = make_supplier(session)
        made = make_shop(session, name="林间")
        for title in TITLES:
            make_pick(session, made, make_goods(session, supplier, title=title))
        return made.number


@pytest.fixture
def other(house: House) -> int:
    """Another shop, with goods of its own."""
    with house.database.transaction() as session:
        made = make_shop(session, name="慢半拍")
        make_pick(session, made, make_goods(session, make_supplier(session), title="白茶饼干"))
        return made.number


def found(person: Person, shop: int, wish: str) -> list[str]:
    """The titles that a search in a shop shows."""
    text = person.get(f"/{shop}?q={quote(wish)}").text
    return [title for title in (*TITLES, "白茶饼干") if title in text]


@pytest.mark.parametrize(
    ("wish", "hits"),
    [
        ("蜜", (1,)),
        ("白茶", (0,)),
        ("老寿眉", (0,)),
        ("白茶老寿眉", (0,)),
        ("寿眉 福鼎", (0,)),
        ("茶", (0, 2, 3, 5)),
        ("earl", (2,)),
        ("EARL GREY", (2,)),
        ("ｅａｒｌ", (2,)),
        ("e", (2,)),
        ("%", (3,)),
        ("_", (3,)),
        ("50%", (3,)),
        ("龍井", (5,)),
        ("ＭＰ３", (4,)),
        ("10000", (4,)),
        ("500g", (1,)),
        ("白%茶", ()),
        ("白_", ()),
        ("\\", ()),
        ("' OR 1=1", ()),
        ("咖啡", ()),
    ],
)
def test_words_of_any_length_are_looked_for_in_this_shop_alone(
    buyer: Person, shop: int, other: int, wish: str, hits: tuple[int, ...]
) -> None:
    assert found(buyer, shop, wish) == [TITLES[hit] for hit in hits]


@ON_SQLITE
def test_an_empty_result_has_the_way_out(buyer: Person, shop: int) -> None:
    reply = buyer.get(f"/{shop}?q=咖啡")
    assert reply.status_code == 200
    assert "店里没有叫这个的商品" in reply.text
    assert f'href="/{shop}"' in reply.text
    assert reply.headers["X-Robots-Tag"] == "noindex"
    assert buyer.get(f"/{shop}?q=%20%20").text == buyer.get(f"/{shop}").text, "nothing was looked for"


@ON_SQLITE
def test_what_is_hidden_or_off_sale_is_not_found(buyer: Person, house: House, shop: int) -> None:
    with house.database.transaction() as session:
        for picked in session.exec(select(Pick)):
            if "白茶" in picked.goods.title:
                picked.hide(at=now())
            if "蜂蜜" in picked.goods.title:
                picked.goods.state = "off_sale"
    assert found(buyer, shop, "白茶") == []
    assert found(buyer, shop, "蜂蜜") == []


@ON_SQLITE
def test_the_box_in_a_shop_says_where_it_stands(buyer: Person, shop: int) -> None:
    for path in (f"/{shop}", f"/{shop}?q=茶"):
        text = buyer.get(path).text
        assert f'<input type="hidden" name="in" value="{shop}">' in text
        assert "搜这家店" in text
    assert 'name="in"' not in buyer.get("/cart").text


@ON_SQLITE
def test_a_number_a_link_and_a_passphrase_go_first(buyer: Person, house: House, shop: int, other: int) -> None:
    assert buyer.get(f"/find?q={other}&in={shop}").location == f"/{other}"
    assert buyer.get(f"/find?q={quote('五七一，六二六')}&in={shop}").status_code == 404
    assert buyer.get(f"/find?q=http://x.example/{other}&in={shop}").location == f"/{other}"
    stall = open_stall(house, name="有入口")
    code = stall.link()
    assert buyer.get(f"/find?q=http://x.example/q/{code}&in={shop}").location == f"/q/{code}"
    with house.database.transaction() as session:
        keeper = session.exec(select(Shop).where(Shop.number == other)).one()
        begins, ends = now() - timedelta(hours=1), now() + timedelta(days=1)
        coupon = given_by_shop(session, keeper, passphrase="白茶", begins_at=begins, ends_at=ends).code
    assert buyer.get(f"/find?q=白茶&in={shop}").location == f"/coupons/{coupon}"
    reply = buyer.get(f"/find?q=老寿眉&in={shop}")
    assert (reply.status_code, reply.location) == (303, f"/{shop}?q={quote('老寿眉')}")


@ON_SQLITE
@pytest.mark.parametrize("place", ["", "&in=", "&in=abc", "&in=１２３４５６", "&in=999999", "&in=12345678901234567890"])
def test_there_is_no_search_outside_a_shop(buyer: Person, shop: int, place: str) -> None:
    reply = buyer.get(f"/find?q=白茶{place}")
    assert reply.status_code == 404
    assert "老寿眉" not in reply.text


@ON_SQLITE
def test_a_closed_shop_is_not_searched(buyer: Person, house: House, shop: int) -> None:
    close(house, shop, "回老家了")
    assert buyer.get(f"/find?q=白茶&in={shop}").status_code == 404
    assert buyer.get(f"/{shop}?q=白茶").status_code == 410


@ON_SQLITE
def test_nothing_found_inside_says_so_and_leads_back(buyer: Person, shop: int) -> None:
    reply = buyer.get(f"/find?q=咖啡&in={shop}")
    assert reply.status_code == 404
    assert "店里没有“咖啡”，也没有这个口令" in reply.text
    assert f'href="/{shop}"' in reply.text
    missing = buyer.get(f"/find?q=100000&in={shop}")
    assert "没有 100000 这个店铺号" in missing.text
    assert f'href="/{shop}?q=100000"' in missing.text


@ON_SQLITE
def test_numbers_and_passphrases_cannot_be_walked_through_in_a_shop(app: Flask, house: House, shop: int) -> None:
    house.config.__dict__["lookup_limit"] = "5 per minute"
    walker = Person(app)
    tried = [walker.get(f"/find?q={number}&in={shop}").status_code for number in range(100_000, 100_003)]
    tried += [walker.get(f"/find?q=口令{n}&in={shop}").status_code for n in range(3)]
    assert tried == [404] * 5 + [429]
    customer = Person(app)
    customer.client.environ_base["REMOTE_ADDR"] = "10.1.2.3"
    assert [customer.get(f"/find?q=茶&in={shop}").status_code for _ in range(9)] == [303] * 9, "what is found is free"


@ON_SQLITE
def test_a_link_to_the_shop_is_no_search(buyer: Person, house: House) -> None:
    stall = open_stall(house)
    code = stall.link(to_shop=True)
    assert "店里的“" not in buyer.get(f"/q/{code}?q=茶").text


def test_a_shop_of_many_goods_is_searched_a_page_at_a_time(buyer: Person, house: House) -> None:
    with house.database.transaction() as session:
        supplier = make_supplier(session)
        made = make_shop(session, name="百货")
        for n in range(90):
            make_pick(session, made, make_goods(session, supplier, title=f"围巾 {n:03d} 号"))
        number = made.number
    first, second, third = (buyer.get(f"/{number}?q=围巾&page={page}").text for page in (1, 2, 3))
    assert [text.count("goods-card") for text in (first, second, third)] == [40, 40, 10]
    assert 'rel="next"' in first
    assert 'rel="next"' not in third
    assert "围巾 089 号" in first, "the newest pick stands on top"
