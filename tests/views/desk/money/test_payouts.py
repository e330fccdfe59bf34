"""Withdrawing over HTTP: a keeper and a supplier ask, the desk verifies, approves, pays; strangers find nothing."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.catalogue.supplier.register import staff_of
from models.catalogue.supplier.supplier import Supplier
from models.kernel.clock import local, now
from models.ledger.owners import Owner, purses
from models.payout.payee import PayeeAccount
from models.payout.withdrawal import Withdrawal
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from tests.given.factories import at_desk, make_member, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.tills import CARD, earn
from views.kit.house import House

GIVEN = {"kind": "bank", "holder": "林小满", "number": "6222 0212 3456 7890 128", "bank": "工商银行", "branch": ""}
ONCE = re.compile(r'name="once"[^>]*value="([^"]+)"')


class Payout:
    """One owner's way to money: `audience` is "console" or "supply"."""

    def __init__(self, house: House, person: Person, audience: str) -> None:
        self.house, self.person, self.audience = house, person, audience
        self.url = f"/{audience}/withdrawals"
        with house.database.transaction() as session:
            earn(session, self.owner(session), 10_000)

    def owner(self, session: Session) -> Owner:
        """The shop or the supplier."""
        if self.audience == "console":
            shop = shop_numbered(session, self.person.shop_number)
            assert shop
            return shop
        return session.exec(select(Supplier).where(Supplier.code == self.person.supplier_code)).one()

    def give(self, **data: str) -> Any:
        """Sends the form of the account."""
        self.person.get(self.url)
        return self.person.post(f"{self.url}/payee", GIVEN | data)

    def ask(self, amount: str, once: str = "") -> Any:
        """Sends the form of a request."""
        found = ONCE.search(self.person.get(self.url).text)
        return self.person.post(self.url, {"amount": amount, "once": once or (found[1] if found else "x" * 22)})

    @property
    def held(self) -> tuple[int, int]:
        """What is available and what is set aside, in fen."""
        with self.house.database.reading() as session:
            balances = purses(session, self.owner(session))
            return int(balances["available"]), int(balances["reserved"])

    @property
    def codes(self) -> list[str]:
        """Its withdrawals."""
        with self.house.database.reading() as session:
            return list(session.exec(select(Withdrawal.code).order_by(col(Withdrawal.id))))

    @property
    def payee(self) -> str:
        """The code of the account given last."""
        with self.house.database.reading() as session:
            return session.exec(select(PayeeAccount.code).order_by(col(PayeeAccount.id))).all()[-1]


@pytest.fixture(params=["console", "supply"])
def payout(request: pytest.FixtureRequest, house: House, keeper: Person, staff: Person) -> Payout:
    return Payout(house, keeper if request.param == "console" else staff, request.param)


def verified(payout: Payout, operator: Person) -> None:
    """The owner gives an account, the desk looks at it."""
    assert payout.give().status_code == 303
    operator.get("/desk/payees")
    assert operator.post(f"/desk/payees/{payout.payee}/verification").status_code == 303


def audits(house: House, what: str) -> list[str]:
    """The subjects of one kind of decision."""
    with house.database.reading() as session:
        return list(session.exec(select(Audit.subject).where(Audit.what == what)))


def test_from_asking_to_the_bank_and_back(payout: Payout, operator: Person, house: House) -> None:
    page = payout.person.get(payout.url)
    assert page.headers["Cache-Control"] == "no-store"
    assert "先写下收款账户" in page.text and "还没有提现过" in page.text
    assert "核对好" in payout.ask("50").text and payout.held == (10_000, 0)
    verified(payout, operator)
    assert "最少提 10" in payout.ask("9.99").text
    assert "最多能提 100.00" in payout.ask("100.01").text
    reply = payout.ask("60", once="m" * 22)
    assert reply.status_code == 303
    assert payout.ask("60", once="m" * 22).status_code == 303
    assert payout.held == (4_000, 6_000) and len(payout.codes) == 1
    listed = payout.person.get(payout.url).text
    assert "等平台批准" in listed and "**** 0128" in listed and CARD not in listed
    (code,) = payout.codes

    queue = operator.get("/desk/withdrawals").text
    assert code in queue and "林小满" in queue and CARD not in queue
    assert operator.post("/desk/withdrawals/approvals").status_code == 422
    reply = operator.post("/desk/withdrawals/approvals", {"withdrawal": code})
    batch = reply.location.rpartition("batch=")[2]
    assert code in operator.get(reply.location).text
    assert "正在付款" in payout.person.get(payout.url).text
    assert payout.person.post(f"{payout.url}/{code}/cancellation").status_code == 303
    assert payout.held == (4_000, 6_000)

    file = operator.post(f"/desk/withdrawals/batches/{batch}/bank.csv")
    assert file.status_code == 200 and file.headers["Cache-Control"] == "no-store"
    assert CARD in file.text and code in file.text
    assert audits(house, "withdrawal.export") == [f"{batch} bank"]
    assert operator.post(f"/desk/withdrawals/batches/{batch}/alipay.csv").status_code == 422
    assert operator.post(f"/desk/withdrawals/batches/{batch}/cash.csv").status_code == 404
    heading, row = file.data.decode("utf-8-sig").split("\r\n")[:2]
    for failed in (1, 0):
        body = f"{heading},结果,原因\r\n{row},失败,账户已销户\r\n".encode("utf-8-sig")
        reply = operator.post("/desk/withdrawals/files", {"file": (io.BytesIO(body), "r.csv")})
        assert reply.status_code == 303
        assert f"0 笔已付款、{failed} 笔没付成" in operator.get(reply.location).text
    assert payout.held == (10_000, 0)
    listed = payout.person.get(payout.url).text
    assert "没付成" in listed and "账户已销户" in listed


