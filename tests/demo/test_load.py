"""The demo network is loaded through the verbs: its books agree, its money has moved, and a crash costs one step."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from demo import load as demo
from demo.content import WITHDRAWALS
from demo.telling import tell
from models.account.role import DESK_ROLES
from models.account.sign_in import SignIn
from models.catalogue.bulk.bulk_edit import BulkEdit
from models.catalogue.goods.proposal import Proposal
from models.catalogue.imports.run import ImportRun
from models.checks.check import check
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from models.ledger.settlement import SettlementRun
from models.notify.news import News
from models.notify.noting import unseen_news
from models.payment.gateways import Gateway
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.gateways.test.gateway import TestGateway
from models.payout.payee import PayeeAccount
from models.payout.withdrawal import Withdrawal
from models.shop.level import ShopLevel
from models.talk.conversation import Conversation
from models.trade.order.order import Order
from tests.given import databases
from tests.given.documents import KEYS
from tests.given.tills import SEAL

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


Loaded = tuple[Database, MediaStore]


class Cut(Exception):
    """The power went."""


def load(database: Database, folder: Path, at: datetime) -> MediaStore:
    """Loads it as the command does; returns where its files are."""
    media = MediaStore(f"file://{folder}/media")
    gateways: dict[str, Gateway] = {"cod": CashOnDelivery(), "test": TestGateway("s" * 32)}
    where = "http://127.0.0.1:8000"
    demo.load(database, media, gateways=gateways, public_url=where, rules=DEFAULT, seal=SEAL, keys=KEYS, at=at)
    return media


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The network, once a database; it was cut off on the way and loaded again."""
    folder = tmp_path_factory.mktemp("demo")
    with databases.sqlite(folder) if request.param == "sqlite" else databases.postgres(own=True) as url:
        database, at = Database(url), now()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(demo, "move_money_out", cut)
            with pytest.raises(Cut):
                load(database, folder, at)
        assert not demo.is_loaded(database)
        yield database, load(database, folder, at)
        database.engine.dispose()


def cut(*_: object) -> None:
    raise Cut


def test_everything_agrees(loaded: Loaded) -> None:
    database, media = loaded
    assert demo.is_loaded(database)
    assert check(database, media) == []


def test_nothing_is_there_twice_and_the_screens_live(loaded: Loaded) -> None:
    database, _ = loaded
    with database.reading() as session:
        states = Counter(session.exec(select(Withdrawal.state)))
        assert states == {"requested": 1, "approved": 2, "paid": 2, "failed": 1, "returned": 2}
        assert sum(states.values()) == len(WITHDRAWALS)
        exported = session.exec(select(Withdrawal).where(Withdrawal.state == "approved")).all()
        assert sorted(withdrawal.exported_at is not None for withdrawal in exported) == [False, True]
        payees = Counter(session.exec(select(PayeeAccount.state)))
        assert payees == {"verified": 4, "replaced": 1, "refused": 1, "asked": 1}
        runs = session.exec(select(SettlementRun)).all()
        assert [run.state for run in runs] == ["done"] * 3 and all(run.lines for run in runs)
        levels = session.exec(select(ShopLevel).order_by(col(ShopLevel.month), col(ShopLevel.shop_id))).all()
        assert [shop_level.slug for shop_level in levels] == [
            "senior",
            "newcomer",
            "newcomer",
            "newcomer",
            "senior",
            "newcomer",
        ]
        proposal = session.exec(select(Proposal)).one()
        assert proposal.state == "waiting" and proposal.goods.title in proposal.wanted["facts"]["title"]
        assert [run.state for run in session.exec(select(ImportRun))] == ["looked"]
        assert [(edit.state, edit.goods_changed) for edit in session.exec(select(BulkEdit))] == [("done", 2)]
        waiting = [talk.waiting_since is not None for talk in session.exec(select(Conversation)) if talk.last_number]
        assert waiting.count(True) == 2 and waiting.count(False) >= 2
        marks = list(session.exec(select(Order.once)))
        assert len(marks) == len(set(marks)) and len(marks) > 40


def test_it_tells_who_may_do_what(loaded: Loaded) -> None:
    told = tell(loaded[0], "http://127.0.0.1:8000")
    first, *others = told["operators"]
    assert first["phone"] == told["operator"]["phone"]
    assert first["roles"] == [role.name for role in DESK_ROLES]
    assert [one["roles"] for one in others] == [["approval", "people"], ["service", "finance"]]
    staffed = [[one["roles"] for one in supplier["staff"]] for supplier in told["suppliers"]]
    assert sorted(map(len, staffed)) == [1, 1, 1, 3]
    assert all(roles[0] == ["owner"] for roles in staffed)


def test_loading_it_again_changes_nothing(loaded: Loaded, tmp_path: Path) -> None:
    database, _ = loaded
    with database.reading() as session:
        before = len(session.exec(select(Order.id)).all())
    load(database, tmp_path, now())
    with database.reading() as session:
        assert len(session.exec(select(Order.id)).all()) == before


def test_a_keeper_and_a_supplier_were_told_and_read_most(loaded: Loaded) -> None:
    with loaded[0].reading() as session:
        rows = session.exec(select(News)).all()
        people = Counter((one.member_id, one.audience) for one in rows)
        assert sorted(audience for _, audience in people) == ["keeper", "supplier"]
        for (member_id, audience), count in people.items():
            assert 2 < count <= 6
            assert unseen_news(session, member_id, audience) == 2
        signed = session.exec(select(SignIn).order_by(col(SignIn.began_at))).all()
        assert [one.ended_at is None for one in signed] == [False, True]
        assert {one.member_id for one in signed} <= {member_id for member_id, _ in people}
