"""Deciding what shows who somebody is: the item, the identity and the photo's days go together, and back together."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from models.account.identity.giving import identity_of, newest_identity
from models.account.member import Member
from models.gate.checklist import ChecklistItem
from models.gate.documents.document import document_of
from models.gate.documents.forgetting import forget_documents
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from models.kernel.said import Said
from models.stories.gate.giving import give_item_identity
from models.stories.waiting import Given, waiting_kinds
from models.stories.waiting.deciding import Press, decide_waiting
from models.stories.waiting.reading import broken_promises
from models.stories.waiting.taking_back import take_back
from tests.given.documents import KEYS, card_number, document_files, real
from tests.given.factories import at_desk, make_member
from tests.given.gates import applicant, give_photo, give_real, item_named
from tests.given.ledger_books import NOON

KIND = "checklist"


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path / 'media'}")


def desk(session: Session) -> Member:
    member = make_member(session, name="平台")
    at_desk(session, member.id)
    return member


def decide(
    session: Session, item: ChecklistItem, verb: str, by: Member, *, why: str = "", score: str = "", minutes: int = 5
) -> str:
    kind = waiting_kinds()[KIND]
    found = kind.verb(verb)
    assert found
    act = Act.operator(by, NOON + timedelta(minutes=minutes))
    return decide_waiting(session, kind, item.code, Press(found, Given(why=why, score=score), act, DEFAULT)).lot


def test_identity_is_proven_with_its_item_and_taken_back_with_it(database: Database) -> None:
    with database.transaction() as session:
        member, operator = applicant(session), desk(session)
        item = give_real(session, member, KEYS, n=1, at=NOON)
        assert (item.state, item.given) == ("waiting", {"last4": card_number()[-4:]})
        lot = decide(session, item, "approve", operator)
        mine = identity_of(session, member.id)
        assert (item.state, mine and mine.state) == ("done", "proven")
        taken = take_back(session, lot, Act.operator(operator, NOON + timedelta(minutes=5, seconds=30)), rules=DEFAULT)
        assert len(taken.done) == 1
        assert item.state == "waiting" and mine is not None and mine.state == "given"


def test_refused_and_given_again_ten_times(database: Database) -> None:
    with database.transaction() as session:
        member, operator = applicant(session), desk(session)
        for n in range(10):
            item = give_real(session, member, KEYS, n=n, at=NOON + timedelta(hours=n))
            decide(session, item, "refuse", operator, why="照片和填的姓名、证件号对不上", minutes=60 * n + 5)
            newest = newest_identity(session, member.id)
            assert (item.state, item.tries, newest and newest.state) == ("refused", n + 1, "refused")
        assert item.why == "照片和填的姓名、证件号对不上"


def test_nobody_decides_the_own_application(database: Database) -> None:
    with database.transaction() as session:
        member = applicant(session)
        at_desk(session, member.id)
        item = give_real(session, member, KEYS, n=1, at=NOON)
        for verb in ("approve", "refuse"):
            with pytest.raises(Refused, match="自己的申请"):
                decide(session, item, verb, member, why="我自己")
        assert item.state == "waiting"


def test_a_refusal_says_why_and_starts_the_days_of_the_photo(database: Database, media: MediaStore) -> None:
    with database.transaction() as session:
        member, operator = applicant(session), desk(session)
        item = give_photo(session, member, document_files(media), seed=1, at=NOON)
        with pytest.raises(Refused, match="写一句为什么"):
            decide(session, item, "refuse", operator)
        decide(session, item, "refuse", operator, why="照片不清楚，请在亮处重拍一张")
        document = document_of(session, member, "certification")
        assert document and document.delete_after == NOON + timedelta(days=30, minutes=5)
        again = give_photo(session, member, document_files(media), seed=2, at=NOON + timedelta(hours=1))
        assert again is item and item.state == "waiting"
    assert forget_documents(database, media, at=NOON + timedelta(hours=2)) == 1, "the one that was replaced"


@pytest.mark.parametrize(
    ("typed", "state"), [("701", "done"), ("７５０", "done"), ("700", "refused"), ("0", "refused")]
)
def test_a_score_above_seven_hundred_is_enough(database: Database, media: MediaStore, typed: str, state: str) -> None:
    with database.transaction() as session:
        member, operator = applicant(session), desk(session)
        item = give_photo(session, member, document_files(media), kind="credit", seed=1, at=NOON)
        decide(session, item, "score", operator, score=typed)
        assert item.state == state
        if state == "refused":
            assert isinstance(item.why, Said) and item.why == f"信用分 {typed}，要高于 700"


@pytest.mark.parametrize("typed", ["", "高", "7,5", "-1", "10001", "700.5", "9" * 60])
def test_what_is_no_score_decides_nothing(database: Database, media: MediaStore, typed: str) -> None:
    with database.transaction() as session:
        member, operator = applicant(session), desk(session)
        item = give_photo(session, member, document_files(media), kind="credit", seed=1, at=NOON)
        for verb in ("score", "approve"):
            with pytest.raises(Refused):
                decide(session, item, verb, operator, score=typed)
        assert item.state == "waiting"


def test_two_who_decide_at_once_are_one(database: Database) -> None:
    with database.transaction() as session:
        member, first, second = applicant(session), desk(session), desk(session)
        item = give_real(session, member, KEYS, n=1, at=NOON)
        decide(session, item, "approve", first)
        with pytest.raises(Refused, match="不在等"):
            decide(session, item, "refuse", second, why="x")
        assert item.state == "done"


def test_overdue_ones_are_said_to_whoever_must_act(database: Database) -> None:
    with database.transaction() as session:
        member = applicant(session)
        item = give_real(session, member, KEYS, n=1, at=NOON)
        kind = waiting_kinds()[KIND]

        def late(hours: int) -> list[str]:
            at = NOON + timedelta(hours=hours)
            return [one.code for one in broken_promises(session, kind, NOON, at, rules=DEFAULT, limit=9)]

        assert late(47) == [] and late(49) == [item.code]


def test_what_was_proven_once_is_not_looked_at_again(database: Database) -> None:
    """A person in both roles, or with a second shop: the card is theirs already."""
    with database.transaction() as session:
        member, operator = applicant(session), desk(session)
        decide(session, give_real(session, member, KEYS, n=1, at=NOON), "approve", operator)
        item = item_named(session, member, "identity")
        item.state, item.decided_at = "yours", None
        session.flush()
        give_item_identity(session, item, real(1), Act.keeper(member, NOON), keys=KEYS, rules=DEFAULT)
        assert str(item.state) == "done"
        other = applicant(session, name="阿苗")
        with pytest.raises(Refused, match="只能有一个账号"):
            decide(session, give_real(session, other, KEYS, n=1, at=NOON), "approve", operator)
