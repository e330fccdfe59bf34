"""A claim is a wish until an order binds it: where all are taken, the oldest that led nowhere makes room."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select

from models.checks.coupons import claimed as claimed_faults
from models.coupon.claiming import (
    LAPSED,
    claim_coupon,
    claim_state,
    claims_of,
    past_claims_of,
    return_coupon,
    use_coupon,
)
from models.coupon.coupon import Coupon, CouponClaim
from models.coupon.making import stop_coupon
from models.coupon.offered import offered_in
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from tests.given.baskets import NOON
from tests.given.coupons import END, given_by_shop
from tests.given.factories import make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_processes, in_threads

PHONE = "13800138000"
LATER = NOON + timedelta(minutes=30)


def emptied(session: Session, *, quota: int) -> Coupon:
    """A coupon whose quota visitors took that buy nothing."""
    coupon = given_by_shop(session, make_shop(session), quota=quota, on_page=True)
    for n in range(quota):
        claim_coupon(session, coupon, f"taker-{n}", at=NOON + timedelta(seconds=n))
    session.refresh(coupon)
    return coupon


def test_who_buys_nothing_keeps_nobody_from_it(database: Database) -> None:
    with database.transaction() as session:
        coupon = emptied(session, quota=4)
        with pytest.raises(Refused, match="领完"):
            claim_coupon(session, coupon, "buyer", at=LATER - timedelta(seconds=1))
        assert claim_state(session, coupon, at=LATER - timedelta(seconds=1)) == "all_taken"
        assert offered_in(session, coupon.shop_id or 0, at=LATER - timedelta(seconds=1)) == []
        assert claim_state(session, coupon, at=LATER) == "running"
        assert [row.code for row in offered_in(session, coupon.shop_id or 0, at=LATER)] == [coupon.code]
        mine = claim_coupon(session, coupon, "buyer", at=LATER)
        session.refresh(coupon)
        assert (coupon.claimed, claims_of(session, "buyer", at=LATER)) == (4, [mine])
        # Only the oldest made room, and its owner is told.
        assert claims_of(session, "taker-0", at=LATER) == []
        assert [claim.lapsed_at for claim in past_claims_of(session, "taker-0", at=LATER)] == [LATER]
        assert len(claims_of(session, "taker-1", at=LATER)) == 1
        lapsed = past_claims_of(session, "taker-0", at=LATER)[0]
        with pytest.raises(Refused) as refused:
            use_coupon(session, lapsed, order_number="1", phone=PHONE, at=LATER)
        assert refused.value.message == LAPSED
        # It may be had again, as long as somebody else's made room.
        again = claim_coupon(session, coupon, "taker-0", at=LATER + timedelta(minutes=1))
        assert (again.nth, again.lapsed_at) == (2, None)


def test_where_there_are_enough_a_claim_stands_as_long_as_its_coupon(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session), quota=3)
        mine = claim_coupon(session, coupon, "early", at=NOON)
        for who in ("one", "two"):
            claim_coupon(session, coupon, who, at=NOON + timedelta(hours=9))
        assert claims_of(session, "early", at=NOON + timedelta(hours=9)) == [mine]


def test_what_an_order_binds_never_lapses(database: Database) -> None:
    with database.transaction() as session:
        coupon = emptied(session, quota=2)
        for n in range(2):
            held = claims_of(session, f"taker-{n}", at=NOON)[0]
            use_coupon(session, held, order_number=f"{n}", phone=f"1380013800{n}", at=NOON)
        with pytest.raises(Refused, match="领完"):
            claim_coupon(session, coupon, "buyer", at=NOON + timedelta(days=2))
        # The order was cancelled: it is a wish again, and an old one.
        return_coupon(session, "1")
        assert claim_coupon(session, coupon, "buyer", at=NOON + timedelta(days=2)).nth == 1


def test_how_long_is_a_setting(database: Database) -> None:
    with database.transaction() as session:
        coupon, rules = emptied(session, quota=1), replace(DEFAULT, claim_minutes=5)
        at = NOON + timedelta(minutes=5)
        assert claim_coupon(session, coupon, "buyer", at=at, rules=rules).visitor == "buyer"


@pytest.mark.parametrize("standing", ["stopped", "ended"])
def test_nothing_lapses_for_a_coupon_that_cannot_be_had(database: Database, standing: str) -> None:
    with database.transaction() as session:
        coupon = emptied(session, quota=2)
        if standing == "stopped":
            assert coupon.shop
            stop_coupon(session, coupon, Act.keeper(coupon.shop.keeper, NOON))
        with pytest.raises(Refused):
            claim_coupon(session, coupon, "buyer", at=END if standing == "ended" else LATER)
        assert session.exec(select(CouponClaim).where(col(CouponClaim.lapsed_at).is_not(None))).all() == []


def tap(url: str, coupon_id: int, visitor: str) -> bool:
    database = Database(url)
    try:
        with database.reading_first() as session:
            claim_coupon(session, session.get_one(Coupon, coupon_id), visitor, at=LATER + timedelta(minutes=1))
            session.commit()
        return True
    except Refused:
        return False
    finally:
        database.engine.dispose()


def test_of_many_at_once_each_gets_a_place_of_its_own(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        coupon_id = emptied(session, quota=3).id
    got = in_processes(tap, [(database_url, coupon_id, f"buyer-{n}") for n in range(4)])
    got += in_threads(lambda n: tap(database_url, coupon_id, f"late-{n}"), [(n,) for n in range(3)])
    with database.reading() as session:
        standing = select(CouponClaim.visitor).where(col(CouponClaim.lapsed_at).is_(None))
        visitors = session.exec(standing).all()
        assert (len(visitors), session.get_one(Coupon, coupon_id).claimed) == (3, 3)
        assert not any(visitor.startswith("taker") for visitor in visitors)
        assert session.exec(select(func.count()).select_from(CouponClaim)).one() == 6
        assert list(claimed_faults(session.connection())) == []
    assert sum(got) == 3


STEPS = st.lists(st.tuples(st.sampled_from(["claim", "use", "give back", "wait"]), st.integers(0, 5)), max_size=40)


@ON_SQLITE
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, quota=st.integers(1, 4))
def test_whatever_happens_no_more_stand_than_the_quota_has(
    database: Database, steps: list[tuple[str, int]], quota: int
) -> None:
    at, used = NOON, set()
    with database.writing() as session:
        coupon = given_by_shop(session, make_shop(session), quota=quota, per_buyer=2)
        for step, n in steps:
            who, number = f"visitor-{n}", f"order-{n}"
            held = next(iter(claims_of(session, who, at=at)), None)
            if step == "claim":
                room = claim_state(session, coupon, at=at) == "running"
                try:
                    assert claim_coupon(session, coupon, who, at=at) == held or room
                except Refused:
                    assert held is None
            elif step == "use" and held and number not in used:
                use_coupon(session, held, order_number=number, phone=f"1380013800{n}", at=at)
                used.add(number)
            elif step == "give back":
                return_coupon(session, number)
                used.discard(number)
            elif step == "wait":
                at += timedelta(minutes=7 * n)
            session.flush()
            session.expire_all()
            claims = session.exec(select(CouponClaim)).all()
            standing = [claim for claim in claims if claim.lapsed_at is None]
            assert len(standing) == coupon.claimed <= quota
            # What an order binds is nobody else's.
            assert {claim.order_number for claim in standing} - {None} == used
        session.rollback()
