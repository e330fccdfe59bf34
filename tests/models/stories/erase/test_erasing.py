"""Erasing what a browser left: its own, all of it, no one else's, and every figure stays true."""

from datetime import timedelta

from sqlmodel import Session, select

from models.checks.coupons import claimed
from models.checks.feed import followers_once
from models.coupon.claiming import claim_coupon, claims_of
from models.coupon.coupon import CouponClaim
from models.feed.follow import FeedReading, Follow, JoinedVisitor
from models.feed.following import follow_shop, numbers_followed
from models.feed.joined import digest_of_phone, join_visitor
from models.feed.reading import mark_feed_read
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.records import metadata
from models.shop.shop import Shop
from models.statistics.counting import VisitCounter, counting_day, visitor_key
from models.statistics.letting_go import visitor_keys
from models.statistics.seen import Seen
from models.statistics.visit import Visit
from models.stories.erase import Whose, browser_named, erase_left, left_kinds, what_is_left
from models.trade.cart.lines import pieces
from models.trade.order.keeping import keep_orders
from models.trade.order.order import Order
from tests.given.baskets import NOON, bought, carried, put
from tests.given.coupons import given_by_shop
from tests.given.visits import note

LIN, MEI = "1" * 32, "2" * 32
SECRET, DAYS = "secret", (DEFAULT.counting_days, DEFAULT.visit_days)
PHONE = digest_of_phone("13800138000", SECRET)


def _whose(visitor: str) -> Whose:
    return browser_named(visitor, secret=SECRET, days=DAYS, at=NOON)


def _left(session: Session, visitor: str) -> dict[str, int]:
    return {one.kind.name: one.count for one in what_is_left(session, _whose(visitor))}


def test_every_table_with_a_visitor_has_its_kind() -> None:
    named = {table for kind in left_kinds().values() for table in kind.tables}
    assert {name for name, table in metadata.tables.items() if "visitor" in table.columns} == named


def test_what_a_browser_left_goes_and_what_is_anothers_stays(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, visitor=MEI)
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        coupon = given_by_shop(session, shop)
        for who in (LIN, MEI):
            put(session, who, at)
            claim_coupon(session, coupon, who, at=NOON)
            follow_shop(session, shop, who, at=NOON)
            mark_feed_read(session, who, upto=NOON, at=NOON)
        keep_orders(session, LIN, [order], at=NOON)
        meis = _left(session, MEI)
        assert _left(session, LIN) == {"cart_line": 1, "coupon_claim": 1, "follow": 2, "kept_order": 1}
        for _ in range(2):
            erase_left(session, _whose(LIN))
            assert _left(session, LIN) == {}
        assert (pieces(session, LIN), claims_of(session, LIN, at=NOON), numbers_followed(session, LIN)) == (0, [], [])
        assert _left(session, MEI) == meis and meis["order"] == 1
        # The order is not the browser's to erase: it stays as it was placed.
        erase_left(session, _whose(MEI))
        assert _left(session, MEI) == {"order": 1}, "talks without a word are nobody's list"
        assert session.exec(select(Order.visitor)).one() == MEI
    with database.engine.connect() as connection:
        assert list(claimed(connection)) == list(followers_once(connection)) == []


def test_nobody_has_nothing_and_erases_nothing(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, LIN, at)
        erase_left(session, _whose(""))
        assert (_left(session, ""), pieces(session, LIN)) == ({}, 1)


def test_what_a_phone_follows_stays_while_another_browser_goes_by_it(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        follow_shop(session, shop, LIN, at=NOON)
        for who in (LIN, MEI):
            join_visitor(session, who, PHONE, at=NOON)
        erase_left(session, _whose(LIN))
        assert numbers_followed(session, LIN) == [] and numbers_followed(session, MEI) == [shop.number]
        erase_left(session, _whose(MEI))
        for record in (Follow, JoinedVisitor, FeedReading):
            assert session.exec(select(record)).all() == []


def test_a_used_coupon_stays_with_its_order(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        claim = claim_coupon(session, given_by_shop(session, session.get_one(Shop, at.shop)), LIN, at=NOON)
        claim.order_number, claim.phone, claim.used_at = "1", "13800138000", NOON
        session.flush()
        erase_left(session, _whose(LIN))
        assert session.exec(select(CouponClaim.visitor)).one() == LIN


def test_visits_lead_to_nobody_and_are_as_many_as_before(database: Database) -> None:
    at = carried(database)
    with database.reading() as session:
        seen = Seen("shop", f"shop:{session.get_one(Shop, at.shop).number}", shop_id=at.shop)
    counter = VisitCounter(database)
    for who in (LIN, MEI):
        for days in (0, 80):
            then = NOON - timedelta(days=days)
            key = visitor_key(SECRET, who, day=counting_day(then), days=DAYS[0])
            note(counter, seen, key, then)
    counter.flush()
    with database.transaction() as session:
        assert (_left(session, LIN), _left(session, MEI)) == ({"visit": 2}, {"visit": 2})
        erase_left(session, _whose(LIN))
        assert (_left(session, LIN), _left(session, MEI)) == ({}, {"visit": 2})
        assert len(session.exec(select(Visit)).all()) == 4


def test_every_key_of_the_days_that_are_kept_is_asked() -> None:
    for changing, kept in ((1, 31), (30, 90), (180, 90), (180, 3650)):
        keys = visitor_keys(LIN, secret=SECRET, days=(changing, kept), at=NOON)
        today = counting_day(NOON)
        assert keys >= {visitor_key(SECRET, LIN, day=today - ago, days=changing) for ago in range(kept + 2)}
