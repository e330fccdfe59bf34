"""The shell's nouns: records, what finds them, and a session that cannot change anything by mistake."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from models.shop.shop import Shop
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person


@ON_SQLITE
def test_the_nouns_are_at_hand(app: Flask, keeper: Person) -> None:
    at_hand = app.make_shell_context()
    assert at_hand["Shop"] is Shop
    assert {"Order", "Goods", "Member", "Withdrawal", "house", "Money", "now"} <= set(at_hand)
    with at_hand["session"] as session:
        shop = at_hand["shop_numbered"](session, keeper.shop_number)
        assert shop.name == "林间"
        shop.name = "别处"
        with pytest.raises(OperationalError, match="readonly"):
            session.flush()
