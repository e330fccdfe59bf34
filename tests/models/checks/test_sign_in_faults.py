"""Sign-ins and one-time codes made wrong on purpose: `flask check` names each."""

from datetime import timedelta

import pytest

from models.account.browser import Browser
from models.account.one_time_code import CodeFor, Network, ask_code, redeem_code
from models.account.signing_in import begin_sign_in, end_sign_ins
from models.checks.sign_ins import one_time_codes, open_sign_ins
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.notify.noting import note_look
from tests.given.factories import make_member
from tests.given.ledger_books import NOON, spoil

USED = "phone = '+8613800138000'"
LONG_AGO = "'2020-01-01 00:00:00'"
FAULTS: dict[str, tuple[str, list[str]]] = {
    "open of who is stopped": ("UPDATE member SET stopped = true", ["sign_in.stopped"]),
    "of nobody": ("UPDATE sign_in SET member_id = 0 WHERE ended_at IS NULL", ["sign_in.member"]),
    "ended before it began": (
        f"UPDATE sign_in SET ended_at = {LONG_AGO} WHERE ended_at IS NOT NULL",
        ["sign_in.times"],
    ),
    "used before it began": (f"UPDATE sign_in SET last_used_at = {LONG_AGO} WHERE ended_at IS NULL", ["sign_in.times"]),
    "a code used without a try": (f"UPDATE one_time_code SET tries = 0 WHERE {USED}", ["code.used"]),
    "used when it was over": (f"UPDATE one_time_code SET used_at = until WHERE {USED}", ["code.used"]),
    "used before it was sent": (f"UPDATE one_time_code SET used_at = {LONG_AGO} WHERE {USED}", ["code.used"]),
    "over before it was sent": (f"UPDATE one_time_code SET until = asked_at WHERE NOT {USED}", ["code.times"]),
    "kept for years": (
        f"UPDATE one_time_code SET asked_at = {LONG_AGO}, until = '2020-01-01 00:10:00' WHERE NOT {USED}",
        ["code.kept"],
    ),
}


@pytest.fixture
def doors(database: Database) -> Database:
    """A browser that is signed in, one that was; a code that was used, one that is open."""
    used, unused = (CodeFor("orders", phone, "browser") for phone in ("+8613800138000", "+8613900139000"))
    with database.transaction() as session:
        member = make_member(session)
        begin_sign_in(session, member, Browser(), secret="s", at=NOON)
        end_sign_ins(session, member, at=NOON)
        begin_sign_in(session, member, Browser(), secret="s", at=NOON)
        digits = ask_code(session, used, Network("n"), secret="s", rules=DEFAULT, at=NOON)
        ask_code(session, unused, Network("n"), secret="s", rules=DEFAULT, at=NOON)
        note_look(session, at=NOON + timedelta(days=2))
    redeem_code(database, used, digits, secret="s", rules=DEFAULT, at=NOON)
    assert _found(database) == []
    return database


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(doors: Database, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    spoil(doors, statement)
    assert [said.partition(" ")[0] for said in _found(doors)] == kinds
    assert "8013" not in "".join(_found(doors)), "no phone is told whole"


def _found(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return [f"{one.kind} {one.subject}" for part in (open_sign_ins, one_time_codes) for one in part(connection)]
