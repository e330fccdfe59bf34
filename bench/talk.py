"""What a thousand open conversations cost: requests a second that static/js/talk.js makes of them, beside what this
machine answers.

    python bench/talk.py [--json] [--quick]

Each poll goes through the whole program (page cache, Flask, the one prebuilt statement), in this process, on SQLite;
the figures are CPU time. `needed` is the requests a second of 1,000 pages: all of them just opened or just answered
(the first minute), on average over ten minutes of silence, and once they have settled. `capacity` is what two cores
could answer if they did nothing else; the ratio says how many times over the pages could be held. An SSE connection
would hold a thread each."""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from models.kernel.act import Act

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from sqlmodel import Session
from werkzeug.test import EnvironBuilder

from app import create_app
from config import Config
from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.records import metadata
from models.shop.shop import Shop
from models.talk.talking import MessageDraft, open_talk, say
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier

SCRIPT = Path(__file__).resolve().parent.parent / "static" / "js" / "talk.js"
PAGES = 1_000
CORES = 2
Figures = dict[str, Any]


def steps() -> list[float]:
    """The seconds between polls, as the script itself says."""
    found = re.search(r"STEPS = \[([0-9, ]+)\]", SCRIPT.read_text())
    assert found, "talk.js names its steps"
    return [float(seconds) for seconds in found[1].split(",")]


def polls(within: float) -> int:
    """How many polls an open page makes in its first seconds."""
    pauses, passed, made = steps(), 0.0, 0
    while True:
        passed += pauses[min(made, len(pauses) - 1)]
        if passed > within:
            return made
        made += 1


def needed() -> dict[str, float]:
    """Requests a second of all the pages."""
    return {
        "first minute": PAGES * polls(60) / 60,
        "first ten minutes": PAGES * polls(600) / 600,
        "settled": PAGES / steps()[-1],
    }


def network(folder: str) -> tuple[Flask, list[str]]:
    """The program with a thousand conversations, and their addresses."""
    app = create_app(Config(env="test", data=Path(folder), message_limit="1000000 per minute"))
    database = app.extensions["xiaopu"].database
    metadata.create_all(database.engine)
    with database.transaction() as session:
        goods, shop = make_goods(session, make_supplier(session)), make_shop(session)
        make_pick(session, shop, goods)
        return app, [_talk(session, goods, shop, number) for number in range(PAGES)]


def _talk(session: Session, goods: Goods, shop: Shop, number: int) -> str:
    talk = open_talk(session, visitor=f"{number:032}", goods=goods, shop=shop, at=now())
    for words in ("能放多久？", "开封以后呢？"):
        say(session, talk, MessageDraft(words, ""), Act.buyer(now()), rules=DEFAULT)
    return talk.token


def microseconds(work: Callable[[int], None], times: int, rounds: int) -> float:
    """CPU µs a call: the median of some rounds."""
    spent = []
    for _ in range(rounds):
        begun = process_time()
        for number in range(times):
            work(number)
        spent.append((process_time() - begun) / times * 1e6)
    return median(spent)


def measure(quick: bool) -> Figures:
    times, rounds = (200, 3) if quick else (2_000, 5)
    with tempfile.TemporaryDirectory() as folder:
        app, tokens = network(folder)
        app.extensions["xiaopu"].visits.close()

        def ask(address: str, expected: int) -> Callable[[int], None]:
            def one(number: int) -> None:
                status, environ = [0], _environ(address.format(tokens[number % PAGES]))

                def start(line: str, headers: object, error: object = None) -> None:
                    status[0] = int(line[:3])

                for _ in app.wsgi_app(environ, start):
                    pass
                assert status[0] == expected, status

            return one

        found: Figures = {
            "steps": steps(),
            "poll_us": microseconds(ask("/talks/{}/new?after=2", 204), times, rounds),
            "poll_with_news_us": microseconds(ask("/talks/{}/new?after=1", 200), times // 4, rounds),
            "page_us": microseconds(ask("/talks/{}", 200), times // 4, rounds),
            "bare_us": microseconds(ask("/healthz", 200), times, rounds),
        }
    found["capacity"] = CORES * 1e6 / found["poll_us"]
    found["needed"] = needed()
    found["ratio"] = {name: found["capacity"] / rate for name, rate in found["needed"].items()}
    return found


def _environ(address: str) -> dict[str, Any]:
    path, _, query = address.partition("?")
    return EnvironBuilder(path, query_string=query).get_environ()


def table(found: Figures) -> None:
    print(f"{'poll, nothing new':26}{found['poll_us']:10.0f} CPU µs")
    print(f"{'poll, one message':26}{found['poll_with_news_us']:10.0f} CPU µs")
    print(f"{'the whole page':26}{found['page_us']:10.0f} CPU µs")
    print(f"{'Flask, two bytes':26}{found['bare_us']:10.0f} CPU µs")
    print(f"{f'capacity of {CORES} cores':26}{found['capacity']:10.0f} polls/s\n")
    print(f"{f'{PAGES} open pages':26}{'needed/s':>10}{'capacity ÷ needed':>20}")
    for name, rate in found["needed"].items():
        print(f"{name:26}{rate:10.1f}{found['ratio'][name]:20.1f}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    options = asked.parse_args()
    found = measure(options.quick)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        table(found)


if __name__ == "__main__":
    main()
