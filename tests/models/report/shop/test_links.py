"""What was shared, and when a poster says something that is no longer so."""

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.money import Money
from models.link.link import Link
from models.link.linking import link_for, shop_link
from models.pick.picking import unpick
from models.report.shop.links import link_facts, link_of, links, links_count
from models.stories.order.cancel import cancel_order
from models.trade.cart.changing import Chosen, put_in
from models.trade.order.order import Order
from tests.given.baskets import COD, NOON, TEST, order_all, pay
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier


def test_the_newest_stands_first_and_the_shop_itself_never_goes_stale(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        pick = make_pick(session, shop, make_goods(session, make_supplier(session)))
        for link in (link_for(session, pick, "moments", at=now()), shop_link(session, shop, "print", at=now())):
            assert link_facts(session, link).stale == ""
        found = links(session, shop)
        assert [(row.placement, row.pieces, row.stale) for row in found] == [("print", 0, ""), ("moments", 0, "")]
        assert links_count(session, shop) == 2


def test_why_a_poster_is_stale(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        goods = make_goods(session, make_supplier(session))
        pick = make_pick(session, shop, goods)
        link = link_for(session, pick, "moments", at=now())
        goods.skus[0].listed_price = Money(9900)
        session.flush()
        assert link_facts(session, link).stale == "price"
        unpick(session, pick)
        assert link_facts(session, link).stale == "unpicked"
        goods.state = "off_sale"
        session.flush()
        assert link_facts(session, link).stale == "off_sale"


def test_a_link_is_found_through_its_own_shop_alone(database: Database) -> None:
    with database.transaction() as session:
        shop, other = make_shop(session), make_shop(session)
        link = shop_link(session, shop, "moments", at=now())
        assert link_of(session, shop, link.code) is not None
        assert link_of(session, other, link.code) is None
        assert links(session, other) == []


def test_the_pieces_of_a_link_are_those_that_are_sold_now(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        goods = make_goods(session, make_supplier(session), stock=30)
        link = link_for(session, make_pick(session, shop, goods), "moments", at=NOON)
        orders = {}
        for who, pieces, gateway in (("cash", 3, COD), ("waits", 5, TEST), ("pays", 7, TEST)):
            put_in(session, who, Chosen(goods.skus[0], shop, pieces, link), at=NOON)
            orders[who] = order_all(session, who, gateway=gateway).id
        assert link_facts(session, link).pieces == 3
        link_id = link.id
    pay(database, orders["pays"])
    with database.transaction() as session:
        link = session.get_one(Link, link_id)
        assert link_facts(session, link).pieces == 10
        cancel_order(session, session.get_one(Order, orders["cash"]), Act.buyer(NOON))
        session.flush()
        assert link_facts(session, link).pieces == 7
