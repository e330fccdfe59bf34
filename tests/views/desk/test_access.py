"""What the desk's first page says, and that its forms carry their token. Who may come is test_permissions.py's."""

import pytest
from flask import Flask

from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.report.desk.proof import ProofRun
from tests.given.factories import at_desk, make_goods, make_member, make_shop, make_supplier
from tests.given.people import Person
from views.kit.house import House

FORMS = (
    "/desk/goods/approvals",
    "/desk/goods/refusals",
    "/desk/goods/ANYTHING/approval",
    "/desk/suppliers",
    "/desk/invitations",
    "/desk/invitations/revocations",
    "/desk/categories",
)


def test_a_form_without_its_token_does_nothing(operator: Person) -> None:
    operator.token = ""
    for url in FORMS:
        assert operator.post(url).status_code == 400, url


def test_an_operator_signs_in_to_the_desk(operator: Person) -> None:
    assert operator.get("/sign-in").location == "/desk"
    assert operator.get("/desk/goods").status_code == 200


class TestToday:
    def test_a_young_network_reads_what_it_lacks(self, operator: Person) -> None:
        page = operator.get("/desk").text
        assert "加第一家" in page
        assert "邀请码用完了" in page
        assert "都看过了" in page

    def test_numbers_and_what_waits(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            goods: Goods = make_goods(session, make_supplier(session), title="老白茶", state="submitted")
            code = goods.code
            make_shop(session)
        page = operator.get("/desk").text
        assert "去审核 1 件" in page
        assert f"/desk/goods/{code}" in page
        assert "加第一家" not in page


class TestTrends:
    @pytest.mark.parametrize("days", ["7", "30", "x", "9999999999"])
    def test_a_network_without_anything_looks_right(self, operator: Person, days: str) -> None:
        assert "没有什么在等" in operator.get("/desk").text
        page = operator.get(f"/desk/statistics?from={days}").text
        assert "这些天还没有" in page
        assert page.count("<figure") == 5

    def test_money_is_shown_to_who_keeps_it(self, app: Flask, house: House) -> None:
        with house.database.transaction() as session:
            who = make_member(session)
            at_desk(session, who.id, "service")
            phone = who.phone
        who_answers = Person(app).sign_in(phone)
        assert "对账" not in who_answers.get("/desk").text
        page = who_answers.get("/desk/statistics").text
        assert "卖出" not in page and "每天办了多少" in page

    def test_faults_of_the_last_proof_stand_there(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            faults = "shop.picks: shop 123456: it counts 3 picks, there are 0"
            session.add(ProofRun(began_at=now(), ended_at=now(), faults=2, by_kind={"shop.picks": 2}, first=faults))
        page = operator.get("/desk").text
        assert "上次对账找到的错" in page and "123456" in page and "还有 1 处" in page
