"""A network of the first schema comes up to this one: its orders are in boxes, its payments in the books."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from babel.support import Translations
from sqlalchemy import JSON, Boolean, Connection, DateTime, Integer, MetaData, Table
from sqlmodel import Session, col, select

from models.account.desk.appointment import appointments_of, roles_of
from models.account.member import Member
from models.account.role import DESK_ROLES
from models.catalogue.category.category import Attribute, Category
from models.catalogue.goods.goods import Goods, GoodsEvent, MissingPicture
from models.catalogue.goods.withholding import SHORT
from models.catalogue.imports.run import ImportRun
from models.catalogue.supplier.staff import staff_roles_of
from models.catalogue.supplier.supplier import Supplier
from models.checks.check import CHECKS
from models.gate.finding import checklist_of_supplier
from models.gate.paying import missing_for_payout
from models.gate.rereading import reread
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.said import Said, tell
from models.kernel.schema import settings
from models.kernel.snapshot import snapshot
from models.payment.payment import Payment
from models.poster.kept_copy import KeptCopy
from models.stories.bring_up import bring_up
from models.trade.cart.cart import CartLine
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Parcel
from tests.given import databases

THEN = datetime(2026, 10, 1, 12, 0)
KINDS: tuple[tuple[type, Any], ...] = ((Boolean, False), (DateTime, THEN), (Integer, 1), (JSON, []))


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    sqlite = nullcontext(f"sqlite:///{tmp_path}/old.sqlite3")
    with sqlite if request.param == "sqlite" else databases.postgres(empty=True) as url:
        database = Database(url)
        yield database
        database.engine.dispose()


@pytest.fixture
def old(empty: Database) -> Database:
    """One at the first migration."""
    command.upgrade(settings(empty), "0001")
    return empty


@pytest.fixture
def landed(empty: Database) -> Database:
    """One of the version that had coupons and several shops."""
    command.upgrade(settings(empty), "0003")
    return empty


@pytest.fixture
def before_roles(empty: Database) -> Database:
    """One whose operators might all do everything."""
    command.upgrade(settings(empty), "0018")
    return empty


def _row(connection: Connection, name: str, /, **facts: Any) -> None:
    """A row of that table as it was then; what is not said and may not be empty is something of its kind."""
    table = Table(name, MetaData(), autoload_with=connection)
    usual = {
        column.name: next(
            (value for kind, value in KINDS if isinstance(column.type, kind)), f"{name[:4]}{column.name}"[:6]
        )
        for column in table.columns
        if not column.nullable
    }
    connection.execute(table.insert().values(usual | facts))


def _order(connection: Connection, number: int, *, state: str, paid: bool, parcel: dict[str, Any]) -> None:
    """128.00 of one goods and 8.00 of freight, 15 % commission."""
    money = {"goods_total": 12_800, "freight_total": 800, "total": 13_600}
    marks = {key: f"{key}{number}" for key in ("number", "token", "once")}
    _row(connection, "buyer_order", id=number, state=state, payment_method="test", **marks, **money)
    facts = {"goods_total": 12_800, "freight": 800, "shipped_at": None, "received_at": None} | parcel
    _row(connection, "parcel", id=number, code=f"PARCEL{number}", order_id=number, **facts)
    line = {"price": 12_800, "quantity": 1, "commission_bp": 1_500, "commission": 1_920}
    _row(connection, "order_line", id=number, parcel_id=number, **line)
    payment = {"state": "paid", "paid_at": THEN} if paid else {"state": "pending"}
    _row(
        connection, "payment", id=number, code=f"PAY{number}", order_id=number, gateway="test", amount=13_600, **payment
    )
    _row(connection, "order_event", id=2 * number, order_id=number, parcel_id=None, member_id=None, step="place")
    _row(connection, "order_event", id=2 * number + 1, order_id=number, parcel_id=number, member_id=None, step="ship")


def _furnish(connection: Connection) -> None:
    _row(connection, "member", id=1)
    _row(connection, "supplier", id=1, kind="factory")
    _row(connection, "category", id=1, parent_id=None, slug="tea", name="茶", name_en="Tea")
    _row(connection, "attribute", id=1, category_id=1, name="产地", name_en="Origin")
    _row(connection, "goods", id=1, state="off_sale", category_id=None)
    _row(connection, "sku", id=1, price=12_800)
    _row(connection, "door_number", number=258_147)
    _row(connection, "shop", id=1, number=258_147)
    _row(connection, "pick", id=1)
    _row(connection, "kept_copy", id=1, tone="own", text="我自己喝了三年")
    _row(connection, "cart_line", id=1, code="CART1", visitor="somebody")
    arrived = {
        "state": "received",
        "carrier": "顺丰速运",
        "tracking": "SF1234567890",
        "shipped_at": THEN,
        "received_at": THEN,
    }
    _order(connection, 1, state="paid", paid=True, parcel=arrived)
    _order(connection, 2, state="unpaid", paid=False, parcel={"state": "waiting", "carrier": "", "tracking": ""})


def test_an_older_network_comes_up_whole(old: Database) -> None:
    with old.engine.begin() as connection:
        _furnish(connection)
    bring_up(old)
    bring_up(old)
    with old.reading() as session:
        _look(session)
    with snapshot(old) as connection:
        assert [fault for check in CHECKS for fault in check(connection)] == []


def _look(session: Session) -> None:
    arrived, waiting = session.exec(select(Parcel).order_by(col(Parcel.id))).all()
    (box,) = arrived.shipments
    assert (box.carrier, box.tracking, [box_line.quantity for box_line in box.contents]) == (
        "顺丰速运",
        "SF1234567890",
        [1],
    )
    assert waiting.shipments == []
    counted = select(Line.shipped, Line.received, Line.level).order_by(col(Line.id))
    assert session.exec(counted).all() == [(1, 1, "newcomer"), (0, 0, "newcomer")]
    told = session.exec(select(OrderEvent.about, OrderEvent.subject).order_by(col(OrderEvent.id))).all()
    assert told == [("order", "number1"), ("parcel", "PARCEL1"), ("order", "number2"), ("parcel", "PARCEL2")]
    assert session.exec(select(CartLine.seen_price)).one() == 12_800
    assert session.exec(select(KeptCopy.shop_id)).one() == 1
    assert (session.get_one(Category, 1).names, session.get_one(Attribute, 1).names) == (
        {"en": "Tea"},
        {"en": "Origin"},
    )
    paid, pending = session.exec(select(Payment).order_by(col(Payment.id))).all()
    assert (paid.ask_at, pending.ask_at) == (None, pending.asked_at)


# What stood in a column, and what an English reader is told now.
GOODS_LACK = [
    ("先选一个类目；还缺 3 张图片", "Choose a category first; 3 pictures are still missing"),
    ("佣金率 5% 低于类目下限 8%", "the commission of 5% is below the category’s minimum of 8%"),
    ("现在不能上架：售价 9 元高于站外价 8 元", None),
    ("保证金不足，补齐后自动恢复在售", None),
    ("包装上的字看不清，请重拍", "包装上的字看不清，请重拍"),
    ("先选一个类目；再拍清楚些", "先选一个类目；再拍清楚些"),
    ("100% 纯棉，再说", "100% 纯棉，再说"),
    ('{"said":[["先选一个类目"]]}', '{"said":[["先选一个类目"]]}'),
    ("", ""),
]
MISSING = [
    ("图片超过 9 MB：https://example.org/a.jpg", None),
    ("图片太小了：20×30。短边至少 200 像素，印出来才清楚", None),
    ("压缩包里没有图片 a；b.jpg", "压缩包里没有图片 a；b.jpg"),
]


def _furnish_landed(connection: Connection) -> None:
    _row(connection, "member", id=1)
    _row(connection, "supplier", id=1, kind="factory")
    _row(connection, "category", id=1, commission_floor_bp=0)
    _row(connection, "attribute", id=1, name="产地", choices=[])
    _row(connection, "attribute", id=2, name="茶类", choices=["白茶", "红茶"])
    for at, (why, _) in enumerate(GOODS_LACK, 1):
        _row(connection, "goods", id=at, code=f"G{at}", handle=f"g{at}", state="draft", category_id=None, state_why=why)
        _row(connection, "goods_event", id=at, goods_id=at, by=None, why=why)
    for at, (why, _) in enumerate(MISSING, 1):
        _row(connection, "missing_picture", id=at, goods_id=1, source=f"{at}.jpg", why=why)
    failed = {"state": "failed", "failure": "第 7 行的引号没有成对，它后面的行都读不出来", "started_by": None}
    _row(connection, "import_run", id=1, **failed)
    money = {"goods_total": 100, "freight_total": 0, "discount_total": 0, "total": 100}
    _row(connection, "buyer_order", id=1, state="unpaid", **money)
    for at, about in enumerate(("refund", "order"), 1):
        facts = {"about": about, "parcel_id": None, "member_id": None, "why": "支付平台没有回答"}
        _row(connection, "order_event", id=at, order_id=1, **facts)


def test_what_was_said_is_led_back_to_its_msgid(landed: Database) -> None:
    with landed.engine.begin() as connection:
        _furnish_landed(connection)
    bring_up(landed)
    with landed.reading() as session:
        kinds = session.exec(select(Attribute.name, Attribute.type).order_by(col(Attribute.id))).all()
        assert kinds == [("产地", "text"), ("茶类", "choice")]
        goods = session.exec(select(Goods).order_by(col(Goods.id))).all()
        events = session.exec(select(GoodsEvent).order_by(col(GoodsEvent.id))).all()
        missing = session.exec(select(MissingPicture).order_by(col(MissingPicture.id))).all()
        kept = [one.state_why for one in goods]
        assert kept == [one.why for one in events] == [why for why, _ in GOODS_LACK]
        _told([*kept, *(one.why for one in missing)], [*GOODS_LACK, *MISSING])
        assert goods[3].state_why == SHORT
        (run,) = session.exec(select(ImportRun)).all()
        assert isinstance(run.failure, Said) and run.failure.sentences[0][1] == {"line": 7}
        refund, order = session.exec(select(OrderEvent).order_by(col(OrderEvent.id))).all()
        assert isinstance(refund.why, Said) and not isinstance(order.why, Said)


def _told(kept: list[str], wanted: list[tuple[str, str | None]]) -> None:
    """Whatever an English reader gets is in English, or stands as somebody wrote it."""
    english = Translations.load("translations", ["en"])
    for words, (stood, told) in zip(kept, wanted, strict=True):
        assert words == stood
        found = tell(words, english.gettext)
        assert found == told if told is not None else not re.search("[\u4e00-\u9fff]", found), found


def test_who_worked_there_before_there_were_roles_may_do_what_they_did(before_roles: Database) -> None:
    with before_roles.engine.begin() as connection:
        for at in (1, 2):
            _row(connection, "member", id=at, phone=f"1380000000{at}", key=f"key{at}", code=f"CODE{at}")
        _row(connection, "operator", member_id=1)
        _row(connection, "supplier", id=1, kind="factory", deposit_required=0)
        _row(connection, "supplier_staff", member_id=2, supplier_id=1)
    bring_up(before_roles)
    with before_roles.reading() as session:
        operator, staff = session.get_one(Member, 1), session.get_one(Member, 2)
        assert roles_of(session, operator) == {role.name for role in DESK_ROLES}
        assert {row.given_by for row in appointments_of(session, operator)} == {None}
        assert not roles_of(session, staff)
        assert staff_roles_of(session, staff) == {"owner"}
    with snapshot(before_roles) as connection:
        assert [fault for check in CHECKS for fault in check(connection)] == []


def test_a_supplier_that_stood_before_there_was_a_checklist_sells_on_and_is_asked(empty: Database) -> None:
    command.upgrade(settings(empty), "0048")
    with empty.engine.begin() as connection:
        known: dict[str, Any] = {"kind": "factory", "growth_by": None, "applying": False, "usual_grams": 500}
        whole = known | {"returns_to": "福鼎市 1 号", "deposit_required": 0}
        short = known | {"returns_to": "", "deposit_required": 100, "deposit_short": True}
        for at, facts in ((1, whole), (2, short)):
            _row(connection, "member", id=at, phone=f"1380000000{at}", key=f"key{at}", code=f"CODE{at}")
            _row(connection, "supplier", id=at, code=f"SUP{at}", name=f"供货商{at}", **facts)
            _row(connection, "supplier_staff", member_id=at, supplier_id=at)
            stands = {"role": "owner", "taken_at": None, "taken_by": None, "given_by": None}
            _row(connection, "staff_appointment", id=at, supplier_id=at, member_id=at, **stands)
    bring_up(empty)
    with empty.transaction() as session:
        one, other = session.exec(select(Supplier).order_by(col(Supplier.id))).all()
        act = Act.program(now())
        left = {"company", "capital", "brands"}
        for supplier, more in ((one, set()), (other, {"returns", "deposit"})):
            asked = checklist_of_supplier(session, supplier.id)
            assert asked and asked.by_hand and asked.state == "open"
            missing = {item.name for item in asked.items if item.state != "done"}
            assert missing == left | more
            assert missing_for_payout(session, supplier, now() + timedelta(days=29)) == []
            assert {item.name for item in missing_for_payout(session, supplier, now() + timedelta(days=31))} == missing
            reread(session, asked, act, rules=DEFAULT)
            assert {item.name for item in asked.items if item.state != "done"} == missing
    with snapshot(empty) as connection:
        assert [fault for check in CHECKS for fault in check(connection)] == []
