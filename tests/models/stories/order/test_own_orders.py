"""What keepers buy in their own shop: known by who is signed in, the account's phone, or where it was sent before; it
earns nothing, and nobody else's order is taken for one."""

from dataclasses import replace

import pytest
from sqlmodel import select

from models.kernel.database import Database
from models.kernel.rules import Rules
from models.shop.grant import ShopGrant
from models.shop.shop import Shop
from models.stories.money.set_levels import settled
from models.trade.order.order import Line
from tests.given.baskets import CONTACT, NOON, ROOMY, Carried, carried, order_quoted, put, quote_cart
from tests.given.factories import make_member
from tests.given.statements import executions
from tests.given.tickets import claimed

HOME = replace(CONTACT, region_code="330106", street="文三路 138 号")


class Stall:
    """One shop's goods, and who buys them."""

    def __init__(self, database: Database) -> None:
        self.database, self.at, self.buyers = database, carried(database, price="100", stock=50), 0
        with database.reading() as session:
            keeper = session.get_one(Shop, self.at.shop).keeper
            self.keeper, self.phone = keeper.id, keeper.phone

    def own(self, to=HOME, *, signed_in: int | None = None, at: Carried | None = None, rules: Rules = ROOMY) -> str:  # type: ignore[no-untyped-def]
        """Orders one piece; why it is the keeper's own."""
        self.buyers += 1
        visitor = f"buyer-{self.buyers}"
        with self.database.transaction() as session:
            put(session, visitor, at or self.at)
            quote = quote_cart(session, visitor)
            once = f"form-of-{visitor}".ljust(16, "x")
            order = order_quoted(session, quote, contact=to, signed_in=signed_in, once=once, rules=rules)
            (line,) = order.parcels[0].lines
            assert (line.commission == 0 and line.bonus == 0) == bool(line.own)
            assert line.commission_bp == 1500
            return line.own


@pytest.fixture
def stall(database: Database) -> Stall:
    return Stall(database)


def test_a_stranger_is_nobodys_keeper(stall: Stall) -> None:
    with stall.database.transaction() as session:
        other = make_member(session).id
    assert stall.own() == "" == stall.own(signed_in=other)


def test_signed_in_or_with_the_accounts_phone_it_is_ones_own(stall: Stall) -> None:
    assert stall.own(signed_in=stall.keeper) == "signed_in"
    assert stall.own(replace(HOME, phone=stall.phone, street="别处 1 号")) == "phone"
    assert stall.own(replace(HOME, phone=stall.phone), signed_in=stall.keeper) == "signed_in"


def test_in_another_keepers_shop_it_is_an_order_like_any(stall: Stall) -> None:
    elsewhere = carried(stall.database, price="100")
    assert stall.own(signed_in=stall.keeper, at=elsewhere) == ""


@pytest.mark.parametrize(
    ("to", "own"),
    [
        (replace(HOME, phone="13900000001"), "before"),
        (replace(HOME, phone="13900000001", street="文三路138号"), "before"),
        (replace(HOME, street="别处 9 号"), "before"),
        (replace(HOME, phone="13900000001", street="别处 9 号"), ""),
        (replace(HOME, phone="13900000001", region_code="330105"), ""),
    ],
)
def test_where_an_own_order_went_is_known(stall: Stall, to, own: str) -> None:  # type: ignore[no-untyped-def]
    assert stall.own(to) == ""
    assert stall.own(signed_in=stall.keeper) == "signed_in"
    assert stall.own(to) == own


def test_an_address_that_is_only_known_by_likeness_makes_no_other_known(stall: Stall) -> None:
    stall.own(signed_in=stall.keeper)
    friend = replace(HOME, phone="13900000001")
    assert stall.own(friend) == "before"
    assert stall.own(replace(friend, street="朋友家 3 号")) == ""


def test_who_only_types_the_keepers_phone_spoils_no_address(stall: Stall) -> None:
    victim = replace(HOME, phone="13900000001", street="买家的家 5 号")
    assert stall.own(replace(victim, phone=stall.phone)) == "phone"
    assert stall.own(victim) == ""
    # Received, it was the keeper's after all.
    with stall.database.transaction() as session:
        for line in session.exec(select(Line).where(Line.own == "phone")):
            line.parcel.received_at = NOON
    assert stall.own(victim) == "before"


def test_all_shops_of_a_keeper_are_one(stall: Stall) -> None:
    further = carried(stall.database, price="100")
    with stall.database.transaction() as session:
        facts = {"keeper_id": stall.keeper, "granted_by": stall.keeper, "granted_at": NOON, "used_at": NOON}
        session.add(given := ShopGrant(code="G0000001", why="升到精英了", once="once", **facts))  # type: ignore[arg-type]
        session.flush()
        shop = session.get_one(Shop, further.shop)
        shop.keeper_id, shop.grant_id = stall.keeper, given.id
    assert stall.own(signed_in=stall.keeper, at=further) == "signed_in"


def test_a_network_that_lets_keepers_earn_asks_nobody(stall: Stall) -> None:
    assert stall.own(signed_in=stall.keeper, rules=replace(ROOMY, own_earns_nothing=False)) == ""


def test_the_shops_own_coupon_neither_gains_nor_costs(database: Database, stall: Stall) -> None:
    with database.transaction() as session:
        claim = claimed(session, stall.at, "shop", "keeper", off_bp=500)
        put(session, "keeper", stall.at)
        quote = quote_cart(session, "keeper", claim=claim)
        order = order_quoted(session, quote, contact=HOME, signed_in=stall.keeper)
        (line,) = order.parcels[0].lines
        assert line.discount > 0 and line.commission == line.discount and line.bonus == 0


def test_it_counts_for_no_level(stall: Stall) -> None:
    stall.own(signed_in=stall.keeper)
    stall.own(replace(HOME, phone="13900000009", street="别处 9 号"))
    with stall.database.transaction() as session:
        for line in session.exec(select(Line)):
            line.released_at = NOON
        session.flush()
        counts = settled(session, [stall.at.shop], NOON, NOON.replace(day=28))
        assert counts == {stall.at.shop: (10_000, 1)}


def test_no_statement_more_for_strangers(stall: Stall) -> None:
    """Level and keeper are asked together, whoever buys."""
    with stall.database.transaction() as session:
        put(session, "buyer", stall.at)
        quote = quote_cart(session, "buyer")
        with executions(stall.database) as seen:
            order_quoted(session, quote, contact=HOME)
        asked = [one for some in seen.values() for one in some if "JOIN member" in one or "shop_level" in one]
        assert len(asked) == 1
