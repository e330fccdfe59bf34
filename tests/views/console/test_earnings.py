"""Earnings: the numbers, every line with its reason, statements to file; and nobody else's."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlmodel import select as records
from werkzeug.test import TestResponse

from models.checks.check import book_faults
from models.kernel.act import Act
from models.kernel.clock import local, now
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.months import month_of
from models.kernel.record import table_of
from models.ledger.account import Account, clearing_account, shop_account
from models.ledger.posting import Draft, EntryDraft, post_all
from models.link.linking import shop_link
from models.payment.refund import Refund
from models.shop.shop import Shop
from models.statistics.visit import Visit
from models.trade.order.order import Line, Order
from tests.given.baskets import CONTACT, Carried, carried
from tests.given.people import Person
from tests.given.returns import asked, one, wish
from tests.given.takings import arrive, level, paid_out, reduce, release, taken
from views.kit.house import House

# Long enough to be settled by now.
LONG_AGO = timedelta(days=20)


@dataclass(frozen=True)
class Scene:
    """A keeper with one sale, settled and reduced."""

    person: Person
    at: Carried
    line: str


@pytest.fixture
def database(house: House) -> Database:
    """The app's own, for helpers that take one."""
    return house.database


@pytest.fixture
def scene(app: Flask, database: Database) -> Scene:
    """2 × 128.35 at 15 % + 1 %, 10.01 given back before the settlement."""
    at, when = carried(database, price="128.35"), now() - LONG_AGO
    level(database, at, "super", month=month_of(when))
    taking = taken(database, at, when=when)
    arrive(database, taking, at=when)
    reduce(database, taking, 1_001, "first", at=when)
    release(database, at=now())
    return Scene(_keeper(app, database, at), at, f"{taking.parcel}-1")


def _keeper(app: Flask, database: Database, at: Carried) -> Person:
    with database.reading() as session:
        phone = session.get_one(Shop, at.shop).keeper.phone
    return Person(app).sign_in(phone)


def test_what_the_keeper_bought_says_so_behind_its_figure(app: Flask, database: Database) -> None:
    at, when = carried(database, price="128.35"), now() - LONG_AGO
    with database.reading() as session:
        keeper = session.get_one(Shop, at.shop).keeper_id
    taking = taken(database, at, when=when, signed_in=keeper)
    person = _keeper(app, database, at)
    assert "自己买的，不计佣金" in person.get("/console/earnings").text
    page = person.get(f"/console/earnings/{taking.parcel}-1").text
    for words in ("下单时登录着你的账号", "没有佣金和奖励", "= <b>¥0.00</b>"):
        assert words in page
    assert "奖励：" not in page
    # Settled and partly given back it stays at nothing.
    arrive(database, taking, at=when)
    reduce(database, taking, 1_001, "own", at=when)
    release(database, at=now())
    assert "下单时登录着你的账号" in person.get(f"/console/earnings/{taking.parcel}-1").text
    assert list(book_faults(database)) == []


def test_numbers_first_then_every_line_with_its_state(scene: Scene) -> None:
    reply = scene.person.get("/console/earnings")
    day = f"{local(now()).month} 月 {local(now()).day} 日"
    for words in ("39.45", "待结算", f"已结算 {day}", "冲回 ¥1.61", f"/console/earnings/{scene.line}", "王＊＊"):
        assert words in reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    assert "没有这样的收入" in scene.person.get("/console/earnings?state=pending").text
    assert scene.line in scene.person.get("/console/earnings?state=available").text
    assert scene.line in scene.person.get("/console/earnings?state=nonsense&page=9").text
    assert "/console/earnings" in scene.person.get("/console").text
    assert "/console/earnings" in scene.person.get("/console/me").text


def test_an_order_leads_to_every_figure_of_it(scene: Scene) -> None:
    page = scene.person.get(f"/console/orders/{scene.line.rsplit('-', 1)[0]}")
    assert f'href="/console/earnings/{scene.line}"' in page.text


