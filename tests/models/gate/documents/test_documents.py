"""Documents: sealed before there is a row, looked at on record, gone in time; rows and files prove each other."""

import tarfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.checks.check import check, late_faults
from models.gate.documents.document import Document, document_of
from models.gate.documents.forgetting import drop_loose_files, forget_documents
from models.gate.documents.keeping import end_use, keep_document, same_elsewhere, sealed_upload, use_again
from models.kernel.act import Act
from models.kernel.backup import backup
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Gone, Refused
from models.kernel.media import MediaStore
from models.kernel.resealing_files import are_files_cut_off, files_hanging, reseal_files
from models.kernel.ring import Ring
from models.kernel.rules import DEFAULT
from models.kernel.sealed_files import SEALED_FILES
from models.kernel.sealing import Unreadable
from models.stories.gate.look import note_document_look, shown_document
from tests.given.documents import HASHING, RING, document_files, drawn_photo
from tests.given.factories import make_member
from tests.given.ledger_books import NOON

NEWER = Ring.of("a newer secret of the tests", RING.newest)
LATE = timedelta(days=31)


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path / 'media'}")


def keep(session: Session, media: MediaStore, member: Member, *, seed: int = 1, kind: str = "photo") -> Document:
    with sealed_upload(document_files(media), drawn_photo(seed=seed), field="photo", secret=HASHING) as upload:
        return keep_document(session, member, kind, upload, Act.keeper(member, NOON))


def stored(media: MediaStore) -> list[str]:
    return media.keys_under(SEALED_FILES)


def kinds(database: Database, media: MediaStore, ring: Ring = RING) -> list[str]:
    return [fault.kind for fault in check(database, media, ring=ring)]


def late_kinds(database: Database, media: MediaStore) -> list[str]:
    found = late_faults(database, media, at=now() + timedelta(days=3))
    return [fault.kind for fault in found if fault.kind.startswith("document")]


def test_what_is_stored_says_nothing_and_opens_only_under_its_own_name(database: Database, media: MediaStore) -> None:
    with database.transaction() as session:
        mine, other = keep(session, media, make_member(session)), keep(session, media, make_member(session), seed=2)
        assert mine.key and other.key and mine.code not in mine.key
        files = document_files(media)
        assert files.read(mine.key)[:2] == b"\xff\xd8" and len(files.read(mine.key)) == mine.size
        assert b"\xff\xd8" not in media.get(mine.key)[:64]
        media.put(mine.key, media.get(other.key))
        with pytest.raises(Unreadable):
            files.read(mine.key)
    assert kinds(database, media) == ["seal.unreadable"]


def test_nothing_is_left_of_an_upload_that_was_refused(database: Database, media: MediaStore) -> None:
    with pytest.raises(Refused, match="changed meanwhile"), database.transaction() as session:
        keep(session, media, make_member(session))
        with sealed_upload(document_files(media), drawn_photo(seed=2), field="photo", secret=HASHING):
            raise Refused("", "changed meanwhile")
    assert len(stored(media)) == 1, "the first one's transaction was rolled back after its block: swept away later"
    assert late_kinds(database, media) == ["document.loose"]
    assert drop_loose_files(database, media, at=now()) == 0, "it may still get its row"
    assert drop_loose_files(database, media, at=now() + timedelta(days=2)) == 1
    assert stored(media) == [] and late_kinds(database, media) == []


def test_each_look_is_a_row_and_its_picture_is_marked(database: Database, media: MediaStore) -> None:
    with database.transaction() as session:
        member, looker = make_member(session), make_member(session, name="审核员😀")
        mine = keep(session, media, member)
        note_document_look(session, mine, Act.operator(looker, NOON))
        shown = shown_document(document_files(media), mine, looker, at=NOON)
        assert mine.key and shown[:2] == b"\xff\xd8" and shown != document_files(media).read(mine.key)
        with pytest.raises(Refused, match="你自己的"):
            note_document_look(session, mine, Act.operator(member, NOON))
        rows = session.exec(select(Audit).where(Audit.what == "document.look")).all()
        assert [(row.who, row.about, row.why) for row in rows] == [(looker.id, member.id, f"photo {mine.code}")]


def test_the_file_goes_thirty_days_after_the_decision_and_the_row_stays(database: Database, media: MediaStore) -> None:
    with database.transaction() as session:
        member = make_member(session)
        mine, undecided = keep(session, media, member), keep(session, media, member, kind="credit").code
        end_use(session, mine, at=NOON, rules=DEFAULT)
    assert forget_documents(database, media, at=NOON + timedelta(days=29)) == 0
    assert forget_documents(database, media, at=NOON + LATE) == 1
    assert forget_documents(database, media, at=NOON + LATE) == 0
    with database.reading() as session:
        gone, left = session.exec(select(Document).order_by(col(Document.id))).all()
        assert (gone.key, gone.deleted_at, gone.is_there) == (None, NOON + LATE, False)
        assert stored(media) == [left.key] and left.code == undecided
        with pytest.raises(Gone):
            shown_document(document_files(media), gone, session.get_one(Member, gone.member_id), at=NOON)
    assert kinds(database, media) == [] and late_kinds(database, media) == []


