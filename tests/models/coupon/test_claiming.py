"""Claims: never past the quota, one buyer's share, one use, and back again."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.coupon.claiming import claim_coded, claim_coupon, claims_of, past_claims_of, return_coupon, use_coupon
from models.coupon.coupon import Coupon, CouponClaim
from models.coupon.making import stop_coupon, used_counts
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from tests.given.baskets import NOON
from tests.given.coupons import BEGIN, END, given_by_shop
from tests.given.factories import make_shop
from tests.given.processes import in_threads

PHONE = "13800138000"


def _claims(session: Session) -> list[tuple[str, int]]:
    return sorted((claim.visitor, claim.nth) for claim in session.exec(select(CouponClaim)))


def test_a_second_tap_gives_the_claim_there_is(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session), per_buyer=2)
        first = claim_coupon(session, coupon, "owner", at=NOON)
        assert claim_coupon(session, coupon, "owner", at=NOON) is first
        assert coupon.claimed == 1
        assert claims_of(session, "owner", at=NOON) == [first]
        assert claims_of(session, "other", at=NOON) == claims_of(session, "", at=NOON) == []
        assert claim_coded(session, "owner", first.code) is first
        assert claim_coded(session, "other", first.code) is None


def test_a_buyer_takes_the_next_after_the_first_was_used_and_no_more_than_their_share(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session), per_buyer=2)
        for order in ("1", "2"):
            use_coupon(
                session, claim_coupon(session, coupon, "owner", at=NOON), order_number=order, phone=PHONE, at=NOON
            )
        with pytest.raises(Refused, match="用过"):
            claim_coupon(session, coupon, "owner", at=NOON)
        assert (coupon.claimed, _claims(session)) == (2, [("owner", 1), ("owner", 2)])
        assert used_counts(session, [coupon]) == {coupon.id: 2}
        assert len(past_claims_of(session, "owner", at=NOON)) == 2


@pytest.mark.parametrize("standing", ["waiting", "ended", "stopped", "all_taken"])
def test_when_it_cannot_be_claimed(database: Database, standing: str) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        coupon = given_by_shop(session, shop, quota=1)
        moment = {"waiting": BEGIN - timedelta(minutes=1), "ended": END}.get(standing, NOON)
        if standing == "stopped":
            stop_coupon(session, coupon, Act.keeper(shop.keeper, NOON))
        if standing == "all_taken":
            claim_coupon(session, coupon, "first", at=NOON)
        taken = coupon.claimed
        with pytest.raises(Refused):
            claim_coupon(session, coupon, "owner", at=moment)
        session.refresh(coupon)
        assert (coupon.claimed, coupon.state_at(moment)) == (taken, standing)


def test_what_was_claimed_counts_though_it_was_stopped(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        coupon = given_by_shop(session, shop)
        mine = claim_coupon(session, coupon, "owner", at=NOON)
        stop_coupon(session, coupon, Act.keeper(shop.keeper, NOON))
        assert claim_coupon(session, coupon, "owner", at=NOON) is mine
        use_coupon(session, mine, order_number="1", phone=PHONE, at=NOON)
        assert mine.order_number == "1"


def test_used_once_and_not_after_its_end(database: Database) -> None:
    with database.transaction() as session:
        mine = claim_coupon(session, given_by_shop(session, make_shop(session)), "owner", at=NOON)
        with pytest.raises(Refused, match="结束"):
            use_coupon(session, mine, order_number="1", phone=PHONE, at=END)
        assert claims_of(session, "owner", at=END) == []
        use_coupon(session, mine, order_number="1", phone=PHONE, at=NOON)
        with pytest.raises(Refused):
            use_coupon(session, mine, order_number="2", phone="13900139000", at=NOON)
        assert (mine.order_number, mine.phone, mine.used_at) == ("1", PHONE, NOON)


def test_a_phone_gets_no_more_by_another_browser(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session))
        use_coupon(session, claim_coupon(session, coupon, "owner", at=NOON), order_number="1", phone=PHONE, at=NOON)
        again = claim_coupon(session, coupon, "the same with cookies cleared", at=NOON)
        with pytest.raises(Refused, match="手机号"):
            use_coupon(session, again, order_number="2", phone=PHONE, at=NOON)
        return_coupon(session, "1")
        use_coupon(session, again, order_number="2", phone=PHONE, at=NOON)


def test_a_cancelled_order_gives_it_back(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session))
        mine = claim_coupon(session, coupon, "owner", at=NOON)
        use_coupon(session, mine, order_number="1", phone=PHONE, at=NOON)
        assert claims_of(session, "owner", at=NOON) == []
        for number in ("1", "1", "no such order"):
            return_coupon(session, number)
        assert (mine.order_number, mine.phone, mine.used_at) == (None, None, None)
        assert claims_of(session, "owner", at=NOON) == [mine]
        assert coupon.claimed == 1


def test_many_at_once_never_pass_the_quota(database: Database) -> None:
    with database.transaction() as session:
        coupon_id = given_by_shop(session, make_shop(session), quota=3).id

    def tap(visitor: str) -> bool:
        try:
            with database.transaction() as session:
                return bool(claim_coupon(session, session.get_one(Coupon, coupon_id), visitor, at=NOON).id)
        except Refused:
            return False

    # Five buyers, each taps twice.
    answers = in_threads(tap, [(f"visitor {n % 5}",) for n in range(10)])
    with database.reading() as session:
        taken = _claims(session)
        assert session.get_one(Coupon, coupon_id).claimed == len(taken) == 3
    assert len({visitor for visitor, _ in taken}) == 3
    assert sum(answers) == 6


def test_two_orders_at_once_use_one_claim_once(database: Database) -> None:
    with database.transaction() as session:
        mine = claim_coupon(session, given_by_shop(session, make_shop(session)), "owner", at=NOON).id

    def order(number: str, phone: str) -> bool:
        try:
            with database.transaction() as session:
                use_coupon(session, session.get_one(CouponClaim, mine), order_number=number, phone=phone, at=NOON)
                return True
        except Refused:
            return False

    assert sorted(in_threads(order, [("1", PHONE), ("2", "13900139000")])) == [False, True]


def test_two_browsers_of_one_phone_at_once_use_one(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session))
        both = [claim_coupon(session, coupon, visitor, at=NOON).id for visitor in ("one", "two")]

    def order(claim_id: int) -> bool:
        try:
            with database.transaction() as session:
                claim = session.get_one(CouponClaim, claim_id)
                use_coupon(session, claim, order_number=str(claim_id), phone=PHONE, at=NOON)
                return True
        except Refused:
            return False

    assert sorted(in_threads(order, [(one,) for one in both])) == [False, True]
