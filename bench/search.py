"""What the desk's lookup box and its first page cost on a large network, and whether any of their statements reads a
whole table of the trade.

    python bench/search.py [--json] [--quick] [--orders N] [--only sqlite|postgres] [--postgres URL]

Makes orders with parcels, boxes and payments, goods, shops and members, by plain inserts. Prints what each kind of
search takes (the middle, and 19 of 20), the first page's figures over 30 days, and the statements that scan orders,
parcels, lines, boxes or payments."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Connection, event, insert, text
from sqlmodel import Session

from models.account.member import Member
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.codes import new_code
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.record import constants, table_of
from models.payment.payment import Payment
from models.records import metadata
from models.report.desk.days import network_days
from models.report.desk.decided import decided_by_day
from models.report.search import search
from models.report.search.typed import Typed
from models.shop.shop import DoorNumber, Shop
from models.trade.order.order import Line, Order, Parcel
from models.trade.parcel.shipment import Shipment
from tests.given import databases

AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
ORDERS, QUICK, BATCH, ROUNDS = 200_000, 10_000, 5_000, 60
FAMILY, GIVEN = "王李张刘陈杨黄赵周吴", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
# A scan of these is a fault: they grow with the trade. Titles and names are read along their indexes.
LARGE = ("buyer_order", "parcel", "shipment", "payment", "order_line")


def name(rng: Random) -> str:
    """One of 4,000."""
    return rng.choice(FAMILY) + rng.choice(GIVEN) + rng.choice(GIVEN)


class Filling:
    """Rows by thousands."""

    def __init__(self, connection: Connection, orders: int) -> None:
        self.connection, self.orders, self.rng = connection, orders, Random(7)

    def all(self) -> None:
        """Everything, in the order of what refers to what."""
        rng, few = self.rng, max(self.orders // 20, 100)
        self._rows(
            Supplier, 50, lambda n: {"code": f"S{n:05d}", "name": f"供货商{n}号", "kind": "factory", "joined_at": AT}
        )
        self._rows(Member, few, lambda n: self._member(n, rng))
        self._rows(DoorNumber, few, lambda n: {"number": 100_000 + n, "issued_at": AT}, without_id=True)
        shop = {"introduction": "", "begun_at": AT, "opened_at": AT, "farewell": ""}
        self._rows(Shop, few, lambda n: {"number": 100_000 + n, "keeper_id": n, "name": f"{name(rng)}的店", **shop})
        self._rows(Goods, few, self._goods)
        self._rows(SKU, few, self._sku)
        self._rows(Order, self.orders, self._order)
        self._rows(Parcel, self.orders, self._parcel)
        self._rows(Line, self.orders, lambda n: self._line(n, few))
        self._rows(Shipment, self.orders, self._box)
        self._rows(Payment, self.orders, self._payment)

    def _rows(self, record: Any, count: int, row: Callable[[int], dict[str, Any]], *, without_id: bool = False) -> None:
        given = frozenset(row(1)) | (frozenset() if without_id else {"id"})
        statement = insert(table_of(record)).values(constants(record, given))
        for first in range(1, count + 1, BATCH):
            rows = [row(n) | ({} if without_id else {"id": n}) for n in range(first, min(first + BATCH, count + 1))]
            self.connection.execute(statement, rows)

    def _member(self, n: int, rng: Random) -> dict[str, Any]:
        facts = {"code": f"{n:08d}", "key": f"key{n}", "phone": f"139{n:08d}"}
        return facts | {"name": name(rng), "password_hash": "!", "joined_at": AT}

    def _goods(self, n: int) -> dict[str, Any]:
        title = f"{self.rng.choice(GIVEN)}{self.rng.choice(GIVEN)}牌白茶 {n} 号"
        facts = {"code": f"G{n:06d}", "supplier_id": n % 50 + 1, "handle": f"h{n}", "title": title}
        words = {"description": "写得很长的介绍。" * 60, "option_names": [], "attributes": {}, "state": "on_sale"}
        return (
            facts
            | words
            | {"version": 1, "brand": "", "state_why": "", "made_at": AT, "changed_at": AT, "barcode": f"69{n:011d}"}
        )

    def _sku(self, n: int) -> dict[str, Any]:
        return {"goods_id": n, "code": "s", "options": [], "price": Money(9900), "stock": 9, "commission_bp": 1000}

    def _order(self, n: int) -> dict[str, Any]:
        placed = AT - timedelta(minutes=n * 90 * 24 * 60 / self.orders)
        facts = {
            "number": f"{placed:%y%m%d}{n % 1_000_000:06d}",
            "token": f"t{n}",
            "once": f"o{n}",
            "visitor": f"v{n % 9999}",
        }
        who = {
            "name": name(self.rng),
            "phone": f"138{n:08d}",
            "region": "浙江省 杭州市",
            "street": "文三路",
            "note": "",
        }
        money = {"payment_method": "test", "goods_total": Money(9900), "freight_total": Money(0), "total": Money(9900)}
        return facts | who | money | {"state": "paid", "placed_at": placed}

    def _parcel(self, n: int) -> dict[str, Any]:
        facts = {"code": f"P{n:08d}", "order_id": n, "supplier_id": n % 50 + 1, "goods_total": Money(9900)}
        return facts | {"freight": Money(0), "state": "shipped", "shipped_at": AT}

    def _line(self, n: int, few: int) -> dict[str, Any]:
        of = n % few + 1
        facts = {"parcel_id": n, "sku_id": of, "goods_id": of, "shop_id": of, "title": "白茶", "price": Money(9900)}
        return facts | {"quantity": 1, "commission_bp": 1000, "commission": Money(990), "shipped": 1}

    def _box(self, n: int) -> dict[str, Any]:
        return {"code": f"B{n:08d}", "parcel_id": n, "carrier": "顺丰速运", "tracking": f"SF{n:012d}", "shipped_at": AT}

    def _payment(self, n: int) -> dict[str, Any]:
        facts = {"code": new_code(16), "order_id": n, "gateway": "test", "amount": Money(9900), "state": "paid"}
        return facts | {"reference": f"4200{n:024d}", "asked_at": AT, "paid_at": AT, "trouble": ""}


def asked(orders: int) -> dict[str, Callable[[Random], str]]:
    """What is typed, by what it is."""
    few = max(orders // 20, 100)
    return {
        "order number": lambda rng: (
            f"{(AT - timedelta(minutes=(n := rng.randint(1, orders)) * 90 * 1440 / orders)):%y%m%d}{n:06d}"
        ),
        "beginning of a number": lambda rng: f"2611{rng.randint(10, 29)}0",
        "phone": lambda rng: f"138 {rng.randint(1, orders):08d}",
        "tracking number": lambda rng: f"sf{rng.randint(1, orders):012d}",
        "payment reference": lambda rng: f"4200{rng.randint(1, orders):024d}",
        "name": name,
        "a family's name": lambda rng: rng.choice(FAMILY),
        "shop number": lambda rng: str(100_000 + rng.randint(1, few)),
        "word of a title": lambda rng: f"{rng.randint(1, few)} 号",
        "pasted sentence": lambda rng: f"买家 138{rng.randint(1, orders):08d} 说 SF{rng.randint(1, orders):012d} 没到",
        "nothing there": lambda rng: f"没有这个 {rng.randint(10**13, 10**14)}",
    }


def timed(call: Callable[[], object]) -> dict[str, float]:
    """Milliseconds: the middle, and 19 of 20."""
    taken = []
    for _ in range(ROUNDS):
        began = perf_counter()
        call()
        taken.append((perf_counter() - began) * 1000)
    return {"middle_ms": round(median(taken), 1), "p95_ms": round(sorted(taken)[int(0.95 * ROUNDS)], 1)}


def scans(session: Session, call: Callable[[], object]) -> set[str]:
    """Statements of the call that read a whole large table."""
    connection, found, statements = session.connection(), set[str](), list[tuple[str, Any]]()

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    call()
    event.remove(connection, "before_cursor_execute", note)
    is_sqlite = connection.dialect.name == "sqlite"
    for statement, parameters in statements:
        prefix = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        plan = [str(row[-1]) for row in connection.exec_driver_sql(prefix + statement, parameters)]
        for table in LARGE:
            whole = f"SCAN {table}" if is_sqlite else f"Seq Scan on {table}"
            found |= {f"{table}: {line.strip()}" for line in plan if line.strip().lstrip("-> ").startswith(whole)}
    return found


def measured(database: Database, orders: int) -> dict[str, Any]:
    """Everything on one database."""
    metadata.create_all(database.engine)
    with database.transaction() as session:
        Filling(session.connection(), orders).all()
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    figures: dict[str, Any] = {"orders": orders, "scans": []}
    with database.reading() as session:
        for what, typed in asked(orders).items():
            rng = Random(3)

            def look(typed: Callable[[Random], str] = typed, rng: Random = rng) -> object:
                return search(session, Typed.read(typed(rng)), may=lambda role: True)

            assert what == "nothing there" or look(), what
            figures[what] = timed(look)
            figures["scans"] += sorted(scans(session, look))
        figures["days"] = timed(lambda: network_days(session, days=30, at=AT))
        figures["decided"] = timed(lambda: decided_by_day(session, days=30, at=AT, may=lambda role: True))
    return figures


@contextmanager
def database_of(kind: str, folder: str, postgres: str) -> Iterator[Database]:
    """An empty one."""
    if kind == "sqlite" or postgres:
        opened = Database(postgres or f"sqlite:///{folder}/search.sqlite3")
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
    options.add_argument("--orders", type=int, default=0)
    options.add_argument("--only", choices=("sqlite", "postgres"))
    options.add_argument("--postgres", default="", metavar="URL")
    chosen = options.parse_args()
    orders = chosen.orders or (QUICK if chosen.quick else ORDERS)
    told = {}
    for kind in [chosen.only] if chosen.only else ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as folder, database_of(kind, folder, chosen.postgres) as database:
            told[kind] = measured(database, orders)
    if chosen.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for kind, figures in told.items():
        print(f"{kind}, {figures.pop('orders'):,} orders")
        print("  whole tables read:", ", ".join(figures.pop("scans")) or "none")
        for what, one in figures.items():
            print(f"  {what:24} {one['middle_ms']:8.1f} ms  {one['p95_ms']:8.1f} ms of 19 in 20")


if __name__ == "__main__":
    main()
