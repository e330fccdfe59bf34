"""Who brought whom is kept and pays nobody: no table of money refers to it, no code that moves money reads it, and a
keeper whom somebody brought sells without a fen for whoever did."""

import ast
from pathlib import Path

from flask import Flask
from sqlalchemy import Table
from sqlmodel import col, select

from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.invitation.making import invite_many
from models.account.invitation.taking_up import take_up
from models.kernel.act import Act
from models.kernel.money import MoneyColumn
from models.kernel.record import table_of
from models.ledger.account import Account
from models.records import metadata
from models.shop.shop import Shop
from tests.given.baskets import NOON, carried
from tests.given.factories import make_shop
from tests.given.people import Person
from tests.given.takings import arrive, release, taken
from views.kit.house import House

ROOT = Path(__file__).resolve().parents[2]
# The rooms that take, split, hold or pay money, and the stories of it.
MONEY = ("ledger", "books", "payout", "payment", "coupon", "trade", "pick", "link", "stories/money", "stories/order")


def _refers_to(table: Table) -> set[str]:
    return {key.column.table.name for key in table.foreign_keys}


def test_no_table_refers_to_who_brought_whom_and_it_holds_no_money() -> None:
    uses, codes = table_of(InvitationUse), table_of(Invitation)
    assert {table.name for table in metadata.sorted_tables if uses.name in _refers_to(table)} == set()
    assert {table.name for table in metadata.sorted_tables if codes.name in _refers_to(table)} == {uses.name, "sign_up"}
    assert set(uses.columns.keys()) == {"id", "invitation_id", "member_id", "at"}
    for table in (uses, codes):
        assert not any(isinstance(column.type, MoneyColumn) for column in table.columns)
        assert _refers_to(table) <= {"member", codes.name}


def test_nothing_that_moves_money_reads_it() -> None:
    for room in MONEY:
        for path in (ROOT / "models" / room).rglob("*.py"):
            imported = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
            assert not any("invitation" in (node.module or "") for node in imported), path


def test_a_keeper_who_was_brought_sells_and_nobody_else_earns(app: Flask, house: House) -> None:
    at, database = carried(house.database), house.database
    with database.transaction() as session:
        host, brought = make_shop(session, name="引路"), session.get_one(Shop, at.shop)
        (code,) = invite_many(session, 1, Act.keeper(host.keeper, NOON), by_keeper=True)
        take_up(session, code, Act.keeper(brought.keeper, NOON))
        phone, host_id = host.keeper.phone, host.id
    taking = taken(database, at)
    arrive(database, taking)
    release(database)
    with database.reading() as session:
        earning = session.exec(select(Account.shop_id).where(col(Account.shop_id).is_not(None))).all()
        assert set(earning) == {at.shop} and host_id != at.shop
    who = Person(app).sign_in(phone)
    page = who.get("/console/invitations").text
    assert code in page and "掌柜" in page and "¥" not in page
    assert "¥0" in who.get("/console/earnings").text
