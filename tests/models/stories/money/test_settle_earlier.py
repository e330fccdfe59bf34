"""The privilege of a level that settles earlier: by as many days as the month's table gives, and for nobody else."""

from datetime import timedelta

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.shop.level import ShopLevel
from models.stories.money.settle import settle
from models.stories.order.receive import receive_parcel
from models.trade.order.order import Order
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import NOON, TEST, bought, carried, pay

EARLY = NOON + timedelta(days=DEFAULT.after_sale_days - 3)


def arrived(database: Database, visitor: str) -> int:
    """The shop of an order that was paid and received at noon."""
    order_id = bought(database, at := carried(database), visitor=visitor, gateway=TEST)
    pay(database, order_id)
    with database.transaction() as session:
        for parcel in session.get_one(Order, order_id).parcels:
            ship(session, parcel, Way("顺丰速运", "SF1234567890"), Act.supplier(None, NOON))
            receive_parcel(session, parcel, Act.buyer(NOON))
    return at.shop


def give(session: Session, shop: int, slug: str) -> None:
    facts = {"shop_id": shop, "month": "2026-11", "slug": slug, "sales": 0, "orders": 0, "computed_at": NOON}
    session.add(ShopLevel(**facts))  # type: ignore[arg-type]


def test_a_level_settles_as_many_days_earlier_as_it_says(database: Database) -> None:
    best, senior = arrived(database, "one"), arrived(database, "two")
    with database.transaction() as session:
        give(session, best, "super")
        give(session, senior, "senior")
    moments = (EARLY - timedelta(minutes=1), EARLY, NOON + timedelta(days=DEFAULT.after_sale_days))
    assert [settle(database, list, rules=DEFAULT, at=at).lines for at in moments] == [0, 1, 1]
