"""The roots of the ledger, as anybody finds them; and a statement checked by what was published, with the tool that
was downloaded."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from models.kernel.clock import local, now
from models.ledger.sealing.night import Night
from models.ledger.sealing.seal import seal_night
from models.shop.shop import Shop
from tests.given.baskets import carried
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.takings import arrive, reduce, taken
from views.kit.house import House

pytestmark = ON_SQLITE
AGO = timedelta(days=40)


@pytest.fixture
def night(house: House) -> Night:
    at, when = carried(house.database), now() - AGO
    taking = taken(house.database, at, when=when)
    arrive(house.database, taking, at=when)
    reduce(house.database, taking, 1_001, "first", at=when)
    made = seal_night(house.database, at=now())
    assert made is not None
    return made


def test_anybody_reads_the_roots(app: Flask, night: Night) -> None:
    stranger = Person(app)
    assert night.root[:24] in stranger.get("/ledger").text
    page = stranger.get(f"/ledger/{night.day}")
    assert page.status_code == 200 and night.root in page.text
    assert stranger.get("/ledger.json").json == {"roots": {night.day: night.root}}
    told = stranger.get(f"/ledger/{night.day}.json").json
    assert told and (told["day"], told["root"], told["entries"]) == (night.day, night.root, night.entry_total)
    assert "Set-Cookie" not in stranger.get("/ledger.json").headers


def test_before_the_first_night_the_page_says_so(app: Flask) -> None:
    assert "还没有根" in Person(app).get("/ledger").text
    assert Person(app).get("/ledger.json").json == {"roots": {}}


@pytest.mark.parametrize(
    "day", ["2026-01-01", "today", "2026-13-40", "20261129", "2026-11-29x", "2026-11", "9999-12-31"]
)
def test_a_day_without_a_root_is_kindly_not_found(app: Flask, night: Night, day: str) -> None:
    page = Person(app).get(f"/ledger/{day}")
    assert page.status_code == 404
    assert "没有根" in page.text and "/ledger/verify_statement.py" in page.text
    assert Person(app).get(f"/ledger/{day}.json").status_code == 404


def test_a_root_says_nothing_of_anybody(app: Flask, house: House, night: Night) -> None:
    with house.database.reading() as session:
        number = str(session.exec(select(Shop.number)).one())
    for place in ("/ledger", f"/ledger/{night.day}", "/ledger.json", f"/ledger/{night.day}.json"):
        text = Person(app).get(place).text
        assert number not in text and "shop-" not in text


def test_what_was_downloaded_is_proven_by_what_was_published(
    app: Flask, house: House, night: Night, tmp_path: Path
) -> None:
    with house.database.reading() as session:
        phone = session.exec(select(Shop)).one().keeper.phone
    keeper = Person(app).sign_in(phone)
    month = f"{local(now() - AGO):%Y-%m}"
    for form in ("csv", "pdf"):
        statement = keeper.get(f"/console/earnings/{month}.{form}")
        assert statement.status_code == 200
        (tmp_path / f"s.{form}").write_bytes(statement.data)
        (tmp_path / "ledger.json").write_bytes(Person(app).get("/ledger.json").data)
        (tmp_path / "verify.py").write_bytes(Person(app).get("/ledger/verify_statement.py").data)
        told = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", f"s.{form}", "ledger.json"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        assert told.stdout.startswith("whole: shop-") and f"proven up to the root of {night.day}" in told.stdout
    (tmp_path / "ledger.json").write_text(json.dumps({"roots": {night.day: "0" * 64}}))
    told = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "s.csv", "ledger.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1 and told.stderr.startswith("NOT PROVEN")


def test_a_statement_leads_to_how_it_is_checked(app: Flask, house: House, night: Night) -> None:
    with house.database.reading() as session:
        phone = session.exec(select(Shop)).one().keeper.phone
    page = Person(app).sign_in(phone).get(f"/console/earnings/{local(now() - AGO):%Y-%m}")
    assert 'href="/ledger"' in page.text
    assert f"{local(now()) - timedelta(days=1):%Y-%m-%d}" == night.day
