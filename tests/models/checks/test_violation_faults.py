"""Violations made wrong on purpose: `flask check` names each."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models.checks.violations import appeals, evidence_files, shop_closings, star_pictures
from models.gate.documents.keeping import SealedUpload
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.shop.appealing import appeal, decide_appeal
from models.shop.evidence import open_picture_key
from models.shop.starring import Shown
from models.shop.violation import ShopViolation
from models.stories.shop.star import apply_for_star
from tests.given.factories import make_member, make_shop, picture_bytes
from tests.given.ledger_books import NOON, spoil
from tests.given.violations import FAKES, OTHER, noted

HOUR = timedelta(hours=1)
FOLLOWED = Shown("declared", 10_001, "小红书 林间阿林")
FAULTS: dict[str, tuple[str, list[str]]] = {
    "granted and counting": (
        "UPDATE shop_violation SET lifted_at = NULL, lifted_by = NULL WHERE lifted_at IS NOT NULL",
        ["violation.appeal"],
    ),
    "by the same hands": (
        "UPDATE shop_violation SET noted_by = (SELECT decided_by FROM appeal) WHERE lifted_at IS NOT NULL",
        ["violation.hands"],
    ),
    "about nothing": (
        "UPDATE shop_closing SET shop_id = (SELECT max(id) FROM shop)",
        ["violation.closing"],
    ),
    "shown by nobody's document": (
        "UPDATE star SET picture = 'nothing'",
        ["star.picture"],
    ),
    "a picture that is none": (
        "UPDATE shop_violation SET picture = 'nothing' WHERE picture IS NOT NULL",
        ["violation.picture"],
    ),
}


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/media")


@pytest.fixture
def desk(database: Database, media: MediaStore) -> Database:
    """One that was lifted on appeal, one with a picture that asks the desk to close a shop, and a shop without any."""
    with database.transaction() as session:
        shop, other = make_shop(session), make_member(session)
        asked = appeal(
            session, noted(session, shop, make_member(session), NOON, OTHER), Act.keeper(shop.keeper, NOON, "不该算")
        )
        decide_appeal(session, asked, "granted", Act.operator(other, NOON + HOUR, "证据不够"))
        pictured: ShopViolation = noted(session, shop, other, NOON + HOUR, FAKES)
        pictured.picture = "before"
        media.put(open_picture_key("before"), picture_bytes())
        keeper = make_shop(session).keeper
        shown = SealedUpload("sealed/none", "d" * 64, 9)
        apply_for_star(session, keeper, FOLLOWED, shown, Act.keeper(keeper, NOON), rules=DEFAULT)
    assert _kinds(database, media) == []
    return database


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(desk: Database, media: MediaStore, name: str) -> None:
    statement, kinds = FAULTS[name]
    spoil(desk, statement)
    assert _kinds(desk, media) == kinds


def test_a_picture_that_was_dropped_is_missed(desk: Database, media: MediaStore) -> None:
    with desk.reading() as session:
        (key,) = [one.picture for one in session.exec(select(ShopViolation)) if one.picture]
    media.delete(open_picture_key(key))
    assert _kinds(desk, media) == ["violation.picture"]


def _kinds(database: Database, media: MediaStore) -> list[str]:
    with snapshot(database) as connection:
        found = [*appeals(connection), *shop_closings(connection), *evidence_files(connection, media)]
        found += star_pictures(connection)
    return [fault.kind for fault in found]
