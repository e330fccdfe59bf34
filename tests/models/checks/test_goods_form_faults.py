"""Known barcodes, scans and pictures sent ahead made wrong on purpose: `flask check` names each."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models.catalogue.barcode.known_gtin import KnownGtin
from models.catalogue.barcode.scan import SCANS_KEPT, note_scan
from models.catalogue.goods.sent_picture import SentPicture, note_sent
from models.checks.goods_forms import known_numbers, scans, sent_files, sent_pictures
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore, square_key
from models.kernel.snapshot import snapshot
from tests.given.factories import make_category, make_member, make_shop, make_supplier, store_picture
from tests.given.ledger_books import spoil

FAULTS: dict[str, tuple[str, list[str]]] = {
    "a digit is wrong": ("UPDATE known_gtin SET gtin = '06901234567893'", ["known_gtin.number"]),
    "without its zeros": ("UPDATE known_gtin SET gtin = '6901234567892'", ["known_gtin.number"]),
    "what a shop weighed": ("UPDATE known_gtin SET gtin = '02100123012553'", ["known_gtin.number"]),
    "without a name": ("UPDATE known_gtin SET title = ' '", ["known_gtin.title"]),
    "a category that is none": ("UPDATE known_gtin SET category = 'nowhere'", ["known_gtin.category"]),
    "a scan of nobody": ('UPDATE scan SET "by" = 987654 WHERE NOT hit', ["scan.kept"]),
    "far too old a scan": (f"UPDATE scan SET id = id - {SCANS_KEPT} WHERE NOT hit", ["scan.kept"]),
    "a form of nobody": ("UPDATE sent_picture SET owner = 'supplier:0' WHERE doubt = ''", ["sent_picture.owner"]),
    "past its day": (
        "UPDATE sent_picture SET sent_at = '2026-01-01 00:00:00' WHERE doubt = 'blank'",
        ["sent_picture.day"],
    ),
}


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/media")


@pytest.fixture
def kept(database: Database, media: MediaStore) -> Database:
    """A known number, two scans, two pictures of a supplier's form and one of a shop's."""
    digest, at = store_picture(media), now()
    with database.transaction() as session:
        category, member = make_category(session), make_member(session)
        supplier, shop = f"supplier:{make_supplier(session).id}", f"shop:{make_shop(session).id}"
        session.add(KnownGtin(gtin="06901234567892", title="山泉水", category=category.slug))
        for hit in (False, True):
            note_scan(session, member.id, "camera", hit=hit, at=at)
        note_sent(session, supplier, b"left by itself", (digest, ""), at=at - timedelta(days=2))
        note_sent(session, supplier, b"first", (digest, "blank"), at=at - timedelta(hours=23))
        note_sent(session, supplier, b"second", (digest, ""), at=at)
        note_sent(session, shop, b"second", (digest, "receipt"), at=at)
        assert len(session.exec(select(SentPicture)).all()) == 3
    assert _kinds(database, media) == []
    return database


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(kept: Database, media: MediaStore, name: str) -> None:
    statement, kinds = FAULTS[name]
    spoil(kept, statement)
    assert _kinds(kept, media) == kinds


def test_a_picture_that_was_told_to_be_here_and_is_not(kept: Database, media: MediaStore) -> None:
    with kept.reading() as session:
        digest = session.exec(select(SentPicture.digest)).first()
    media.delete(square_key(str(digest), 540))
    assert _kinds(kept, media) == ["sent_picture.file"] * 3


def _kinds(database: Database, media: MediaStore) -> list[str]:
    with snapshot(database) as connection:
        found = [
            *known_numbers(connection),
            *scans(connection),
            *sent_pictures(connection),
            *sent_files(connection, media),
        ]
    return [fault.kind for fault in found]
