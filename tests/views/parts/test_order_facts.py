"""Which facts of an order each audience gets: only its buyer reads where it goes, and the desk a masked name."""

from collections.abc import Iterable

from flask import Flask

from models.kernel.address.recipient import written_on
from models.trade.order.order import Order
from tests.given.baskets import CONTACT, carried
from tests.given.returns import line_of, paid
from views.kit.house import House
from views.parts.order_facts import Fact, for_buyer, for_desk, for_paying, for_supplier


def words(facts: Iterable[Fact]) -> str:
    """All that they say."""
    return " ".join(piece.text for fact in facts for piece in (*fact.said, *fact.below))


def test_each_audience_reads_what_it_may(app: Flask, house: House) -> None:
    order_id = paid(house.database, carried(house.database))
    with app.test_request_context(), house.database.reading() as session:
        order, line = session.get_one(Order, order_id), line_of(session, order_id)
        buyer, paying = words(for_buyer(order, written_on(order))), words(for_paying(order))
        supplier, desk = words(for_supplier(line.parcel)), words(for_desk(line, "纠纷"))
        assert all(order.number in told for told in (buyer, paying, supplier, desk))
        assert CONTACT.name in buyer and CONTACT.street in buyer and CONTACT.phone not in buyer
        for told in (paying, supplier, desk):
            assert CONTACT.street not in told and CONTACT.phone not in told and CONTACT.name not in told
        assert line.parcel.code in desk and line.parcel.code not in buyer
