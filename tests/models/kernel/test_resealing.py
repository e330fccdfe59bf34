"""Sealed anew by the newest secret: killed in the middle, while others write, and where something cannot be opened."""

from random import Random
from time import sleep

import pytest
from sqlmodel import col, select

from models.account.hash_secret import HashSecret, hash_secret, keep_hash_secret
from models.checks.seals import sealed_values
from models.kernel import resealing
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.resealing import hanging, is_cut_off, reseal_all
from models.kernel.ring import Ring, secret_mark
from models.kernel.sealing import Seal, Unreadable, _fernet
from models.payout.payee import PAYEE_NUMBER, PayeeAccount
from tests.given.factories import make_shop
from tests.given.kills import killed_past, wait_to_be_killed

OLD, NEW = "the secret so far", "the newer secret"
BEFORE, RING = Ring.of(OLD), Ring.of(NEW, OLD)
PAYEES, KILLS = 60, 3


def give_payees(database: Database, count: int) -> None:
    """Payees' accounts: of every second one the number is sealed as it was before there was a ring."""
    with database.transaction() as session:
        shop = make_shop(session)
        for n in range(count):
            number = f"6222{n:012d}"
            unmarked = _fernet(OLD, PAYEE_NUMBER).encrypt(number.encode()).decode()
            session.add(
                PayeeAccount(
                    code=f"P{n:07d}",
                    shop_id=shop.id,
                    kind="bank",
                    holder="林小满",
                    sealed=unmarked if n % 2 else Seal(BEFORE, PAYEE_NUMBER).close(number),
                    shown="**** 0000",
                    bank="工商银行",
                    state="replaced",
                    asked_at=now(),
                )
            )


def numbers(database: Database, ring: Ring) -> list[str]:
    """What all of them open to, in order."""
    with database.reading() as session:
        rows = session.exec(select(PayeeAccount.sealed).order_by(PayeeAccount.code))
        return [Seal(ring, PAYEE_NUMBER).open(one) for one in rows]


def left(database: Database, ring: Ring = RING) -> int:
    """How many values still hang on an earlier secret."""
    with database.reading() as session:
        return sum(count for _, _, count in hanging(session.connection(), ring))


def slowly(url: str) -> None:
    """The command's work in a process of its own, a few rows at a time, and never to the end."""
    resealing.RESEAL_BATCH = 4
    database = Database(url)
    for _ in reseal_all(database, RING):
        sleep(0.05)
        if left(database) <= 4:
            wait_to_be_killed()
    database.engine.dispose()


def test_what_was_sealed_before_is_sealed_by_the_newest_and_says_the_same(database: Database) -> None:
    give_payees(database, 5)
    before = numbers(database, BEFORE)
    assert left(database) == 5 and is_cut_off(database, RING)
    last = list(reseal_all(database, RING))[-1]
    assert (str(last.column), last.due, last.done, last.unreadable) == ("payee_account.sealed", 5, 5, [])
    assert numbers(database, Ring.of(NEW)) == before
    assert left(database) == 0 and not is_cut_off(database, RING)
    assert all(not one.done for one in reseal_all(database, RING)), "twice changes nothing"


@pytest.mark.slow
def test_killed_at_any_point_it_is_taken_up_again(database: Database, database_url: str) -> None:
    give_payees(database, PAYEES)
    before, chance = numbers(database, BEFORE), Random(11)
    for part in range(KILLS):
        least = PAYEES * part // (KILLS + 2)
        killed_past(slowly, (database_url,), lambda: PAYEES - left(database), least, chance)
        assert numbers(database, RING) == before, "all are open in the middle of it"
    assert 0 < left(database) < PAYEES
    list(reseal_all(database, RING))
    assert left(database) == 0
    assert numbers(database, Ring.of(NEW)) == before


def test_who_writes_meanwhile_wins(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    give_payees(database, 3)
    whole = resealing._anew

    def meanwhile(seal: Seal, row: tuple[object, ...], progress: resealing.Resealed) -> str | None:
        if row[-1] and not progress.done and row[0] == first:
            with database.transaction() as session:
                session.exec(select(PayeeAccount).where(PayeeAccount.id == first)).one().sealed = seal.close("changed")
        return whole(seal, row, progress)

    with database.reading() as session:
        first = session.exec(select(PayeeAccount.id).order_by(col(PayeeAccount.id))).first()
    monkeypatch.setattr(resealing, "_anew", meanwhile)
    list(reseal_all(database, RING))
    assert numbers(database, Ring.of(NEW))[0] == "changed"
    assert left(database) == 0


def test_what_nothing_opens_is_named_and_left(database: Database) -> None:
    give_payees(database, 3)
    foreign = Seal(Ring.of("of another network"), PAYEE_NUMBER).close("6222")
    with database.transaction() as session:
        one = session.exec(select(PayeeAccount).order_by(PayeeAccount.code)).first()
        assert one is not None
        one.sealed = foreign
        lost = str(one.id)
    last = [found for found in reseal_all(database, RING) if found.due][-1]
    assert (last.due, last.done, last.unreadable) == (3, 2, [lost])
    assert not is_cut_off(database, RING), "the next rotation is a new one"
    with database.reading() as session:
        faults = list(sealed_values(session.connection(), RING))
        kept = session.exec(select(PayeeAccount.sealed).where(PayeeAccount.id == int(lost))).one()
    assert kept == foreign
    assert [(one.kind, one.subject) for one in faults] == [("seal.unreadable", f"payee_account.sealed {lost}")]
    assert secret_mark("of another network") in faults[0].words and "6222" not in faults[0].words


def test_the_secret_of_digests_outlives_the_ring(database: Database) -> None:
    with database.transaction() as session:
        assert hash_secret(session, BEFORE) == OLD
        keep_hash_secret(session, BEFORE, at=now())
        keep_hash_secret(session, RING, at=now())
        assert session.exec(select(HashSecret)).one().sealed.startswith(secret_mark(OLD))
    list(reseal_all(database, RING))
    with database.reading() as session:
        assert hash_secret(session, Ring.of(NEW)) == OLD
        assert hash_secret(session, Ring.of("of another network")) == "of another network"


def test_a_seal_is_opened_by_its_own_secret_and_for_its_own_purpose() -> None:
    sealed = Seal(RING, "this").close("words")
    assert sealed.startswith(f"{secret_mark(NEW)}:") and NEW not in sealed
    for ring, purpose in ((BEFORE, "this"), (RING, "that")):
        with pytest.raises(Unreadable):
            Seal(ring, purpose).open(sealed)
    for damaged in (sealed[:-4], f"{secret_mark(OLD)}{sealed[8:]}", "", ":", "gAAAA"):
        with pytest.raises(Unreadable):
            Seal(RING, "this").open(damaged)
