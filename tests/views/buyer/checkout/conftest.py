"""A stall whose supplier asks for freight, and a buyer who has put something of it into the cart."""

import pytest

from tests.given.people import Person
from tests.given.stall import Stall, open_stall
from views.kit.house import House


@pytest.fixture
def stall(house: House) -> Stall:
    """Goods to buy."""
    return open_stall(house, freight=800)


@pytest.fixture
def filled(stall: Stall, buyer: Person) -> Person:
    """A buyer with two pieces in the cart."""
    buyer.post("/cart", stall.form | {"quantity": "2"})
    return buyer
