"""What the ledger costs: entries posted a second; balances, histories and snapshots as one account's entries grow;
lines settled and shops given levels a second.

    python bench/ledger.py [--json] [--quick] [--lines N] [--database URL]

Without a URL it runs on an SQLite file of its own; a URL names an empty database, whose schema it makes. What counts
are the ratios within one run: a balance of 1,000,000 entries against one of 1,000, and the memory at both."""

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from models.kernel.act import Act
from models.ledger.posting import Draft
from models.shop.opening import Door

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import event, func, select

from bench.settled import ARRIVED, seed
from models.account.member import Member
from models.checks import ledger as checks
from models.checks.check import book_faults
from models.kernel.database import Database, insert_ignoring
from models.kernel.fault import Fault
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.ledger.account import clearing_account, house_account, shop_account, shop_code
from models.ledger.balance import balance, roll_snapshots
from models.ledger.history import account_history, sums
from models.ledger.posting import EntryDraft, post, post_all
from models.ledger.transaction import Entry
from models.records import metadata
from models.shop.opening import open_shop
from models.shop.shop import DoorNumber, Shop
from models.stories.money.set_levels import set_levels
from models.stories.money.settle import settle

START = datetime(2026, 1, 1, tzinfo=UTC)
FAR = START + timedelta(days=10_000)
SETTLED = ARRIVED + timedelta(days=DEFAULT.after_sale_days, hours=1)
# Entries of a transaction while the account is filled, entries since the last snapshot, and the transactions whose
# sums are asked for: the same at every size.
WIDE, TAIL, PERIOD = 100, 500, 10
Figures = dict[str, Any]


