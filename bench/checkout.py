"""What placing an order costs: two suppliers, cash on delivery, no coupon; four processes at once.

    python bench/checkout.py [--json] [--quick] [--only sqlite|postgres] [--postgres URL]

Beside it, in turns and in the same run, the raw driver: it writes rows of the same kinds with the same durability,
behind the same queue, reads nothing and proves nothing. `ratio` is the orders a second against that. `statements` are
counted from the lock to the commit, `reads` before it; `longest wait` is the longest that one buyer waited for one
order. On PostgreSQL it makes a database of its own on the server that the tests use, or that --postgres names."""

import argparse
import fcntl
import itertools
import json
import multiprocessing
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg
from sqlalchemy import event, insert, select, text
from sqlalchemy.engine import make_url

from models.catalogue.goods.goods import SKU
from models.catalogue.goods.price import price_of
from models.kernel.address.recipient import Recipient
from models.kernel.clock import now
from models.kernel.codes import new_code, new_token
from models.kernel.database import Database
from models.kernel.record import table_of
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.records import metadata
from models.stories.order.place import Agreement, place_order
from models.trade.cart.cart import CartLine
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from tests.given import databases
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier

PROCESSES, GOODS = 4, 40
BUYER = Recipient("王小明", "13800138000", "浙江省 杭州市 西湖区", "文三路 138 号", "330106", "放门口")
COD = CashOnDelivery()
# The queue of four: a process that never got in would show as a long wait, not as a failure.
BUSY_MS = 30_000
Figures = dict[str, Any]
_codes = itertools.count()


@dataclass(frozen=True)
class Stall:
    """A shop, and what is bought there: (SKU id, goods id, supplier id, price) of each supplier's goods."""

    shop: int
    shelves: tuple[tuple[tuple[int, int, int, int], ...], ...]

    def basket(self, number: int) -> list[tuple[int, int, int, int]]:
        """One goods of each supplier, another pair with each number: few orders meet at the same row."""
        return [shelf[(number * step) % len(shelf)] for step, shelf in zip((1, 7), self.shelves, strict=True)]


def stall(database: Database) -> Stall:
    metadata.create_all(database.engine)
    with database.transaction() as session:
        shop = make_shop(session)
        shelves = []
        for freight in (800, 0):
            supplier = make_supplier(session, freight=freight)
            made = [make_goods(session, supplier, price="128", stock=1_000_000) for _ in range(GOODS)]
            for goods in made:
                make_pick(session, shop, goods)
            skus = [goods.skus[0] for goods in made]
            shelves.append(tuple((sku.id, sku.goods_id, supplier.id, int(price_of(sku))) for sku in skus))
        return Stall(shop.id, tuple(shelves))


def fill_carts(database: Database, at: Stall, prefix: str, count: int) -> None:
    """So many visitors' carts, of two lines each."""
    rows = [
        {
            "code": f"{next(_codes):08}",
            "visitor": f"{prefix}-{number}",
            "sku_id": sku,
            "shop_id": at.shop,
            "link_id": None,
            "opened_at": None,
            "quantity": 1,
            "seen_price": price,
            "added_at": now(),
        }
        for number in range(count)
        for place, (sku, _, _, price) in enumerate(at.basket(number))
    ]
    with database.transaction() as session:
        session.connection().execute(insert(table_of(CartLine)), rows)


def place_cart(database: Database, visitor: str) -> None:
    """As the checkout's form does: reads and prices the cart, places it, commits."""
    with database.reading_first() as session:
        quote = Quote(visitor, lines_of(session, visitor, at=now()), now(), BUYER.province)
        agreement = Agreement(visitor.ljust(16, "x"), LastSeen(quote.total, BUYER.province))
        # Everybody has a phone of their own: what one may hold unpaid is limited.
        to = replace(BUYER, phone=f"13{crc32(visitor.encode()) % 10**9:09d}")
        place_order(session, quote, to, agreement, gateway=COD)
        session.commit()


Tell = Callable[[float], None]


def ours(url: str, at: Stall, prefix: str, count: int, tell: Tell) -> None:
    """Each visitor's order by the shop's own story."""
    database = Database(url)
    for number in range(count):
        begun = perf_counter()
        place_cart(database, f"{prefix}-{number}")
        tell(perf_counter() - begun)
    database.engine.dispose()


def raw(url: str, at: Stall, prefix: str, count: int, tell: Tell) -> None:
    """The same rows by the driver alone."""
    write = RawSqlite(url) if url.startswith("sqlite") else RawPostgres(url)
    for number in range(count):
        begun = perf_counter()
        write.order(at, f"{prefix}-{number}", at.basket(number))
        tell(perf_counter() - begun)
    write.close()


