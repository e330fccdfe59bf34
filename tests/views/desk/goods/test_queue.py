"""The queue of approvals and the goods behind it: looking, approving, refusing, taking off."""

import re
from datetime import timedelta
from typing import get_args

from sqlmodel import col, select

from models.account.audit import Audit
from models.catalogue.category.category import Category
from models.catalogue.goods.by_operator import seen_mark
from models.catalogue.goods.goods import Goods, GoodsEvent, GoodsState
from models.kernel.clock import now
from models.kernel.money import Money
from tests.given.factories import make_goods, make_supplier, store_picture
from tests.given.people import Person
from views.kit.house import House


def submitted(
    house: House, *, count: int = 1, title: str = "白茶", state: GoodsState = "submitted", supplier: str = ""
) -> list[str]:
    """Goods that wait for approval, the first one longest; returns their codes."""
    digest = store_picture(house.media)
    with house.database.transaction() as session:
        owner = make_supplier(session, name=supplier)
        made = []
        for number in range(count):
            goods = make_goods(session, owner, title=f"{title} {number}", state=state, digest=digest)
            at = now() - timedelta(hours=count - number)
            session.add(GoodsEvent(goods_id=goods.id, state="submitted", at=at))
            made.append(goods.code)
        return made


def goods_of(house: House, code: str) -> Goods:
    with house.database.reading() as session:
        return session.exec(select(Goods).where(Goods.code == code)).one()


def mark(house: House, code: str) -> str:
    return f"{code}.{seen_mark(goods_of(house, code).changed_at)}"


def trail(house: House) -> list[tuple[str, str, str]]:
    with house.database.reading() as session:
        rows = session.exec(select(Audit).order_by(col(Audit.id)))
        return [(row.what, row.subject.split()[0], row.why) for row in rows]


class TestTheQueue:
    def test_it_shows_what_an_operator_must_know(self, operator: Person, house: House) -> None:
        (code,) = submitted(house, supplier="福鼎茶厂")
        with house.database.transaction() as session:
            session.exec(select(Goods)).one().declared_price = Money(12900)
        page = operator.get("/desk/goods").text
        for words in ("白茶 0", "福鼎茶厂", "茶", "128", "129", "15%", f"/media/{'ab' * 16}", f"/desk/goods/{code}"):
            assert words in page
        assert '<span class="tally">1</span>' in page

    def test_who_waits_longest_comes_first(self, operator: Person, house: House) -> None:
        codes = submitted(house, count=3)
        page = operator.get("/desk/goods").text
        assert re.findall(r'value="(\w{8})\.\d+"', page) == codes

    def test_each_state_has_its_address(self, operator: Person, house: House) -> None:
        states = get_args(GoodsState)
        for state in states:
            submitted(house, title=f"是{state}", state=state)
        for state in states:
            page = operator.get(f"/desk/goods?state={state}").text
            assert [other for other in states if f"是{other} 0" in page] == [state]

    def test_words_find_titles_suppliers_and_codes(self, operator: Person, house: House) -> None:
        (code,) = submitted(house, title="老白茶", supplier="福鼎茶厂")
        submitted(house, title="山核桃", supplier="临安山货")
        for words in ("白茶", "福鼎", code.lower(), "福鼎 白茶"):
            page = operator.get(f"/desk/goods?q={words}").text
            assert "老白茶 0" in page, words
            assert "山核桃 0" not in page, words
        assert "没有符合的商品" in operator.get("/desk/goods?q=100%25").text

    def test_one_suppliers_goods(self, operator: Person, house: House) -> None:
        submitted(house, title="老白茶", supplier="福鼎茶厂")
        (other,) = submitted(house, title="山核桃", supplier="临安山货")
        with house.database.reading() as session:
            supplier = session.exec(select(Goods).where(Goods.code == other)).one().supplier.code
        page = operator.get(f"/desk/goods?supplier={supplier}").text
        assert "只看“临安山货”的商品" in page
        assert "老白茶 0" not in page

    def test_pages(self, operator: Person, house: House) -> None:
        submitted(house, count=31)
        first, second = operator.get("/desk/goods").text, operator.get("/desk/goods?page=2").text
        assert "第 1 页，共 2 页" in first
        assert "白茶 30" in second
        assert "白茶 29" not in second
        assert operator.get("/desk/goods?page=99").text.count("data-select\n") == second.count("data-select\n")

    def test_an_empty_queue_says_so(self, operator: Person) -> None:
        assert "都看过了" in operator.get("/desk/goods").text


