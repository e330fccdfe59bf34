"""What nearby costs from a thousand to a million placed shops in one dense city, whether it is exact, and by which
index each statement reads.

    python bench/nearby.py [--json] [--quick] [--sizes 1000,1000000] [--only sqlite|postgres] [--postgres URL]

Makes shops with places as a city has them (thick in the middle), a quarter of them with a post, by plain inserts.
Prints for each size what a buyer's list takes (the middle, and 19 of 20), by the clock and of this process's own time,
which a busy machine does not change; the growth from the fewest shops; whether lists are what looking at every shop
gives; and the plans of the statements."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import event, insert, text
from sqlmodel import Session

from models.account.member import Member
from models.feed.nearby.finding import near, near_in_district
from models.feed.nearby.place import ShopPlace
from models.feed.nearby.streams import Circle, first_around
from models.feed.post import Post
from models.kernel.database import Database
from models.kernel.earth.grid import cell_of, rounded, spot_of
from models.kernel.earth.point import EarthPoint
from models.kernel.record import constants, table_of
from models.kernel.rules import DEFAULT
from models.records import metadata
from models.shop.shop import DoorNumber, Shop
from tests.given import databases

AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
SIZES, QUICK, BATCH = (1_000, 10_000, 100_000, 1_000_000), (1_000, 20_000), 20_000
LOOKS, WARM, PROVEN = 400, 40, 20
MIDDLE, SPREAD = (31.23, 121.47), (0.12, 0.14)
DISTRICT = "310101"


def somewhere(rng: Random) -> EarthPoint:
    """A place as people have them in the city."""
    return EarthPoint(rng.gauss(MIDDLE[0], SPREAD[0]), rng.gauss(MIDDLE[1], SPREAD[1]))


class City:
    """Rows by thousands. Keepers with many shops each: nearby never reads them."""

    def __init__(self, session: Session, shops: int) -> None:
        self.session, self.shops, self.rng = session, shops, Random(7)
        # When each shop's newest post went out, of those that have one.
        self.newest: dict[int, datetime] = {}

    def fill(self) -> list[tuple[Any, int, int, int]]:
        """All rows; gives back (newest, shop, north, east) of each place."""
        self._rows(Member, 1, lambda n: self._member(n))
        self._rows(DoorNumber, self.shops, lambda n: {"number": n, "issued_at": AT}, number=True)
        self._rows(Shop, self.shops, self._shop)
        self._rows(Post, self.shops // 4, self._post)
        places: list[tuple[Any, int, int, int]] = []

        def placed(n: int) -> dict[str, Any]:
            facts = self._place(n)
            places.append((facts["newest_at"], n, facts["north"], facts["east"]))
            return facts

        self._rows(ShopPlace, self.shops, placed)
        return places

    def _rows(self, record: Any, count: int, row: Any, *, number: bool = False) -> None:
        connection = self.session.connection()
        statement = None
        for first in range(1, count + 1, BATCH):
            ids = range(first, min(first + BATCH, count + 1))
            rows = [row(100_000 + n if number else n) | ({} if number else {"id": n}) for n in ids]
            if statement is None:
                statement = insert(table_of(record)).values(constants(record, frozenset(rows[0])))
            connection.execute(statement, rows)

    def _member(self, n: int) -> dict[str, Any]:
        facts = {"code": f"{n:08d}", "key": f"key{n}", "phone": f"139{n:08d}"}
        return facts | {"name": "阿林", "password_hash": "!", "joined_at": AT}

    def _opened(self, n: int) -> datetime:
        return AT - timedelta(minutes=n * 7_919 % (1000 * 24 * 60))

    def _shop(self, n: int) -> dict[str, Any]:
        facts = {"number": 100_000 + n, "keeper_id": 1, "name": f"店{n}", "introduction": "写得不长。"}
        return facts | {"begun_at": AT, "opened_at": self._opened(n), "farewell": "", "grant_id": None}

    def _post(self, n: int) -> dict[str, Any]:
        out = self.newest[n * 4] = AT - timedelta(seconds=self.rng.randrange(40 * 86_400))
        facts = {"code": f"{n:08d}", "shop_id": n * 4, "words": "今天到货。", "state": "out", "out_at": out}
        return facts | {"written_at": out, "hidden_rule": ""}

    def _place(self, n: int) -> dict[str, Any]:
        point = rounded(somewhere(self.rng), 500)
        north, east = point.millionths
        return {
            "shop_id": n,
            "north": north,
            "east": east,
            "cell": cell_of(point),
            "spot": spot_of(point),
            "district": DISTRICT,
            "placed_by": "map",
            "placed_at": AT,
            "newest_at": self.newest.get(n, self._opened(n)),
            "opened_at": self._opened(n),
        }


def plans(session: Session, look: Any) -> list[str]:
    """Every different step of the statements' plans."""
    connection, statements = session.connection(), list[tuple[str, Any]]()

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> Any:
        statements.append((statement, parameters))
        return statement, parameters

    event.listen(connection.engine, "before_cursor_execute", note, retval=True)
    look()
    event.remove(connection.engine, "before_cursor_execute", note)
    prefix = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN (COSTS OFF) "
    steps: dict[str, int] = {}
    for statement, parameters in statements:
        for row in connection.exec_driver_sql(prefix + statement, _given(parameters)):
            step = str(row[-1]).strip().removeprefix("->").strip()
            if any(word in step.lower() for word in ("scan", "search")) and "subquery" not in step.lower():
                steps[step] = steps.get(step, 0) + 1
    return sorted(f"{count} × {step}" for step, count in steps.items())


