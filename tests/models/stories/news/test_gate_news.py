"""Applicants are told of each change, once, and in their language; of what was taken back nobody is."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from models.account.joining import newcomer
from models.account.member import Member
from models.account.signing_up.confirming import ask_to_join, confirm_phone
from models.gate.by_hand import begin_by_hand
from models.gate.deciding import decide_item, undecide_item
from models.gate.kind import items_of
from models.gate.supplying import Candidacy, apply_to_supply
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.notify.news import News
from models.shop.shop import Shop
from models.stories.news.tell import in_language, look_for_news
from tests.given.applications import give, let_through, one_item, prove_phone
from tests.given.factories import make_member, make_supplier, make_unopened


def told(session: Session) -> list[str]:
    """What was noted, in English."""
    rows = session.exec(select(News).where(News.kind == "gate").order_by(col(News.id))).all()
    return [row.words.told(in_language("en")) if hasattr(row.words, "told") else row.words for row in rows]


def look(database: Database, at: datetime) -> list[str]:
    look_for_news(database, rules=DEFAULT, at=at)
    with database.reading() as session:
        return told(session)


def test_each_change_is_told_once_it_stands(database: Database) -> None:
    at = now()
    look(database, at)
    with database.transaction() as session:
        shop, desk = make_unopened(session, name="竹里"), make_member(session)
        prove_phone(session, shop.keeper, at)
        give(session, shop, at=at)
        begun, by = shop.id, desk.id
        act = Act.operator(desk, at, "截图里看不到日期")
        decide_item(session, one_item(session, shop, "credit"), "refused", act)
        decide_item(session, one_item(session, shop, "identity"), "refused", act)
        undecide_item(session, one_item(session, shop, "identity"), act)
    assert look(database, at) == [], "it may still be taken back"
    later = at + timedelta(seconds=DEFAULT.take_back_seconds + 1)
    assert look(database, later) == [
        "Checklist: “Credit score” was sent back: 截图里看不到日期. Send only this one again"
    ]
    assert len(look(database, later)) == 1
    with database.transaction() as session:
        shop, desk = session.get_one(Shop, begun), session.get_one(Member, by)
        give(session, shop, "credit", at=later)
        let_through(session, shop, desk, at=later)
    last = later + timedelta(seconds=DEFAULT.take_back_seconds + 1)
    news = look(database, last)
    assert "竹里小铺 is open: buyers can come in now" in news
    assert sum("passed" in words for words in news) == 3
    assert len(news) == 5


def test_by_when_what_is_missing_is_asked_is_told_at_once_and_once_more_before_payouts_wait(database: Database) -> None:
    at = now()
    look(database, at)
    with database.transaction() as session:
        supplier, owner = make_supplier(session, name="茶厂"), make_member(session)
        session.refresh(supplier)
        begin_by_hand(session, owner, supplier, Act.program(at), rules=DEFAULT)
    (asked,) = look(database, at + timedelta(minutes=1))
    assert asked.startswith("茶厂: still missing on the checklist: 4")
    until = at + timedelta(days=DEFAULT.gate_grace_days)
    for moment, told_by_then in ((until - timedelta(days=8), 1), (until - timedelta(days=7), 2), (until, 2)):
        assert len(look(database, moment)) == told_by_then


def test_a_supplier_is_told_that_it_may_sell(database: Database) -> None:
    at = now()
    asks_nothing: dict[str, Any] = {f"gate_{name}": "off" for name in items_of("supplier")}
    look(database, at)
    with database.transaction() as session:
        rules = replace(DEFAULT, **asks_nothing)
        act = Act.program(at)
        supplier = apply_to_supply(session, make_member(session), Candidacy("茶厂", "factory"), act, rules=rules)
        assert not supplier.applying and not supplier.deposit_required
    assert look(database, at + timedelta(minutes=1)) == ["茶厂 is a supplier now: its goods can go on sale"]


def test_who_the_desk_confirmed_is_told_by_every_way_a_member_has(database: Database) -> None:
    at = now()
    look(database, at)
    with database.transaction() as session:
        who = newcomer(phone="13800002222", name="阿苗", password="a long password")
        asked = ask_to_join(session, who, "", once="a", act=Act.owner(None, at))
        confirm_phone(session, asked, Act.operator(make_member(session), at))
    (said,) = look(database, at + timedelta(minutes=1))
    assert said.startswith("Your phone is confirmed")
