"""The queue at the desk: looked through, decided in place, with script and without, and by nobody else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.payout.payee import PayeeAccount
from models.payout.withdrawal import Withdrawal
from models.waiting.in_hand import InHand
from models.waiting.verdict import Verdict
from tests.given.factories import at_desk, make_member, store_picture
from tests.given.people import Person
from tests.given.waiting_things import waiting_goods, waiting_payee, waiting_withdrawal
from views.kit.house import House

HOUR = timedelta(hours=1)


def goods_waiting(house: House, *titles: str) -> list[str]:
    """The first waits longest."""
    store_picture(house.media)
    with house.database.transaction() as session:
        return [
            waiting_goods(session, at=now() - (30 - n) * HOUR, title=title, supplier=f"福鼎茶厂 {title}").code
            for n, title in enumerate(titles)
        ]


def colleague(app: Flask, house: House, name: str = "老周") -> Person:
    with house.database.transaction() as session:
        member = make_member(session, name=name)
        at_desk(session, member.id)
        phone = member.phone
    return Person(app).sign_in(phone)


def states(house: House) -> dict[str, str]:
    with house.database.reading() as session:
        return {goods.title: goods.state for goods in session.exec(select(Goods))}


def undoing(page: str) -> str:
    found = re.search(r'action="(/desk/waiting/verdicts/\w+/end[^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


class TestLooking:
    def test_the_first_is_open_beside_the_list(self, operator: Person, house: House) -> None:
        first, second = goods_waiting(house, "白茶", "山核桃")
        page = operator.get("/desk/waiting").text
        assert page.index("白茶") < page.index("山核桃")
        assert f'action="/desk/waiting/goods/{first}/verdict"' in page
        assert 'class="due num late"' in page
        assert '<span class="tally">2/2</span>' in page
        assert f'href="/desk/waiting/goods/{second}"' in page
        for key in "arncu/?"[:3]:
            assert f'data-key="{key}"' in page

    def test_filters_stand_in_the_address_and_stay(self, operator: Person, house: House) -> None:
        goods_waiting(house, "白茶")
        with house.database.transaction() as session:
            payee = waiting_payee(session, at=now()).code
        assert "白茶" not in operator.get("/desk/waiting?kind=payee").text
        page = operator.get("/desk/waiting?late=1&q=福鼎").text
        assert "白茶" in page and payee not in page
        assert "late=1" in page and "q=%E7%A6%8F%E9%BC%8E" in page
        assert operator.get("/desk/waiting?kind=nothing").status_code == 404
        for odd in ("from=x", "from=1-1-", "from=99999999999999999999-1-A", "late=", "q=" + "长" * 300):
            assert operator.get(f"/desk/waiting?{odd}").status_code == 200, odd

    def test_an_empty_queue_says_so(self, operator: Person) -> None:
        assert "都处理完了" in operator.get("/desk/waiting").text

    def test_each_kind_has_its_page(self, operator: Person, house: House) -> None:
        (goods,) = goods_waiting(house, "白茶")
        with house.database.transaction() as session:
            desk = session.exec(select(Member).where(Member.name == "平台")).one()
            payee = waiting_payee(session, at=now()).code
            asked = waiting_withdrawal(session, desk, at=now()).code
        for kind, code, words in (
            ("goods", goods, "佣金下限"), ("payee", payee, "户名要和掌柜"), ("withdrawal", asked, "一共付过")
        ):  # fmt: skip
            page = operator.get(f"/desk/waiting/{kind}/{code}")
            assert page.status_code == 200
            assert words in page.text
        assert operator.get("/desk/waiting/goods/NOWHERE1").status_code == 404

    def test_strangers_find_nothing(self, stranger: Person, keeper: Person, staff: Person, house: House) -> None:
        (code,) = goods_waiting(house, "白茶")
        for person in (stranger, keeper, staff):
            assert person.get("/desk/waiting").status_code == 404
            assert person.post(f"/desk/waiting/goods/{code}/verdict", {"do": "approve"}).status_code == 404
        assert states(house) == {"白茶": "submitted"}


class TestDecidingInPlace:
    def test_the_next_comes_by_itself(self, operator: Person, house: House) -> None:
        first, second = goods_waiting(house, "白茶", "山核桃")
        operator.get("/desk/waiting")
        reply = operator.post(f"/desk/waiting/goods/{first}/verdict?kind=goods", {"do": "approve"})
        assert (reply.status_code, reply.location) == (303, f"/desk/waiting/goods/{second}?kind=goods")
        reply = operator.post(f"/desk/waiting/goods/{second}/verdict", {"do": "refuse", "ready": "类目选错了"})
        assert reply.location == "/desk/waiting"
        assert states(house) == {"白茶": "on_sale", "山核桃": "refused"}
        with house.database.reading() as session:
            assert session.exec(select(Goods.state_why).where(Goods.code == second)).one() == "类目选错了"

    def test_htmx_gets_the_next_at_its_own_address(self, operator: Person, house: House) -> None:
        first, second = goods_waiting(house, "白茶", "山核桃")
        operator.get("/desk/waiting")
        reply = operator.post(f"/desk/waiting/goods/{first}/verdict", {"do": "approve"}, htmx=True)
        assert reply.status_code == 200
        assert "<html" not in reply.text and f"/desk/waiting/goods/{second}/verdict" in reply.text
        assert reply.headers["HX-Push-Url"] == f"/desk/waiting/goods/{second}"
        assert states(house)["白茶"] == "on_sale"

    def test_what_is_refused_keeps_the_words(self, operator: Person, house: House) -> None:
        (code,) = goods_waiting(house, "白茶")
        operator.get("/desk/waiting")
        for data, words in (
            ({"do": "refuse"}, "写一句为什么"),
            ({"do": "refuse", "why": "长" * 300}, "最多 200 个字"),
            ({"do": ""}, "选一种决定"),
            ({"do": "approve", "seen": "1"}, "再看一眼"),
        ):
            reply = operator.post(f"/desk/waiting/goods/{code}/verdict", data)
            assert reply.status_code == 422
            assert words in reply.text
            assert data.get("why", "") in reply.text
        assert states(house) == {"白茶": "submitted"}

    def test_what_waits_no_more_says_so(self, operator: Person, house: House) -> None:
        (code,) = goods_waiting(house, "白茶")
        operator.post(f"/desk/waiting/goods/{code}/verdict", {"do": "approve"})
        assert "已经不在等了" in operator.get(f"/desk/waiting/goods/{code}").text
        assert operator.post(f"/desk/waiting/goods/{code}/verdict", {"do": "refuse", "why": "x"}).status_code == 422
        assert operator.post(f"/desk/waiting/goods/{code}/hand").status_code == 422

    def test_it_is_taken_back_from_the_page(self, operator: Person, house: House) -> None:
        (code,) = goods_waiting(house, "白茶")
        operator.post(f"/desk/waiting/goods/{code}/verdict", {"do": "approve"})
        back = undoing(operator.get("/desk/waiting").text)
        for _ in range(2):
            assert operator.post(back).location == f"/desk/waiting/goods/{code}"
        assert states(house) == {"白茶": "submitted"}
        assert "已收回" in operator.get(f"/desk/waiting/goods/{code}").text
        assert operator.post("/desk/waiting/verdicts/NOTHERE000/end").status_code == 404

    def test_withdrawals_are_approved_and_taken_back(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            desk = session.exec(select(Member).where(Member.name == "平台")).one()
            code = waiting_withdrawal(session, desk, at=now()).code
        assert operator.post(f"/desk/waiting/withdrawal/{code}/verdict", {"do": "approve"}).status_code == 303
        operator.post(undoing(operator.get("/desk/waiting").text))
        with house.database.reading() as session:
            assert session.exec(select(Withdrawal.state)).one() == "requested"
            assert session.exec(select(Verdict.taken_back_at)).one() is not None

    @pytest.mark.parametrize("htmx", [False, True])
    def test_what_cannot_be_taken_back_is_said(self, operator: Person, house: House, htmx: bool) -> None:
        with house.database.transaction() as session:
            desk = session.exec(select(Member).where(Member.name == "平台")).one()
            code = waiting_withdrawal(session, desk, at=now()).code
        url, sent = f"/desk/waiting/withdrawal/{code}/verdict", {"do": "refuse", "why": "户名不符"}
        reply = operator.post(url, sent, htmx=htmx)
        page = reply.text if htmx else operator.get("/desk/waiting").text
        assert "退回了：¥50.00" in page
        assert "/desk/waiting/verdicts/" not in page


class TestInHand:
    @pytest.mark.parametrize("htmx", [False, True])
    def test_others_see_who_has_it(self, operator: Person, app: Flask, house: House, htmx: bool) -> None:
        (code,) = goods_waiting(house, "白茶")
        other = colleague(app, house)
        assert other.post(f"/desk/waiting/goods/{code}/hand", htmx=htmx).status_code == (200 if htmx else 303)
        page = operator.get("/desk/waiting").text
        assert "在老周手上" in page and "老周 正在看这件" in page
        assert f"/desk/waiting/goods/{code}/verdict" not in page
        reply = operator.post(f"/desk/waiting/goods/{code}/verdict", {"do": "approve"})
        assert reply.status_code == 422 and "老周 正在看这件" in reply.text
        assert operator.post(f"/desk/waiting/goods/{code}/hand").status_code == 422
        assert "在我手上" in other.get("/desk/waiting?mine=1").text
        assert "白茶" not in operator.get("/desk/waiting?mine=1").text
        other.post(f"/desk/waiting/goods/{code}/hand/end")
        assert operator.post(f"/desk/waiting/goods/{code}/verdict", {"do": "approve"}).status_code == 303

    def test_what_is_not_there_is_in_no_hand(self, operator: Person, house: House) -> None:
        assert operator.post("/desk/waiting/goods/NOWHERE1/hand").status_code == 404
        with house.database.reading() as session:
            assert session.exec(select(InHand)).first() is None


class TestManyAtOnce:
    def marks(self, page: str) -> list[str]:
        return re.findall(r'name="one"\s+value="([^"]+)"', page)

    def test_a_preview_says_what_each_will_come_to(self, operator: Person, app: Flask, house: House) -> None:
        goods_waiting(house, "白茶", "山核桃", "围巾")
        held = goods_waiting(house, "铁锅")[0]
        colleague(app, house).post(f"/desk/waiting/goods/{held}/hand")
        ticked = self.marks(operator.get("/desk/waiting?kind=goods").text)
        assert len(ticked) == 4
        reply = operator.post("/desk/waiting/goods/rehearsal?kind=goods", {"do": "approve", "one": ticked})
        assert reply.status_code == 200
        assert "批准这 3 件" in reply.text and "老周 正在看这件" in reply.text
        assert set(states(house).values()) == {"submitted"}
        with house.database.transaction() as session:
            session.exec(select(Goods).where(Goods.title == "围巾")).one().changed_at = now()
        reply = operator.post(
            "/desk/waiting/goods/verdicts?kind=goods", {"do": "approve", "one": self.marks(reply.text)}
        )
        assert reply.location == "/desk/waiting?kind=goods"
        page = operator.get(reply.location).text
        assert "批准了 2 件" in page and "1 件没有动：围巾" in page
        assert states(house) == {"白茶": "on_sale", "山核桃": "on_sale", "围巾": "submitted", "铁锅": "submitted"}
        operator.post(undoing(page))
        assert set(states(house).values()) == {"submitted"}

    def test_what_is_lacking_is_said_and_the_ticks_stay(self, operator: Person, house: House) -> None:
        goods_waiting(house, "白茶")
        (mark,) = self.marks(operator.get("/desk/waiting?kind=goods").text)
        for data, words in (
            ({"do": "approve"}, "先勾选"),
            ({"do": "refuse", "one": mark}, "写一句为什么"),
            ({"do": "sell", "one": mark}, "选一种决定"),
        ):
            for path in ("rehearsal", "verdicts"):
                reply = operator.post(f"/desk/waiting/goods/{path}?kind=goods", data)
                assert reply.status_code == 422 and words in reply.text
        assert re.search(rf'value="{mark}"\s+data-select\s+checked', reply.text)
        assert states(house) == {"白茶": "submitted"}


class TestRoles:
    def test_each_role_sees_and_decides_its_own_kinds(self, app: Flask, house: House) -> None:
        (code,) = goods_waiting(house, "白茶")
        with house.database.transaction() as session:
            payee = waiting_payee(session, at=now()).code
            member = make_member(session, name="审核")
            at_desk(session, member.id, "approval")
            phone = member.phone
        approver = Person(app).sign_in(phone)
        page = approver.get("/desk/waiting").text
        assert "白茶" in page and "收款账户" not in page
        assert approver.get(f"/desk/waiting/payee/{payee}").status_code == 403
        assert approver.get("/desk/waiting?kind=payee").status_code == 403
        for path in ("verdict", "hand", "hand/end"):
            assert approver.post(f"/desk/waiting/payee/{payee}/{path}", {"do": "verify"}).status_code == 403
        for path in ("rehearsal", "verdicts"):
            reply = approver.post(f"/desk/waiting/payee/{path}", {"do": "refuse", "why": "x", "one": f"{payee}."})
            assert reply.status_code == 403
        assert approver.post(f"/desk/waiting/goods/{code}/verdict", {"do": "approve"}).status_code == 303
        with house.database.reading() as session:
            assert session.exec(select(PayeeAccount.state)).one() == "asked"
