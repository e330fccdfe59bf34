"""Goods are on sale from and until: the clock flips them to the minute, and whoever took them off is respected."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.catalogue.goods import listing
from models.catalogue.goods.goods import Goods, GoodsEvent
from models.catalogue.goods.selling import SellingTerms, set_selling
from models.catalogue.goods.window import keep_windows
from models.catalogue.goods.windows import AFTER_TIME, BEFORE_TIME
from models.catalogue.goods.withholding import STOPPED, bring_on, hold_back
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from tests.given.baskets import NOON
from tests.given.factories import at_desk, make_goods, make_member, make_supplier
from tests.given.kinds import ON_SQLITE

HOUR = timedelta(hours=1)
SOON = SellingTerms(on_sale_from=NOON + HOUR, on_sale_until=NOON + 3 * HOUR)


def shelved(database: Database, terms: SellingTerms = SOON, **facts: str) -> int:
    """Goods on sale at noon with these terms."""
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), digest="ab" * 16, **facts)  # type: ignore[arg-type]  # By name.
        set_selling(session, goods, terms, at=NOON)
        return goods.id


def state(database: Database, goods: int) -> tuple[str, str]:
    """Where it stands, and why."""
    with database.reading() as session:
        found = session.get_one(Goods, goods)
        return found.state, found.state_why


def test_it_goes_on_and_off_to_the_minute(database: Database) -> None:
    goods = shelved(database)
    assert state(database, goods) == ("off_sale", BEFORE_TIME)
    for minutes, changed, found in (
        (59, 0, ("off_sale", BEFORE_TIME)),
        (60, 1, ("on_sale", "")),
        (60, 0, ("on_sale", "")),
        (179, 0, ("on_sale", "")),
        (180, 1, ("off_sale", AFTER_TIME)),
        (181, 0, ("off_sale", AFTER_TIME)),
    ):
        assert keep_windows(database, at=NOON + timedelta(minutes=minutes)) == changed
        assert state(database, goods) == found
    with database.reading() as session:
        steps = session.exec(select(GoodsEvent).where(GoodsEvent.goods_id == goods).order_by(col(GoodsEvent.id))).all()
        assert [(step.state, step.by) for step in steps] == [("off_sale", None), ("on_sale", None), ("off_sale", None)]


def test_a_window_taken_away_brings_it_back_at_once(database: Database) -> None:
    goods = shelved(database)
    with database.transaction() as session:
        set_selling(session, session.get_one(Goods, goods), SellingTerms(), at=NOON)
    assert state(database, goods) == ("on_sale", "")


@pytest.mark.parametrize("who", ["supplier", "operator"])
def test_who_took_it_off_meanwhile_is_respected(database: Database, who: str) -> None:
    goods = shelved(database)
    with database.transaction() as session:
        operator = make_member(session)
        at_desk(session, operator.id)
        act = Act.operator(operator, NOON, "有投诉") if who == "operator" else Act.supplier(make_member(session), NOON)
        assert listing.take_off(session, session.get_one(Goods, goods), act)
    assert keep_windows(database, at=NOON + 2 * HOUR) == 0
    assert state(database, goods) == ("off_sale", act.why)


def test_a_stopped_supplier_keeps_it_off_and_its_return_brings_it_back(database: Database) -> None:
    goods = shelved(database)
    with database.transaction() as session:
        hold_back(session, session.get_one(Goods, goods).supplier, at=NOON)
    assert state(database, goods) == ("off_sale", BEFORE_TIME)
    assert keep_windows(database, at=NOON + 2 * HOUR) == 1
    assert state(database, goods) == ("off_sale", STOPPED)
    assert keep_windows(database, at=NOON + 2 * HOUR) == 0
    with database.transaction() as session:
        assert bring_on(session, session.get_one(Goods, goods).supplier, at=NOON + 2 * HOUR) == 1
    assert state(database, goods) == ("on_sale", "")


def test_let_back_outside_its_time_it_waits_for_it(database: Database) -> None:
    goods = shelved(database, SellingTerms(on_sale_until=NOON + HOUR))
    with database.transaction() as session:
        supplier = session.get_one(Goods, goods).supplier
        hold_back(session, supplier, at=NOON)
        assert bring_on(session, supplier, at=NOON + 2 * HOUR) == 0
    assert state(database, goods) == ("off_sale", AFTER_TIME)


@ON_SQLITE
def test_approved_before_its_time_it_waits(database: Database) -> None:
    goods = shelved(database, state="submitted")
    with database.transaction() as session:
        listing.approve(session, session.get_one(Goods, goods), Act.operator(make_member(session), NOON))
    assert state(database, goods) == ("off_sale", BEFORE_TIME)
    assert keep_windows(database, at=NOON + 2 * HOUR) == 1
    assert state(database, goods)[0] == "on_sale"


@ON_SQLITE
def test_terms_that_cannot_be(database: Database) -> None:
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session))
        for field, terms in (
            ("per_buyer", SellingTerms(per_buyer=0)),
            ("per_buyer", SellingTerms(per_buyer=100)),
            ("per_buyer", SellingTerms(per_buyer_days=3)),
            ("per_buyer_days", SellingTerms(per_buyer=3, per_buyer_days=0)),
            ("on_sale_until", SellingTerms(on_sale_from=NOON, on_sale_until=NOON)),
            ("grams", SellingTerms(grams={goods.skus[0].code: 0})),
        ):
            with pytest.raises(Refused) as refusal:
                set_selling(session, goods, terms, at=NOON)
            assert refusal.value.field == field
