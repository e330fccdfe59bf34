"""What people wrote may be markup and a formula at once: wherever it is shown it is text, in whatever column of the
database it stands. Columns and pages are found by themselves, so that new ones are tried as well."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random

import openpyxl
import pikepdf
import pytest
from sqlalchemy import String, Update, update
from sqlalchemy.exc import IntegrityError

from models.kernel.cells import plain_cell
from models.kernel.database import Database
from models.records import metadata
from tests.attacks.fuzzer.known import Known
from tests.attacks.fuzzer.network import Ground
from tests.attacks.fuzzer.run import Gun, Report
from tests.attacks.fuzzer.shot import TOKEN, Shot
from tests.attacks.fuzzer.wrong import ATTRIBUTE, MARK
from views.kit.house import House

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

WORDS = f"=1+1{MARK} a='b' '{ATTRIBUTE}"
PEOPLES = re.compile(r"[\u4e00-\u9fff]")
# Markup by intent: what comes in is cleaned (tests/models/catalogue/goods/test_description.py, tests/models/lesson).
CLEANED = {"goods.description", "lesson_edit.body"}


@pytest.fixture(scope="module")
def walked() -> Iterator[tuple[Gun, set[str]]]:
    """A demo network whose words are wrong, opened everywhere as everybody; and which columns were filled."""
    with ExitStack() as stack:
        app = stack.enter_context(Ground("sqlite", "words", stack).copy())
        house: House = app.extensions["xiaopu"]
        filled = set(_fill(house.database))
        gun = Keeping(app, Report(), Random("words"))
        gun.walk(most=10_000, each=3)
        for rule in gun.known.rules:
            tried = dict.fromkeys(gun.known.address(rule, gun.rng, ["1"]) for _ in range(4))
            gun.everybody(rule.methods or set(), list(tried))
        yield gun, filled


def _fill(database: Database) -> Iterator[str]:
    """Every column that holds words of people, told by their letters."""
    for table in metadata.sorted_tables:
        key = list(table.primary_key)
        for column in table.columns:
            kind = getattr(column.type, "impl", column.type)
            if not isinstance(kind, String) or str(column) in CLEANED or column.foreign_keys:
                continue
            with database.reading() as session:
                rows = session.execute(table.select().with_only_columns(*key, column)).all()
            for *found, words in rows:
                mine = [one == value for one, value in zip(key, found, strict=True)]
                if (
                    isinstance(words, str)
                    and PEOPLES.search(words)
                    and _said(database, update(table).where(*mine), column.name, words)
                ):
                    yield str(column)


def _said(database: Database, row: Update, name: str, words: str) -> bool:
    """As much of it as the column takes."""
    for said in (f"{WORDS}{words}", f"={MARK} {words}", f"={MARK}"):
        try:
            with database.transaction() as session:
                session.execute(row.values({name: said}))
            return True
        except IntegrityError:
            continue
    return False


class Keeping(Gun):
    """Keeps the files that it was given."""

    def __init__(self, *facts: object) -> None:
        super().__init__(*facts)  # type: ignore[arg-type]  # As its parent takes them.
        self.files: dict[str, list[tuple[str, bytes]]] = {}

    def fire(self, shot: Shot) -> object:
        reply = super().fire(shot)
        if reply is not None and reply.status_code == 200 and reply.mimetype not in ("text/html", "image/jpeg"):
            name = self.known.endpoint(shot.path, shot.method)
            self.files.setdefault(name, []).append((reply.mimetype, reply.get_data()))
        return reply

    def everybody(self, methods: set[str], addresses: list[str]) -> None:
        """Opens addresses as each role; what only a form gives is asked for with its form."""
        for role in self.people:
            for address in addresses:
                if "GET" in methods:
                    self.fire(Shot(role, "GET", address))
                elif address.endswith(".csv") or "slips" in address:
                    codes = [["parcel", code] for code in self.known.values["supply.code"]]
                    self.fire(Shot(role, "POST", address, [["csrf_token", TOKEN], *codes]))


def test_no_page_shows_markup_of_theirs(walked: tuple[Gun, set[str]]) -> None:
    gun, filled = walked
    assert {"goods.title", "shop.name", "member.name", "supplier.name", "message.text"} <= filled, filled
    assert [(fault.what, fault.detail, fault.shot.line()) for fault in gun.report.faults] == []
    assert gun.report.statuses[200] > 300


def test_no_file_runs_a_formula(walked: tuple[Gun, set[str]]) -> None:
    gun, _ = walked
    assert isinstance(gun, Keeping)
    seen = set()
    for name, kind, body in ((name, *one) for name, given in gun.files.items() for one in given):
        if kind == "text/csv":
            rows = list(csv.reader(io.StringIO(_text(body), newline="")))
            # Behind an apostrophe it is text; plain_cell would give it one more, for a text that begins with one.
            runs = [cell for row in rows for cell in row if not cell.startswith("'") and plain_cell(cell) != cell]
            assert runs == [], name
        elif "spreadsheet" in kind:
            cells = [cell for row in openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].iter_rows() for cell in row]
            assert [cell.value for cell in cells if cell.data_type == "f"] == [], name
        elif kind == "application/pdf":
            with pikepdf.open(io.BytesIO(body)) as paper:
                # Nothing runs when it is opened; a name leads to the attached proof, and to no script.
                assert "/OpenAction" not in paper.Root and set(paper.Root.get("/Names", {})) <= {"/EmbeddedFiles"}
                assert not any("/Annots" in page for page in paper.pages)
        else:
            continue
        seen.add(name)
    assert seen >= {rule.endpoint for rule in Known(gun.app).rules if _gives_a_file(rule.rule)} - NEED_A_FILE, seen


def _text(body: bytes) -> str:
    """As the bank or a spreadsheet program reads it."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030")


# Their files come of files that were sent: their own tests have formulas in them.
NEED_A_FILE = {"supply.import_problems", "supply.shipping_problems", "desk.payout_file", "desk.payment_csv"}


def _gives_a_file(rule: str) -> bool:
    return rule.endswith((".csv", ".xlsx", ".<form>"))
