"""A parcel that is fetched: placed without an address, ready, handed out once for its code, else given up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from models.catalogue.supplier.pickup_place import offer_pickup, withdraw_pickup
from models.checks.check import CHECKS
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT, Rules
from models.kernel.snapshot import snapshot
from models.payment.gateways import Gateway
from models.stories.after_sale.pay_back import agree_after_sale
from models.stories.money.settle import settle
from models.stories.order.cancel import cancel_order
from models.stories.order.fetch import AtCounter, fetch_parcel, look_at_counter
from models.stories.order.place import Agreement, place_order
from models.stories.order.time_out import give_up_unfetched, receive_overdue
from models.stories.refund.send import send_refunds
from models.trade.after_sale.by_supplier import agree_return, arrive
from models.trade.cart.quote import LastSeen
from models.trade.order.order import Order
from models.trade.parcel.finding import ParcelFilter, parcels_of
from models.trade.parcel.readdressing import ask_address, ship_to
from models.trade.parcel.shipping import Way, ship
from models.trade.waybill.tables import rows_to_send
from tests.given.baskets import (
    COD,
    CONTACT,
    NOON,
    ROOMY,
    TEST,
    Carried,
    carried,
    facts_of,
    order_quoted,
    pay,
    put,
    stock_of,
)
from tests.given.pickups import (
    AT_SHOP,
    SOMEBODY,
    made_ready,
    offer,
    parcel_facts,
    quote_fetched,
    supplier_of_stall,
    to_fetch,
)
from tests.given.processes import in_threads
from tests.given.returns import asked, one, pieces, refunds, staff, wish

ASKED = ("amounts", "states", "boxes", "refunds", "pickups", "ledger", "postings")
STAFF = Act.supplier(None, NOON)


def says(
    database: Database, stall: Carried, code: str, *, hours: float = 0, rules: Rules = DEFAULT
) -> AtCounter | Refused:
    try:
        with database.transaction() as session:
            act = Act.supplier(None, NOON + timedelta(hours=hours))
            said = fetch_parcel(session, supplier_of_stall(session, stall), code, act, rules=rules)
            return said.refusal or said
    except Refused as refusal:
        return refusal


def holds(database: Database) -> None:
    with snapshot(database) as connection:
        asked = [part for part in CHECKS if part.__module__.rpartition(".")[2] in ASKED]
        faults = [fault for part in asked for fault in part(connection)]
    assert faults == []


def test_no_address_is_asked_for_or_kept_and_nothing_is_paid_for_sending(database: Database) -> None:
    stall = carried(database, freight=600)
    with database.transaction() as session:
        offer(session, stall)
        put(session, "owner", stall)
        quote = quote_fetched(session, "owner")
        assert (quote.is_all_fetched, quote.freight, quote.total) == (True, Money(0), Money(12_800))
        order = order_quoted(session, quote, contact=CONTACT)
        parcel = order.parcels[0]
        assert (order.name, order.phone, order.note) == (CONTACT.name, CONTACT.phone, CONTACT.note)
        assert (order.region, order.region_code, order.street) == ("", "", "")
        assert parcel.is_pickup
        assert parcel.pickup is not None
        assert (parcel.pickup.place, parcel.pickup.days, parcel.pickup.code) == (AT_SHOP.place, 3, None)
    holds(database)


def test_what_is_sent_beside_it_keeps_its_address_from_the_counter(database: Database) -> None:
    near, far = carried(database, freight=600), carried(database, freight=800)
    with database.transaction() as session:
        offer(session, near)
        for stall in (near, far):
            put(session, "owner", stall)
        quote = quote_fetched(session, "owner")
        assert (quote.is_all_fetched, quote.freight) == (False, Money(800))
        order = order_quoted(session, quote, contact=CONTACT)
        here, there = order.parcels
        assert (here.is_pickup, there.is_pickup) == (True, False)
        assert ship_to(session, here) == SOMEBODY
        assert ship_to(session, there) == CONTACT
        sheet = rows_to_send(session, parcels_of(session, here.supplier, ParcelFilter("by_post"), limit=9))
        assert sheet == []
        for refused in (
            lambda: ship(session, here, Way("中通快递", "ZT12345678"), STAFF),
            lambda: ask_address(session, here, CONTACT, at=NOON),
        ):
            with pytest.raises(Refused):
                refused()
    holds(database)


@pytest.mark.parametrize("change", ["withdrawn", "moved"])
def test_an_offer_that_changed_meanwhile_is_said_and_nothing_is_ordered(database: Database, change: str) -> None:
    stall = carried(database, freight=600)
    with database.transaction() as session:
        offer(session, stall)
        put(session, "owner", stall)
        quote = quote_fetched(session, "owner")
    with database.transaction() as session:
        supplier = supplier_of_stall(session, stall)
        if change == "withdrawn":
            withdraw_pickup(session, supplier)
        else:
            offer_pickup(session, supplier, replace(AT_SHOP, place="太姥山镇新街 9 号"), at=NOON)
    # The quote was made before: what stands now is found behind the lock.
    with database.transaction() as session, pytest.raises(Refused) as refused:
        agreed = Agreement("form-once-and-for-all", LastSeen(quote.total, pickups=quote.pickups))
        place_order(session, quote, SOMEBODY, agreed, gateway=TEST, rules=ROOMY)
    assert "自取" in str(refused.value)
    with database.reading() as session:
        assert session.exec(select(Order.id)).all() == []
    assert stock_of(database, stall) == 10


def test_ready_then_fetched_once_whoever_says_the_code(database: Database) -> None:
    stall = carried(database)
    order = to_fetch(database, stall, gateway=TEST)
    pay(database, order)
    code = made_ready(database, order)
    assert made_ready(database, order) == code
    assert len(code) == 6
    with database.transaction() as session:
        said = look_at_counter(
            session, supplier_of_stall(session, stall), f" {code[:3]}-{code[3:]} ", STAFF, rules=DEFAULT
        )
        assert said.parcel is not None
    assert isinstance(says(database, stall, f"https://xiaopu.example/supply/pickup?code={code}", hours=1), AtCounter)
    assert parcel_facts(database, order) == ("received", NOON + timedelta(hours=1), NOON + timedelta(hours=1))
    again = says(database, stall, code, hours=2)
    assert isinstance(again, Refused)
    assert "取走了" in str(again)
    assert facts_of(database, order)[2].count("fetch") == 1
    holds(database)


def test_two_at_the_counter_at_once_hand_it_out_once(database: Database) -> None:
    stall = carried(database)
    order = to_fetch(database, stall)
    code = made_ready(database, order)
    said = in_threads(says, [(database, stall, code)] * 3)
    assert sum(isinstance(one, AtCounter) for one in said) == 1
    assert facts_of(database, order)[2].count("fetch") == 1
    holds(database)


def test_cash_is_paid_at_the_counter(database: Database) -> None:
    stall = carried(database)
    order = to_fetch(database, stall)
    says(database, stall, made_ready(database, order))
    assert facts_of(database, order)[0] == "paid"
    holds(database)


def test_guessing_is_counted_and_stops_at_one_counter_alone(database: Database) -> None:
    stall, other = carried(database), carried(database)
    order, theirs = to_fetch(database, stall), to_fetch(database, other, visitor="other")
    code, their_code = made_ready(database, order), made_ready(database, theirs)
    rules = replace(DEFAULT, pickup_misses=3)
    wrong = [f"{n:06d}" for n in range(9) if f"{n:06d}" not in (code, their_code)]
    if code != their_code:
        wrong[0] = their_code  # Another seller's code opens nothing here.
    for guess in wrong[:3]:
        assert "没有这个取货码" in str(says(database, stall, guess, rules=rules))
    assert "太多了" in str(says(database, stall, code, rules=rules))
    assert "6 位" in str(says(database, stall, "12", rules=rules))
    assert parcel_facts(database, order)[0] == "to_ship"
    assert isinstance(says(database, other, their_code, rules=rules), AtCounter)
    assert isinstance(says(database, stall, code, hours=1.5, rules=rules), AtCounter)


@pytest.mark.parametrize("gateway", [TEST, COD], ids=["paid", "cash"])
def test_what_nobody_fetched_goes_back(database: Database, gateway: Gateway) -> None:
    stall = carried(database)
    order = to_fetch(database, stall, gateway=gateway)
    if gateway is TEST:
        pay(database, order)
    code = made_ready(database, order)
    for days, expected in ((2.9, 0), (3.1, 1), (3.2, 0)):
        assert give_up_unfetched(database, at=NOON + timedelta(days=days)) == expected
    assert facts_of(database, order)[:2] == ("cancelled", ["cancelled"])
    assert stock_of(database, stall) == 10
    assert "取消" in str(says(database, stall, code, hours=80))
    holds(database)


def test_the_clock_of_sending_leaves_it_alone(database: Database) -> None:
    stall = carried(database)
    order = to_fetch(database, stall)
    made_ready(database, order)
    assert receive_overdue(database, rules=DEFAULT, at=NOON + timedelta(days=60)) == 0
    with database.transaction() as session:
        assert cancel_order(session, session.get_one(Order, order), Act.buyer(NOON))
    with pytest.raises(Refused):
        made_ready(database, to_fetch_cancelled(database, stall))


def to_fetch_cancelled(database: Database, stall: Carried) -> int:
    order = to_fetch(database, stall, visitor="another")
    with database.transaction() as session:
        cancel_order(session, session.get_one(Order, order), Act.buyer(NOON))
    return order


def test_a_part_of_what_was_fetched_is_brought_back_and_the_rest_settles(database: Database) -> None:
    stall = carried(database, price="128")
    order = to_fetch(database, stall, gateway=TEST, quantity=3)
    pay(database, order)
    assert isinstance(says(database, stall, made_ready(database, order), hours=1), AtCounter)
    day = NOON + timedelta(days=1)
    code = asked(database, order, wish("return"), at=day)
    with database.transaction() as session:
        back, by = one(session, code), Act.supplier(staff(session), day)
        agree_return(session, back, AT_SHOP.place, by, rules=DEFAULT)
        arrive(session, back, "received", "", by, rules=DEFAULT)
        agree_after_sale(session, back, by, seen=back.owed)
    assert (pieces(database, order)[1:3], refunds(database)) == ((1, 1), [12_800])
    holds(database)
    send_refunds(database, {"test": TEST}, rules=DEFAULT, at=day)
    run = settle(database, list, rules=DEFAULT, at=NOON + timedelta(days=DEFAULT.after_sale_days + 2))
    assert (run.state, run.lines) == ("done", 1)
    holds(database)