def test_taking_back_and_by_hand(payout: Payout, operator: Person, house: House) -> None:
    verified(payout, operator)
    for amount in ("20", "30", "40"):
        assert payout.ask(amount).status_code == 303
    first, second, third = payout.codes
    for _ in range(2):
        assert payout.person.post(f"{payout.url}/{first}/cancellation").status_code == 303
    assert payout.held == (3_000, 7_000)
    operator.get("/desk/withdrawals")
    assert operator.post(f"/desk/withdrawals/{second}/refusal", {"why": ""}).status_code == 422
    assert operator.post(f"/desk/withdrawals/{second}/refusal", {"why": "先补齐退款"}).status_code == 303
    assert operator.post(f"/desk/withdrawals/{third}/payment", {"reference": "1"}).status_code == 422
    operator.post("/desk/withdrawals/approvals", {"withdrawal": [first, second, third]})
    assert operator.post(f"/desk/withdrawals/{third}/payment", {"reference": ""}).status_code == 422
    assert operator.post(f"/desk/withdrawals/{third}/payment", {"reference": "ICBC-7"}).status_code == 303
    assert operator.post(f"/desk/withdrawals/{third}/failure", {"why": "退票"}).status_code == 422
    assert payout.held == (6_000, 0)
    page = payout.person.get(payout.url).text
    assert "先补齐退款" in page and "ICBC-7" in page and "已撤回" in page
    assert audits(house, "withdrawal.refuse") == [second] and audits(house, "withdrawal.pay") == [third]


@ON_SQLITE
def test_others_find_nothing(app: Flask, payout: Payout, operator: Person, stranger: Person, house: House) -> None:
    verified(payout, operator)
    payout.ask("20")
    (code,) = payout.codes
    with house.database.transaction() as session:
        rival = make_shop(session, name="别家", keeper="阿别").keeper.phone
        member = make_member(session, name="别厂")
        make_supplier(session, name="别的厂", staff=member)
        worker = member.phone
    for person, audience in ((Person(app).sign_in(rival), "console"), (Person(app).sign_in(worker), "supply")):
        page = person.get(f"/{audience}/withdrawals").text
        assert code not in page and "林小满" not in page
        assert person.post(f"/{audience}/withdrawals/{code}/cancellation").status_code == 404
    for person in (stranger, payout.person):
        assert person.get("/desk/withdrawals").status_code == 404
        assert person.get("/desk/payees").status_code == 404
        person.get(payout.url)
        for path in (
            "withdrawals/approvals",
            f"withdrawals/{code}/payment",
            f"withdrawals/{code}/failure",
            f"withdrawals/{code}/refusal",
            f"withdrawals/{code}/unapproval",
            f"withdrawals/{code}/return",
            "withdrawals/batches/ABC/bank.csv",
            "withdrawals/files",
            f"payees/{payout.payee}/verification",
            f"payees/{payout.payee}/number",
        ):
            assert person.post(f"/desk/{path}", {"reference": "1", "why": "x"}).status_code == 404, path
    for path in ("withdrawals/ZZZZZZZZZZ/payment", "payees/ZZZZZZZZ/refusal", "payees/ZZZZZZZZ/verification"):
        assert operator.post(f"/desk/{path}", {"reference": "1", "why": "x"}).status_code == 404
    assert operator.get("/desk/withdrawals/files/ZZZZZZZZ").status_code == 404
    assert payout.held == (8_000, 2_000)