class TestApproving:
    def test_one(self, operator: Person, house: House) -> None:
        first, second = submitted(house, count=2)
        operator.get(f"/desk/goods/{first}")
        reply = operator.post(f"/desk/goods/{first}/approval", {"seen": mark(house, first).split(".")[1]})
        # On to the next that waits.
        assert (reply.status_code, reply.location) == (303, f"/desk/goods/{second}")
        assert goods_of(house, first).state == "on_sale"
        assert trail(house) == [("goods.approve", first, "")]

    def test_twice_is_once(self, operator: Person, house: House) -> None:
        (code,) = submitted(house)
        operator.get(f"/desk/goods/{code}")
        seen = {"seen": mark(house, code).split(".")[1]}
        assert [operator.post(f"/desk/goods/{code}/approval", seen).status_code for _ in "ab"] == [303, 303]
        assert len(trail(house)) == 1
        with house.database.reading() as session:
            assert len(session.exec(select(GoodsEvent).where(GoodsEvent.state == "on_sale")).all()) == 1

    def test_many(self, operator: Person, house: House) -> None:
        codes = submitted(house, count=3)
        operator.get("/desk/goods?q=白茶")
        ticked = {"goods": [mark(house, code) for code in codes[:2]]}
        reply = operator.post("/desk/goods/approvals?state=submitted&q=白茶", ticked)
        assert reply.status_code == 303
        assert "批准了 2 件" in operator.get(reply.location).text
        assert [goods_of(house, code).state for code in codes] == ["on_sale", "on_sale", "submitted"]
        assert {what for what, _subject, _why in trail(house)} == {"goods.approve"}

    def test_what_changed_since_it_was_looked_at_stays(self, operator: Person, house: House) -> None:
        changed, same = submitted(house, count=2)
        ticked = {"goods": [mark(house, changed), mark(house, same)]}
        with house.database.transaction() as session:
            session.exec(select(Goods).where(Goods.code == changed)).one().changed_at = now()
        operator.get("/desk/goods")
        page = operator.get(operator.post("/desk/goods/approvals", ticked).location).text
        assert "批准了 1 件" in page
        assert "1 件没有动" in page
        assert (goods_of(house, changed).state, goods_of(house, same).state) == ("submitted", "on_sale")

    def test_the_same_for_one(self, operator: Person, house: House) -> None:
        (code,) = submitted(house)
        operator.get(f"/desk/goods/{code}")
        reply = operator.post(f"/desk/goods/{code}/approval", {"seen": "1"})
        assert reply.status_code == 422
        assert "刚刚改过" in reply.text
        assert goods_of(house, code).state == "submitted"

    def test_a_floor_that_has_risen_since(self, operator: Person, house: House) -> None:
        (code,) = submitted(house)
        with house.database.transaction() as session:
            session.exec(select(Category).where(Category.slug == "tea")).one().commission_floor_bp = 2000
        assert "低于类目下限" in operator.get(f"/desk/goods/{code}").text
        assert operator.post(f"/desk/goods/{code}/approval").status_code == 422
        assert goods_of(house, code).state == "submitted"

    def test_nothing_ticked(self, operator: Person, house: House) -> None:
        submitted(house)
        operator.get("/desk/goods")
        reply = operator.post("/desk/goods/approvals")
        assert reply.status_code == 422
        assert "先勾选" in reply.text


