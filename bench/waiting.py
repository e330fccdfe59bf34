"""How long a page of the desk's queue takes where very much waits, through the whole program, in this process.

    python bench/waiting.py [--json] [--quick] [--plans]

Four fifths of what waits are goods of a hundred suppliers, the rest withdrawals of a hundred shops, and a few payee
accounts; their promises stand mixed. Each page is asked for some dozens of times on each kind of database, after it was
warmed; the figures are milliseconds on the clock, and beside them of this process's CPU. `--plans` prints how the
database reads the first page."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session
from werkzeug.test import TestResponse

from app import create_app
from config import Config
from models.account import password
from models.catalogue.goods.goods import SKU, Goods
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from models.payout.withdrawal import Withdrawal
from models.records import metadata
from models.stories.waiting import waiting_kinds
from models.stories.waiting.reading import Queue, Sought
from tests.given import databases
from tests.given.factories import at_desk, make_member, make_supplier
from tests.given.people import Person
from tests.given.waiting_things import waiting_payee

ALL, QUICK, CHUNK = 100_000, 10_000, 5_000
SOME = 100
Figures = dict[str, Any]


def seed(database: Database, many: int) -> str:
    """Makes so much wait; returns the operator's phone."""
    at = now()
    with database.transaction() as session:
        member = make_member(session, name="平台")
        at_desk(session, member.id)
        suppliers = [make_supplier(session, name=f"供货商第 {n}").id for n in range(SOME)]
        payees = [
            (one.id, one.shop_id)
            for one in (waiting_payee(session, at=at - timedelta(minutes=n), name=f"店{n}") for n in range(SOME))
        ]
        phone = member.phone
    goods = many * 4 // 5
    for begun in range(0, goods, CHUNK):
        with database.transaction() as session:
            _add_goods(session, suppliers, range(begun, min(begun + CHUNK, goods)), at)
    with database.transaction() as session:
        _add_withdrawals(session, payees, many - goods - SOME, at)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return phone


def _add_goods(session: Session, suppliers: list[int], numbers: range, at: datetime) -> None:
    rows = [
        {
            "id": 1_000 + n,
            "code": f"G{n:07}",
            "supplier_id": suppliers[n % SOME],
            "handle": f"goods-{n}",
            "title": f"白茶 {n}",
            "state": "submitted",
            "submitted_at": at - timedelta(seconds=7 * n),
            "made_at": at,
            "changed_at": at,
        }
        for n in numbers
    ]
    blank = {
        "description": "",
        "brand": "",
        "barcode": "",
        "option_names": [],
        "attributes": {},
        "state_why": "",
        "submit_wanted": False,
    }
    skus = [
        {"goods_id": row["id"], "code": "1", "options": [], "price": 100, "stock": 1, "commission_bp": 1000,
         "barcode": "", "position": 0}
        for row in rows
    ]  # fmt: skip
    session.connection().execute(insert(table_of(Goods)), [row | blank for row in rows])
    session.connection().execute(insert(table_of(SKU)), skus)


def _add_withdrawals(session: Session, payees: list[tuple[int, int | None]], many: int, at: datetime) -> None:
    rows = [
        {
            "code": f"W{n:07}",
            "once": f"once-{n}",
            "shop_id": payees[n % SOME][1],
            "payee_id": payees[n % SOME][0],
            "amount": 1_000 + n,
            "state": "requested",
            "batch": "",
            "reference": "",
            "requested_at": at - timedelta(seconds=29 * n),
            "changed_at": at,
        }
        for n in range(many)
    ]
    session.connection().execute(insert(table_of(Withdrawal)), rows)


