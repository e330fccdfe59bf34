"""One-time codes: asked for seldom, tried a few times, used once, and the same for a number that is nobody's."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import select

from models.account.code_count import SLOW_PACE, TIMES_ALL, TIMES_RESERVE
from models.account.one_time_code import (
    CodeFor,
    Network,
    OneTimeCode,
    ask_code,
    forget_codes,
    redeem_code,
    seconds_to_wait,
)
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from tests.given.processes import in_threads

SECRET = "a secret of the network"
PASSWORD = CodeFor("password", "13800138000", "a browser")
HERE = Network("here")
THEN = now()
MINUTE = timedelta(minutes=1)


def _ask(database: Database, wanted: CodeFor = PASSWORD, at: datetime = THEN, network: Network = HERE) -> str:
    with database.transaction() as session:
        return ask_code(session, wanted, network, secret=SECRET, rules=DEFAULT, at=at)


def _redeem(database: Database, typed: str, wanted: CodeFor = PASSWORD, at: datetime = THEN) -> str:
    try:
        redeem_code(database, wanted, typed, secret=SECRET, rules=DEFAULT, at=at)
    except Refused as refusal:
        assert refusal.field == "code"
        return str(refusal)
    return ""


def _other(digits: str, by: int = 1) -> str:
    return f"{(int(digits) + by) % 1_000_000:06d}"


def test_a_code_opens_once_however_it_was_typed(database: Database) -> None:
    digits = _ask(database)
    with database.reading() as session:
        kept = session.exec(select(OneTimeCode)).one()
        assert digits not in kept.digest and len(kept.digest) == 64
    assert _redeem(database, f" {digits[:3]} {digits[3:]}".translate({48 + n: 0xFF10 + n for n in range(10)})) == ""
    assert _redeem(database, digits) == "这六位数用不了，重新要一条"


def test_a_code_for_another_phone_or_purpose_opens_nothing(database: Database) -> None:
    digits = _ask(database)
    assert _redeem(database, digits, replace(PASSWORD, phone="13900139000")) == "这六位数用不了，重新要一条"
    assert _redeem(database, digits, replace(PASSWORD, purpose="orders")) == "这六位数用不了，重新要一条"
    other = _ask(database, replace(PASSWORD, phone="13900139000"))
    if other != digits:
        assert "还能试" in _redeem(database, other)
    assert _redeem(database, digits) == ""


def test_five_tries_and_no_more(database: Database) -> None:
    digits = _ask(database)
    said = [_redeem(database, _other(digits, by)) for by in range(1, 6)]
    assert said == [*(f"这六位数不对，还能试 {left} 次" for left in (4, 3, 2, 1)), "错了 5 次，为了安全，重新要一条"]
    assert _redeem(database, digits) == "错了 5 次，为了安全，重新要一条"


def test_guesses_in_parallel_each_count(database: Database) -> None:
    digits = _ask(database)
    in_threads(lambda by: _redeem(database, _other(digits, by)), [(by,) for by in range(1, 21)])
    with database.reading() as session:
        assert session.exec(select(OneTimeCode.tries)).one() == 5
    assert _redeem(database, digits) != ""


def test_of_two_with_the_right_digits_at_once_one_comes_in(database: Database) -> None:
    digits = _ask(database)
    said = in_threads(lambda typed: _redeem(database, typed), [(digits,)] * 4)
    assert said.count("") == 1


def test_a_code_that_is_typed_late(database: Database) -> None:
    digits = _ask(database)
    assert "过了 10 分钟" in _redeem(database, digits, at=THEN + 10 * MINUTE)
    assert _redeem(database, digits, at=THEN + 9 * MINUTE) == ""


def test_ten_requests_send_one_a_minute_and_five_a_day(database: Database) -> None:
    def ask(at: datetime) -> str:
        try:
            return _ask(database, at=at)
        except Refused as refusal:
            return str(refusal)

    assert len(ask(THEN)) == 6
    assert ask(THEN + timedelta(seconds=12)) == "刚发过一条，48 秒后可以重发"
    later = [ask(THEN + n * MINUTE) for n in range(1, 10)]
    assert [len(one) == 6 for one in later] == [True] * 4 + [False] * 5
    assert set(later[4:]) == {"这个号码一天最多发 5 条，明天再试"}
    assert len(ask(THEN + timedelta(days=1))) == 6


def _is_sent(database: Database, wanted: CodeFor, at: datetime, network: Network) -> bool:
    try:
        return bool(_ask(database, wanted, at, network))
    except Refused:
        return False


def test_a_stranger_elsewhere_neither_voids_a_code_nor_uses_its_tries_up(database: Database) -> None:
    digits = _ask(database)
    theirs = replace(PASSWORD, asker="a stranger's")
    assert _is_sent(database, theirs, THEN, Network("elsewhere")), "nobody waits for another's minute"
    for by in range(1, 8):
        _redeem(database, _other(digits, by), theirs)
    assert _redeem(database, digits, theirs) != "", "who reads over a shoulder has another browser"
    assert _redeem(database, digits) == ""


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(database: Database) -> None:
    """Every browser new, one place: five a day, whatever they are for. The owner at another place has five as well."""
    strangers = [replace(PASSWORD, asker=f"stranger {n}", purpose="orders" if n % 2 else "password") for n in range(12)]
    sent = [_is_sent(database, one, THEN + n * MINUTE, Network("elsewhere")) for n, one in enumerate(strangers)]
    assert sent == [True] * 5 + [False] * 7
    owners = [_is_sent(database, PASSWORD, THEN + n * MINUTE, HERE) for n in range(20, 27)]
    assert owners == [True] * 5 + [False] * 2


def test_all_networks_together_are_bounded_and_a_known_browser_still_gets_its_code(database: Database) -> None:
    sent = [
        _is_sent(database, replace(PASSWORD, asker=f"{place} {n}"), THEN, Network(f"place {place}"))
        for place in range(9)
        for n in range(3)
    ]
    assert sum(sent) == TIMES_ALL * DEFAULT.codes_a_day + 1, "one goes slowly past what all may ask for"
    assert not _is_sent(database, PASSWORD, THEN, HERE)
    assert _is_sent(database, PASSWORD, THEN, Network("the owner's own browser", is_known=True))
    assert _is_sent(database, PASSWORD, THEN + timedelta(days=1), HERE)


def test_an_owner_with_a_wholly_new_phone_gets_one_within_the_hour(database: Database) -> None:
    """Strangers at four places have used up the day; from there nothing more goes out, whatever the browser."""
    for place in range(TIMES_ALL):
        for n in range(DEFAULT.codes_a_day):
            assert _is_sent(database, replace(PASSWORD, asker=f"{place} {n}"), THEN, Network(f"place {place}"))
    for hour in range(3):
        again = [
            _is_sent(
                database, replace(PASSWORD, asker=f"{hour} {place}"), THEN + hour * SLOW_PACE, Network(f"place {place}")
            )
            for place in range(TIMES_ALL)
        ]
        assert not any(again)
    assert _is_sent(database, PASSWORD, THEN, HERE)
    assert not _is_sent(database, replace(PASSWORD, asker="another"), THEN + SLOW_PACE, HERE), "once a day for a place"
    later = THEN + 2 * SLOW_PACE
    new = [_is_sent(database, replace(PASSWORD, asker=f"new {n}"), later, Network(f"new {n}")) for n in range(4)]
    assert new == [True, False, False, False], "one an hour, however many places there are"


def test_the_reserve_is_bounded_and_takes_nothing_from_strangers(database: Database) -> None:
    sent = [
        _is_sent(database, replace(PASSWORD, asker=f"{who} {n}"), THEN, Network(f"known {who}", is_known=True))
        for who in range(4)
        for n in range(6)
    ]
    assert sent == [True] * 5 + [False] + [True] * 5 + [False] * 13, "five for each, and so many for all"
    assert sum(sent) == TIMES_RESERVE * DEFAULT.codes_a_day
    assert _is_sent(database, PASSWORD, THEN, HERE)


def test_from_one_place_at_once_no_more_than_five_are_sent(database: Database) -> None:
    askers = [replace(PASSWORD, asker=f"browser {n}") for n in range(12)]
    assert sum(in_threads(_is_sent, [(database, one, THEN, HERE) for one in askers])) == 5


def test_requests_at_once_send_one(database: Database) -> None:
    def ask(_: int) -> bool:
        try:
            return bool(_ask(database))
        except Refused:
            return False

    assert sum(in_threads(ask, [(n,) for n in range(6)])) == 1


def test_a_newer_code_takes_the_place_of_an_older(database: Database) -> None:
    older = _ask(database)
    newer = _ask(database, at=THEN + MINUTE)
    if older != newer:
        assert _redeem(database, older, at=THEN + MINUTE) != ""
    assert _redeem(database, newer, at=THEN + MINUTE) == ""


def test_how_long_to_wait(database: Database) -> None:
    _ask(database)
    with database.reading() as session:
        waits = [
            seconds_to_wait(session, replace(PASSWORD, phone=phone), rules=DEFAULT, at=THEN + timedelta(seconds=after))
            for phone, after in ((PASSWORD.phone, 0), (PASSWORD.phone, 59.5), (PASSWORD.phone, 60), ("13900139000", 0))
        ]
    assert waits == [60, 1, 0, 0]


def test_codes_that_limit_nothing_any_more_are_forgotten(database: Database) -> None:
    _ask(database)
    for after, forgotten in ((timedelta(hours=23), 0), (timedelta(days=1, minutes=10), 3)):
        with database.transaction() as session:
            assert forget_codes(session, at=THEN + after) == forgotten