def _given(parameters: Any) -> Any:
    return tuple(parameters) if isinstance(parameters, list) else parameters


def told(times: list[float]) -> dict[str, float]:
    """Milliseconds: the middle, and 19 of 20."""
    return {"middle": round(median(times), 2), "p95": round(sorted(times)[int(0.95 * len(times))], 2)}


def measured(database: Database, shops: int) -> dict[str, Any]:
    """One size on one database."""
    metadata.drop_all(database.engine)
    metadata.create_all(database.engine)
    with database.transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            # One keeper of all of them: no rule of the schema is asked about while it is filled.
            session.connection().execute(text("DROP INDEX uq_shop_first"))
        else:
            session.connection().execute(text("DROP INDEX uq_shop_first"))
            session.connection().execute(text("ALTER TABLE door_number DROP CONSTRAINT ck_door_number_six_digits"))
        places = City(session, shops).fill()
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    rng, clock, own, district = Random(3), list[float](), list[float](), list[float]()
    with database.reading() as session:
        for turn in range(LOOKS + WARM):
            point = somewhere(rng)
            began, used = perf_counter(), process_time()
            near(session, point, rules=DEFAULT, at=AT)
            if turn >= WARM:
                clock.append((perf_counter() - began) * 1000)
                own.append((process_time() - used) * 1000)
        for _ in range(LOOKS):
            began = perf_counter()
            near_in_district(session, DISTRICT, rules=DEFAULT, at=AT)
            district.append((perf_counter() - began) * 1000)
        exact = all(_is_exact(session, places, somewhere(rng)) for _ in range(PROVEN))
        read = plans(session, lambda: near(session, EarthPoint(*MIDDLE), rules=DEFAULT, at=AT))
    return {"clock": told(clock), "own": told(own), "district": told(district), "exact": exact, "plans": read}


def _is_exact(session: Session, places: list[tuple[Any, int, int, int]], point: EarthPoint) -> bool:
    inside = (one for one in places if point.metres_to_millionths(one[2], one[3]) <= DEFAULT.nearby_metres)
    wanted = [one[1] for one in sorted(inside, reverse=True)[:20]]
    found = first_around(session, Circle(point, DEFAULT.nearby_metres), "newest_at", 20)
    return [one.shop_id for one in found] == wanted


@contextmanager
def database_of(kind: str, folder: str, postgres: str) -> Iterator[Database]:
    """An empty one."""
    if kind == "sqlite" or postgres:
        opened = Database(postgres or f"sqlite:///{folder}/nearby.sqlite3")
        yield opened
        opened.engine.dispose()
        return
    with databases.postgres(empty=True) as url:
        opened = Database(url)
        yield opened
        opened.engine.dispose()


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--sizes", default="")
    options.add_argument("--only", choices=("sqlite", "postgres"))
    options.add_argument("--postgres", default="", metavar="URL")
    chosen = options.parse_args()
    sizes = [int(one) for one in chosen.sizes.split(",") if one] or (QUICK if chosen.quick else SIZES)
    figures: dict[str, dict[int, Any]] = {}
    for kind in [chosen.only] if chosen.only else ["sqlite", "postgres"]:
        figures[kind] = {}
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder, database_of(kind, folder, chosen.postgres) as database:
                figures[kind][size] = measured(database, size)
                if not chosen.json:
                    tell(kind, size, figures[kind])
    if chosen.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))


def tell(kind: str, size: int, of_kind: dict[int, Any]) -> None:
    """One size, in words."""
    one, fewest = of_kind[size], of_kind[min(of_kind)]
    growth = one["clock"]["p95"] / fewest["clock"]["p95"], one["own"]["p95"] / fewest["own"]["p95"]
    print(f"{kind}, {size:,} shops: exact: {'yes' if one['exact'] else 'NO'}")
    for what, words in (("clock", "a list, by the clock"), ("own", "of it this process"), ("district", "a district's")):
        print(f"  {words:22} {one[what]['middle']:7.2f} ms  {one[what]['p95']:7.2f} ms of 19 in 20")
    print(f"  p95 against the fewest  {growth[0]:.2f} × by the clock, {growth[1]:.2f} × of this process")
    for step in one["plans"]:
        print("   ", step)


if __name__ == "__main__":
    main()
