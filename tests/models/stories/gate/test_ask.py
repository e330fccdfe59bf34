"""Services that are asked before the desk: a yes passes, a no and a silence leave it to a person."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from config import Config
from models.account.identity.giving import identity_of
from models.account.member import Member
from models.gate.checklist import ChecklistItem
from models.gate.credit.double import CreditDouble
from models.gate.documents.document import document_of
from models.gate.identity.double import IdentityDouble
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.provider.double import Mishap
from models.kernel.rules import DEFAULT
from models.stories.gate.ask import Services, ask_services
from tests.given.documents import KEYS, RING, card_number, document_files
from tests.given.gates import applicant, give_photo, give_real, item_named
from tests.given.ledger_books import NOON
from tests.given.serving import serving

LATER = NOON + timedelta(minutes=1)
SECRET = "a secret between us"


@pytest.fixture
def identity() -> Iterator[IdentityDouble]:
    double = IdentityDouble(SECRET)
    with serving(double.answer) as double.url:
        yield double


@pytest.fixture
def credit() -> Iterator[CreditDouble]:
    double = CreditDouble(SECRET)
    with serving(double.answer) as double.url:
        yield double


def asked(database: Database, *doubles: IdentityDouble | CreditDouble) -> int:
    told: dict[str, str] = {}
    for one in doubles:
        told |= one.settings()
    config = Config(env="test", **told)
    services = Services(config.asked_for_identity(secret=""), config.asked_for_credit(secret=""))
    return ask_services(database, services, RING, rules=DEFAULT, at=LATER)


def stood(database: Database, member: int, name: str) -> tuple[str, dict[str, str]]:
    with database.reading() as session:
        item = item_named(session, session.get_one(Member, member), name)
        return item.state, item.given


def waits(session: Session, member: Member) -> ChecklistItem:
    return give_real(session, member, KEYS, n=1, at=NOON)


def test_without_a_service_nobody_is_asked(database: Database) -> None:
    with database.transaction() as session:
        member = applicant(session)
        waits(session, member)
        who = member.id
    assert ask_services(database, Services(), RING, rules=DEFAULT, at=LATER) == 0
    assert stood(database, who, "identity")[0] == "waiting"


def test_a_yes_proves_the_identity_and_a_second_round_asks_nothing(
    database: Database, identity: IdentityDouble
) -> None:
    with database.transaction() as session:
        member = applicant(session)
        waits(session, member)
        who = member.id
    identity.known[card_number(1)] = "林小满"
    assert asked(database, identity) == 1
    assert stood(database, who, "identity") == ("done", {"last4": card_number(1)[-4:]})
    with database.reading() as session:
        mine = identity_of(session, who)
        assert mine is not None and mine.state == "proven"
    assert asked(database, identity) == 0 and len(identity.questions) == 1


def test_a_yes_about_a_card_that_another_account_names_is_no_decision(
    database: Database, identity: IdentityDouble
) -> None:
    with database.transaction() as session:
        member = applicant(session)
        waits(session, member)
        who = member.id
        other = applicant(session, name="阿苗")
        waits(session, other)
        theirs = other.id
    identity.known[card_number(1)] = "林小满"
    assert asked(database, identity) == 0
    for one in (who, theirs):
        state, given = stood(database, one, "identity")
        assert (state, given["service"]) == ("waiting", "twice")


@pytest.mark.parametrize(("known", "said"), [({card_number(1): "别人"}, "no"), ({}, "unknown")])
def test_a_no_is_looked_at_by_a_person(
    database: Database, identity: IdentityDouble, known: dict[str, str], said: str
) -> None:
    with database.transaction() as session:
        member = applicant(session)
        waits(session, member)
        who = member.id
    identity.known |= known
    assert asked(database, identity) == 0
    state, given = stood(database, who, "identity")
    assert (state, given["service"]) == ("waiting", said)
    assert asked(database, identity) == 0 and len(identity.questions) == 1, "once is enough"


@pytest.mark.parametrize("fault", ["before", "lost", "500", "garbage"])
def test_a_service_that_fails_is_asked_again_by_the_same_key(
    database: Database, identity: IdentityDouble, fault: Mishap
) -> None:
    with database.transaction() as session:
        member = applicant(session)
        waits(session, member)
        who = member.id
    identity.known[card_number(1)] = "林小满"
    identity.faults.coming.append(fault)
    assert asked(database, identity) == 0 and stood(database, who, "identity")[0] == "waiting"
    assert asked(database, identity) == 1 and stood(database, who, "identity")[0] == "done"
    assert len(set(identity.questions)) == 1


@pytest.mark.parametrize(("score", "state"), [(701, "done"), (700, "waiting")])
def test_a_score_above_the_least_passes(
    database: Database, credit: CreditDouble, tmp_path: Path, score: int, state: str
) -> None:
    media = MediaStore(f"file://{tmp_path / 'media'}")
    with database.transaction() as session:
        member = applicant(session)
        waits(session, member)
        give_photo(session, member, document_files(media), kind="credit", seed=1, at=NOON)
        who = member.id
    credit.known[card_number(1)] = score
    assert asked(database, credit) == (state == "done")
    found, given = stood(database, who, "credit")
    assert (found, given["score"]) == (state, str(score))
    with database.reading() as session:
        document = document_of(session, session.get_one(Member, who), "credit")
        assert document is not None and (document.delete_after is not None) == (state == "done")
