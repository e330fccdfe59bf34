"""The register of shops, the categories' floors and the audit trail."""

import re

import pytest
from sqlmodel import select

from models.account.audit import Audit, note_audit
from models.catalogue.category.category import Category
from models.kernel.act import Act
from models.kernel.clock import now
from models.shop.shop import Shop
from tests.given.factories import make_category, make_goods, make_pick, make_shop, make_supplier
from tests.given.people import Person
from views.kit.house import House


def floor(house: House, slug: str = "tea") -> int:
    with house.database.reading() as session:
        return session.exec(select(Category).where(Category.slug == slug)).one().commission_floor_bp


class TestShops:
    @pytest.fixture
    def shops(self, house: House) -> list[tuple[int, str]]:
        """Two shops: numbers and keepers' phones."""
        with house.database.transaction() as session:
            first, second = (
                make_shop(session, name="林间", keeper="阿林"),
                make_shop(session, name="慢半拍", keeper="老周"),
            )
            make_pick(session, first, make_goods(session, make_supplier(session)))
            second.close(farewell="回老家了", at=now())
            return [(shop.number, shop.keeper.phone) for shop in (first, second)]

    def test_the_register(self, operator: Person, shops: list[tuple[int, str]]) -> None:
        page = operator.get("/desk/shops").text
        for words in ("林间小铺", "慢半拍小铺", "阿林", "打烊", f'href="/{shops[0][0]}"', shops[0][1]):
            assert words in page

    def test_words_find_some(self, operator: Person, shops: list[tuple[int, str]]) -> None:
        for words in ("林间", "阿林", str(shops[0][0]), shops[0][1]):
            page = operator.get(f"/desk/shops?q={words}").text
            assert "林间小铺" in page, words
            assert "慢半拍小铺" not in page, words
        assert "没有找到“%”" in operator.get("/desk/shops?q=%25").text

    def test_without_any_it_says_what_to_do(self, operator: Person) -> None:
        assert "还没有人开店" in operator.get("/desk/shops").text

    def test_pages(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            for number in range(51):
                make_shop(session, name=f"店{number}")
        assert "店0小铺" not in operator.get("/desk/shops").text
        assert "店0小铺" in operator.get("/desk/shops?page=2").text
        with house.database.reading() as session:
            assert len(session.exec(select(Shop)).all()) == 51


class TestFloors:
    @pytest.fixture(autouse=True)
    def tree(self, house: House) -> None:
        with house.database.transaction() as session:
            make_category(session, slug="tea")
            make_category(session, slug="snack-box")

    def test_a_change_leaves_a_row(self, operator: Person, house: House) -> None:
        operator.get("/desk/categories")
        form = {"floor_tea": "12.5%", "seen_tea": "0", "floor_snack-box": "0%", "seen_snack-box": "0"}
        for _ in "ab":
            assert operator.post("/desk/categories", form).status_code == 303
        assert (floor(house), floor(house, "snack-box")) == (1250, 0)
        with house.database.reading() as session:
            row = session.exec(select(Audit)).one()
            assert (row.what, row.subject.split()[0]) == ("category.floor", "tea")
            assert row.changes == [("佣金下限", "0%", "12.5%")]
        assert 'value="12.5%"' in operator.get("/desk/categories").text

    def test_what_is_wrong_is_said_beside_its_field(self, operator: Person, house: House) -> None:
        operator.get("/desk/categories")
        for typed in ("", "十", "95", "-1", "0.5"):
            form = {"floor_tea": typed, "seen_tea": "0", "floor_snack-box": "5", "seen_snack-box": "0"}
            reply = operator.post("/desk/categories", form)
            assert reply.status_code == 422, typed
            assert 'id="floor_tea-error">' in reply.text
        assert (floor(house), floor(house, "snack-box")) == (0, 0)

    def test_what_somebody_else_changed_is_not_overwritten(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            session.exec(select(Category).where(Category.slug == "tea")).one().commission_floor_bp = 800
        operator.get("/desk/categories")
        form = {"floor_tea": "10", "seen_tea": "0", "floor_snack-box": "5", "seen_snack-box": "0"}
        reply = operator.post("/desk/categories", form)
        assert reply.status_code == 422
        assert "刚刚有人改过，现在是 8%" in reply.text
        assert (floor(house), floor(house, "snack-box")) == (800, 0)
        # What was not touched says nothing of it, however old the page.
        untouched = {"floor_tea": "0%", "seen_tea": "0", "floor_snack-box": "5", "seen_snack-box": "0"}
        assert operator.post("/desk/categories", untouched).status_code == 303
        assert (floor(house), floor(house, "snack-box")) == (800, 500)

    def test_goods_below_their_floor_are_counted(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            make_goods(session, make_supplier(session), commission_bp=500)
            session.exec(select(Category).where(Category.slug == "tea")).one().commission_floor_bp = 800
        assert '<td class="num">1</td>' in operator.get("/desk/categories").text


class TestTheTrail:
    def test_newest_first_with_names_and_reasons(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            goods = make_goods(session, make_supplier(session), title="老白茶", state="submitted")
            code = goods.code
            note_audit(session, "network.begin", "-", Act.operator(None, now(), "command line"))
        operator.get("/desk/goods")
        operator.post(f"/desk/goods/{code}/refusal", {"why": "图片看不清"})
        page = operator.get("/desk/audit").text
        for words in (
            "退回商品",
            f'href="/desk/goods/{code}"',
            "老白茶",
            "图片看不清",
            "平台",
            "network.begin",
            "系统",
        ):
            assert words in page
        assert page.index("退回商品") < page.index("network.begin")

    def test_pages(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            for number in range(51):
                note_audit(session, "network.count", f"第{number}次", Act.operator(None, now()))
        first = operator.get("/desk/audit").text
        assert "第0次" not in first and "回到最新" not in first
        (older,) = re.findall(r'href="(/desk/audit\?after=[^"]+)"', first)
        second = operator.get(older).text
        assert "第0次" in second and "第1次" not in second and "回到最新" in second
        assert "第50次" in operator.get("/desk/audit?after=nonsense").text

    def test_without_any_it_says_so(self, operator: Person) -> None:
        assert "还没有记录" in operator.get("/desk/audit").text