class Books:
    """A shop's available purse, filled from the till; a minute passes from one transaction to the next."""

    def __init__(self, database: Database) -> None:
        self.database, self.minutes, self.entries = database, 0, 0
        metadata.create_all(database.engine)
        with database.transaction() as session:
            keeper = Member(phone="13900000000", name="掌柜", password_hash="!", joined_at=START)  # noqa: S106  Nobody signs in.
            session.add(keeper)
            session.flush()
            shop = open_shop(session, keeper, Door("小店", ""), rules=DEFAULT, at=START)
            self.code = shop_code(shop, "available")
            self.shop_id = shop.id
            shop_account(session, shop, "available")
            clearing_account(session, "cod")
            house_account(session, "fees")

    def drafts(self, session: Any, count: int, wide: int) -> list[Draft]:
        purse = shop_account(session, session.get_one(Shop, self.shop_id), "available")
        till = clearing_account(session, "cod")
        made = []
        for _ in range(count):
            self.minutes += 1
            at = START + timedelta(minutes=self.minutes)
            parts = [*(EntryDraft(purse, Money(100)) for _ in range(wide)), EntryDraft(till, Money(-100 * wide))]
            made.append(Draft("release", f"release-{self.minutes}", f"R{self.minutes}", parts, at))
        self.entries += count * wide
        return made

    def fill(self, upto: int) -> None:
        """Brings the purse to `upto` entries; all but the last TAIL of them in the snapshot."""
        while (lacking := (upto - TAIL - self.entries) // WIDE) > 0:
            with self.database.transaction() as session:
                post_all(session, self.drafts(session, min(20, lacking), WIDE))
        roll_snapshots(self.database)
        with self.database.transaction() as session:
            post_all(session, self.drafts(session, TAIL // WIDE, WIDE))


def rate(work: Callable[[int], int], rounds: int) -> float:
    """What `work` says it did, a second."""
    begun = perf_counter()
    done = sum(work(number) for number in range(rounds))
    return done / (perf_counter() - begun)


def posted(books: Books, quick: bool) -> Figures:
    """Entries a second: a transaction and a commit for each, and in batches of 500."""

    def one(_: int) -> int:
        with books.database.transaction() as session:
            (draft,) = books.drafts(session, 1, 1)
            parts, key = draft.parts, draft.key
            post(session, Draft(draft.kind, key, draft.reference, parts, Act.program(draft.at)))
        return 2

    def batch(_: int) -> int:
        with books.database.transaction() as session:
            return 2 * post_all(session, books.drafts(session, 500, 1))

    return {"one_a_commit": rate(one, 100 if quick else 500), "batches": rate(batch, 4 if quick else 20)}


def latency(books: Books, ask: Callable[[Any], object], rounds: int = 60) -> float:
    """The median wall µs of a question, asked in a session that is open already."""
    spent = []
    with books.database.reading() as session:
        for _ in range(rounds):
            begun = perf_counter()
            ask(session)
            spent.append((perf_counter() - begun) * 1e6)
    return median(spent[5:])


def at_size(books: Books, size: int) -> Figures:
    books.fill(size)
    lately = START + timedelta(minutes=books.minutes - PERIOD)
    found = {
        "entries": books.entries,
        "balance_us": latency(books, lambda session: balance(session, books.code)),
        "history_us": latency(books, lambda session: account_history(session, books.code)),
        "period_us": latency(books, lambda session: sums(session, books.code, lately, FAR)),
    }
    return found | {"peak_mb": peak()}


def peak() -> float:
    """The most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def proven(books: Books) -> float:
    """Entries a second that the books' check goes through."""
    begun = perf_counter()
    with snapshot(books.database) as connection:
        wrong = [fault for part in PROOFS for fault in part(connection)]
        entries = int(connection.execute(select(func.count()).select_from(table_of(Entry))).scalar_one())
    assert not wrong, wrong[:3]
    return entries / (perf_counter() - begun)


PROOFS = (checks.transactions, checks.entries_belong, checks.entry_owners, checks.snapshots, checks.never_negative)


def measure(database: Database, quick: bool, lines: int) -> Figures:
    # First, for it counts on tables with nothing in them.
    settlement = settled(database, lines)
    books = Books(database)
    sizes = [at_size(books, 10**power) for power in range(3, 6 if quick else 7)]
    found: Figures = {"settled": settlement, "sizes": sizes, "posted": posted(books, quick)}
    begun = perf_counter()
    found["rolled"] = roll_snapshots(database) / (perf_counter() - begun)
    found["proven"] = proven(books)
    found["levels"] = levelled(database, 10_000 if quick else 100_000)
    return found | {"peak_mb": peak()}


def settled(database: Database, lines: int) -> Figures:
    """A settlement of so many lines that were paid and arrived: lines a second, of the proof before it too, and how
    long its last batches took against its first."""
    metadata.create_all(database.engine)
    lines = seed(database, lines, shops=20)
    times: list[float] = []
    event.listen(database.engine, "commit", lambda connection: times.append(perf_counter()))
    proofs: list[float] = []

    def proof() -> list[Fault]:
        begun = perf_counter()
        found = list(book_faults(database))
        proofs.append(perf_counter() - begun)
        return found

    begun = perf_counter()
    run = settle(database, proof, rules=DEFAULT, at=SETTLED)
    spent = perf_counter() - begun - sum(proofs)
    assert (run.state, run.lines) == ("done", lines), run.faults
    # Without those that begin it and prove it, and the parcels, which are not closed yet and looked at only.
    batches = [after - before for before, after in pairwise(times)][2 : 2 + -(-lines // 500)]
    tenth = max(1, len(batches) // 10)
    slower = median(batches[-tenth - 1 : -1]) / median(batches[:tenth])
    found = {"lines": lines, "lines_s": lines / spent, "proven_s": lines / max(proofs), "slower": slower}
    return found | {"peak_mb": peak()}


def levelled(database: Database, shops: int) -> float:
    """Shops a second that the month's run of levels goes through; those of the settlement have their sales."""
    with database.transaction() as session:
        first = session.connection().execute(select(func.max(table_of(Member).c.id))).scalar_one() + 1
        keepers = [
            {"id": first + n, "phone": f"138{n:08}", "name": "掌柜", "password_hash": "!", "joined_at": START}
            for n in range(shops)
        ]
        doors = [{"number": 100_000 + n, "issued_at": START} for n in range(shops)]
        opened = [
            {"keeper_id": first + n, "number": 100_000 + n, "name": "小店", "begun_at": START, "opened_at": START}
            for n in range(shops)
        ]
        for record, rows in ((Member, keepers), (DoorNumber, doors), (Shop, opened)):
            session.connection().execute(insert_ignoring(session, record), rows)
    begun = perf_counter()
    return set_levels(database, at=SETTLED + timedelta(days=31)) / (perf_counter() - begun)


def table(found: Figures) -> None:
    print(f"{'entries/s, one a commit':28}{found['posted']['one_a_commit']:12.0f}")
    print(f"{'entries/s, batches of 500':28}{found['posted']['batches']:12.0f}")
    print(f"{'entries/s into snapshots':28}{found['rolled']:12.0f}")
    print(f"{'entries/s proven':28}{found['proven']:12.0f}")
    settlement = found["settled"]
    print(f"{'lines settled':28}{settlement['lines']:12.0f}")
    print(f"{'lines/s settled':28}{settlement['lines_s']:12.0f}")
    print(f"{'lines/s proven':28}{settlement['proven_s']:12.0f}")
    print(f"{'last batches to the first':28}{settlement['slower']:12.2f}")
    print(f"{'peak_mb after it':28}{settlement['peak_mb']:12.1f}")
    print(f"{'shops/s given levels':28}{found['levels']:12.0f}\n")
    first = found["sizes"][0]
    print(f"{'entries of one account':28}" + "".join(f"{size['entries']:>12}" for size in found["sizes"]))
    for row in ("balance_us", "history_us", "period_us", "peak_mb"):
        print(f"{row:28}" + "".join(f"{size[row]:12.1f}" for size in found["sizes"]))
        print(f"{'  to the first':28}" + "".join(f"{size[row] / first[row]:12.2f}" for size in found["sizes"]))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--lines", type=int, default=0, help="lines settled: 200,000, or 5,000 with --quick")
    asked.add_argument("--database", default="", metavar="URL")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(options.database or f"sqlite:///{folder}/ledger.sqlite3")
        found = measure(database, options.quick, options.lines or (5_000 if options.quick else 200_000))
        database.engine.dispose()
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        table(found)


if __name__ == "__main__":
    main()