ORDER = (
    "number, token, once, visitor, name, phone, region, region_code, street, note, payment_method, goods_total,"
    " freight_total, discount_total, total, state, placed_at"
)
PARCEL = "code, order_id, supplier_id, goods_total, freight, freight_how, freight_refunded, state, is_pickup"
LINE = (
    "parcel_id, sku_id, goods_id, shop_id, title, options, picture, price, quantity, discount, discount_payer,"
    " commission_bp, commission, level, bonus_bp, bonus, fee_bp, fee, shipped, received, returned, refunded,"
    " refunded_unshipped, refunded_amount, own"
)
PAYMENT = "code, order_id, gateway, amount, state, reference, asked_at, refunded, trouble"
EVENT = "order_id, about, subject, step, who, why, at"
TALK = (
    "token, code, visitor, goods_id, shop_id, supplier_id, answerer, buyer, started_at, last_number, buyer_unread,"
    " keeper_unread, supplier_unread"
)


def inserting(table: str, columns: str, mark: str, *, returning: bool = False) -> str:
    marks = ", ".join(mark for _ in columns.split(","))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})" + (" RETURNING id" if returning else "")  # noqa: S608  Names of our own tables.


class Raw:
    """Writes an order as plainly as can be; the drivers differ in how a parameter is written and how many rows go at
    once."""

    mark = "?"

    def __init__(self) -> None:
        self.take = f"UPDATE sku SET stock = stock - 1 WHERE id = {self.mark} AND stock >= 1"  # noqa: S608  Only the mark of the driver.
        self.clear = f"DELETE FROM cart_line WHERE visitor = {self.mark}"  # noqa: S608  The same.
        self.orders = inserting("buyer_order", ORDER, self.mark, returning=True)
        self.parcels = inserting("parcel", PARCEL, self.mark, returning=True)
        self.lines = inserting("order_line", LINE, self.mark)
        self.payments = inserting("payment", PAYMENT, self.mark)
        self.events = inserting("order_event", EVENT, self.mark)
        self.talks = inserting("conversation", TALK, self.mark)

    def write(self, cursor: Any, at: Stall, visitor: str, basket: list[tuple[int, int, int, int]]) -> None:
        moment, number = now().replace(tzinfo=None), new_code(12)
        moment = moment.isoformat(" ") if self.mark == "?" else moment
        goods, freight = sum(price for *_, price in basket), 800
        cursor.execute(self.clear, (visitor,))
        cursor.executemany(self.take, sorted((sku,) for sku, *_ in basket))
        person = ("王小明", "13800138000", "浙江省 杭州市 西湖区", "330106", "文三路 138 号", "放门口")
        sums = ("cod", goods, freight, 0, goods + freight, "placed", moment)
        cursor.execute(self.orders, (number, new_token(), visitor.ljust(16, "x"), visitor, *person, *sums))
        (order,) = cursor.fetchone()
        lines = []
        for (sku, of, supplier, price), fee in zip(basket, (freight, 0), strict=True):
            cursor.execute(self.parcels, (new_code(8), order, supplier, price, fee, "", 0, "to_ship", False))
            (parcel,) = cursor.fetchone()
            figures = (price, 1, 0, "", 1_500, price * 15 // 100, "newcomer", 0, 0, 100, price // 100, *(0,) * 6, "")
            lines.append((parcel, sku, of, at.shop, "福鼎白茶 老寿眉 2019", "", None, *figures))
        cursor.executemany(self.lines, lines)
        cursor.execute(self.payments, (new_code(12), order, "cod", goods + freight, "pending", "", moment, 0, ""))
        cursor.execute(self.events, (order, "order", number, "place", "buyer", "", moment))
        talks = [
            (new_token(), new_code(8), visitor, of, at.shop, supplier, "supplier", "王＊＊", moment, 0, 0, 0, 0)
            for _, of, supplier, _ in basket
        ]
        cursor.executemany(self.talks, talks)


class RawSqlite(Raw):
    """With the house's pragmas, behind the same file lock."""

    def __init__(self, url: str) -> None:
        super().__init__()
        path = make_url(url).database
        self.lock = f"{path}.lock"
        self.connection = sqlite3.connect(str(path), isolation_level=None)
        for pragma in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "cache_size=-2000"):
            self.connection.execute(f"PRAGMA {pragma}")

    def order(self, at: Stall, visitor: str, basket: list[tuple[int, int, int, int]]) -> None:
        descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        self.write(cursor, at, visitor, basket)
        cursor.execute("COMMIT")
        os.close(descriptor)

    def close(self) -> None:
        self.connection.close()


class RawPostgres(Raw):
    mark = "%s"

    def __init__(self, url: str) -> None:
        super().__init__()
        self.connection = psycopg.connect(url.replace("postgresql+psycopg", "postgresql"))

    def order(self, at: Stall, visitor: str, basket: list[tuple[int, int, int, int]]) -> None:
        with self.connection.cursor() as cursor:
            self.write(cursor, at, visitor, basket)
        self.connection.commit()

    def close(self) -> None:
        self.connection.close()


def worker(how: str, url: str, at: Stall, prefix: str, count: int, ready: Any, told: Any) -> None:
    waits: list[float] = []
    # Connections, plans and caches are made before the clock runs.
    warm = count // 10
    {"ours": ours, "raw": raw}[how](url, at, f"{prefix}w", warm, lambda _: None)
    ready.wait()
    begun, spent = perf_counter(), process_time()
    {"ours": ours, "raw": raw}[how](url, at, prefix, count, waits.append)
    told.put((begun, perf_counter(), process_time() - spent, max(waits)))


