"""The tool that anybody has: it says of a statement as it was downloaded that it is whole, and of any other that it is
not. It is run as its readers run it, by itself."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.database import Database
from models.kernel.money import Money
from models.ledger.owners import Owner
from models.ledger.sealing.night import published_roots
from models.ledger.sealing.seal import seal_night
from models.report.statement.columns import month_paper
from models.report.statement.drawn_paper import paper_pdf
from models.report.statement.paper import Paper, paper_csv
from models.shop.shop import Shop
from tests.given.baskets import NOON, carried
from tests.given.databases import sqlite
from tests.given.takings import OVER, arrive, level, paid_out, reduce, release, taken, whole_life

TOOL = Path(__file__).parents[2] / "tools" / "verify_statement.py"
_KNOWN = run_path(str(TOOL))
DAY = timedelta(days=1)


def say(msgid: str, **params: object) -> str:
    return msgid % params if params else msgid


@dataclass(frozen=True)
class Filed:
    """Statements as they were downloaded, by owner and month, and the roots as they were published."""

    papers: dict[tuple[str, str], Paper]
    roots: dict[str, str]


def owners(session: Session) -> list[Owner]:
    return [*session.exec(select(Shop)), *session.exec(select(Supplier))]


def file_all(database: Database, months: Sequence[str]) -> Filed:
    papers = {}
    with database.reading() as session:
        for owner in owners(session):
            for month in months:
                name = "shop" if isinstance(owner, Shop) else "supplier"
                papers[name, month] = month_paper(session, owner, month, at=OVER, say=say)
        return Filed(papers, published_roots(session))


def long_life(database: Database) -> Filed:
    """Sales of three months, sealed every night as they went; December's last days are not sealed yet."""
    at = carried(database, price="128.35", freight=Money(800))
    level(database, at, "super", month="2026-11")
    made = []
    for when, visitor, pieces in ((NOON, "owner", 2), (NOON + DAY, "second", 1)):
        made.append(taken(database, at, pieces, visitor=visitor, when=when))
        seal_night(database, at=when + DAY)
    for one in made:
        arrive(database, one)
    reduce(database, made[0], 1_001, "first", at=NOON + 4 * DAY)
    seal_night(database, at=NOON + 5 * DAY)
    release(database)
    seal_night(database, at=OVER + DAY)
    reduce(database, made[0], 9_999, "second", at=OVER + timedelta(hours=1))
    seal_night(database, at=OVER + 2 * DAY)
    paid_out(database, at, 1_000, when=OVER + 3 * DAY)
    return file_all(database, ["2026-11", "2026-12", "2027-01"])


def written(paper: Paper) -> bytes:
    return b"".join(paper_csv(paper))


