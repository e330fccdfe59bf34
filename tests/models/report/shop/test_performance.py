"""What was earned, told apart, is to the fen what the lines say one by one."""

from models.kernel.clock import local
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.report.numbers.day_range import DayRange
from models.report.shop.earnings import earnings
from models.report.shop.performance import EarnedBy, performance_by
from models.shop.shop import Shop
from tests.given.baskets import NOON, TEST, carried, order_all, pay, put

TODAY = local(NOON).date()
WAYS: tuple[EarnedBy, ...] = ("category", "month", "link")


def test_every_way_adds_up_to_the_lines(database: Database) -> None:
    at = carried(database)
    orders = []
    for visitor in ("a", "b"):
        with database.transaction() as session:
            put(session, visitor, at, 2)
            orders.append(order_all(session, visitor, gateway=TEST).id)
        pay(database, orders[-1])
    with database.reading() as session:
        shop = session.get_one(Shop, at.shop)
        lines = earnings(session, shop, rules=DEFAULT, at=NOON)
        promised, left = sum(one.promised for one in lines), sum(one.left for one in lines)
        assert promised > 0
        for way in WAYS:
            found = performance_by(session, shop, DayRange(TODAY, TODAY), way)
            assert sum(one.promised for one in found) == promised
            assert sum(one.frozen + one.released for one in found) == left
            assert sum(one.lines for one in found) == len(lines) == 2
            assert all(one.taken_back == Money(0) for one in found)
        assert [one.key for one in performance_by(session, shop, DayRange(TODAY, TODAY), "month")] == [f"{TODAY:%Y-%m}"]
        yesterday = DayRange(TODAY.replace(day=1), TODAY.replace(day=2))
        assert performance_by(session, shop, yesterday, "link") == []
