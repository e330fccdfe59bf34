"""A network of the first schema comes up to this one: its orders are in boxes, its payments in the books."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Boolean, Connection, DateTime, Integer, MetaData, Table
from sqlmodel import Session, col, select

from models.catalogue.category.category import Attribute, Category
from models.checks.check import CHECKS
from models.kernel.database import Database
from models.kernel.schema import settings
from models.kernel.snapshot import snapshot
from models.payment.payment import Payment
from models.poster.kept_copy import KeptCopy
from models.stories.bring_up import bring_up
from models.trade.cart.cart import CartLine
from models.trade.order.order import Line, OrderEvent, Parcel
from tests.given import databases

THEN = datetime(2026, 10, 1, 12, 0)
KINDS: tuple[tuple[type, Any], ...] = ((Boolean, False), (DateTime, THEN), (Integer, 1), (JSON, []))


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database at the first migration."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/old.sqlite3")
        command.upgrade(settings(database), "0001")
        yield database
        database.engine.dispose()
    else:
        with databases.postgres(empty=True) as url:
            database = Database(url)
            command.upgrade(settings(database), "0001")
            yield database
            database.engine.dispose()


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