def verdict(tmp_path: Path, data: bytes, known: dict[str, str], form: str = "csv") -> tuple[bool, str]:
    """What the tool says, run by an interpreter that has the standard library alone."""
    statement, published = tmp_path / f"statement.{form}", tmp_path / "ledger.json"
    statement.write_bytes(data)
    published.write_text(json.dumps({"roots": known}))
    told = subprocess.run(
        [sys.executable, "-I", "-S", str(TOOL), str(statement), str(published)],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.returncode == 0, told.stdout + told.stderr


def is_whole(tmp_path: Path, data: bytes, known: dict[str, str]) -> bool:
    """The same, in this process: thousands of forgeries are tried."""
    statement, published = tmp_path / "statement.csv", tmp_path / "ledger.json"
    statement.write_bytes(data)
    published.write_text(json.dumps({"roots": known}))
    try:
        _KNOWN["main"](str(statement), str(published))
    except (ValueError, LookupError, TypeError, OSError, ArithmeticError):
        return False
    return True


def test_what_was_downloaded_is_whole(database: Database, tmp_path: Path) -> None:
    filed = long_life(database)
    assert len(filed.papers) == 6
    for (owner, month), paper in filed.papers.items():
        ok, words = verdict(tmp_path, written(paper), filed.roots)
        assert ok, f"{owner} {month}: {words}"
    assert "of them came after that root" in verdict(tmp_path, written(filed.papers["shop", "2026-12"]), filed.roots)[1]
    ok, words = verdict(tmp_path, paper_pdf(filed.papers["shop", "2026-11"], say), filed.roots, "pdf")
    assert ok, words


def test_without_any_root_it_says_that_nothing_is_proven(database: Database, tmp_path: Path) -> None:
    whole_life(database, carried(database))
    filed = file_all(database, ["2026-11"])
    ok, words = verdict(tmp_path, written(filed.papers["shop", "2026-11"]), {})
    assert ok and "nothing is proven" in words


def spoil(rows: list[list[str]], draw: st.DataObject) -> str:
    """Alters, drops, adds or moves something in a statement's rows, in place; says what. Figures and rows that people
    read, and lines of the proof alike."""
    blank = rows.index([])
    is_proof = [bool(row) and row[0].startswith("xiaopu ") for row in rows]
    proof = [at for at, here in enumerate(is_proof) if here]
    table = [at for at in range(blank + 2, len(rows)) if not is_proof[at]]
    figures = [at for at in range(blank) if len(rows[at]) == 2 and _KNOWN["fen"](rows[at][1]) is not None]
    what = draw.draw(
        st.sampled_from(["figure", "amount", "drop", "double", "entry", "salt", "drop entry", "swap entries"])
    )
    if what == "figure":
        at = draw.draw(st.sampled_from(figures))
        rows[at][1] = f"{float(rows[at][1]) + 0.01:.2f}"
    elif what in ("amount", "drop", "double"):
        at = draw.draw(st.sampled_from(table))
        if what == "amount":
            cell = draw.draw(st.sampled_from(range(-5, -1)))
            rows[at][cell] = f"{float(rows[at][cell]) + 0.01:.2f}"
        elif what == "drop":
            del rows[at]
        else:
            rows.insert(at, list(rows[at]))
    else:
        at = draw.draw(st.sampled_from(proof[1:]))
        entry = json.loads(rows[at][0][7:])
        if what == "entry":
            field = draw.draw(st.sampled_from([2, 3, 4, 5, 6, 7, 8]))
            entry[field] = entry[field] + 1 if isinstance(entry[field], int) else entry[field] + "0"
        elif what == "salt":
            entry[1] = entry[1][::-1] + "0"
        if what == "drop entry":
            del rows[at]
        elif what == "swap entries":
            other = draw.draw(st.sampled_from([one for one in proof[1:] if one != at]))
            rows[at], rows[other] = rows[other], rows[at]
        else:
            rows[at] = ["xiaopu " + json.dumps(entry)]
    return what


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    """The long life once, on SQLite: files do not know what database they came from."""
    with sqlite(tmp_path_factory.mktemp("statements")) as url:
        return long_life(Database(url))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_forgery_is_found(kept: Filed, tmp_path: Path, draw: st.DataObject) -> None:
    owner = draw.draw(st.sampled_from(["shop", "supplier"]))
    data = written(kept.papers[owner, "2026-11"])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    what = spoil(rows, draw)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    assert text.getvalue().encode() != data
    assert not is_whole(tmp_path, text.getvalue().encode(), kept.roots), what


def test_another_root_another_month_and_another_owner_are_found(kept: Filed, tmp_path: Path) -> None:
    data = written(kept.papers["shop", "2026-11"])
    assert is_whole(tmp_path, data, kept.roots)
    assert not is_whole(tmp_path, data, {day: root[::-1] for day, root in kept.roots.items()})
    assert not is_whole(tmp_path, data, {})
    assert not is_whole(tmp_path, data.replace(b'"month"":""2026-11"', b'"month"":""2026-12"'), kept.roots)
    head, tail = data.split(b'"xiaopu ', 1)
    other = written(kept.papers["supplier", "2026-11"]).split(b'"xiaopu ', 1)[1]
    assert not is_whole(tmp_path, head + b'"xiaopu ' + other, kept.roots)
    # A file that lost its proof, a PDF without one, and what is no statement at all.
    assert not is_whole(tmp_path, head, kept.roots)
    assert not is_whole(tmp_path, b"%PDF-1.7\nstream\nnothing\nendstream", kept.roots)
    assert not is_whole(tmp_path, b"\xff\x00\x13", kept.roots)
    assert tail


def test_a_later_beginning_hides_nothing(kept: Filed, tmp_path: Path) -> None:
    """Who leaves out the first entries would have to say that the log began after them: no root says so."""
    data = written(kept.papers["shop", "2026-12"]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data)))
    at = next(n for n, row in enumerate(rows) if row and row[0].startswith("xiaopu {"))
    head = json.loads(rows[at][0][7:])
    assert head["begins"]
    head["begins"] = head["ends"]
    rows[at] = ["xiaopu " + json.dumps(head)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([row for row in rows if not (row and row[0].startswith("xiaopu ["))])
    assert not is_whole(tmp_path, text.getvalue().encode(), kept.roots)


def test_the_tool_is_short_and_needs_nothing() -> None:
    text = TOOL.read_text("utf-8")
    code = text.split('"""')[2]
    assert len([line for line in code.splitlines() if line.strip()]) <= 100
    lines = [line.replace(",", "").split() for line in text.splitlines() if line.startswith(("import ", "from "))]
    imported = {name for line in lines for name in (line[1:] if line[0] == "import" else line[1:2])}
    imported = {name.partition(".")[0] for name in imported}
    assert imported <= sys.stdlib_module_names


def test_one_nights_file_will_do_as_well(kept: Filed, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(written(kept.papers["shop", "2026-11"]))
    names = []
    for day, root in kept.roots.items():
        (tmp_path / f"{day}.json").write_text(json.dumps({"day": day, "root": root}))
        names.append(str(tmp_path / f"{day}.json"))
    _KNOWN["main"](str(tmp_path / "s.csv"), *names)


def test_a_spreadsheet_that_drops_noughts_does_no_harm(kept: Filed, tmp_path: Path) -> None:
    data = written(kept.papers["shop", "2026-11"]).decode("utf-8-sig")
    rows = [
        [cell.removesuffix("0") if _KNOWN["fen"](cell) and "." in cell else cell for cell in row]
        for row in csv.reader(io.StringIO(data))
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    assert is_whole(tmp_path, text.getvalue().encode(), kept.roots)