def test_why_a_figure_is_what_it_is(scene: Scene) -> None:
    page = " ".join(scene.person.get(f"/console/earnings/{scene.line}").text.split())
    for words in (
        "按店铺号进来",
        "¥128.35 × 2 = <b>¥256.70</b>",
        "佣金：¥256.70 × 15% = 38.505 → 38.50",
        "奖励：¥256.70 × 1% = 2.567 → 2.56",
        "下单那天是超级",
        "退给买家 ¥10.01，买家留下 ¥246.69",
        "佣金 ¥38.50 × 246.69 ÷ 256.70 = ¥36.99，冲回 ¥1.51",
        "奖励 ¥2.56 × 246.69 ÷ 256.70 = ¥2.46，冲回 ¥0.10",
        "¥41.06 − ¥1.61 = <b>¥39.45</b>",
        "不足一分的舍去",
    ):
        assert words in page
    for secret in (CONTACT.name, CONTACT.phone, CONTACT.street, "西湖"):
        assert secret not in page


def test_a_reversal_says_which_after_sale_it_came_from(scene: Scene, database: Database) -> None:
    with database.reading() as session:
        order = session.exec(records(Order)).one().id
    code = asked(database, order, wish("return"), at=now() - LONG_AGO)
    with database.transaction() as session:
        refund = session.exec(records(Refund)).one()
        refund.after_sale_id = one(session, code).id
    page = scene.person.get(f"/console/earnings/{scene.line}").text
    assert f"退货退款 {code}</a>" in page


def test_the_opening_is_the_buyers_own_or_is_not_told(scene: Scene, database: Database) -> None:
    hour = (now() - LONG_AGO).replace(minute=0, second=0, microsecond=0)
    with database.transaction() as session:
        shop, line = session.get_one(Shop, scene.at.shop), session.exec(records(Line)).one()
        link = shop_link(session, shop, "group", at=hour)
        line.link_id = link.id
        # Somebody else opened it an hour later; that says nothing of this buyer.
        later: dict[str, Any] = {"subject": f"link:{link.code}", "visitor": "f" * 16, "hour": hour + timedelta(hours=1)}
        session.add(Visit(kind="link", shop_id=shop.id, link_id=link.id, **later))
    page = scene.person.get(f"/console/earnings/{scene.line}").text
    assert "开它的那次没有记到" in page and "打开入口" not in page
    with database.transaction() as session:
        session.exec(records(Line)).one().opened_at = hour
    page = scene.person.get(f"/console/earnings/{scene.line}").text
    assert f"打开入口：{local(hour):%Y-%m-%d %H}:00 起的一小时里" in page and "没有记到" not in page


def test_lines_and_papers_are_the_own_shops(
    scene: Scene, keeper: Person, stranger: Person, buyer: Person, staff: Person
) -> None:
    parcel = scene.line.split("-")[0]
    assert keeper.get(f"/console/earnings/{scene.line}").status_code == 404
    lines = (f"{parcel}-2", f"{parcel}-0", f"{parcel}-", parcel, f"{parcel}-{'9' * 30}")
    for nobody in (*lines, "2026-13", "1999", "1999-01"):
        assert scene.person.get(f"/console/earnings/{nobody}").status_code == 404
    assert stranger.get(f"/console/earnings/{scene.line}").location == "/console/opening"
    assert buyer.get(f"/console/earnings/{scene.line}").location.startswith("/sign-in")
    month = month_of(now())
    assert scene.line not in keeper.get(f"/console/earnings/{month}.csv").text
    assert keeper.get(f"/console/earnings/{month}.exe").status_code == 404


