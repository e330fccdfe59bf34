"""What loading a goods file costs: rows a second, the memory it takes, and how long another writer waits beside it.

    python bench/imports.py [--json] [--quick] [--rows N] [--only sqlite|postgres]

Three times the same file: all of it is new, all of it is changed, and all or nothing, new for another supplier. `rows`
is a second by the clock, `rows_cpu` by the processor that the loading process took: where others share the machine,
that one is to be compared. `wait` is the longest that a writer beside it waited for its own small transaction, `swap`
the longest while all or nothing was written at once. `peak` is the loading process's memory at its highest. Each
database is made for it, PostgreSQL's on the server that the tests use."""

import argparse
import csv
import json
import multiprocessing
import resource
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import update
from sqlmodel import Session, select

from models.account.member import Member
from models.catalogue.imports.importing import run_import
from models.catalogue.imports.looks import let_load
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.runs import GoodsUpload, start_run
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from tests.given import databases
from tests.given.factories import make_category, make_supplier

ROWS, QUICK, SKUS = 50_000, 5_000, 2
PAUSE = 0.03
HEADS = ("商品编号", "标题", "类目", "规格1名", "规格1值", "规格编号", "价格", "库存", "佣金率", "描述", "上架")
SAID = "明前采摘，手工炒制。每年只做一季，罐装，避光保存，十八个月内喝完。"
Figures = dict[str, Any]


def file_of(path: Path, rows: int, *, price: int) -> None:
    """A file in our layout: goods of two SKUs, the second price of each a little higher."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        for row in range(rows):
            goods, sku = divmod(row, SKUS)
            facts = (f"b{goods}", f"山里的茶 {goods} 号 250 克", "tea", "净重", f"{250 + 250 * sku} 克", f"B-{row}")
            writer.writerow([*facts, f"{price + sku}.50", "20", "13%", SAID, "否"])


def started(database: Database, media: MediaStore, supplier_id: int, path: Path, *, whole: bool) -> str:
    """A run that waits for a worker; its code."""
    with database.transaction() as session:
        supplier = session.get_one(Supplier, supplier_id)
        act = Act.program(now())
        upload = GoodsUpload(path, path.name, f"bench-{path.stem}-{whole}-{supplier_id}", None, whole)
        run = start_run(session, media, supplier, upload, act)
        let_load(session, run, act)
        return run.code


def load(url: str, folder: str, code: str, out: Any) -> None:
    """What the worker does, in a process of its own."""
    database = Database(url)
    begun, cpu = perf_counter(), process_time()
    run_import(database, MediaStore(folder), code, rules=DEFAULT)
    # Linux tells kilobytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.put((perf_counter() - begun, process_time() - cpu, peak))


class Beside:
    """Another writer: one small transaction after another, and how long each took."""

    def __init__(self, database: Database, member_id: int) -> None:
        self._database = database
        member = table_of(Member)
        self._rename = update(member).where(member.c.id == member_id).values(name="忙着的人")
        self.waits: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> "Beside":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._over.is_set():
            begun = perf_counter()
            with self._database.transaction() as session:
                session.connection().execute(self._rename)
            self.waits.append(perf_counter() - begun)
            sleep(PAUSE)


def measured(url: str, folder: Path, rows: int) -> Figures:
    """All figures of one database."""
    database, media = Database(url), MediaStore(f"file://{folder / 'media'}")
    with database.transaction() as session:
        make_category(session)
        one, other = make_supplier(session).id, make_supplier(session).id
        member = _somebody(session)
    figures: Figures = {"rows": rows}
    for name, supplier, price, whole in (
        ("new", one, 100, False),
        ("changed", one, 105, False),
        ("whole", other, 100, True),
        ("whole_changed", other, 105, True),
    ):
        path = folder / f"{name}.csv"
        file_of(path, rows, price=price)
        code = started(database, media, supplier, path, whole=whole)
        figures[name] = _loaded(database, url, media, code, member, rows)
    database.engine.dispose()
    return figures


def _loaded(database: Database, url: str, media: MediaStore, code: str, member: int, rows: int) -> Figures:
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    worker = context.Process(target=load, args=(url, f"file://{media.folder}", code, out))
    with Beside(database, member) as beside:
        worker.start()
        took, cpu, peak = out.get(timeout=3_600)
        worker.join()
    with database.reading() as session:
        run = session.exec(select(ImportRun).where(ImportRun.code == code)).one()
        assert run.state == "done", run.failure
        assert run.rows_bad == 0 and run.goods_new + run.goods_changed == rows // SKUS
    return {
        "rows": round(rows / took),
        "rows_cpu": round(rows / cpu),
        "peak_mb": round(peak),
        "wait_ms": round(max(beside.waits) * 1000),
        "wait_p99_ms": round(sorted(beside.waits)[len(beside.waits) * 99 // 100] * 1000),
    }


def _somebody(session: Session) -> int:
    member = session.exec(select(Member)).first()
    assert member is not None, "a supplier has staff"
    return member.id


def main() -> None:
    """Prints a table a database, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    asked = parser.parse_args()
    rows, found = asked.rows or (QUICK if asked.quick else ROWS), {}
    for kind in ("sqlite", "postgres"):
        if asked.only in (None, kind):
            with ExitStack() as stack:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="imports-")))
                made = databases.sqlite(folder) if kind == "sqlite" else databases.postgres()
                found[kind] = measured(stack.enter_context(made), folder, rows)
    if asked.json:
        print(json.dumps(found))
        return
    for kind, figures in found.items():
        print(f"{kind}, {figures['rows']:,} rows")
        for name, one in figures.items():
            if isinstance(one, dict):
                print(f"  {name:14}", "  ".join(f"{key} {value:,}" for key, value in one.items()))


if __name__ == "__main__":
    main()
