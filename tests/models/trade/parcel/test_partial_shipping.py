"""Box by box: pieces are sent once, the parcel is shipped when the last one left, two people at once send no more."""

import pytest
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.trade.order.order import Line, Order, Parcel
from models.trade.parcel.shipment import Shipment
from models.trade.parcel.shipping import Way, receive, ship, way
from tests.given.baskets import NOON, bought, carried, facts_of, order_all, put
from tests.given.processes import in_threads


def numbered(place: int) -> Way:
    """A box's way."""
    return way("中通快递", f"ZT000000{place}")


def parcel_of(session: Session, order: int) -> Parcel:
    """The order's only parcel."""
    (parcel,) = session.get_one(Order, order).parcels
    return parcel


def test_three_pieces_in_two_boxes(database: Database) -> None:
    order = bought(database, carried(database), 3)
    with database.transaction() as session:
        parcel = parcel_of(session, order)
        (line,) = parcel.lines
        for _ in range(2):
            ship(session, parcel, numbered(1), Act.supplier(None, NOON), pieces={line.id: 1})
        assert (parcel.state, parcel.shipped_at, line.shipped, line.to_ship) == ("part_shipped", None, 1, 2)
        with pytest.raises(Refused):
            receive(session, parcel, Act.buyer(NOON))
        for wrong in ({line.id: 3}, {line.id: 0}, {}, {line.id: -1}, {line.id: 1, 987654: 1}):
            with pytest.raises(Refused) as refusal:
                ship(session, parcel, numbered(2), Act.supplier(None, NOON), pieces=wrong)
            assert refusal.value.field == "pieces"
        ship(session, parcel, numbered(2), Act.supplier(None, NOON))
        assert (parcel.state, parcel.shipped_at, line.to_ship) == ("shipped", NOON, 0)
        assert [[held.quantity for held in box.contents] for box in parcel.shipments] == [[1], [2]]
        receive(session, parcel, Act.buyer(NOON))
        assert [box.received_at for box in parcel.shipments] == [NOON, NOON]
    assert facts_of(database, order)[2] == ["place", "ship_part", "ship", "receive"]


def test_the_same_box_twice_at_once_is_one(database: Database) -> None:
    order = bought(database, carried(database), 3)

    def send(_: int) -> None:
        with database.transaction() as session:
            parcel = parcel_of(session, order)
            ship(session, parcel, numbered(1), Act.supplier(None, NOON), pieces={parcel.lines[0].id: 1})

    in_threads(send, [(n,) for n in range(4)])
    with database.reading() as session:
        assert session.exec(select(Line.shipped)).one() == 1
        assert len(session.exec(select(Shipment)).all()) == 1


def test_the_last_pieces_sent_at_once_end_the_sending(database: Database) -> None:
    order = bought(database, carried(database), 4)

    def send(place: int) -> bool:
        try:
            with database.transaction() as session:
                parcel = parcel_of(session, order)
                ship(session, parcel, numbered(place), Act.supplier(None, NOON), pieces={parcel.lines[0].id: 2})
            return True
        except Refused:
            return False

    assert sorted(in_threads(send, [(1,), (2,), (3,)])) == [False, True, True]
    assert facts_of(database, order)[1] == ["shipped"]
    with database.reading() as session:
        assert session.exec(select(Line.shipped)).one() == 4


def test_lines_are_sent_apart(database: Database) -> None:
    tea = carried(database)
    with database.transaction() as session:
        line = put(session, "owner", tea, 2)
        goods = line.sku.goods
        other = type(line.sku)(
            code="SECOND", listed_price=line.sku.listed_price, stock=5, listed_rate=1000, goods_id=goods.id
        )
        session.add(other)
        session.flush()
        put(session, "owner", type(tea)(other.id, tea.shop), 1)
        parcel = order_all(session, "owner").parcels[0]
        first, second = parcel.lines
        ship(session, parcel, numbered(1), Act.supplier(None, NOON), pieces={second.id: 1})
        assert (parcel.state, first.shipped, second.shipped) == ("part_shipped", 0, 1)
        ship(session, parcel, numbered(2), Act.supplier(None, NOON), pieces={first.id: 2, second.id: 0})
        assert (parcel.state, first.shipped, second.shipped) == ("shipped", 2, 1)