class TestRefusing:
    def test_one_with_its_reason(self, operator: Person, house: House) -> None:
        (code,) = submitted(house)
        operator.get(f"/desk/goods/{code}")
        reply = operator.post(f"/desk/goods/{code}/refusal", {"why": " 图片看不清 "})
        assert (reply.status_code, reply.location) == (303, "/desk/goods")
        goods = goods_of(house, code)
        assert (goods.state, goods.state_why) == ("refused", "图片看不清")
        assert trail(house) == [("goods.refuse", code, "图片看不清")]

    def test_twice_is_once(self, operator: Person, house: House) -> None:
        (code,) = submitted(house)
        operator.get(f"/desk/goods/{code}")
        sent = [operator.post(f"/desk/goods/{code}/refusal", {"why": "看不清"}).status_code for _ in "ab"]
        assert sent == [303, 303]
        assert len(trail(house)) == 1

    def test_the_reason_is_checked_beside_its_field(self, operator: Person, house: House) -> None:
        (code,) = submitted(house)
        operator.get(f"/desk/goods/{code}")
        for why, words in (("  ", "写一句为什么"), ("字" * 201, "最多 200 个字")):
            reply = operator.post(f"/desk/goods/{code}/refusal", {"why": why})
            assert reply.status_code == 422
            assert f'id="why-error">{words}' in reply.text
        assert goods_of(house, code).state == "submitted"

    def test_many_for_one_reason(self, operator: Person, house: House) -> None:
        codes = submitted(house, count=3)
        operator.get("/desk/goods")
        ticked = [mark(house, code) for code in codes[:2]]
        reply = operator.post("/desk/goods/refusals?state=submitted", {"goods": ticked, "why": "类目选错了"})
        assert "退回了 2 件" in operator.get(reply.location).text
        assert [goods_of(house, code).state for code in codes] == ["refused", "refused", "submitted"]
        assert [why for _what, _subject, why in trail(house)] == ["类目选错了"] * 2

    def test_without_a_reason_the_ticks_stay(self, operator: Person, house: House) -> None:
        first, second = submitted(house, count=2)
        operator.get("/desk/goods")
        reply = operator.post("/desk/goods/refusals", {"goods": [mark(house, second)], "why": ""})
        assert reply.status_code == 422
        ticked = re.findall(r'value="(\w{8})\.\d+"\s+data-select\s+checked', reply.text)
        assert ticked == [second]
        assert goods_of(house, first).state == goods_of(house, second).state == "submitted"
        assert trail(house) == []

    def test_goods_on_sale_are_not_refused(self, operator: Person, house: House) -> None:
        (code,) = submitted(house, state="on_sale")
        operator.get(f"/desk/goods/{code}")
        assert operator.post(f"/desk/goods/{code}/refusal", {"why": "不好"}).status_code == 422
        assert goods_of(house, code).state == "on_sale"


class TestTakingOff:
    def test_off_and_back(self, operator: Person, house: House) -> None:
        (code,) = submitted(house, state="on_sale")
        operator.get(f"/desk/goods/{code}")
        assert operator.post(f"/desk/goods/{code}/removal", {"why": "有人投诉"}).status_code == 303
        assert (goods_of(house, code).state, goods_of(house, code).state_why) == ("off_sale", "有人投诉")
        assert operator.post(f"/desk/goods/{code}/return").location == f"/desk/goods/{code}"
        assert goods_of(house, code).state == "on_sale"
        assert trail(house) == [("goods.take_off", code, "有人投诉"), ("goods.put_back", code, "")]

    def test_it_takes_a_reason(self, operator: Person, house: House) -> None:
        (code,) = submitted(house, state="on_sale")
        operator.get(f"/desk/goods/{code}")
        assert operator.post(f"/desk/goods/{code}/removal").status_code == 422
        assert goods_of(house, code).state == "on_sale"


class TestOneGoods:
    def test_it_is_shown_whole(self, operator: Person, house: House) -> None:
        (code,) = submitted(house, supplier="福鼎茶厂")
        page = operator.get(f"/desk/goods/{code}").text
        for words in ("白茶 0", "第一泡八秒就出水", "128.00", "15%", "19.20", "福鼎茶厂", "待审核", "批准上架", "经过"):
            assert words in page

    def test_goods_that_are_not_there(self, operator: Person) -> None:
        assert operator.get("/desk/goods/NOSUCH00").status_code == 404
        assert operator.post("/desk/goods/NOSUCH00/approval").status_code == 404
