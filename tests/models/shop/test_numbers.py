"""Door numbers: typo-safe as long as there are any, never the same twice, and the slips that lead near one."""

import functools
import itertools
import json
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from models.account.member import Member
from models.gate.checklist import Checklist
from models.kernel.clock import now
from models.kernel.codes import damm
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.shop.numbers import FIRST, LAST, issue, one_slip_away, slips
from models.shop.opening import Door, open_shop
from models.shop.shop import DoorNumber, Shop
from tests.given import databases
from tests.given.factories import make_member, make_shop
from tests.given.processes import in_processes, in_threads


@functools.cache
def safe() -> list[int]:
    """Every number whose check digit is right."""
    return [n for n in range(FIRST, LAST + 1) if damm(str(n)) == 0]


def open_many(url: str, names: list[str]) -> list[int]:
    """Opens a shop a name, each in a transaction of its own; returns the numbers."""
    database, numbers = Database(url), []
    for name in names:
        with database.transaction() as session:
            keeper = make_member_named(session, name)
            shop = open_shop(session, keeper, Door("小店", ""), rules=DEFAULT, at=now())
            numbers.append(shop.number)
    database.engine.dispose()
    return numbers


def make_member_named(session: Session, name: str) -> Member:
    """A member whose phone number follows from the name: processes do not share the factories' count."""
    member = make_member(session, name=name)
    member.phone = f"137{int(name):08d}"
    session.flush()
    return member


def take(database: Database, numbers: list[int]) -> None:
    """As if these were issued long ago: one statement, because there may be almost a million."""
    each = "json_each(:numbers)" if database.is_sqlite else "json_array_elements_text(CAST(:numbers AS json))"
    row = f"SELECT CAST(value AS integer), '2026-01-01' FROM {each}"
    if not database.is_sqlite:
        row = row.replace("'2026-01-01'", "timestamp '2026-01-01'")
    with database.transaction() as session:
        session.execute(text(f"INSERT INTO door_number (number, issued_at) {row}"), {"numbers": json.dumps(numbers)})


def test_numbers_are_six_digits_typo_safe_and_in_no_order(database: Database) -> None:
    with database.transaction() as session:
        numbers = [issue(session, at=now()) for _ in range(200)]
    assert len(set(numbers)) == 200
    assert all(FIRST <= n <= LAST and damm(str(n)) == 0 for n in numbers)
    assert numbers != sorted(numbers)


def test_typo_safe_numbers_to_the_last_and_then_the_others(database: Database) -> None:
    last = safe()[-1]
    take(database, safe()[:-1])
    with database.transaction() as session:
        first, *others = [issue(session, at=now()) for _ in range(3)]
    assert first == last
    assert len({last, *others}) == 3
    assert all(FIRST <= n <= LAST and damm(str(n)) != 0 for n in others)


def test_no_number_is_ever_issued_again(tmp_path: Path) -> None:
    with databases.sqlite(tmp_path) as url:
        database, left = Database(url), safe()[4711]
        take(database, [n for n in range(FIRST, LAST + 1) if n != left])
        with database.transaction() as session:
            shop = make_shop(session)
            assert shop.number == left
            shop.close(farewell="", at=now())
        with database.transaction() as session:
            with pytest.raises(Refused):
                issue(session, at=now())
            # Even a shop that is gone altogether takes its number with it.
            session.delete(session.exec(select(Checklist)).one())
            session.flush()
            session.delete(session.exec(select(Shop)).one())
            session.flush()
            with pytest.raises(Refused):
                issue(session, at=now())
        database.engine.dispose()


@pytest.mark.parametrize(("at_once", "how_many"), [(in_threads, 8), (in_processes, 4)])
def test_shops_that_open_at_once_have_numbers_of_their_own(
    database: Database, database_url: str, at_once: object, how_many: int
) -> None:
    calls = [(database_url, [f"{worker}{n:02d}" for n in range(10)]) for worker in range(1, how_many + 1)]
    opened = list(itertools.chain(*at_once(open_many, calls)))  # type: ignore[operator]
    assert len(set(opened)) == 10 * how_many
    with database.reading() as session:
        assert set(session.exec(select(Shop.number))) == set(session.exec(select(DoorNumber.number))) == set(opened)


@pytest.mark.parametrize("meant", ["258147", "100000", "999999", "112233"])
def test_every_slip_of_the_finger_leads_back(meant: str) -> None:
    wrong = {meant[:i] + d + meant[i + 1 :] for i in range(6) for d in "0123456789"}
    swapped = {meant[:i] + meant[i + 1] + meant[i] + meant[i + 2 :] for i in range(5)}
    short = {meant[:i] + meant[i + 1 :] for i in range(6)}
    long = {meant[:i] + d + meant[i:] for i in range(7) for d in "0123456789"}
    for typed in (wrong | swapped | short | long) - {meant}:
        assert int(meant) in slips(typed), typed


@pytest.mark.parametrize("typed", ["", "1", "1234", "12345678", "000000"])
def test_what_is_further_away_has_few_slips_or_none(typed: str) -> None:
    assert all(FIRST <= n <= LAST for n in slips(typed))
    assert len(typed) == 6 or slips(typed) == set()


def test_a_number_is_no_slip_of_itself() -> None:
    assert 258_147 not in slips("258147")
    assert 112_233 not in slips("112233")


def at_number(session: Session, name: str, number: int) -> Shop:
    """An open shop that happens to have this number."""
    session.add(DoorNumber(number=number, issued_at=now()))
    session.flush()
    shop = make_shop(session, name=name)
    shop.number = number
    session.flush()
    return shop


def test_the_shops_one_slip_away_are_real_and_open(database: Database) -> None:
    with database.transaction() as session:
        near = at_number(session, "近", 258_741)
        shut = at_number(session, "关", 258_148)
        at_number(session, "远", 741_852)
        shut.close(farewell="", at=now())
        session.flush()

        def found(typed: str) -> list[str]:
            return [shop.name for shop in one_slip_away(session, typed)]

        assert found("258471") == found("258714") == found("25874") == found("2587411") == [near.name]
        assert found("258147") == found("258174") == found("abc") == found("") == []
        shut.reopen()
        session.flush()
        assert found("258147") == [shut.name]


def test_at_most_six_are_shown(database: Database) -> None:
    with database.transaction() as session:
        for digit in range(1, 10):
            at_number(session, "小店", int(f"{digit}58147"))
        assert len(one_slip_away(session, "058147")) == 6
