"""Codes that people read aloud, and check digits that catch their slips."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.account.invitation.invitation import Invitation
from models.kernel.clock import now
from models.kernel.codes import ALPHABET, damm, fresh_code, new_code, new_token, read_code
from models.kernel.database import Database
from tests.given.kinds import ON_SQLITE

SAFE = [f"{head}{damm(str(head))}" for head in range(10_000, 100_000, 397)]


@pytest.mark.parametrize("number", SAFE[::25])
def test_the_check_digit_makes_the_sum_zero(number: str) -> None:
    assert damm(number) == 0


def test_every_single_wrong_digit_is_caught() -> None:
    for number, place, digit in itertools.product(SAFE, range(6), "0123456789"):
        slip = number[:place] + digit + number[place + 1 :]
        assert slip == number or damm(slip) != 0, (number, slip)


def test_every_swap_of_neighbours_is_caught() -> None:
    for number, place in itertools.product(SAFE, range(5)):
        slip = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert slip == number or damm(slip) != 0, (number, slip)


@given(st.text(ALPHABET, min_size=1, max_size=12))
def test_a_code_is_read_however_it_was_written(code: str) -> None:
    spoken = "-".join(code.lower().replace("0", "o").replace("1", "l"))
    assert read_code(spoken) == read_code(code) == code


@pytest.mark.parametrize(("typed", "code"), [("abc def", "ABCDEF"), ("OIL-oil", "011011"), ("0k3x9qab", "0K3X9QAB")])
def test_look_alikes(typed: str, code: str) -> None:
    assert read_code(typed) == code


def test_new_codes_hold_only_what_may_be_read_aloud() -> None:
    codes = [new_code(8) for _ in range(200)]
    assert len(set(codes)) == 200
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("ILOU") & set(ALPHABET)


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) >= 22 for token in tokens)


@ON_SQLITE
def test_a_fresh_code_is_one_that_the_column_does_not_hold(database: Database) -> None:
    with database.transaction() as session:
        held = [code for code in ALPHABET if code != "7"]
        session.add_all(Invitation(code=code, kind="many", made_at=now(), ends_at=now()) for code in held)
        session.flush()
        assert fresh_code(session, Invitation.code, 1) == "7"
