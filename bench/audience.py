"""What following costs from a thousand to a hundred thousand followers of one shop: sending a post, a reader's feed and
mark, a shop's posts, how many follow; and by which index each statement reads.

    python bench/audience.py [--json] [--quick] [--sizes 1000,100000] [--only sqlite|postgres] [--postgres URL]

The reader follows a hundred shops of twenty posts each, among them the one with all the followers. Nothing is written
to followers when a shop posts, so that each of these is to cost the same however many follow: the growth from the
fewest followers, in one run, says whether it does."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import insert, text
from sqlmodel import Session, select

from bench.nearby import AT, BATCH, database_of, plans, told
from models.account.member import Member
from models.feed.follow import Follow
from models.feed.following import followers_of, numbers_followed
from models.feed.post import Post
from models.feed.posting import PostWords, put_out, write_post
from models.feed.reading import feed_of, mark_feed_read, unread_posts
from models.feed.showing import posts_of_shop
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.record import constants, table_of
from models.kernel.rules import DEFAULT
from models.records import metadata
from models.shop.shop import DoorNumber, Shop

SIZES, QUICK = (1_000, 10_000, 100_000), (1_000, 10_000)
SHOPS, POSTS, LOOKS, WARM = 100, 20, 200, 20
READER = "r" * 32


def fill(session: Session, followers: int) -> None:
    """A hundred shops with twenty posts each; the first has all the followers, the reader follows all."""
    _rows(session, Member, [_member(n) for n in range(1, SHOPS + 1)])
    _rows(session, DoorNumber, [{"number": 100_000 + n, "issued_at": AT} for n in range(1, SHOPS + 1)])
    _rows(session, Shop, [_shop(n) for n in range(1, SHOPS + 1)])
    _rows(session, Post, [_post(n) for n in range(SHOPS * POSTS)])
    _rows(session, Follow, [_follow(n, READER, n) for n in range(1, SHOPS + 1)])
    _rows(session, Follow, [_follow(SHOPS + n, f"{n:032d}", 1) for n in range(1, followers)])


def _rows(session: Session, record: Any, rows: list[dict[str, Any]]) -> None:
    statement = insert(table_of(record)).values(constants(record, frozenset(rows[0])))
    for first in range(0, len(rows), BATCH):
        session.connection().execute(statement, rows[first : first + BATCH])


def _member(n: int) -> dict[str, Any]:
    facts = {"id": n, "code": f"{n:08d}", "key": f"key{n}", "phone": f"139{n:08d}"}
    return facts | {"name": "阿林", "password_hash": "!", "joined_at": AT}


def _shop(n: int) -> dict[str, Any]:
    facts = {"id": n, "number": 100_000 + n, "keeper_id": n, "name": f"店{n}", "introduction": "写得不长。"}
    return facts | {"begun_at": AT, "opened_at": AT, "farewell": "", "grant_id": None}


def _post(n: int) -> dict[str, Any]:
    out = AT - timedelta(minutes=n * 37 % (60 * 24 * 60))
    facts = {
        "id": n + 1,
        "code": f"{n:08d}",
        "shop_id": n % SHOPS + 1,
        "words": "今天到货。",
        "state": "out",
        "out_at": out,
    }
    return facts | {"written_at": out, "hidden_rule": ""}


def _follow(n: int, visitor: str, shop_id: int) -> dict[str, Any]:
    return {"id": n, "shop_id": shop_id, "visitor": visitor, "followed_at": AT - timedelta(days=100)}


def measured(database: Database, followers: int) -> dict[str, Any]:
    """One size on one database."""
    metadata.drop_all(database.engine)
    metadata.create_all(database.engine)
    with database.transaction() as session:
        fill(session, followers)
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    looks: dict[str, Callable[[Session], object]] = {
        "a feed": lambda session: feed_of(session, READER, at=AT),
        "its mark": lambda session: unread_posts(session, READER, at=AT),
        "a shop's posts": lambda session: posts_of_shop(session, 1, at=AT),
        "whom one follows": lambda session: numbers_followed(session, READER),
        "how many follow": lambda session: followers_of(session, 1),
    }
    with database.reading() as session:
        figures: dict[str, Any] = {name: _timed(lambda look=look: look(session), LOOKS) for name, look in looks.items()}
        figures["plans"] = {name: plans(session, lambda look=look: look(session)) for name, look in looks.items()}
    figures["a post"] = _timed(_Sending(database), LOOKS // 4)
    figures["read to the end"] = _timed(lambda: _read(database), LOOKS // 4)
    return figures


class _Sending:
    """Writes a post and sends it, each at another hour: a day's posts are counted."""

    def __init__(self, database: Database) -> None:
        self.database, self.at = database, AT

    def __call__(self) -> None:
        self.at += timedelta(hours=6)
        with self.database.transaction() as session:
            shop = session.exec(select(Shop).where(Shop.id == 1)).one()
            act = Act.keeper(shop.keeper, self.at)
            put_out(session, write_post(session, shop, PostWords("又到货了"), act, rules=DEFAULT), act, rules=DEFAULT)


def _read(database: Database) -> None:
    with database.transaction() as session:
        mark_feed_read(session, READER, upto=AT, at=AT)


def _timed(look: Callable[[], object], times: int) -> dict[str, dict[str, float]]:
    clock, own = list[float](), list[float]()
    for turn in range(times + WARM):
        began, used = perf_counter(), process_time()
        look()
        if turn >= WARM:
            clock.append((perf_counter() - began) * 1000)
            own.append((process_time() - used) * 1000)
    return {"clock": told(clock), "own": told(own)}


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
    """One size, in words; growth is of this process's own time, which a busy machine does not change."""
    one, fewest = of_kind[size], of_kind[min(of_kind)]
    print(f"{kind}, {size:,} followers")
    for what in one:
        if what != "plans":
            clock, growth = one[what]["clock"], one[what]["own"]["middle"] / (fewest[what]["own"]["middle"] or 0.01)
            print(
                f"  {what:18} {clock['middle']:7.2f} ms  {clock['p95']:7.2f} ms of 19 in 20  {growth:5.2f} × the fewest"
            )
    for what, steps in one["plans"].items():
        for step in steps:
            print(f"    {what}: {step}")


if __name__ == "__main__":
    main()
