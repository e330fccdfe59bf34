"""Goods files and what was learnt of them made wrong on purpose: `flask check` names each."""

from pathlib import Path

import pytest
from sqlmodel import select

from models.catalogue.imports.looks import drop, let_load
from models.catalogue.imports.run import ImportCategory, ImportRun
from models.catalogue.imports.runs import GoodsUpload, start_run
from models.catalogue.supplier.supplier import Supplier
from models.checks.imports import import_files, import_memories, looked_runs
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.snapshot import snapshot
from tests.given.factories import make_category, make_supplier
from tests.given.goods_files import Loads
from tests.given.ledger_books import spoil

FAULTS: dict[str, tuple[str, list[str]]] = {
    "loaded before it was let": ("UPDATE import_run SET goods_new = 2 WHERE state = 'looked'", ["import.looked"]),
    "dropped with goods": ("UPDATE import_run SET rows_done = 1 WHERE state = 'dropped'", ["import.looked"]),
    "over and waiting": ("UPDATE import_run SET ended_at = asked_at WHERE state = 'looked'", ["import.looked"]),
    "no way to read it": ("UPDATE import_run SET plan = '{}' WHERE state = 'looked'", ["import.plan"]),
    "a layout that is none": (
        """UPDATE import_memory SET plan = '{"format": "papyrus"}'""",
        ["import.memory"],
    ),
    "a currency that is none": (
        """UPDATE import_memory SET plan = '{"format": "columns", "currency": "ZZZ"}'""",
        ["import.memory"],
    ),
    "a category that is none": ("UPDATE import_category SET slug = 'nowhere'", ["import.category"]),
    "an upload that is none": ("UPDATE import_run SET media_key = 'imports/x' WHERE state = 'looked'", ["import.file"]),
}


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/media")


@pytest.fixture
def loads(database: Database, media: MediaStore, tmp_path: Path) -> Loads:
    with database.transaction() as session:
        make_category(session)
        return Loads(database, media, tmp_path, make_supplier(session).id)


@pytest.fixture
def kept(loads: Loads, media: MediaStore) -> Database:
    """A file that is looked at, one that was let and one that was dropped; a word that means a category."""
    path = loads.folder / "goods.csv"
    path.write_text("货号,品名,单价\nA,龙井,12\n", encoding="utf-8")
    for once in ("looked", "let", "dropped"):
        with loads.database.transaction() as session:
            supplier = session.get_one(Supplier, loads.supplier_id)
            act = Act.program(now())
            run = start_run(session, media, supplier, GoodsUpload(path, "goods.csv", once), act)
            if once == "let":
                let_load(session, run, act)
            if once == "dropped":
                drop(session, run, at=act.at)
    with loads.database.transaction() as session:
        session.add(ImportCategory(supplier_id=loads.supplier_id, words="茶/外贸", slug="tea"))
    assert _kinds(loads.database, media) == []
    return loads.database


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(kept: Database, media: MediaStore, name: str) -> None:
    statement, kinds = FAULTS[name]
    spoil(kept, statement)
    assert _kinds(kept, media) == kinds


def test_the_upload_of_a_dropped_file_is_not_missed(kept: Database, media: MediaStore) -> None:
    with kept.reading() as session:
        keys = {run.state: run.media_key for run in session.exec(select(ImportRun))}
    media.delete(keys["dropped"])
    assert _kinds(kept, media) == []
    media.delete(keys["waiting"])
    assert _kinds(kept, media) == ["import.file"]


def _kinds(database: Database, media: MediaStore) -> list[str]:
    with snapshot(database) as connection:
        found = [
            *looked_runs(connection),
            *import_memories(connection),
            *import_files(connection, media, database),
        ]
    return [fault.kind for fault in found]