def test_a_decision_that_is_taken_back_keeps_the_photo(database: Database, media: MediaStore) -> None:
    with database.transaction() as session:
        mine = keep(session, media, make_member(session))
        end_use(session, mine, at=NOON, rules=DEFAULT)
        use_again(session, mine)
    assert forget_documents(database, media, at=NOON + LATE) == 0


def test_another_photo_ends_the_one_before_and_the_same_of_two_people_is_seen(
    database: Database, media: MediaStore
) -> None:
    with database.transaction() as session:
        member, other = make_member(session), make_member(session)
        keep(session, media, member)
        newer = keep(session, media, member, seed=2)
        assert document_of(session, member, "photo") is newer
        assert same_elsewhere(session, newer) == 0
        assert same_elsewhere(session, keep(session, media, other, seed=2)) == 1
    assert forget_documents(database, media, at=NOON) == 1
    assert len(stored(media)) == 2


def _without_file(media: MediaStore, document: Document) -> None:
    media.delete(str(document.key))


def _loose(media: MediaStore, document: Document) -> None:
    media.put(f"{SEALED_FILES}{'0' * 32}", b"of nobody")


def _garbled(media: MediaStore, document: Document) -> None:
    sealed = bytearray(media.get(str(document.key)))
    sealed[-1] ^= 1
    media.put(str(document.key), bytes(sealed))


def _too_long(media: MediaStore, document: Document) -> None:
    document.delete_after = NOON


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (_without_file, "document.file"),
        (_loose, "document.loose"),
        (_garbled, "seal.unreadable"),
        (_too_long, "document.kept"),
    ],
)
def test_what_is_wrong_is_found(database: Database, media: MediaStore, spoil: object, kind: str) -> None:
    with database.transaction() as session:
        mine = keep(session, media, make_member(session))
    assert kinds(database, media) == [] and late_kinds(database, media) == []
    with database.transaction() as session:
        session.add(mine)
        assert callable(spoil)
        spoil(media, mine)
    assert kinds(database, media) + late_kinds(database, media) == [kind]


def test_rotated_keys_seal_files_anew(database: Database, media: MediaStore) -> None:
    with database.transaction() as session:
        rows = [keep(session, media, make_member(session), seed=seed) for seed in range(3)]
        photos = [document_files(media).read(str(row.key)) for row in rows]
        keys = [str(row.key) for row in rows]
    assert [count for _, _, count in files_hanging(database, media, NEWER)] == [3]
    # One that was cut off goes on where it was.
    killed = reseal_files(database, media, NEWER)
    next(killed), next(killed)
    del killed
    assert [count for _, _, count in files_hanging(database, media, NEWER)] == [2]
    assert are_files_cut_off(database, media, NEWER)
    last = [one for one in reseal_files(database, media, NEWER) if one.due][-1]
    assert (last.due, last.done, last.unreadable) == (2, 2, [])
    only = Ring.of(NEWER.newest)
    assert [document_files(media, only).read(key) for key in keys] == photos
    assert not list(files_hanging(database, media, only)) and not are_files_cut_off(database, media, NEWER)
    assert kinds(database, media, only) == []


def test_one_that_is_forgotten_during_a_rotation_does_not_come_back(
    database: Database, media: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        member = make_member(session)
        first, second = keep(session, media, member, kind="a"), keep(session, media, member, kind="b")
        for row in (first, second):
            end_use(session, row, at=NOON, rules=DEFAULT)
    rotation: Iterator[object] = reseal_files(database, media, NEWER)
    next(rotation), next(rotation)
    assert forget_documents(database, media, at=NOON + LATE) == 2
    list(rotation)
    assert stored(media) == []


def test_a_backup_has_them_sealed_and_brings_them_back(database: Database, media: MediaStore, tmp_path: Path) -> None:
    with database.transaction() as session:
        mine = keep(session, media, make_member(session))
        photo, key = document_files(media).read(str(mine.key)), str(mine.key)
    path = tmp_path / "all.tar.gz"
    backup(database, media, path)
    with tarfile.open(path) as archive:
        held = archive.extractfile(f"media/{key}")
        assert held is not None and held.read() == media.get(key)
        assert b"\xff\xd8" not in media.get(key)[:64] and photo not in path.read_bytes()