@ON_SQLITE
def test_an_account_is_looked_at_on_record_and_refused_with_a_word(
    payout: Payout, operator: Person, house: House
) -> None:
    assert "银行账号是" in payout.give(number="123").text
    assert payout.give().status_code == 303
    page = operator.get("/desk/payees").text
    assert "**** 0128" in page and CARD not in page
    assert 'class="tally">1<' in page
    shown = operator.post(f"/desk/payees/{payout.payee}/number")
    assert CARD in shown.text and shown.headers["Cache-Control"] == "no-store"
    assert audits(house, "payee.look") == [payout.payee]
    assert operator.post(f"/desk/payees/{payout.payee}/refusal", {"why": " "}).status_code == 422
    assert operator.post(f"/desk/payees/{payout.payee}/refusal", {"why": "不是本人"}).status_code == 303
    assert "不是本人" in payout.person.get(payout.url).text
    assert operator.post(f"/desk/payees/{payout.payee}/verification").status_code == 422
    assert payout.ask("20").status_code == 422


@ON_SQLITE
def test_less_than_nothing_is_said_kindly(payout: Payout, operator: Person, house: House) -> None:
    verified(payout, operator)
    payout.ask("50")
    with house.database.transaction() as session:
        earn(session, payout.owner(session), -7_000)
    page = payout.person.get(payout.url).text
    assert "−¥20.00" in page and 'name="amount"' not in page
    assert payout.ask("10").status_code == 422
    assert "可提现已经是 −¥20.00" in operator.get("/desk/withdrawals").text


@ON_SQLITE
def test_filters_stay_in_the_address(payout: Payout, operator: Person) -> None:
    verified(payout, operator)
    payout.ask("20")
    (code,) = payout.codes
    for query in ("q=林小满", f"q={code.lower()}", "kind=bank", "state=all"):
        assert code in operator.get(f"/desk/withdrawals?{query}").text, query
    for query in ("q=%25", "kind=alipay", "state=paid", "batch=ZZZ", "q=_"):
        assert code not in operator.get(f"/desk/withdrawals?{query}").text, query


def approved_one(payout: Payout, operator: Person, amount: str = "60") -> tuple[str, str]:
    """A withdrawal that was approved, and its batch."""
    verified(payout, operator)
    assert payout.ask(amount).status_code == 303
    code = payout.codes[-1]
    operator.get("/desk/withdrawals")
    reply = operator.post("/desk/withdrawals/approvals", {"withdrawal": code})
    return code, reply.location.rpartition("batch=")[2]


def test_what_the_bank_returned_is_told_and_asked_for_again(payout: Payout, operator: Person, house: House) -> None:
    code, _ = approved_one(payout, operator)
    operator.post(f"/desk/withdrawals/{code}/payment", {"reference": "ICBC-7"})
    assert payout.held == (4_000, 0)
    assert "银行退回…" in operator.get("/desk/withdrawals?state=paid").text
    url, day = f"/desk/withdrawals/{code}/return?state=paid", f"{local(now()):%Y-%m-%d}"
    reply = operator.post(url, {"why": "", "returned_on": day})
    assert reply.status_code == 422 and "对方会看到" in reply.text
    reply = operator.post(url, {"why": "户名不符", "returned_on": "2099-01-01"})
    assert reply.status_code == 422 and "付款之后" in reply.text and 'value="户名不符"' in reply.text
    assert operator.post(url, {"why": "户名不符", "returned_on": "gestern"}).status_code == 422
    for _ in range(2):
        assert operator.post(url, {"why": "户名不符", "returned_on": day}).status_code == 303
    assert payout.held == (10_000, 0)
    assert audits(house, "withdrawal.return") == [code]
    for page in (payout.url, f"/{payout.audience}"):
        told = payout.person.get(page).text
        assert "付出后被银行退回：户名不符" in told, page
    assert "付款被银行退回" in payout.person.get(payout.url).text
    assert code in operator.get("/desk/withdrawals?state=returned").text
    assert payout.ask("30").status_code == 303
    assert "付出后被银行退回" not in payout.person.get(f"/{payout.audience}").text


def test_a_file_tells_what_was_returned(payout: Payout, operator: Person) -> None:
    code, batch = approved_one(payout, operator)
    file = operator.post(f"/desk/withdrawals/batches/{batch}/bank.csv").data.decode("utf-8-sig")
    heading, row = file.split("\r\n")[:2]
    for state, words in (("成功", "1 笔已付款"), ("退票", "1 笔被银行退回"), ("退票", "0 笔已付款")):
        body = f"{heading},结果,原因\r\n{row},{state},户名不符\r\n".encode("gb18030")
        reply = operator.post("/desk/withdrawals/files", {"file": (io.BytesIO(body), "r.csv")})
        assert words in operator.get(reply.location).text
    assert payout.held == (10_000, 0)
    assert code in operator.get("/desk/withdrawals?state=returned").text


