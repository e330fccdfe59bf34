"""Disputes at the desk: the queue, what is shown and what is not, the ruling, once and on record."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select, update

from models.account.audit import Audit
from models.account.sign_in import SignIn
from models.kernel.clock import now
from models.payment.refund import Refund
from models.trade.after_sale.after_sale import AfterSale
from tests.given.after_sales import ADDRESS, Sold, sell
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.views.buyer.after_sales.test_pages import photo
from views.kit.house import House


@pytest.fixture
def sold(app: Flask, house: House) -> Sold:
    """With one in dispute."""
    made = sell(app, house)
    made.ask(pictures=photo())
    made.act("staff", "refusal", why="签收时是好的")
    made.act("buyer", "dispute", words="箱子外面就是湿的")
    made.act("staff", "statements", words="快递记录是正常签收")
    return made


def rule(operator: Person, code: str, **data: Any) -> Any:
    """Sends the ruling form."""
    operator.get(f"/desk/disputes/{code}")
    return operator.post(f"/desk/disputes/{code}/ruling", {"reason": "照片看得出运输破损"} | data)


def amounts(house: House) -> list[int]:
    """Every refund's amount in fen."""
    with house.database.reading() as session:
        return [int(refund.amount) for refund in session.exec(select(Refund))]


@ON_SQLITE
def test_the_queue_and_the_page_show_what_is_needed_and_not_the_address(
    house: House, sold: Sold, operator: Person
) -> None:
    code = sold.asked().code
    queue = operator.get("/desk/disputes").text
    assert code in queue and "过时了" not in queue
    assert 'class="tally">1<' in queue
    with house.database.transaction() as session:
        session.exec(select(AfterSale)).one().answer_by = now() - timedelta(minutes=1)
    assert "过时了" in operator.get("/desk/disputes").text
    assert code in operator.get("/desk/disputes?q=古树").text
    assert "没有找到" in operator.get("/desk/disputes?q=%25").text
    assert "还没有处理过的纠纷" in operator.get("/desk/disputes?state=over").text
    page = operator.get(f"/desk/disputes/{code}").text
    for words in ("签收时是好的", "箱子外面就是湿的", "快递记录是正常签收", "王＊", "SF123456", "/photos/1.jpg"):
        assert words in page, words
    assert not any(secret in page for secret in ("王小明", "13800138000", "文三路"))
    assert operator.get(f"/desk/disputes/{code}/photos/1.jpg").mimetype == "image/jpeg"


@ON_SQLITE
def test_only_operators_reach_it(sold: Sold, stranger: Person, staff: Person) -> None:
    code = sold.asked().code
    for person in (stranger, staff, sold.staff, sold.keeper):
        assert person.get("/desk/disputes").status_code == 404
        assert person.get(f"/desk/disputes/{code}").status_code == 404
        assert person.get(f"/desk/disputes/{code}/photos/1.jpg").status_code == 404
        assert person.post(f"/desk/disputes/{code}/ruling", {"outcome": "reject"}).status_code == 404
    assert sold.asked().state == "disputed"


@ON_SQLITE
def test_what_was_never_disputed_is_not_at_the_desk(app: Flask, house: House, operator: Person) -> None:
    sold = sell(app, house)
    sold.ask()
    assert operator.get(f"/desk/disputes/{sold.asked().code}").status_code == 404
    assert "没有要裁定的纠纷" in operator.get("/desk/disputes").text


@ON_SQLITE
@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "选一种裁定"),
        ({"outcome": "resend"}, "选一种裁定"),
        ({"outcome": "refund", "amount": "128.01"}, "最多 128 元"),
        ({"outcome": "refund", "amount": "0"}, "金额要大于 0"),
        ({"outcome": "refund", "amount": ""}, "金额要大于 0"),
        ({"outcome": "refund", "amount": "-1"}, "金额要在 0 到"),
        ({"outcome": "return", "amount": "100", "return_to": "短"}, "写全收件人"),
        ({"outcome": "reject", "reason": " "}, "写明理由"),
        ({"outcome": "reject", "reason": "长" * 501}, "最多 500 个字"),
    ],
)
def test_what_is_no_ruling(sold: Sold, operator: Person, data: dict[str, str], said: str) -> None:
    reply = rule(operator, sold.asked().code, **data)
    assert (reply.status_code, said in reply.text) == (422, True), reply.text[-5000:]
    assert (sold.asked().state, amounts(sold.house)) == ("disputed", [])


def test_a_ruling_pays_once_is_seen_by_both_and_stands_in_the_record(sold: Sold, operator: Person) -> None:
    code = sold.asked().code
    for _ in range(2):
        assert rule(operator, code, outcome="refund", amount="100").status_code == 303
    assert amounts(sold.house) == [10_000]
    assert rule(operator, code, outcome="reject", reason="改主意").status_code == 422
    for page in (
        sold.buyer.get(f"{sold.place}/after-sales/{code}").text,
        sold.staff.get(f"/supply/after-sales/{code}").text,
        sold.keeper.get(f"/console/after-sales/{code}").text,
    ):
        assert "照片看得出运输破损" in page and "裁定退款" in page
    with sold.house.database.reading() as session:
        assert len(session.exec(select(Audit).where(Audit.what == "dispute.rule")).all()) == 1
    record = operator.get("/desk/audit").text
    assert "裁定纠纷" in record and f"/desk/disputes/{code}" in record
    assert code in operator.get("/desk/disputes?state=over").text


@ON_SQLITE
def test_a_ruling_that_gives_money_back_is_asked_again_and_no_other(house: House, sold: Sold, operator: Person) -> None:
    code = sold.asked().code
    operator.get("/desk")
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(proven_at=now() - timedelta(minutes=16)))
    assert "再确认一次是你" in rule(operator, code, outcome="refund", amount="50").text
    for outcome in ("refund", "return"):
        sent = {"do": outcome, "why": "照片看得出运输破损", "amount": "50"}
        assert "再确认一次是你" in operator.post(f"/desk/waiting/dispute/{code}/verdict", sent).text, outcome
    assert amounts(house) == [] and sold.asked().state == "disputed"
    assert rule(operator, code, outcome="reject").status_code == 303


@ON_SQLITE
def test_ruling_for_the_supplier_and_asking_both_first(sold: Sold, operator: Person) -> None:
    code = sold.asked().code
    operator.get(f"/desk/disputes/{code}")
    assert operator.post(f"/desk/disputes/{code}/statements", {"words": "有开箱视频吗？"}).status_code == 303
    assert "有开箱视频吗？" in sold.buyer.get(f"{sold.place}/after-sales/{code}").text
    assert rule(operator, code, outcome="reject").status_code == 303
    assert (sold.asked().state, amounts(sold.house)) == ("closed", [])
    assert sold.act("buyer", "dispute", words="不服").status_code == 422


@ON_SQLITE
def test_a_ruled_return_names_where_to_send(sold: Sold, operator: Person) -> None:
    code = sold.asked().code
    assert rule(operator, code, outcome="return", amount="90", return_to=ADDRESS).status_code == 303
    assert ADDRESS in sold.buyer.get(f"{sold.place}/after-sales/{code}").text
    sold.act("buyer", "return", carrier="中通快递", tracking="ZT123456")
    sold.act("staff", "arrival", reception="received")
    assert sold.act("staff", "agreement", seen="9000").status_code == 303
    assert amounts(sold.house) == [9_000]
