"""What pages give by a button."""

from models.coupon.making import stop_coupon
from models.coupon.offered import MOST_OFFERED, offered_in, offered_on
from models.kernel.act import Act
from models.kernel.database import Database
from tests.given.baskets import NOON
from tests.given.coupons import BEGIN, END, given_by_shop, given_by_supplier
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier


def test_only_what_can_be_taken_here_and_now(database: Database) -> None:
    with database.transaction() as session:
        supplier, shop, other = make_supplier(session), make_shop(session), make_shop(session)
        goods, more = make_goods(session, supplier), make_goods(session, supplier)
        make_pick(session, shop, goods)
        make_pick(session, shop, more)
        everywhere = given_by_shop(session, shop)
        on_one = given_by_shop(session, shop, goods=goods)
        theirs = given_by_supplier(session, supplier, goods=more)
        given_by_shop(session, shop, passphrase="林间老友")
        given_by_supplier(session, make_supplier(session))
        stop_coupon(session, given_by_shop(session, shop, quota=7), Act.keeper(shop.keeper, NOON))
        given_by_shop(session, shop, quota=1).claimed = 1
        session.flush()

        def codes(rows: object) -> list[str]:
            return [row.code for row in rows]  # type: ignore[attr-defined]  # Core rows have their columns.

        assert codes(offered_in(session, shop.id, at=NOON)) == [everywhere.code, on_one.code]
        assert codes(offered_on(session, shop.id, goods.id, at=NOON)) == [everywhere.code, on_one.code]
        assert codes(offered_on(session, shop.id, more.id, at=NOON)) == [everywhere.code, theirs.code]
        assert codes(offered_in(session, other.id, at=NOON)) == []
        assert codes(offered_in(session, shop.id, at=END)) == codes(
            offered_in(session, shop.id, at=BEGIN - (END - BEGIN))
        )
        assert codes(offered_in(session, shop.id, at=END)) == []


def test_a_page_offers_a_few(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        for quota in range(1, MOST_OFFERED + 3):
            given_by_shop(session, shop, quota=quota)
        assert len(offered_in(session, shop.id, at=NOON)) == MOST_OFFERED
