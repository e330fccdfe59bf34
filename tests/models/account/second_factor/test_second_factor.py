"""Six digits and recovery codes: each opens once, wrong ones slow, a clock may run back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlmodel import select

from models.account.audit import Audit
from models.account.member import Member
from models.account.second_factor.factor import SecondFactor, has_factor, recovery_codes_left
from models.account.second_factor.proving import FREE_TRIES, prove_by_code
from models.account.second_factor.setting_up import (
    begin_factor,
    confirm_factor,
    drop_factor,
    replace_recovery_codes,
    reset_factor,
    secret_of,
)
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.ring import Ring
from models.kernel.sealing import Seal
from tests.given.factories import at_desk, make_member
from tests.given.second_factors import digits_at, stands_for

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SEAL = Seal(Ring.of("a secret of the tests"), "second factor")
LATER = timedelta(minutes=2)


def _given(database: Database) -> tuple[int, str, list[str]]:
    """A member, the secret of the second factor, and ten recovery codes."""
    with database.transaction() as session:
        member = make_member(session)
        secret, codes = stands_for(session, member, seal=SEAL, at=AT)
        return member.id, secret, codes


def _proves(database: Database, member_id: int, typed: str, at: datetime) -> str:
    return prove_by_code(database, member_id, typed, seal=SEAL, at=at)


def test_it_counts_once_its_first_digits_were_typed(database: Database) -> None:
    with database.transaction() as session:
        member = make_member(session)
        factor = begin_factor(session, member, Act.owner(member, AT), seal=SEAL)
        assert not has_factor(session, member.id)
        secret = secret_of(factor, SEAL)
        assert secret not in factor.sealed
        wrong = str((int(digits_at(secret, AT)) + 1) % 1_000_000).zfill(6)
        with pytest.raises(Refused) as refusal:
            confirm_factor(session, member, wrong, Act.owner(member, AT), seal=SEAL)
        assert refusal.value.field == "code"
        codes = confirm_factor(session, member, digits_at(secret, AT), Act.owner(member, AT), seal=SEAL)
        assert len(set(codes)) == 10
        assert has_factor(session, member.id)
        assert [one.what for one in session.exec(select(Audit))] == ["factor.on"]
        with pytest.raises(Refused):
            begin_factor(session, member, Act.owner(member, AT), seal=SEAL)


@pytest.mark.parametrize("written", ["{}", " {} ", "{:.3} {}", "full"])
def test_digits_are_read_however_they_are_typed(database: Database, written: str) -> None:
    member, secret, _ = _given(database)
    digits = digits_at(secret, AT + LATER)
    typed = {
        "{}": digits,
        " {} ": f"  {digits}　",
        "{:.3} {}": f"{digits[:3]} {digits[3:]}",
        "full": digits.translate({48 + one: 0xFF10 + one for one in range(10)}),
    }[written]
    assert _proves(database, member, typed, AT + LATER) == "code"


@pytest.mark.parametrize("off", [-30, 0, 30])
def test_a_clock_that_is_half_a_minute_off_is_right_enough(database: Database, off: int) -> None:
    member, secret, _ = _given(database)
    at = AT + LATER
    assert _proves(database, member, digits_at(secret, at + timedelta(seconds=off)), at) == "code"


def test_a_code_is_never_taken_twice_nor_one_before_it(database: Database) -> None:
    member, secret, _ = _given(database)
    at = AT + LATER
    earlier = digits_at(secret, at - timedelta(seconds=30))
    _proves(database, member, digits_at(secret, at), at)
    for typed in (digits_at(secret, at), earlier):
        with pytest.raises(Refused, match="用过了"):
            _proves(database, member, typed, at)


def test_of_two_at_once_one_takes_the_code(database: Database) -> None:
    member, secret, codes = _given(database)
    at = AT + LATER
    for typed in (digits_at(secret, at), codes[0]):

        def tried(_: int, typed: str = typed) -> bool:
            try:
                _proves(database, member, typed, at)
            except Refused:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(tried, range(4))) == 1


def test_a_recovery_code_opens_once_and_in_any_writing(database: Database) -> None:
    member, _, codes = _given(database)
    typed = codes[0].lower().replace("-", " ").replace("0", "o")
    assert _proves(database, member, typed, AT) == "recovery"
    with pytest.raises(Refused, match="用过"):
        _proves(database, member, codes[0], AT)
    with database.reading() as session:
        assert recovery_codes_left(session, member) == 9
        assert "factor.recovery" in [one.what for one in session.exec(select(Audit))]


def test_wrong_digits_slow_and_recovery_codes_do_not_wait(database: Database) -> None:
    member, secret, codes = _given(database)
    at = AT + LATER
    wrong = str((int(digits_at(secret, at)) + 7) % 1_000_000).zfill(6)
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused):
            _proves(database, member, wrong, at)
    # The right ones are not looked at either, until the wait is over.
    with pytest.raises(Refused, match="分钟后再试"):
        _proves(database, member, digits_at(secret, at), at)
    assert _proves(database, member, codes[0], at) == "recovery"
    after = at + timedelta(minutes=2)
    assert _proves(database, member, digits_at(secret, after), after) == "code"
    with database.reading() as session:
        assert session.get_one(SecondFactor, member).wrong == 0


def test_a_clock_that_ran_back_is_said_and_locks_nobody_out(database: Database) -> None:
    member, secret, codes = _given(database)
    ahead = AT + timedelta(days=2)
    _proves(database, member, digits_at(secret, ahead), ahead)
    with pytest.raises(Refused, match="时钟"):
        _proves(database, member, digits_at(secret, AT), AT)
    assert _proves(database, member, codes[3], AT) == "recovery"


def test_another_member_s_codes_open_nothing(database: Database) -> None:
    _, _, codes = _given(database)
    with database.transaction() as session:
        other = make_member(session, name="阿山")
        stands_for(session, other, seal=SEAL, at=AT)
        other_id = other.id
    with pytest.raises(Refused):
        _proves(database, other_id, codes[0], AT)


def test_a_secret_that_another_key_sealed_leaves_the_recovery_codes(database: Database) -> None:
    member, secret, codes = _given(database)
    other = Seal(Ring.of("another secret"), "second factor")
    with pytest.raises(Refused, match="密钥"):
        prove_by_code(database, member, digits_at(secret, AT + LATER), seal=other, at=AT + LATER)
    assert prove_by_code(database, member, codes[0], seal=other, at=AT) == "recovery"


def test_new_codes_end_the_old_ones(database: Database) -> None:
    member, _, codes = _given(database)
    with database.transaction() as session:
        who = session.get_one(Member, member)
        fresh = replace_recovery_codes(session, who, Act.owner(who, AT))
    with pytest.raises(Refused):
        _proves(database, member, codes[0], AT)
    assert _proves(database, member, fresh[9], AT) == "recovery"


def test_taken_off_leaves_nothing(database: Database) -> None:
    member, secret, codes = _given(database)
    with database.transaction() as session:
        who = session.get_one(Member, member)
        assert drop_factor(session, who, Act.owner(who, AT))
        assert not drop_factor(session, who, Act.owner(who, AT))
        assert recovery_codes_left(session, member) == 0
    for typed in (digits_at(secret, AT + LATER), codes[0]):
        with pytest.raises(Refused):
            _proves(database, member, typed, AT + LATER)


def test_another_takes_it_off_with_a_reason_and_nobody_their_own(database: Database) -> None:
    member, _, _ = _given(database)
    with database.transaction() as session:
        who, admin = session.get_one(Member, member), make_member(session, name="管理")
        at_desk(session, admin.id, "admin")
        for act in (Act.operator(admin, AT), Act.operator(who, AT, "是我")):
            with pytest.raises(Refused):
                reset_factor(session, who, act)
        reset_factor(session, who, Act.operator(admin, AT, "视频里看过身份证"))
        assert not has_factor(session, member)
        row = session.exec(select(Audit).where(Audit.what == "factor.reset")).one()
        assert (row.who, row.why) == (admin.id, "视频里看过身份证")


def test_the_app_is_told_what_every_app_reads() -> None:
    from models.account.second_factor.digits import address_for_app, new_secret

    secret = new_secret()
    read = pyotp.parse_uri(address_for_app(secret, "13800138000", "Xiaopu"))
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.interval, read.digits) == (secret, 30, 6)