def test_an_approval_is_taken_back_until_a_file_was_made(payout: Payout, operator: Person, house: House) -> None:
    code, batch = approved_one(payout, operator)
    url = f"/desk/withdrawals/{code}/unapproval?state=approved"
    assert "撤回批准…" in operator.get("/desk/withdrawals?state=approved").text
    assert operator.post(url, {"why": " "}).status_code == 422
    for _ in range(2):
        assert operator.post(url, {"why": "点错了"}).status_code == 303
    assert audits(house, "withdrawal.unapprove") == [code]
    listed = payout.person.get(payout.url).text
    assert "等平台批准" in listed and "点错了" in listed and "/cancellation" in listed
    reply = operator.post("/desk/withdrawals/approvals", {"withdrawal": code})
    again = reply.location.rpartition("batch=")[2]
    assert operator.post(f"/desk/withdrawals/batches/{batch}/bank.csv").status_code == 422
    assert operator.post(f"/desk/withdrawals/batches/{again}/bank.csv").status_code == 200
    assert "撤回批准…" not in operator.get("/desk/withdrawals?state=approved").text
    reply = operator.post(url, {"why": "点错了"})
    assert reply.status_code == 422 and "付款文件" in reply.text
    assert payout.held == (4_000, 6_000)


def to_the_desk(house: House, payout: Payout) -> None:
    """The owner becomes an operator too."""
    with house.database.transaction() as session:
        owner = payout.owner(session)
        member = owner.keeper if isinstance(owner, Shop) else staff_of(session, owner)[0]
        at_desk(session, member.id)


@ON_SQLITE
def test_an_operator_decides_nothing_about_money_of_their_own(payout: Payout, operator: Person, house: House) -> None:
    own, url = payout.person, payout.url
    assert payout.give().status_code == 303
    to_the_desk(house, payout)
    for page in ("/desk/payees", "/desk/payees?state=asked"):
        told = own.get(page).text
        assert "另一位平台人员" in told and "只有你一位" not in told and "由别人办" in told
        assert "/verification" not in told
    for step in ("verification", "refusal"):
        reply = own.post(f"/desk/payees/{payout.payee}/{step}", {"why": "我说了算"})
        assert reply.status_code == 422 and "另一位平台人员" in reply.text
    operator.get("/desk/payees")
    assert operator.post(f"/desk/payees/{payout.payee}/verification").status_code == 303
    own.get(url)
    assert payout.ask("60").status_code == 303
    (code,) = payout.codes
    told = own.get("/desk/withdrawals").text
    assert code in told and 'name="withdrawal"' not in told and "由别人办" in told
    reply = own.post("/desk/withdrawals/approvals", {"withdrawal": code})
    assert reply.status_code == 422 and "另一位平台人员" in reply.text
    assert own.post(f"/desk/withdrawals/{code}/refusal", {"why": "x"}).status_code == 422
    operator.get("/desk/withdrawals")
    operator.post("/desk/withdrawals/approvals", {"withdrawal": code})
    for step in ("payment", "failure", "unapproval"):
        assert own.post(f"/desk/withdrawals/{code}/{step}", {"why": "x", "reference": "1"}).status_code == 422, step
    operator.post(f"/desk/withdrawals/{code}/payment", {"reference": "1"})
    day = f"{local(now()):%Y-%m-%d}"
    reply = own.post(f"/desk/withdrawals/{code}/return?state=paid", {"why": "x", "returned_on": day})
    assert reply.status_code == 422 and payout.held == (4_000, 0)
    assert "由别人办" in own.get("/desk/withdrawals?state=paid").text


@ON_SQLITE
def test_alone_at_the_desk_one_is_told_so_and_still_refused(payout: Payout, house: House) -> None:
    assert payout.give().status_code == 303
    to_the_desk(house, payout)
    assert "只有你一位" in payout.person.get("/desk/payees").text
    assert payout.person.post(f"/desk/payees/{payout.payee}/verification").status_code == 422


@ON_SQLITE
def test_nor_about_the_deposit_of_their_own_supplier(operator: Person, staff: Person, house: House) -> None:
    payout = Payout(house, staff, "supply")
    here = f"/desk/suppliers/{staff.supplier_code}"
    operator.get(here)
    operator.post(f"{here}/deposit/payments", {"pay-amount": "100", "pay-reference": "IN-1"})
    to_the_desk(house, payout)
    assert "另一位平台人员" in staff.get(here).text and "另一位平台人员" not in operator.get(here).text
    once = re.search(r'name="deduct-once"[^>]*value="([^"]+)"', staff.get(here).text)
    assert once
    for path, form in (
        ("payments", {"pay-amount": "100", "pay-reference": "IN-2"}),
        ("deductions", {"deduct-amount": "1", "deduct-why": "x", "deduct-once": once[1]}),
        ("returns", {"return-reference": "OUT-1"}),
        ("requirement", {"require-required": "0"}),
    ):
        reply = staff.post(f"{here}/deposit/{path}", form)
        assert reply.status_code == 422 and "另一位平台人员" in reply.text, path
    with house.database.reading() as session:
        assert purses(session, payout.owner(session))["deposit"] == 10_000
