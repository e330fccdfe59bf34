"""A network's schema changes while people buy: who comes meanwhile waits or is told to come again, nothing fails for
good, and no order that was acknowledged is lost."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlmodel import select

from config import Config
from models.checks.check import book_faults
from models.kernel.database import Database
from models.kernel.schema import among_people, is_current, settings
from models.stories.bring_up import bring_up
from models.trade.order.order import Line, Order
from tests.given import apps, databases
from tests.given.people import Person
from tests.given.stall import Stall, checkout_form, open_stall
from views.kit.house import House

pytestmark = pytest.mark.slow
BUYERS, ROUNDS = 3, 4
PHONES = map("139{:08d}".format, itertools.count())


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """One that came by its migrations, as a network's does."""
    sqlite = nullcontext(f"sqlite:///{tmp_path}/network.sqlite3")
    with sqlite if request.param == "sqlite" else databases.postgres(empty=True) as url:
        database = Database(url)
        bring_up(database)
        yield database
        database.engine.dispose()


@pytest.fixture
def app(database: Database, tmp_path: Path, run_folder: Path) -> Iterator[Flask]:
    """The program on it."""
    url = database.engine.url.render_as_string(hide_password=False)
    many = "10000 per minute"
    config = Config(env="test", data=tmp_path, database_url=url, page_cache_seconds=0, order_limit=many)
    made = apps.make_app(config, templates=run_folder / "templates")
    yield made
    apps.close_app(made)


def _buy(person: Person, stall: Stall, phone: str) -> str:
    """Each under a phone of its own: one phone holds only so much that nobody has paid for."""
    person.post("/cart", stall.form | {"quantity": "1"})
    reply = person.post("/checkout", checkout_form(person, phone=phone))
    assert reply.status_code == 303
    return reply.location


class Buyer(threading.Thread):
    """Buys again and again, whatever comes of it; keeps where the replies led."""

    def __init__(self, app: Flask, stall: Stall, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.person, self.stall, self.over = Person(app), stall, over
        self.acknowledged: list[str] = []

    def run(self) -> None:
        for phone in PHONES:
            if self.over.is_set():
                return
            # While the schema is between two versions a page may fail; what is asked is whether it goes on afterwards.
            with suppress(Exception):
                self.acknowledged.append(_buy(self.person, self.stall, phone))


def test_nothing_fails_for_good_and_nothing_is_lost(app: Flask, database: Database) -> None:
    house: House = app.extensions["xiaopu"]
    stall, over = open_stall(house, stock=100_000), threading.Event()
    buyers = [Buyer(app, stall, over) for _ in range(BUYERS)]
    for buyer in buyers:
        buyer.start()
    # Another connection, as `flask upgrade` has one: taken back by one version, and brought up again.
    beside = Database(database.engine.url.render_as_string(hide_password=False))
    for _ in range(ROUNDS):
        among_people(lambda: command.downgrade(settings(beside), "-1"))
        bring_up(beside)
        met = sum(len(buyer.acknowledged) for buyer in buyers)
        while sum(len(buyer.acknowledged) for buyer in buyers) < met + BUYERS and buyers[0].is_alive():
            over.wait(0.05)
    over.set()
    for buyer in buyers:
        buyer.join()
    beside.engine.dispose()
    assert is_current(database)
    acknowledged = [where for buyer in buyers for where in buyer.acknowledged]
    acknowledged.append(_buy(Person(app), stall, next(PHONES)))
    with database.reading() as session:
        kept = {f"/orders/{token}" for token in session.exec(select(Order.token))}
        pieces = sum(session.exec(select(Line.quantity)))
    assert {where.partition("?")[0] for where in acknowledged} <= kept
    assert len(acknowledged) >= ROUNDS * BUYERS
    assert stall.stock() == 100_000 - pieces
    assert list(book_faults(database)) == []
