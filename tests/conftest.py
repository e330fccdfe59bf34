"""Fixtures: a database of each kind, an app on it, and people with names."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

import models.records  # noqa: F401
from app import create_app
from config import Config
from models.account.member import Operator
from models.kernel.clock import now
from models.kernel.database import Database
from tests.given import databases
from tests.given.factories import make_member, make_shop, make_supplier
from tests.given.people import Person
from views.kit.house import House

COMPILED = Path(tempfile.mkdtemp(prefix="xiaopu-templates-"))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with the whole schema; every test that uses it runs on both kinds."""
    with databases.sqlite(tmp_path) if request.param == "sqlite" else databases.postgres() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    opened = Database(database_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """A test's own settings: pages are never kept, limits are out of the way; tests of those set their own."""
    return Config(
        env="test",
        data=tmp_path,
        database_url=database_url,
        page_cache_seconds=0,
        lookup_limit="10000 per minute",
        sign_in_limit="10000 per minute",
        message_limit="10000 per minute",
        order_limit="10000 per minute",
        fetch_pictures=False,
    )


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The program."""
    made = create_app(config)
    # Every test makes an app of its own; they need not compile the same templates.
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))
    yield made
    made.extensions["xiaopu"].visits.close()
    made.extensions["xiaopu"].database.engine.dispose()


@pytest.fixture
def house(app: Flask) -> House:
    """What the program holds."""
    return app.extensions["xiaopu"]


@pytest.fixture
def buyer(app: Flask) -> Person:
    """Somebody with a phone and no account."""
    return Person(app)


@pytest.fixture
def stranger(app: Flask, house: House) -> Person:
    """A member with neither shop nor supplier nor desk."""
    with house.database.transaction() as session:
        phone = make_member(session, name="路人").phone
    return Person(app).sign_in(phone)


@pytest.fixture
def keeper(app: Flask, house: House) -> Person:
    """A shopkeeper; `.shop_number` is the shop's."""
    with house.database.transaction() as session:
        shop = make_shop(session, name="林间", keeper="阿林")
        phone, number = shop.keeper.phone, shop.number
    person = Person(app).sign_in(phone)
    person.shop_number = number
    return person


@pytest.fixture
def staff(app: Flask, house: House) -> Person:
    """Somebody who works for a supplier; `.supplier_code` is the supplier's."""
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
    with house.database.transaction() as session:
        member = make_member(session, name="平台")
        session.add(Operator(member_id=member.id, since=now()))
        phone = member.phone
    return Person(app).sign_in(phone)


def pytest_sessionfinish() -> None:
    """Leaves nothing behind on the server."""
    databases.drop_shared()


# Nouns whose tests are no proof of money, stock or waiting for each other.
CALM = {"views", "account", "catalogue", "lesson", "link", "pick", "poster", "report", "shop", "talk"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Left to `make test-full`: pages on PostgreSQL, and what of the domain moves neither money nor stock there; and
    every page in a browser, at two widths and with axe."""
    for item in items:
        is_calm = "postgres" in item.name and CALM & set(item.path.relative_to(item.config.rootpath).parts)
        if is_calm or item.path.name == "test_every_page.py":
            item.add_marker(pytest.mark.slow)