def test_a_line_that_waits_says_until_when(app: Flask, database: Database) -> None:
    at = carried(database)
    person = _keeper(app, database, at)
    assert "还没有收入" in person.get("/console/earnings").text
    taking = taken(database, at, when=now())
    assert "待结算：收货满 7 天后" in person.get("/console/earnings").text
    arrive(database, taking, at=now())
    due = local(now() + timedelta(days=7))
    assert f"待结算：{due.month} 月 {due.day} 日后" in person.get("/console/earnings?state=pending").text
    reduce(database, taking, 25_600, "all", at=now())
    page = person.get("/console/earnings?state=taken_back").text
    assert "已冲回" in page and "¥0.00" in page


def test_a_month_can_be_read_and_filed(scene: Scene, database: Database) -> None:
    code = paid_out(database, scene.at, 1_000, when=now())
    with database.transaction() as session:
        session.exec(records(Line)).one().title = "=1+1 的茶"
    month = month_of(now())
    assert month in scene.person.get("/console/earnings/months").text
    page = scene.person.get(f"/console/earnings/{month}").text
    assert code in page and "29.45" in page
    reply = scene.person.get(f"/console/earnings/{month}.csv")
    rows = _rows(reply)
    figures = {row[0]: row[1] for row in rows if len(row) == 2}
    assert figures["已提现"] == "-10.00" and figures["期末"] == "29.45" and figures["姓名"] == "林小满"
    assert any(row[2:] and row[2] == code for row in rows)
    assert "no-store" in reply.headers["Cache-Control"]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    pdf = scene.person.get(f"/console/earnings/{month}.pdf")
    assert pdf.data.startswith(b"%PDF-") and pdf.mimetype == "application/pdf"


def test_a_year_for_the_tax_return_has_its_empty_months(scene: Scene, database: Database) -> None:
    paid_out(database, scene.at, 1_000, when=now())
    here = local(now())
    rows = _rows(scene.person.get(f"/console/earnings/{here.year}.csv"))
    months = [row for row in rows if row and row[0].startswith(f"{here.year}-") and len(row) == 7]
    assert len(months) == here.month
    assert rows[-1][0] == "合计" and rows[-1][6] == "10.00"
    for column in range(1, 7):
        fen = sum(round(float(row[column]) * 100) for row in months)
        assert fen == round(float(rows[-1][column]) * 100)
    page = scene.person.get(f"/console/earnings/{here.year}").text
    assert "全年合计" in page and (here.month == 1 or "没有收支" in page)
    assert scene.person.get(f"/console/earnings/{here.year}.pdf").data.startswith(b"%PDF-")


def test_a_thousand_lines_come_page_by_page(scene: Scene, database: Database) -> None:
    _many(database, 1_000)
    first = scene.person.get("/console/earnings").text
    assert "第 1 页，共 34 页" in first and first.count("怎么来的 ›") == 30
    last = scene.person.get("/console/earnings?page=34&state=available").text
    assert "第 34 页，共 34 页" in last and last.count("怎么来的 ›") == 11
    month = month_of(now() - LONG_AGO)
    assert "共 34 页" in scene.person.get(f"/console/earnings/{month}").text
    assert scene.person.get(f"/console/earnings/{month}.pdf").data.startswith(b"%PDF-")


def _rows(reply: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))


def _many(database: Database, count: int) -> None:
    """Copies of the one line, each with a capture of its own."""
    line = table_of(Line)
    with database.transaction() as session:
        connection = session.connection()
        standing = dict(connection.execute(select(line)).one()._mapping)
        del standing["id"]
        fresh = insert(line).returning(line.c.id)
        made = connection.execute(fresh, [standing] * count).scalars().all()
        pending = shop_account(session, session.get_one(Shop, standing["shop_id"]), "pending")
        taken_by = clearing_account(session, "test")
        post_all(session, [_captured(taken_by, pending, one) for one in made])


def _captured(taken_by: Account, pending: Account, line_id: int) -> Draft:
    parts = [EntryDraft(taken_by, Money(-100)), EntryDraft(pending, Money(100), line_id, "commission")]
    return Draft("capture", f"copy-{line_id}", "copies", parts, Act.program(now() - LONG_AGO))
