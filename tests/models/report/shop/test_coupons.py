"""What coupons cost whoever pays them: what was used and paid for, less what went back."""

from sqlmodel import Session, select

from models.coupon.claiming import claim_coupon
from models.coupon.coupon import Coupon
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.report.shop.coupons import coupon_costs
from models.stories.order.cancel import cancel_order
from models.stories.refund.decide import Decision, RefundPart, refund
from models.trade.order.order import Order
from tests.given.baskets import NOON, TEST, carried, order_all, pay, put
from tests.given.kinds import ON_SQLITE
from tests.given.tickets import claimed


def _cost(session: Session) -> Money | None:
    coupon = session.exec(select(Coupon)).one()
    return coupon_costs(session, [coupon]).get(coupon.id)


def test_paid_orders_less_their_refunds(database: Database) -> None:
    at = carried(database, price="100", commission_bp=2_000)
    with database.transaction() as session:
        put(session, "owner", at, 2)
        mine = claimed(session, at, "shop", off="20", per_buyer=3)
        order = order_all(session, "owner", gateway=TEST, claim=mine).id
        assert _cost(session) is None
    pay(database, order)
    with database.transaction() as session:
        assert _cost(session) == 2_000
        found = session.get_one(Order, order)
        lines = [RefundPart(found.parcels[0].lines[0], 0, Money(4_501))]
        refund(session, found, Decision("after_sale", "a", lines, freight=Money(0)), Act.supplier(None, NOON))
        session.flush()
        # 2,000 of what is left of 18,000: 2,000 × 13,499 / 18,000, floored as the books do.
        assert _cost(session) == 1_499


@ON_SQLITE
def test_a_cancelled_order_cost_nothing_and_strangers_coupons_are_their_own(database: Database) -> None:
    at = carried(database, price="100", commission_bp=2_000)
    with database.transaction() as session:
        put(session, "owner", at, 2)
        mine = claimed(session, at, "supplier", off="20")
        order = order_all(session, "owner", claim=mine)
        assert _cost(session) == 2_000
        assert coupon_costs(session, []) == {}
        cancel_order(session, order, Act.buyer(NOON))
        assert _cost(session) is None
        assert claim_coupon(session, mine.coupon, "owner", at=NOON) is mine
