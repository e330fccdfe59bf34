"""Pictures that show a violation are sealed; those kept before are, too; and all are gone in time."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from models.kernel.sealed_files import SEALED_FILES, SealedFiles
from models.shop.appealing import appeal
from models.shop.evidence import forget_evidence, keep_evidence, open_picture_key, seal_older_evidence
from models.shop.violation import EVIDENCE_PURPOSE, Appeal, ShopViolation
from tests.given.documents import RING, drawn_photo
from tests.given.factories import make_member, make_shop
from tests.given.ledger_books import NOON
from tests.given.violations import noted

LAPSED = NOON + timedelta(days=DEFAULT.points_lapse_days)


def test_what_was_kept_open_is_sealed_once_and_the_open_file_is_gone(database: Database, tmp_path: Path) -> None:
    media = MediaStore(f"file://{tmp_path}/media")
    files, picture = SealedFiles(media, RING, EVIDENCE_PURPOSE), drawn_photo()
    media.put(open_picture_key("older"), picture)
    with database.transaction() as session:
        lost, older = (noted(session, make_shop(session), make_member(session), NOON) for _ in range(2))
        older.picture, lost.picture = "older", "lost"
        code = older.code
    assert seal_older_evidence(database, media, files) == 1
    assert seal_older_evidence(database, media, files) == 0
    with database.reading() as session:
        sealed = session.exec(select(ShopViolation).where(ShopViolation.code == code)).one()
        assert sealed.picture is None and sealed.sealed_picture
        assert files.read(sealed.sealed_picture) == picture != media.get(sealed.sealed_picture)
    assert not media.has(open_picture_key("older"))


def test_it_is_gone_some_days_after_the_violation_counts_no_more(database: Database, tmp_path: Path) -> None:
    media = MediaStore(f"file://{tmp_path}/media")
    files = SealedFiles(media, RING, EVIDENCE_PURPOSE)
    with database.transaction() as session:
        shop = make_shop(session)
        for why in ("plain", "appealed"):
            one = noted(session, shop, make_member(session), NOON, why=why, once=why.ljust(16, "x"))
            one.sealed_picture = keep_evidence(files, drawn_photo(seed=len(why)))
            desk = one.noted_by
        appeal(session, one, Act.keeper(shop.keeper, NOON, "不该算"))
    late = LAPSED + timedelta(days=DEFAULT.document_days)
    assert forget_evidence(database, media, rules=DEFAULT, at=late - timedelta(seconds=1)) == 0
    assert forget_evidence(database, media, rules=DEFAULT, at=late) == 1, "who decides the appeal still has to see it"
    assert len(media.keys_under(SEALED_FILES)) == 1
    with database.transaction() as session:
        asked = session.exec(select(Appeal)).one()
        asked.state, asked.decided_by, asked.decided_at = "rejected", desk, late
    assert forget_evidence(database, media, rules=DEFAULT, at=late) == 1
    assert media.keys_under(SEALED_FILES) == []
    with database.reading() as session:
        assert {one.picture_gone_at for one in session.exec(select(ShopViolation))} == {late}