@contextmanager
def opened(kind: str) -> Iterator[tuple[Any, str, str]]:
    """The program on such a database, with a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        held = databases.postgres() if kind == "postgres" else nullcontext(f"sqlite:///{folder}/bench.sqlite3")
        with held as url:
            app = create_app(Config(env="test", data=Path(folder), database_url=url, page_cache_seconds=0))
            house = app.extensions["xiaopu"]
            if kind == "sqlite":
                metadata.create_all(house.database.engine)
            yield app, kind, folder
            house.close()
            house.database.engine.dispose()


def pages(database: Database) -> dict[str, str]:
    """What is asked for, by what it is."""
    with database.reading() as session:
        queue = Queue(session, Sought(tuple(waiting_kinds())), DEFAULT, now())
        (middle,) = queue.after((now() - timedelta(days=3), 1, ""), 1)
    moment = int(middle.promised.timestamp() * 1_000_000)
    return {
        "the first page": "/desk/waiting",
        "one kind": "/desk/waiting?kind=goods",
        "overdue": "/desk/waiting?late=1",
        "what I have in hand": "/desk/waiting?mine=1",
        "in the middle": f"/desk/waiting?from={moment}-{middle.place}-{middle.code}",
        "one in the middle": f"/desk/waiting/{middle.kind}/{middle.code}",
        "a supplier's": "/desk/waiting?q=供货商第 7",
        "a code": f"/desk/waiting?q={middle.code}",
    }


def measure(kind: str, many: int, times: int, *, plans: bool) -> Figures:
    """Milliseconds by page: the median, and what 95 of 100 take at most."""
    with opened(kind) as (app, _, _folder):
        database = app.extensions["xiaopu"].database
        person = Person(app).sign_in(seed(database, many))
        if plans:
            _tell_plans(database)
        found: Figures = {}
        for name, address in pages(database).items():
            person.get(address)
            found[name] = _figures([_timed(lambda at=address: person.get(at)) for _ in range(times)])  # type: ignore[misc]  # Called at once.
        refusing = {"do": "refuse", "why": "看不清"}
        codes = [f"/desk/waiting/goods/G{n:07}/verdict" for n in range(times // 2)]
        found["a decision, with the next"] = _figures(
            [_timed(lambda at=code: person.post(at, refusing, htmx=True)) for code in codes]  # type: ignore[misc]  # Called at once.
        )
        return found


def _timed(ask: Callable[[], TestResponse]) -> tuple[float, float]:
    """Milliseconds on the clock, and of this process's CPU: on a busy machine they differ."""
    begun, worked = perf_counter(), process_time()
    reply = ask()
    spent = (perf_counter() - begun) * 1_000, (process_time() - worked) * 1_000
    assert reply.status_code == 200, reply.status
    return spent


def _figures(taken: list[tuple[float, float]]) -> dict[str, float]:
    clock, cpu = (sorted(one[n] for one in taken) for n in (0, 1))
    return {"median": clock[len(clock) // 2], "p95": clock[int(len(clock) * 0.95)], "cpu": cpu[len(cpu) // 2]}


def _tell_plans(database: Database) -> None:
    dialect: Any = sqlite.dialect() if database.is_sqlite else postgresql.dialect()
    with database.reading() as session:
        for kind in waiting_kinds().values():
            query = kind.rows.query.order_by(kind.rows.due, kind.rows.code).limit(21)
            words = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
            told = session.connection().execute(
                text(("EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN ") + words)
            )
            print(kind.name, *(f"  {row[-1]}" for row in told), sep="\n")


def table(found: Figures) -> None:
    for kind, pages_ in found.items():
        print(f"\n{kind:34}{'median ms':>12}{'p95 ms':>10}{'CPU ms':>10}")
        for name, one in pages_.items():
            print(f"{name:34}{one['median']:12.1f}{one['p95']:10.1f}{one['cpu']:10.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--plans", action="store_true")
    chosen = parser.parse_args()
    password.use(password.TOKEN)
    many, times = (QUICK, 20) if chosen.quick else (ALL, 60)
    kinds = ["sqlite", *(["postgres"] if databases.server() else [])]
    found = {kind: measure(kind, many, times, plans=chosen.plans) for kind in kinds}
    databases.drop_shared()
    print(json.dumps(found, indent=2)) if chosen.json else table(found)


if __name__ == "__main__":
    main()
