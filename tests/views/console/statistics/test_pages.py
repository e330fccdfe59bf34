"""/console/statistics says how a shop goes: right for nobody, for one and for many; and to its keeper alone."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from PIL import Image

from models.kernel.money import Money
from models.link.link import Link
from tests.given.factories import make_goods, make_supplier
from tests.given.people import Person
from tests.given.rolled_up import rolled_up, standing_shop, today
from tests.views.console.conftest import goods_coded
from views.kit.house import House

PAGE = "/console/statistics"
FILES = (f"{PAGE}.csv", f"{PAGE}.xlsx", f"{PAGE}.png", f"{PAGE}/picture")


def words(html: str) -> str:
    """The text of a page, without breaks that only lay it out."""
    main = html[html.index("<main") :].replace("<wbr>", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.fixture
def busy(house: House, keeper: Person, picked: list[str]) -> None:
    """Two weeks: six visits a day, then twelve, from one placement and one link more than from others."""
    with house.database.transaction() as session:
        shop = standing_shop(session, keeper.shop_number)
        link = Link(code="ABCDEFG2", shop_id=shop.id, goods_id=goods_coded(session, picked[0]).id, placement="group",
                    offer_price=Money(12_800), made_at=shop.begun_at)  # fmt: skip
        session.add(link)
        session.flush()
        for back in range(1, 14):
            day, many = today() - timedelta(days=back), 12 if back < 7 else 6
            rolled_up(session, shop, day, visits=many, goods_views=many, carts=1, visitors=many // 2, been_before=1,
                      orders=1, paid=Money(12_800), commission=Money(1_280))  # fmt: skip
            rolled_up(session, shop, day, of="placement", key="group", visits=many - 1, orders=1)
            rolled_up(session, shop, day, of="placement", key="", visits=1)
            rolled_up(session, shop, day, of="link", key=str(link.id), visits=many - 1, orders=1, paid=Money(12_800))


def test_a_shop_without_a_visit_is_told_where_to_begin(neighbour: Person) -> None:
    reply = neighbour.get(PAGE)
    assert reply.status_code == 200
    said = words(reply.text)
    assert "还没有人进店" in said and "先选三五件" in said and "这些天还没有" in said
    assert "还看不出哪个钟点最好" in said
    for address in FILES:
        assert neighbour.get(address).status_code == 200
    assert "看这 7 天的数字" in words(neighbour.get("/console").text)


def test_one_visit_is_one_visit_and_nothing_is_made_of_it(house: House, keeper: Person, picked: list[str]) -> None:
    with house.database.transaction() as session:
        rolled_up(session, standing_shop(session, keeper.shop_number), today(), visits=1, visitors=1)
    said = words(keeper.get(PAGE).text)
    assert "这 7 天有 1 次进店，还少，先不和以前比。" in said
    assert "次进店成一单" not in said and "最多" not in said.split("从进店到下单")[1].split("分开看")[0]
    of_today = words(keeper.get(f"{PAGE}?from={today()}&to={today()}").text)
    assert "今天有 1 次进店" in of_today and "1 人" in of_today


def test_the_sentence_says_more_only_where_it_is_and_names_the_link(keeper: Person, busy: None) -> None:
    said = words(keeper.get(PAGE).text)
    assert "这 7 天有 72 次进店，比上周同期热闹。多出来的大半是“深山土蜂蜜 · 群”带来的。" in said.replace(
        "茶籽手工皂", "深山土蜂蜜"
    )
    assert "逐日相加的人次" in said and "今天还没过完，不算进比较" in said
    assert "约 12 次进店成一单" in said
    assert "按店铺号进来" in said
    assert "“群”带来的单最多，再发一次" in said


def test_every_figure_has_its_curve_and_every_part_its_names(keeper: Person, busy: None) -> None:
    for show in ("visits", "visitors", "goods_views", "carts", "orders", "paid", "commission", "refunds", "none"):
        assert keeper.get(f"{PAGE}?show={show}").status_code == 200
    for of in ("goods", "link", "placement", "style", "tone", "coupon", "other"):
        assert keeper.get(f"{PAGE}?of={of}").status_code == 200
    for by in ("hour", "day", "week", "month"):
        begins = today() - timedelta(days=13)
        assert keeper.get(f"{PAGE}?from={begins}&to={today()}&by={by}").status_code == 200
    for earned in ("category", "month", "link", "other"):
        assert keeper.get(f"{PAGE}?earned={earned}").status_code == 200
    assert "¥768.00" in keeper.get(f"{PAGE}?of=link").text
    assert "768.00" in words(keeper.get(f"{PAGE}?show=paid").text)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-11-20&to=2026-11-10", "要在开始那天或以后"),
        ("from=2015-11-20&to=2025-11-19", "一次最多看三年"),
        ("from=昨天", "日期写成 2026-11-22 这样"),
        ("from=2025-01-01&to=2025-06-30&by=hour", "这样看最多 14 天"),
    ],
)
def test_a_wrong_range_is_said_beside_the_field_and_kept(keeper: Person, query: str, said: str) -> None:
    reply = keeper.get(f"{PAGE}?{query}&show=paid")
    assert reply.status_code == 422
    assert said in reply.text and 'aria-invalid="true"' in reply.text
    for typed in re.findall(r"=([^&]*-?[^&]*)", query):
        assert typed in reply.text
    for address in FILES:
        back = keeper.get(f"{address}?{query}")
        assert back.status_code == 303 and back.location.startswith(f"{PAGE}?")


def test_files_have_every_step_and_every_part(house: House, keeper: Person, busy: None) -> None:
    begins = today() - timedelta(days=13)
    csv = keeper.get(f"{PAGE}.csv?from={begins}&to={today()}")
    assert csv.mimetype == "text/csv" and "no-store" in csv.headers["Cache-Control"]
    rows = csv.data.decode("utf-8-sig").strip().split("\r\n")
    assert len(rows) == 15 and rows[0].startswith("时间,进店次数,访客")
    assert ",12," in rows[-2] and ",128.00,12.80,0.00," in rows[-2]
    book = openpyxl.load_workbook(io.BytesIO(keeper.get(f"{PAGE}.xlsx?from={begins}&to={today()}").data))
    assert book.sheetnames == ["时间", "商品", "入口", "场合", "海报样式", "文案口吻", "优惠券"]
    assert [row[0] for row in book["场合"].values] == ["场合", "群", "按店铺号进来"]


def test_a_name_that_looks_like_a_formula_is_a_text_in_the_file(house: House, keeper: Person) -> None:
    with house.database.transaction() as session:
        goods = make_goods(session, make_supplier(session), title="=HYPERLINK(1)")
        rolled_up(session, standing_shop(session, keeper.shop_number), today(), of="goods", key=str(goods.id), visits=2)
    assert "\n'=HYPERLINK(1)," in keeper.get(f"{PAGE}.csv?of=goods").data.decode().replace("\r", "")
    book = openpyxl.load_workbook(io.BytesIO(keeper.get(f"{PAGE}.xlsx").data))
    assert book["商品"]["A2"].data_type == "s"


def test_the_picture_is_drawn_and_shows_no_buyer(keeper: Person, busy: None) -> None:
    reply = keeper.get(f"{PAGE}.png?show=orders")
    assert reply.mimetype == "image/png" and "no-store" in reply.headers["Cache-Control"]
    assert Image.open(io.BytesIO(reply.data)).size == (1080, 1080)


def test_nobody_else_sees_a_shops_figures(
    keeper: Person, busy: None, neighbour: Person, stranger: Person, buyer: Person
) -> None:
    for address in (PAGE, *FILES):
        assert buyer.get(address).location.startswith("/sign-in")
        assert stranger.get(address).status_code in (303, 403, 404)
    assert "72 次进店" not in words(neighbour.get(PAGE).text)
    assert ",12," not in neighbour.get(f"{PAGE}.csv").text


def test_a_suppliers_staff_has_no_shop_to_look_at(staff: Person) -> None:
    for address in (PAGE, *FILES):
        assert staff.get(address).status_code in (303, 403, 404)


def test_a_large_shop_is_shown_by_its_largest_parts_and_the_rest(
    house: House, keeper: Person, codes: list[str], in_shop: Callable[[], object]
) -> None:
    with house.database.transaction() as session:
        shop = standing_shop(session, keeper.shop_number)
        for number in range(1_000):
            rolled_up(session, shop, today(), of="goods", key=str(number + 1), visits=number, orders=1)
        for number in range(500):
            rolled_up(session, shop, today(), of="link", key=str(number + 1), visits=number)
    page = keeper.get(PAGE)
    assert page.status_code == 200 and "其余" in words(page.text)
    assert len(page.data) < 120_000
    assert "其余" in words(keeper.get(f"{PAGE}?of=link").text)
    assert keeper.get(f"{PAGE}.csv?of=goods").data.count(b"\r\n") == 1_001
