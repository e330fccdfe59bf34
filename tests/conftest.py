"""Fixtures: a database of each kind, an app on it, and people with names."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

# Before any test file: relationships by name need every record, also where a test makes one without a database.
import models.records  # noqa: F401

# The rest is imported by the fixture that makes it: a test of the domain does not wait for the web.
if TYPE_CHECKING:
    from flask import Flask

    from config import Config
    from models.kernel.database import Database
    from tests.given.people import Person
    from views.kit.house import House


# No test is about time: on a busy machine a first example may well take seconds.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_make_parametrize_id(val: object) -> str | None:
    """What is long or made at this moment is no name: all the processes of a run must agree on it, and carry it."""
    if isinstance(val, bytes):
        return f"{len(val)} bytes"
    if isinstance(val, str) and len(val) > 60:
        return f"{val[:30].encode('unicode_escape').decode()} and so on, {len(val)} letters"
    return None


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database with the whole schema; every test that uses it runs on both kinds."""
    from tests.given import databases

    with databases.sqlite(databases.sqlite_folder()) if request.param == "sqlite" else databases.postgres() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    from tests.given import databases

    opened = databases.opened(database_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """A test's own settings: pages are never kept, limits are out of the way; tests of those set their own."""
    from config import Config

    return Config(
        env="test",
        data=tmp_path,
        database_url=database_url,
        page_cache_seconds=0,
        lookup_limit="10000 per minute",
        sign_in_limit="10000 per minute",
        message_limit="10000 per minute",
        order_limit="10000 per minute",
        cash_pieces=6_000,
        held_orders=1_000,
        held_pieces=100_000,
        fetch_pictures=False,
    )


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture
def app(config: Config, run_folder: Path) -> Iterator[Flask]:
    """The program."""
    from tests.given import apps

    made = apps.make_app(config, templates=run_folder / "templates")
    yield made
    apps.close_app(made)


@pytest.fixture
def house(app: Flask) -> House:
    """What the program holds."""
    return app.extensions["xiaopu"]


@pytest.fixture
def buyer(app: Flask) -> Person:
    """Somebody with a phone and no account."""
    from tests.given.people import Person

    return Person(app)


@pytest.fixture
def stranger(app: Flask, house: House) -> Person:
    """A member with neither shop nor supplier nor desk."""
    from tests.given.factories import make_member
    from tests.given.people import Person

    with house.database.transaction() as session:
        phone = make_member(session, name="路人").phone
    return Person(app).sign_in(phone)


@pytest.fixture
def keeper(app: Flask, house: House) -> Person:
    """A shopkeeper; `.shop_number` is the shop's."""
    from tests.given.people import keeper_of

    return keeper_of(app, house, name="林间", keeper="阿林")


@pytest.fixture
def staff(app: Flask, house: House) -> Person:
    """Somebody who works for a supplier; `.supplier_code` is the supplier's."""
    from tests.given.factories import make_member, make_supplier
    from tests.given.people import Person

    with house.database.transaction() as session:
        member = make_member(session, name="茶厂小王")
        supplier = make_supplier(session, name="福鼎茶厂", staff=member)
        phone, code = member.phone, supplier.code
    person = Person(app).sign_in(phone)
    person.supplier_code = code
    return person


@pytest.fixture
def operator(app: Flask, house: House) -> Person:
    """Somebody at the desk."""
    from tests.given.factories import at_desk, make_member
    from tests.given.people import Person

    with house.database.transaction() as session:
        member = make_member(session, name="平台")
        at_desk(session, member.id)
        phone = member.phone
    return Person(app).sign_in(phone)


def pytest_configure() -> None:
    """Passwords are hashed cheaply in tests of the domain too; create_app does it for those of the program."""
    from models.account import password

    password.use(password.TOKEN)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Leaves nothing behind, in memory or on the server."""
    gc.unfreeze()
    databases = sys.modules.get("tests.given.databases")
    if databases is not None:
        databases.drop_shared()


# Rooms whose tests are no proof of money, stock or waiting for each other. Each is a path under tests/, not a name:
# stories/shop and report/shop are other rooms than shop, and a shop's level is decided by its money.
CALM = (
    "views",
    "models/account",
    "models/catalogue",
    "models/lesson",
    "models/link",
    "models/notify",
    "models/pick",
    "models/poster",
    "models/report",
    "models/shop/test_numbers.py",
    "models/shop/test_opening.py",
    "models/statistics",
    "models/talk",
)
# Walks in a browser that every change is tried by: buying, and words that are not lost.
WALKS = ("test_buying.py", "test_words_kept.py")
# Proofs that start processes, seed every fault, or print in every size: longer than a change waits for.
LONG = (
    "attacks/test_notices.py",
    "attacks/test_people_behind_one_address.py",
    "bench/test_scan.py",
    "config/test_config.py",
    "demo/test_art.py",
    "house/test_past_one_machine.py",
    "house/test_patterns.py",
    "house/test_slow_clients.py",
    "models/checks/test_books.py",
    "models/checks/test_coupon_faults.py",
    "models/checks/test_seeded_faults.py",
    "models/coupon/test_lapsing.py",
    "models/kernel/test_backup.py",
    "models/kernel/test_pictures.py",
    "models/kernel/test_private.py",
    "models/poster/test_draw.py",
    "models/poster/test_print.py",
    "models/poster/test_print_text.py",
    "models/shop/test_numbers.py",
    "views/commands/test_bad_input.py",
)
TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Left to `make test-full`: pages on PostgreSQL, and what of the domain moves neither money nor stock there; most
    of what a browser walks; and long proofs."""
    for item in items:
        is_calm = any(item.path.is_relative_to(TESTS / room) for room in CALM)
        is_walked = item.path.is_relative_to(TESTS / "browser") and item.path.name not in WALKS
        is_long = item.path.relative_to(TESTS).as_posix() in LONG
        if (is_calm and "postgres" in item.name) or is_walked or is_long:
            item.add_marker(pytest.mark.slow)