def together(how: str, database: Database, url: str, at: Stall, turn: str, count: int) -> Figures:
    """Four processes, each with buyers of its own."""
    context = multiprocessing.get_context("spawn")
    ready, told = context.Barrier(PROCESSES), context.Queue()
    prefixes = [f"{turn}{number}" for number in range(PROCESSES)]
    for prefix in prefixes:
        fill_carts(database, at, prefix, count)
        fill_carts(database, at, f"{prefix}w", count // 10)
    facts = [(how, url, at, prefix, count, ready, told) for prefix in prefixes]
    started = [context.Process(target=worker, args=one) for one in facts]
    for one in started:
        one.start()
    answers = [told.get(timeout=600) for _ in started]
    for one in started:
        one.join()
    spent = max(end for _, end, *_ in answers) - min(begun for begun, *_ in answers)
    return {
        "orders_s": PROCESSES * count / spent,
        "cpu_ms": 1_000 * sum(cpu for *_, cpu, _ in answers) / (PROCESSES * count),
        "longest_ms": 1_000 * max(longest for *_, longest in answers),
    }


def statements(database: Database, at: Stall) -> dict[str, int]:
    """Cursor executions of one order: before the transaction that writes, and in it."""
    fill_carts(database, at, "c", 2)
    place_cart(database, "c-0")
    counted = {"reads": 0, "statements": 0}
    with counting(database, counted):
        place_cart(database, "c-1")
    return counted


@contextmanager
def counting(database: Database, counted: dict[str, int]) -> Iterator[None]:
    def note(connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
        is_writing = connection.get_execution_options().get("writing", True)
        if not statement.startswith(("PRAGMA", "BEGIN")):
            counted["statements" if is_writing else "reads"] += 1

    event.listen(database.engine, "before_cursor_execute", note)
    yield
    event.remove(database.engine, "before_cursor_execute", note)


def measure(url: str, quick: bool) -> Figures:
    database = Database(url)
    at = stall(database)
    counted = statements(database, at)
    turns: list[tuple[Figures, Figures]] = []
    for turn in range(1 if quick else 3):
        pair = [together(how, database, url, at, f"{how[0]}{turn}", 100 if quick else 500) for how in ("raw", "ours")]
        turns.append((pair[0], pair[1]))
    with database.reading() as session:
        orders = session.execute(text("SELECT count(*) FROM buyer_order")).scalar_one()
        left = session.execute(select(table_of(SKU).c.stock)).scalars().all()
    assert sum(1_000_000 - one for one in left) == 2 * orders, "every order took its pieces, and no other"
    database.engine.dispose()
    sides = {name: _median([pair[place] for pair in turns]) for place, name in enumerate(("raw", "ours"))}
    ratio = median(mine["orders_s"] / theirs["orders_s"] for theirs, mine in turns)
    return sides | {"ratio": ratio, **counted}


def _median(rows: list[Figures]) -> Figures:
    return {
        name: max(row[name] for row in rows) if name == "longest_ms" else median(row[name] for row in rows)
        for name in rows[0]
    }


def table(found: Figures) -> None:
    print(f"{'':26}" + "".join(f"{kind:>14}" for kind in found))
    rows: list[tuple[str, Callable[[Figures], float], str]] = [
        ("raw driver, orders/s", lambda one: one["raw"]["orders_s"], ".0f"),
        ("raw driver, CPU ms", lambda one: one["raw"]["cpu_ms"], ".2f"),
        ("raw driver, longest ms", lambda one: one["raw"]["longest_ms"], ".0f"),
        ("orders/s", lambda one: one["ours"]["orders_s"], ".0f"),
        ("  to the raw driver", lambda one: one["ratio"], ".3f"),
        ("CPU ms an order", lambda one: one["ours"]["cpu_ms"], ".2f"),
        ("longest wait, ms", lambda one: one["ours"]["longest_ms"], ".0f"),
        ("reads before the lock", lambda one: one["reads"], ".0f"),
        ("statements behind it", lambda one: one["statements"], ".0f"),
    ]
    for name, figure, form in rows:
        print(f"{name:26}" + "".join(f"{format(figure(one), form):>14}" for one in found.values()))


@contextmanager
def database_of(kind: str, folder: str, server: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/checkout.sqlite3"
        return
    if server:
        os.environ["XIAOPU_TEST_POSTGRES"] = server
    with databases.postgres(empty=True) as url:
        yield url


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", choices=("sqlite", "postgres"))
    asked.add_argument("--postgres", default="", metavar="URL")
    options = asked.parse_args()
    found: Figures = {}
    for kind in [options.only] if options.only else ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as folder, database_of(kind, folder, options.postgres) as url:
            found[kind] = measure(url, options.quick)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        table(found)


if __name__ == "__main__":
    main()
