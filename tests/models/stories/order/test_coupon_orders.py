"""Orders with a coupon: who pays, what everybody has, once however often and by whomever it is tried, and all of it
back where the order is cancelled."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.checks.check import CHECKS, book_faults
from models.coupon.claiming import claim_coupon, claims_of
from models.coupon.coupon import Coupon, CouponClaim
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.ledger.balance import shop_balances, supplier_balances
from models.payment.gateways import PaymentNotice
from models.payment.payment import Payment, payment_for
from models.shop.shop import Shop
from models.stories.money.set_levels import settled
from models.stories.money.settle import settle
from models.stories.order.bring_back import bring_back
from models.stories.order.cancel import cancel_order, cancel_parcel
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.time_out import cancel_overdue
from models.stories.refund.decide import Decision, RefundPart, refund
from models.trade.order.order import Line, Order
from models.trade.parcel.owed import owed
from models.trade.parcel.shipping import Way, ship
from tests.given import databases
from tests.given.baskets import (
    CONTACT,
    NOON,
    TEST,
    Carried,
    carried,
    order_all,
    order_quoted,
    pay,
    put,
    quote_cart,
    stock_of,
)
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads
from tests.given.takings import OVER, Taking, arrive
from tests.given.tickets import claimed, shop_coupon

ONCE = "the-mark-of-this-very-form"


def ordered(database: Database, at: Carried, payer: str, quantity: int = 2, **coupon: Any) -> int:
    """An order with a new coupon; nobody has paid."""
    with database.transaction() as session:
        put(session, "owner", at, quantity)
        return order_all(session, "owner", gateway=TEST, claim=claimed(session, at, payer, **coupon)).id


def wrong(database: Database) -> list[str]:
    with snapshot(database) as connection:
        # The stalls' goods have no pictures.
        return [str(fault) for part in CHECKS for fault in part(connection) if fault.kind != "goods.on_sale"]


def held(session: Session, at: Carried, order: int) -> tuple[dict[str, Money], dict[str, Money]]:
    supplier = session.get_one(Order, order).parcels[0].supplier
    return shop_balances(session, session.get_one(Shop, at.shop)), supplier_balances(session, supplier)


@pytest.mark.parametrize("payer", ["shop", "supplier"])
def test_its_payer_bears_it_and_commission_is_on_what_is_left(database: Database, payer: str) -> None:
    at = carried(database, price="100", commission_bp=1_500, freight=Money(800))
    order_id = ordered(database, at, payer, off="20.01")
    pay(database, order_id)
    with database.reading() as session:
        order = session.get_one(Order, order_id)
        assert (order.goods_total, order.discount_total, order.freight_total, order.total) == (
            20_000,
            2_001,
            800,
            18_799,
        )
        assert session.exec(select(Payment.amount)).one() == 18_799
        (line,) = order.parcels[0].lines
        # 15 % of 179.99 is 26.9985, the network's 1 % 1.7999.
        assert (line.amount, line.commission, line.fee) == (17_999, 2_699, 179)
        assert (line.discount, line.discount_payer) == (2_001, payer)
        shop, supplier = held(session, at, order_id)
        off_shop, off_supplier = (2_001, 0) if payer == "shop" else (0, 2_001)
        assert shop["pending"] == 2_699 - off_shop
        assert supplier["pending"] == 20_000 - 2_699 - 179 - off_supplier + 800
        used = session.exec(select(CouponClaim)).one()
        assert (used.order_number, used.phone, used.used_at) == (order.number, "13800138000", NOON)
        assert claims_of(session, "owner", at=NOON) == []
    assert wrong(database) == []


def test_a_shops_coupon_never_takes_more_than_the_line_earns_it(database: Database) -> None:
    at = carried(database, price="100", commission_bp=1_000)
    order_id = ordered(database, at, "shop", 1, off_bp=9_000)
    pay(database, order_id)
    with database.reading() as session:
        line = session.get_one(Order, order_id).parcels[0].lines[0]
        assert (line.discount, line.commission) == (909, 909)
        shop, supplier = held(session, at, order_id)
        assert (shop["pending"], supplier["pending"]) == (0, 10_000 - 909 - line.fee)


def test_a_suppliers_coupon_leaves_a_tenth_for_commission_and_fee(database: Database) -> None:
    at = carried(database, price="0.11", commission_bp=9_000)
    order_id = ordered(database, at, "supplier", 1, off_bp=9_000)
    pay(database, order_id)
    with database.reading() as session:
        line = session.get_one(Order, order_id).parcels[0].lines[0]
        assert (line.discount, line.amount, line.commission) == (9, 2, 1)
    assert wrong(database) == []


def test_an_order_of_two_suppliers_takes_it_off_the_right_one(database: Database) -> None:
    tea, honey = carried(database, price="128"), carried(database, price="68")
    with database.transaction() as session:
        put(session, "owner", tea)
        put(session, "owner", honey)
        order = order_all(session, "owner", claim=claimed(session, honey, "supplier", off="10"))
        assert [(int(parcel.goods_total), int(parcel.lines[0].discount)) for parcel in order.parcels] == [
            (12_800, 0),
            (6_800, 1_000),
        ]
        assert [int(owed(parcel)) for parcel in order.parcels] == [12_800, 5_800]
        assert order.total == 18_600
    assert wrong(database) == []


@ON_SQLITE
def test_freight_is_free_by_the_goods_before_the_coupon(database: Database) -> None:
    at = carried(database, price="100", freight=Money(800), free_over=10_000)
    order_id = ordered(database, at, "supplier", 1, off="50")
    with database.reading() as session:
        assert session.get_one(Order, order_id).total == 5_000


@ON_SQLITE
def test_what_is_not_so_is_refused_and_nothing_is_taken(database: Database) -> None:
    at, elsewhere = carried(database), carried(database)
    with database.transaction() as session:
        put(session, "owner", at)
        mine, foreign = (
            claimed(session, at, "shop", off="10").code,
            claimed(session, at, "shop", "stranger", off="9").code,
        )
        useless = claimed(session, elsewhere, "shop", off="10").code
        short = claimed(session, at, "supplier", off="10", minimum="500").code
    tried: list[tuple[str, int, timedelta]] = [
        (foreign, 12_800 - 900, timedelta(0)),
        (useless, 12_800, timedelta(0)),
        (short, 12_800, timedelta(0)),
        (mine, 12_800, timedelta(0)),
        (mine, 12_800 - 1_001, timedelta(0)),
        (mine, 12_800 - 1_000, timedelta(days=300)),
    ]
    for code, seen, later in tried:
        with pytest.raises(Refused), database.transaction() as session:
            claim = session.exec(select(CouponClaim).where(CouponClaim.code == code)).one()
            quote = quote_cart(session, "owner", claim=claim, at=NOON + later)
            order_quoted(session, quote, once=ONCE, seen=Money(seen))
    assert stock_of(database, at) == 10
    with database.reading() as session:
        assert session.exec(select(Order)).all() == []
        assert session.exec(select(CouponClaim.order_number)).all() == [None] * 4


def test_the_same_form_again_uses_it_once(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at)
        mine = claimed(session, at, "shop", off="10")
        first = order_all(session, "owner", once=ONCE, claim=mine)
        assert order_all(session, "owner", once=ONCE, claim=mine) is first
    with pytest.raises(Refused), database.transaction() as session:
        put(session, "owner", at)
        order_all(session, "owner", claim=session.exec(select(CouponClaim)).one(), at=NOON + timedelta(minutes=1))
    assert wrong(database) == []


def test_who_clears_the_cookies_has_the_same_phone(database: Database) -> None:
    at = carried(database)
    ordered(database, at, "shop", 1, off="10")
    with database.transaction() as session:
        coupon = session.exec(select(Coupon)).one()
        put(session, "again", at)
        claim_coupon(session, coupon, "again", at=NOON)
    with pytest.raises(Refused), database.transaction() as session:
        order_all(session, "again", claim=session.exec(select(CouponClaim).where(CouponClaim.visitor == "again")).one())
    assert stock_of(database, at) == 9
    with database.transaction() as session:
        second = session.exec(select(CouponClaim).where(CouponClaim.visitor == "again")).one()
        order_all(session, "again", claim=second, contact=replace(CONTACT, phone="13900139000"))
    assert wrong(database) == []


def submit(url: str, visitor: str, code: str, once: str) -> str:
    """Orders the visitor's cart with a claim; the order's number, or why not."""
    database = Database(url)
    try:
        with database.transaction() as session:
            claim = session.exec(select(CouponClaim).where(CouponClaim.code == code)).one()
            return order_all(session, visitor, once=once, claim=claim).number
    except Refused:
        return ""
    finally:
        database.engine.dispose()


def test_two_forms_at_once_for_one_phone_use_one_coupon(database: Database, database_url: str) -> None:
    at = carried(database)
    with database.transaction() as session:
        coupon = shop_coupon(session, session.get_one(Shop, at.shop), off="10")
        codes = {}
        for visitor in ("owner", "twin"):
            put(session, visitor, at)
            codes[visitor] = claim_coupon(session, coupon, visitor, at=NOON).code
    forms = [(database_url, visitor, code, f"{visitor}-checkout-form") for visitor, code in codes.items()]
    assert sorted(map(bool, in_threads(submit, forms))) == [False, True]
    assert stock_of(database, at) == 9
    assert wrong(database) == []


def test_two_forms_at_once_for_one_claim_make_one_order(database: Database, database_url: str) -> None:
    at, other = carried(database), carried(database)
    with database.transaction() as session:
        put(session, "owner", at)
        code = claimed(session, at, "shop", off="10").code
        assert other.shop != at.shop
    forms = [(database_url, "owner", code, f"{n}-tab-of-the-owner-x") for n in range(3)]
    assert len(set(filter(None, in_threads(submit, forms)))) == 1
    assert stock_of(database, at) == 9
    assert wrong(database) == []


@pytest.mark.parametrize("how", ["by the buyer", "by the clock", "after it was paid", "came back"])
def test_a_cancelled_order_gives_it_back(database: Database, how: str) -> None:
    at = carried(database)
    order_id = ordered(database, at, "shop", 2, off="10")
    later = NOON + timedelta(minutes=40)
    if how == "by the clock":
        assert cancel_overdue(database, rules=DEFAULT, at=later) == 1
    else:
        if how != "by the buyer":
            pay(database, order_id)
        if how == "came back":
            send(database, order_id)
        with database.transaction() as session:
            order = session.get_one(Order, order_id)
            if how == "came back":
                bring_back(session, order.parcels[0], Act.supplier(None, later))
            else:
                cancel_order(session, order, Act.buyer(later))
    with database.transaction() as session:
        assert session.get_one(Order, order_id).state == "cancelled"
        (again,) = claims_of(session, "owner", at=later)
        put(session, "owner", at)
        second = order_all(session, "owner", claim=again, at=later)
        cancel_order(session, session.get_one(Order, order_id), Act.buyer(later))
        session.refresh(again)
        assert again.order_number == second.number
    assert wrong(database) == []


def send(database: Database, order_id: int) -> None:
    with database.transaction() as session:
        for parcel in session.get_one(Order, order_id).parcels:
            ship(session, parcel, Way("顺丰速运", f"SF{parcel.id:08d}"), Act.supplier(None, NOON))


def test_money_that_comes_after_the_cancellation_goes_back_whole(database: Database) -> None:
    at = carried(database)
    order_id = ordered(database, at, "supplier", 2, off="10")
    with database.transaction() as session:
        cancel_order(session, session.get_one(Order, order_id), Act.buyer(NOON))
    with database.transaction() as session:
        payment = payment_for(session, session.get_one(Order, order_id))
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, "T"), at=NOON)
        assert payment.refunded == payment.amount == 24_600
    assert wrong(database) == []


def test_a_parcel_that_is_cancelled_and_a_refund_give_nothing_of_it_back(database: Database) -> None:
    tea, honey = carried(database, price="128"), carried(database, price="68")
    with database.transaction() as session:
        put(session, "owner", tea)
        put(session, "owner", honey)
        order_id = order_all(session, "owner", gateway=TEST, claim=claimed(session, tea, "supplier", off="10")).id
    pay(database, order_id)
    with database.transaction() as session:
        first, second = session.get_one(Order, order_id).parcels
        cancel_parcel(session, first, Act.buyer(NOON))
        assert (first.lines[0].refunded_amount, second.lines[0].refunded_amount) == (11_800, 0)
        assert claims_of(session, "owner", at=NOON) == []
    assert wrong(database) == []


@pytest.mark.parametrize("payer", ["shop", "supplier"])
def test_pieces_never_sent_are_given_back_with_all_that_was_paid_for_them(database: Database, payer: str) -> None:
    at = carried(database, price="19.99")
    order_id = ordered(database, at, payer, 3, off="5")
    pay(database, order_id)
    given = []
    for n in range(3):
        with database.transaction() as session:
            order = session.get_one(Order, order_id)
            line = order.parcels[0].lines[0]
            worth = line.worth(1)
            with pytest.raises(Refused), session.begin_nested():
                part = RefundPart(line, 1, worth - 1)
                refund(session, order, Decision("after_sale", f"too-little-{n}", [part]), Act.supplier(None, NOON))
            session.expire_all()
            part = RefundPart(line, 1, worth)
            refund(session, order, Decision("after_sale", f"piece-{n}", [part]), Act.supplier(None, NOON))
            given.append(int(worth))
    assert sum(given) == 3 * 1_999 - 500 and max(given) - min(given) <= 1
    with database.reading() as session:
        shop, supplier = held(session, at, order_id)
        assert (shop["pending"], supplier["pending"]) == (0, 0)
    assert list(book_faults(database)) == []


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    payer=st.sampled_from(["shop", "supplier"]),
    bp=st.integers(0, 9_000),
    off_bp=st.integers(1, 9_000),
    cuts=st.lists(st.integers(0, 39_999), max_size=4),
    settles=st.integers(0, 4),
)
def test_refunds_in_any_parts_take_back_what_one_of_all_would(
    payer: str, bp: int, off_bp: int, cuts: list[int], settles: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with databases.sqlite(tmp_path_factory.mktemp("refunds")) as url:
        database = Database(url)
        at = carried(database, price="199.99", commission_bp=bp)
        try:
            order_id = ordered(database, at, payer, 2, off_bp=off_bp)
        except Refused:
            # Nothing is left of a commission of next to nothing.
            return
        pay(database, order_id)
        arrive(database, Taking(order_id, ""))
        with database.reading() as session:
            amount = int(session.exec(select(Line)).one().amount)
        marks = sorted({0, *(min(cut, amount) for cut in cuts), amount})
        for n, (before, after) in enumerate(pairwise(marks)):
            if n == settles:
                assert settle(database, lambda: list(book_faults(database)), rules=DEFAULT, at=OVER).state == "done"
            with database.transaction() as session:
                order = session.get_one(Order, order_id)
                part = RefundPart(order.parcels[0].lines[0], 0, Money(after - before))
                refund(session, order, Decision("after_sale", f"cut-{n}", [part]), Act.supplier(None, OVER))
            assert list(book_faults(database)) == []
        with database.reading() as session:
            assert [sum(purses.values()) for purses in held(session, at, order_id)] == [0, 0]
        database.engine.dispose()


def test_settled_sales_are_what_buyers_paid(database: Database) -> None:
    at = carried(database, price="100")
    order_id = ordered(database, at, "supplier", 2, off="30")
    pay(database, order_id)
    arrive(database, Taking(order_id, ""))
    run = settle(database, lambda: list(book_faults(database)), rules=DEFAULT, at=OVER)
    with database.reading() as session:
        line = session.exec(select(Line)).one()
        assert (run.state, run.lines) == ("done", 1)
        assert settled(session, [at.shop], OVER, OVER + timedelta(minutes=1)) == {at.shop: (Money(17_000), 1)}
        shop, supplier = held(session, at, order_id)
        assert (shop["available"], supplier["available"]) == (line.commission, 17_000 - line.commission - line.fee)
        assert (shop["pending"], supplier["pending"]) == (0, 0)
