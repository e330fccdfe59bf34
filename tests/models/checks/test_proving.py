"""The nightly proof: what it found is a row, and operators who keep the money are told, once."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models.checks.proving import prove_and_keep
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from models.notify.news import News
from models.report.desk.proof import ProofRun, last_proof
from models.shop.shop import Shop
from models.stories.news.tell import look_for_news
from tests.given.baskets import NOON
from tests.given.factories import at_desk, make_member, make_shop


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/media")


def test_faults_are_counted_and_told_to_who_keeps_the_money(database: Database, media: MediaStore) -> None:
    look_for_news(database, rules=DEFAULT, at=NOON)
    with database.transaction() as session:
        make_shop(session).picks_count = 3
        told, other = make_member(session), make_member(session)
        at_desk(session, told.id, "finance", "admin")
        at_desk(session, other.id, "service")
        whom = told.id
    later = NOON + timedelta(minutes=5)
    assert prove_and_keep(database, media, clock=lambda: later) == 1
    with database.reading() as session:
        proof = last_proof(session)
        assert proof is not None and proof.by_kind == {"shop.picks": 1} and "3 picks" in proof.first
    for _ in range(2):
        look_for_news(database, rules=DEFAULT, at=later + timedelta(minutes=1))
    with database.reading() as session:
        assert [one.member_id for one in session.exec(select(News).where(News.kind == "proof"))] == [whom]


def test_where_all_agrees_nobody_is_told(database: Database, media: MediaStore) -> None:
    look_for_news(database, rules=DEFAULT, at=NOON)
    with database.transaction() as session:
        at_desk(session, make_member(session).id)
    assert prove_and_keep(database, media, clock=lambda: NOON) == 0
    look_for_news(database, rules=DEFAULT, at=NOON)
    with database.reading() as session:
        assert session.exec(select(ProofRun.faults)).one() == 0
        assert session.exec(select(News).where(News.kind == "proof")).all() == []
        assert session.exec(select(Shop)).all() == []
