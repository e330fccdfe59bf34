"""Settlement at the desk: settling now, a run that stopped, and letting it go on."""

import pytest
from flask import Flask
from sqlmodel import select

from models.account.audit import Audit
from models.kernel.clock import now
from models.kernel.fault import Fault
from models.kernel.rules import DEFAULT
from models.ledger.settlement import SettlementRun
from models.stories.money.settle import settle
from tests.given.ledger_books import spoil
from tests.given.people import Person
from views.kit.house import House


@pytest.fixture
def stopped(app: Flask, house: House) -> None:
    """A run that found something wrong."""
    settle(house.database, lambda: [Fault("ledger.line", "parcel X", "is wrong")], rules=DEFAULT, at=now())


def states(house: House) -> list[str]:
    with house.database.reading() as session:
        return [run.state for run in session.exec(select(SettlementRun))]


def test_settling_now(operator: Person, house: House) -> None:
    assert "还没有结算过" in operator.get("/desk/settlement").text
    assert operator.post("/desk/settlement/runs").location == "/desk/settlement"
    assert states(house) == ["done"]
    page = operator.get("/desk/settlement").text
    assert "结清" in page and "现在结算" in page
    with house.database.reading() as session:
        assert [row.what for row in session.exec(select(Audit))] == ["settlement.begin"]


def test_a_run_that_stopped_says_why_and_goes_on_when_told(operator: Person, house: House, stopped: None) -> None:
    page = operator.get("/desk/settlement").text
    assert "一件商品该分的钱没有照实入账" in page and "包裹" in page
    assert "ledger.line: is wrong" in page
    assert "现在结算" not in page
    operator.post("/desk/settlement/runs")
    assert states(house) == ["stopped"]
    for _ in range(2):
        assert operator.post("/desk/settlement/resumption").status_code == 303
    assert states(house) == ["done"]
    page = operator.get("/desk/settlement").text
    assert "这次结算已经结清了" in page
    assert "停下过，平台" in page and "让它继续" in page
    with house.database.reading() as session:
        assert [row.what for row in session.exec(select(Audit))] == ["settlement.resume"]


def test_a_run_that_is_still_wrong_stops_again(operator: Person, house: House, stopped: None) -> None:
    spoil(
        house.database,
        "INSERT INTO ledger_transaction (code, kind, key, reference, entry_count, why, at)"
        " VALUES ('X', 'correction', 'x', 'x', 2, '', '2026-01-01 00:00:00')",
    )
    operator.get("/desk/settlement")
    operator.post("/desk/settlement/resumption")
    assert states(house) == ["stopped"]
    page = operator.get("/desk/settlement").text
    assert "一笔账不平，或者缺了分录" in page and "又停下了" in page
