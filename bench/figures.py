"""How long the figures of a busy shop take, and how fast its visits are rolled up: at 10^5, 10^6 and 10^7 of them.

    python bench/figures.py [--json] [--quick] [--postgres URL]

Everything lies in one shop with 1,000 goods and 500 links, over 90 days; then as many in a single hour. A page is what
a keeper sees at once: the whole and the range before, ninety days, the hours of the day, parts by placement. Medians
of three rounds. `--quick` stops at 10^5. Ends with 1 where a page takes over 20 ms (p95), grows by more than 1.2 from
the fewest to the most, or fewer than 50,000 visits a second are rolled up."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import delete, text
from sqlmodel import Session

from models.kernel.database import Database
from models.kernel.record import table_of
from models.link.link import Link
from models.records import metadata
from models.report.numbers.asking import hours_of_day, parts, series, total
from models.report.numbers.day_range import DayRange
from models.statistics.rolling import roll_batch
from models.statistics.visit import Visit
from models.statistics.visit_rollup import DayDue, RollupMark, VisitRollup
from models.statistics.visitors import count_due_days
from tests.given.factories import make_goods, make_shop, make_supplier

MOST_MS, MOST_GROWTH, LEAST_RATE = 20.0, 1.2, 50_000
GOODS, LINKS, ASKED = 1_000, 500, 60
LAST = datetime(2026, 11, 30, 15, tzinfo=UTC)
NINETY = DayRange(date(2026, 9, 2), date(2026, 11, 30))
_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last})",
    "postgresql": "WITH n AS (SELECT generate_series(0::bigint, {last}) AS i)",
}
_HOUR = {
    "sqlite": "strftime('%Y-%m-%d %H:00:00.000000', '2026-11-30 15:00', -{back} || ' hours')",
    "postgresql": "timestamp '2026-11-30 15:00' - {back} * interval '1 hour'",
}
# In the order of time, as visits come; spread by multiplication, so that neighbours are other goods and visitors.
_VISITS = """INSERT INTO visit (kind, subject, visitor, hour, shop_id, goods_id, link_id, been_before)
{numbers} SELECT CASE i % 5 WHEN 0 THEN 'shop' WHEN 1 THEN 'goods' WHEN 4 THEN 'cart' ELSE 'link' END,
'it:' || i, 'v' || (i * 7919 % {people}), {hour}, {shop}, CASE WHEN i % 5 > 0 THEN {goods} + i * 31 % {GOODS} END,
CASE WHEN i % 5 BETWEEN 2 AND 3 THEN {link} + i * 17 % {LINKS} END, i % 3 = 0 FROM n"""


def shop_with_links(database: Database) -> tuple[int, int, int]:
    """A shop, its first goods and its first link, by their ids."""
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), digest="ab" * 16)
        shop = make_shop(session)
        for n in range(GOODS - 1):
            session.execute(_copy("goods", goods.id, n))
        first = 0
        for n in range(LINKS):
            row = Link(code=f"B{n:06d}", shop_id=shop.id, placement=f"p{n % 25}", made_at=LAST, style=f"s{n}")
            session.add(row)
            session.flush()
            first = first or row.id
        return shop.id, goods.id, first


def _copy(table: str, row: int, n: int) -> Any:
    columns = [column.name for column in metadata.tables[table].columns if column.name not in ("id", "code", "handle")]
    names = ", ".join(columns)
    handle = "handle, " if "handle" in metadata.tables[table].columns else ""
    given = f"'h{n}', " if handle else ""
    return text(
        f"INSERT INTO {table} (code, {handle}{names}) SELECT 'N{n:05d}', {given}{names} FROM {table} WHERE id = {row}"  # noqa: S608  All of it is ours.
    )


def fill(database: Database, many: int, where: tuple[int, int, int], *, hours: int) -> None:
    """So many visits, over the last so many hours."""
    dialect = database.engine.dialect.name
    with database.transaction() as session:
        for record in (Visit, VisitRollup, RollupMark, DayDue):
            session.connection().execute(delete(table_of(record)))
        facts = {"shop": where[0], "goods": where[1], "link": where[2], "GOODS": GOODS, "LINKS": LINKS}
        facts |= {"people": max(1000, many // 20), "numbers": _NUMBERS[dialect].format(last=many - 1)}
        hour = _HOUR[dialect].format(back=f"(({many - 1} - i) * {hours} / {many})")
        session.execute(text(_VISITS.format(hour=hour, **facts)))


def roll(database: Database) -> float:
    """Visits a second, visitors among it."""
    began, rolled = time.perf_counter(), 0
    while many := roll_batch(database):
        rolled += many
    count_due_days(database)
    return rolled / (time.perf_counter() - began)


def page(session: Session, shop: int) -> None:
    """What a keeper sees at once."""
    for span in (NINETY, NINETY.before()):
        total(session, shop, span)
    series(session, shop, NINETY, "day")
    hours_of_day(session, shop, NINETY)
    parts(session, shop, NINETY, "placement")


def asked(database: Database, shop: int) -> dict[str, float]:
    """Milliseconds: p95 of a page, of its curve, and of parts by goods, in the median of three rounds."""
    found: dict[str, list[float]] = {"page": [], "curve": [], "goods": []}
    for _ in range(3):
        with database.reading() as session:
            for name, ask in (
                ("page", lambda: page(session, shop)),
                ("curve", lambda: series(session, shop, NINETY, "day")),
                ("goods", lambda: parts(session, shop, NINETY, "goods")),
            ):
                ask()
                took = sorted(_milliseconds(ask) for _ in range(ASKED))
                found[name].append(took[int(ASKED * 0.95)])
    return {name: round(median(rounds), 2) for name, rounds in found.items()}


def _milliseconds(ask: Any) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


@contextmanager
def a_database(url: str | None) -> Iterator[Database]:
    """Empty, with the schema: a file of its own, or the one that was named."""
    with TemporaryDirectory() as folder:
        database = Database(url or f"sqlite:///{folder}/numbers.sqlite3")
        metadata.create_all(database.engine)
        yield database
        database.engine.dispose()


def measure(database: Database, sizes: list[int]) -> list[dict[str, Any]]:
    """A row for each size."""
    where, rows = shop_with_links(database), []
    for many in sizes:
        fill(database, many, where, hours=90 * 24)
        row: dict[str, Any] = {"visits": many, "rolled_a_second": round(roll(database))}
        row |= asked(database, where[0])
        fill(database, many, where, hours=1)
        row["one_hour_a_second"] = round(roll(database))
        rows.append(row)
        print(f"{row}", file=sys.stderr)
    return rows


def main() -> int:
    """Measures, says it, and judges."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--json", action="store_true")
    asking.add_argument("--quick", action="store_true")
    asking.add_argument("--postgres", help="the address of an empty database")
    asking.add_argument("--most", type=int, default=7, help="up to ten to this power")
    given = asking.parse_args()
    sizes = [10**5] if given.quick else [10**n for n in range(5, given.most + 1)]
    with a_database(given.postgres) as database:
        rows = measure(database, sizes)
    if given.json:
        print(json.dumps(rows))
    else:
        for row in rows:
            print("  ".join(f"{name} {value}" for name, value in row.items()))
    slow = max(row["page"] for row in rows) > MOST_MS or rows[-1]["page"] > MOST_GROWTH * max(rows[0]["page"], 1.0)
    return int(slow or min(row["rolled_a_second"] for row in rows) < LEAST_RATE)


if __name__ == "__main__":
    sys.exit(main())
