"""Heads of the chain: kept apart every night and every few minutes, told to whoever listens, proven, restored."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.account.audit import Audit, note_audit
from models.account.audit.chaining import chain
from models.account.audit.heads import KEPT, NEWEST, kept_heads, put_head
from models.checks.check import check, late_faults
from models.kernel.act import Act
from models.kernel.backup import backup, restore
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.notify import Notice, Undelivered
from models.stories.trail.bring_back import note_restored
from models.stories.trail.keep import keep_newest, keep_night
from tests.given import databases
from tests.models.account.audit.test_chain import behind_its_back

NIGHT = datetime(2026, 11, 30, 18, 5, tzinfo=UTC)
MAIL = "keeper@example.org"


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/media")


class Listener:
    """A way to tell people."""

    def __init__(self, name: str, *, deaf: bool = False) -> None:
        self.name, self.deaf = name, deaf
        self.told: list[Notice] = []

    def send(self, notice: Notice) -> None:
        if self.deaf:
            raise Undelivered("nobody is there")
        self.told.append(notice)


def leave(database: Database, *subjects: str) -> None:
    with database.transaction() as session:
        for subject in subjects:
            note_audit(session, "goods.edit", subject, Act.program(NIGHT))


def late(database: Database, media: MediaStore, at: datetime = NIGHT) -> list[str]:
    return [f"{fault.kind} {fault.subject}" for fault in late_faults(database, media, at=at)]


def test_a_night_chains_what_waits_keeps_the_head_and_tells_it(database: Database, media: MediaStore) -> None:
    mail, hook, sms = Listener("email", deaf=True), Listener("webhook"), Listener("sms")
    assert keep_night(database, media, [mail, hook, sms], mail=MAIL, at=NIGHT) is None
    leave(database, "A", "B")
    head = keep_night(database, media, [mail, hook, sms], mail=MAIL, at=NIGHT)
    assert head is not None and head.position == 2
    assert set(kept_heads(media)) == {NEWEST, f"{KEPT}2026-12-01.json"}
    (notice,) = hook.told
    assert (notice.event, notice.mail, notice.key) == ("trail.head", MAIL, "trail-2")
    assert head.words in notice.text and not sms.told
    # Asked again the same night, the night's head stays the one that was told.
    leave(database, "C")
    keep_night(database, media, [], mail="", at=NIGHT + timedelta(minutes=9))
    kept = {key: one.position for key, one in kept_heads(media).items()}
    assert kept == {NEWEST: 3, f"{KEPT}2026-12-01.json": 2}
    assert check(database, media) == [] and late(database, media) == []


def test_the_newest_is_put_where_it_moved_and_never_back(database: Database, media: MediaStore) -> None:
    assert keep_newest(database, media, at=NIGHT) is None
    leave(database, "A", "B")
    chain(database, at=NIGHT)
    assert keep_newest(database, media, at=NIGHT) is not None
    assert keep_newest(database, media, at=NIGHT) is None
    put_head(media, 9, "f" * 64, at=NIGHT, nightly=False)
    assert keep_newest(database, media, at=NIGHT) is None
    assert [fault.subject for fault in check(database, media)] == ["place 9"]


def test_an_end_that_was_cut_off_shows_by_the_newest_head(database: Database, media: MediaStore) -> None:
    leave(database, "A", "B", "C")
    keep_night(database, media, [], mail="", at=NIGHT)
    with behind_its_back(database) as connection:
        connection.execute(text("DELETE FROM chain_mark WHERE position = 3"))
        connection.execute(text("DELETE FROM audit WHERE subject = 'C'"))
        connection.commit()
    faults = check(database, media)
    assert [(fault.kind, fault.subject) for fault in faults] == [("trail.head", "place 3")]
    assert "does not reach it" in faults[0].words


def test_nights_without_a_head_are_a_fault_where_the_trail_went_on(database: Database, media: MediaStore) -> None:
    leave(database, "A")
    keep_night(database, media, [], mail="", at=NIGHT)
    much_later = NIGHT + timedelta(days=9)
    assert late(database, media, much_later) == []
    leave(database, "B")
    chain(database, at=NIGHT + timedelta(days=1))
    assert late(database, media, much_later) == ["trail.head nights"]
    assert late(database, media, NIGHT + timedelta(days=1)) == []


def test_a_file_that_is_no_head_is_a_fault(database: Database, media: MediaStore) -> None:
    leave(database, "A")
    keep_night(database, media, [], mail="", at=NIGHT)
    media.put(NEWEST, b"nothing")
    assert [fault.subject for fault in check(database, media)] == ["place 0"]


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind to restore into."""
    folder = tmp_path / "target"
    folder.mkdir()
    with databases.sqlite(folder) if request.param == "sqlite" else databases.postgres(own=True) as url:
        opened = Database(url)
        yield opened
        opened.engine.dispose()


def test_a_backup_brings_the_chain_back_and_says_from_where_it_goes_on(
    database: Database, media: MediaStore, target: Database, tmp_path: Path
) -> None:
    """From either database to either; into the same files, where heads were kept after the backup."""
    leave(database, "A", "B")
    keep_night(database, media, [], mail="", at=NIGHT)
    leave(database, "C")
    backup(database, media, tmp_path / "all.tar.gz")
    leave(database, "D", "E")
    keep_night(database, media, [], mail="", at=NIGHT + timedelta(days=1))
    restore(target, media, tmp_path / "all.tar.gz")
    assert note_restored(target, media, "all.tar.gz", at=NIGHT + timedelta(days=2)) == (2, 1)
    assert check(target, media) == []
    with target.reading() as session:
        row = session.exec(select(Audit).where(Audit.what == "trail.restore")).one()
        assert row.subject == "all.tar.gz" and [change.now[:2] for change in row.changes] == ["2:", "1"]
    keep_night(target, media, [], mail="", at=NIGHT + timedelta(days=3))
    assert check(target, media) == [] and late(target, media, NIGHT + timedelta(days=3)) == []
