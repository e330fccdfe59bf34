"""Parcels: shipped by their own supplier, received once, told apart from everybody else's."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.kernel.act import Act, Who
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.stories.order.time_out import receive_overdue
from models.trade.order.order import Order, Parcel
from models.trade.parcel.finding import ParcelFilter, parcels_of
from models.trade.parcel.shipping import correct, parcel_coded, receive, ship, way
from tests.given.baskets import NOON, TEST, bought, carried, facts_of
from tests.given.factories import make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads


def parcel_of(session: Session, order: int) -> Parcel:
    """The order's only parcel."""
    (parcel,) = session.get_one(Order, order).parcels
    return parcel


def send(session: Session, parcel: Parcel, tracking: str = "sf 1234567890", carrier: str = "顺丰速运") -> None:
    """Ships it as its supplier does."""
    ship(session, parcel, way(carrier, tracking), Act.supplier(None, NOON))


def test_shipped_corrected_and_received(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        parcel = parcel_of(session, order)
        with pytest.raises(Refused):
            receive(session, parcel, Act.buyer(NOON))
        send(session, parcel)
        send(session, parcel)
        (box,) = parcel.shipments
        assert (box.tracking, box.shipped_at, parcel.shipped_at) == ("SF1234567890", NOON, NOON)
        correct(session, box, way("顺丰速运", "ＳＦ９９９９９９"), Act.supplier(None, NOON))
        assert box.tracking == "SF999999"
        receive(session, parcel, Act.buyer(NOON))
        receive(session, parcel, Act.buyer(NOON + timedelta(days=1)))
        assert parcel.received_at == box.received_at == NOON
        assert [line.received for line in parcel.lines] == [1]
        with pytest.raises(Refused):
            send(session, parcel, "SF000000")
        with pytest.raises(Refused):
            correct(session, box, way("顺丰速运", "SF000000"), Act.supplier(None, NOON))
    assert facts_of(database, order) == ("placed", ["received"], ["place", "ship", "correct", "receive"])


@ON_SQLITE
@pytest.mark.parametrize(
    ("carrier", "tracking", "field"),
    [
        ("信鸽", "SF123456", "carrier"),
        ("顺丰速运", "", "tracking"),
        ("顺丰速运", "12345", "tracking"),
        ("顺丰速运", "单号<script>", "tracking"),
        ("顺丰速运", "A" * 41, "tracking"),
    ],
)
def test_what_is_no_shipment(database: Database, carrier: str, tracking: str, field: str) -> None:
    order = bought(database, carried(database))
    with database.writing() as session:
        with pytest.raises(Refused) as refusal:
            send(session, parcel_of(session, order), tracking, carrier)
        assert refusal.value.field == field
        session.rollback()
    assert facts_of(database, order)[1] == ["to_ship"]


def test_what_is_not_paid_is_neither_shipped_nor_shown(database: Database) -> None:
    order = bought(database, carried(database), gateway=TEST)
    with database.writing() as session:
        parcel = parcel_of(session, order)
        with pytest.raises(Refused):
            send(session, parcel)
        assert parcel_coded(session, parcel.supplier, parcel.code) is None
        assert parcels_of(session, parcel.supplier, ParcelFilter(), limit=10) == []
        session.rollback()


def test_a_supplier_finds_only_its_own(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        parcel, stranger = parcel_of(session, order), make_supplier(session)
        assert parcel_coded(session, parcel.supplier, parcel.code) is parcel
        assert parcels_of(session, parcel.supplier, ParcelFilter("to_ship"), limit=10) == [parcel]
        assert parcel_coded(session, stranger, parcel.code) is None
        assert parcels_of(session, stranger, ParcelFilter(), limit=10) == []


def test_received_at_once_by_two_and_the_clock(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        send(session, parcel_of(session, order))
    later = NOON + timedelta(days=11)

    def confirm(who: Who) -> None:
        if who == "clock":
            receive_overdue(database, rules=DEFAULT, at=later)
            return
        with database.transaction() as session:
            receive(session, parcel_of(session, order), Act(who, None, later))

    in_threads(confirm, [("buyer",), ("clock",), ("buyer",), ("clock",)])
    assert facts_of(database, order)[2] == ["place", "ship", "receive"]


def test_long_under_way_counts_as_received_once_the_days_are_over(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        send(session, parcel_of(session, order))
    day = timedelta(days=1)
    assert receive_overdue(database, rules=DEFAULT, at=NOON + 10 * day) == 0
    assert receive_overdue(database, rules=DEFAULT, at=NOON + 12 * day) == 1
    assert receive_overdue(database, rules=DEFAULT, at=NOON + 13 * day) == 0
    assert facts_of(database, order)[1] == ["received"]
