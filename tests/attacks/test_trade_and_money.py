"""What an attacker tried on orders, payments and after-sales. Each test is one way in that stood open once."""

import io
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.payment.gateways.wechat.opener import WechatOpener
from models.payout.finding import to_pay
from models.payout.reading import read_results
from models.payout.verifying import payee_of, refuse_payee
from models.trade.after_sale import by_supplier, dispute
from models.trade.order.order import Order
from models.trade.waybill.reading import read_waybills
from tests.given.baskets import NOON, TEST, bought, carried
from tests.given.factories import picture_bytes
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.returns import asked, one, paid, staff, wish
from tests.given.tills import approved, till
from tests.given.tills import asked as asked_for
from views.buyer.after_sales import asking
from views.buyer.paying import page
from views.buyer.paying.charges import Opening
from views.kit.house import House
from views.kit.logs import without_rows

FORM = {"kind": "refund", "reason": "damaged", "quantity": "1", "words": "", "once": "a" * 16}


@pytest.fixture
def unpaid(house: House) -> str:
    """The address of an order that nobody paid."""
    order_id = bought(house.database, carried(house.database), gateway=TEST)
    with house.database.transaction() as session:
        order = session.get_one(Order, order_id)
        order.placed_at, order.pay_by = now(), now() + timedelta(minutes=30)
        return f"/orders/{order.token}"


@contextmanager
def questions(house: House) -> Iterator[list[str]]:
    """The statements that reach the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(house.database.engine, "before_cursor_execute", note)


@ON_SQLITE
def test_photos_for_what_cannot_be_asked_are_never_decoded(
    buyer: Person, unpaid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[bytes] = []

    def keep(_media: object, uploads: list[bytes]) -> tuple[str, ...]:
        decoded.extend(uploads)
        return ()

    monkeypatch.setattr(asking, "keep_photos", keep)
    photo = (io.BytesIO(picture_bytes(side=900)), "a.jpg")
    reply = buyer.post(f"{unpaid}/after-sales/new?line=1", FORM | {"pictures": photo})
    assert reply.status_code == 422
    assert "付款以后才能申请售后" in reply.text
    assert decoded == []


@ON_SQLITE
def test_photos_are_not_sent_without_end(house: House, buyer: Person, unpaid: str) -> None:
    house.config.__dict__["message_limit"] = "3 per minute"
    replies = [buyer.post(f"{unpaid}/after-sales/new?line=1", FORM).status_code for _ in range(5)]
    assert replies == [422, 422, 422, 429, 429]


@ON_SQLITE
def test_one_order_does_not_use_up_what_a_provider_answers(app: Flask, unpaid: str) -> None:
    # From whatever address: who has one order has many addresses.
    replies = [
        Person(app).client.post(f"{unpaid}/payment", environ_base={"REMOTE_ADDR": f"198.51.100.{n}"}).status_code
        for n in range(12)
    ]
    assert replies == [303] * 10 + [429] * 2


def test_asking_who_pays_holds_no_connection(
    house: House, buyer: Person, unpaid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []

    class Slow(WechatOpener):
        def __init__(self) -> None:
            """It knows no account."""

        def openid(self, code: str) -> str:
            engines = house.database.engine, house.database.reader
            held.append(sum(engine.pool.checkedout() for engine in engines))  # type: ignore[attr-defined]  # of QueuePool only
            return ""

    monkeypatch.setattr(page, "openers_of", lambda _gateway: Slow())
    monkeypatch.setattr(page, "kept_opening", lambda: Opening(unpaid.rpartition("/")[2], "m"))
    monkeypatch.setitem(house.gateways, "wechat", TEST)
    assert buyer.get("/pay/wechat/opener?code=c&state=m").status_code == 303
    assert held == [0]


@ON_SQLITE
def test_a_queue_of_disputes_asks_no_more_for_many_suppliers_than_for_one(house: House, operator: Person) -> None:
    asked_for = []
    for number in range(3):
        order = paid(house.database, carried(house.database), visitor=f"visitor-{number}")
        code = asked(house.database, order, wish(), once=f"{number}" * 16)
        with house.database.transaction() as session:
            after_sale = one(session, code)
            by_supplier.refuse_after_sale(
                session, after_sale, Act.supplier(staff(session), NOON, "不行"), rules=DEFAULT
            )
            dispute.dispute(session, after_sale, "请裁定", Act.buyer(NOON + timedelta(hours=1)), rules=DEFAULT)
        operator.get("/desk/disputes")
        with questions(house) as seen:
            assert code in operator.get("/desk/disputes").text
        asked_for.append(len(seen))
    assert asked_for[0] == asked_for[-1]


def test_an_error_of_the_database_tells_the_log_nothing_that_people_typed(database: Database) -> None:
    order_id = bought(database, carried(database))
    with database.writing() as session:
        session.get_one(Order, order_id).state = cast(Any, "nonsense")
        try:
            session.flush()
        except IntegrityError:
            told = str(without_rows(None, "", {"exception": traceback.format_exc()}))
    assert "state_known" in told
    assert "UPDATE buyer_order" in told
    for words in ("13800138000", "王小明", "文三路", "nonsense"):
        assert words not in told


def test_the_file_of_payments_leaves_out_an_account_that_was_refused_since(database: Database) -> None:
    at = till(database)
    batch = approved(database, at, asked_for(database, at, 5_000, "f" * 16))
    with database.transaction() as session:
        assert len(to_pay(session, batch, "bank")) == 1
        payee = payee_of(session, at.owner(session))
        assert payee is not None
        refuse_payee(session, payee, Act.operator(at.member(session, "desk"), NOON, "冒用别人的账户"))
        assert to_pay(session, batch, "bank") == []


@pytest.mark.parametrize("read", [partial(read_waybills, most=2_000), read_results])
def test_a_small_workbook_may_not_unpack_into_a_minute_of_reading(
    read: Callable[[Path, str], object], tmp_path: Path
) -> None:
    plain, bomb = tmp_path / "plain.xlsx", tmp_path / "bomb.xlsx"
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            rows = b"<worksheet><sheetData>" + b"<row><c/><c/></row>" * 600_000
            made.writestr(part.filename, rows if is_sheet else source.read(part))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(Refused, match="解开后太大"):
        read(bomb, bomb.name)
