"""What was tried on coupons, and by operators on what is their own. Each test is one way in that stood open once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from models.account.member import Member
from models.catalogue.supplier.supplier import SupplierStaff
from models.coupon import making
from models.coupon.coupon import CouponClaim
from models.coupon.making import make_shop_coupon, stop_coupon
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.payment.payment import payment_for
from models.payment.refund import Refund
from models.shop.shop import Shop
from models.shop.violations import lift
from models.stories.after_sale.pay_back import rule
from models.stories.money.remit import remit
from models.stories.order.bring_back import bring_back
from models.stories.order.receive import receive_parcel
from models.stories.shop.grant import grant_shop
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.by_operator import Ruling
from models.trade.after_sale.steps import step_after_sale
from models.trade.order.order import Order, Parcel
from models.trade.parcel.shipping import ship
from tests.given.baskets import COD, NOON, bought, carried
from tests.given.factories import at_desk, make_member, make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.returns import SENT, asked, wish
from tests.given.stall import open_stall
from tests.given.tickets import terms
from tests.given.violations import noted
from tests.views.buyer.checkout.test_coupons import coupon
from views.kit.house import House

OTHER_ONE = "要由另一位平台人员来办"


def _parcel_of(session: Session, order_id: int) -> Parcel:
    return session.get_one(Order, order_id).parcels[0]


def _received(database: Database) -> int:
    """An order to be paid in cash that its buyer called received."""
    order_id = bought(database, carried(database), 1, gateway=COD)
    with database.transaction() as session:
        ship(session, _parcel_of(session, order_id), SENT, Act.supplier(None, NOON))
        receive_parcel(session, _parcel_of(session, order_id), Act.buyer(NOON))
    return order_id


def _at_both_desks(session: Session, parcel: Parcel) -> Member:
    """An operator who works for the parcel's supplier as well."""
    crook = make_member(session)
    session.add(SupplierStaff(member_id=crook.id, supplier_id=parcel.supplier_id, since=NOON))
    at_desk(session, crook.id, at=NOON)
    session.flush()
    return crook


@ON_SQLITE
def test_one_address_cannot_flood_a_coupon_at_checkout_either(app: Flask, house: House) -> None:
    stall_ = open_stall(house)
    url = f"/coupons/{coupon(house, stall_, off='10', quota=400, passphrase='林间的秋天', on_page=True)}/claim"
    # The button and the passphrase have one budget.
    assert {Person(app).post(url).status_code for _ in range(298)} == {303}
    replies = []
    for _ in range(3):
        who = Person(app)
        who.post("/cart", stall_.form)
        replies.append(who.post("/checkout", {"passphrase": "林间的秋天", "do": "coupon"}))
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert int(replies[-1].headers["Retry-After"]) > 0
    with house.database.reading() as session:
        assert len(session.exec(select(CouponClaim)).all()) == 300


@pytest.mark.parametrize("state", ["asked", "disputed"])
def test_an_open_request_is_not_wiped_out_by_a_box_that_came_back(database: Database, state: str) -> None:
    order_id = _received(database)
    asked(database, order_id, wish("refund", 1))
    with database.transaction() as session:
        after_sale = session.exec(select(AfterSale)).one()
        if state == "disputed":
            assert step_after_sale(session, after_sale, "dispute", Act.buyer(NOON))
    with database.transaction() as session, pytest.raises(Refused, match="先把售后办完"):
        bring_back(session, _parcel_of(session, order_id), Act.supplier(None, NOON, "拒收"))
    with database.reading() as session:
        assert session.exec(select(AfterSale)).one().state == state
        assert session.exec(select(Refund)).all() == []


def test_nobody_books_the_cash_of_their_own_supplier(database: Database) -> None:
    order_id = _received(database)
    with database.transaction() as session:
        parcel = _parcel_of(session, order_id)
        code, crook = payment_for(session, parcel.order).code, _at_both_desks(session, parcel)
        with pytest.raises(Refused, match=OTHER_ONE):
            remit(session, [code], Act.operator(crook, NOON), reference="ICBC 1")
        assert payment_for(session, parcel.order).remitted_at is None
        assert remit(session, [code], Act.operator(make_member(session), NOON), reference="ICBC 1") == 1


def test_nobody_books_the_cash_of_their_own_shop(database: Database) -> None:
    order_id = _received(database)
    with database.transaction() as session:
        parcel = _parcel_of(session, order_id)
        code, keeper = payment_for(session, parcel.order).code, parcel.lines[0].shop.keeper
        with pytest.raises(Refused, match=OTHER_ONE):
            remit(session, [code], Act.operator(keeper, NOON), reference="ICBC 1")


def test_nobody_rules_on_their_own_supplier(database: Database) -> None:
    order_id = _received(database)
    asked(database, order_id, wish("refund", 1))
    with database.transaction() as session:
        after_sale = session.exec(select(AfterSale)).one()
        assert step_after_sale(session, after_sale, "dispute", Act.buyer(NOON))
        crook, decided = _at_both_desks(session, after_sale.line.parcel), Ruling("refund", "就这么定", Money(1))
        with pytest.raises(Refused, match=OTHER_ONE):
            rule(session, after_sale, decided, Act.operator(crook, NOON), rules=DEFAULT)
        assert after_sale.state == "disputed"


def test_nobody_lifts_a_violation_of_their_own_shop_or_grants_themselves_another(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        at_desk(session, shop.keeper_id, at=NOON)
        session.flush()
        violation = noted(session, shop, make_member(session), NOON)
        with pytest.raises(Refused, match=OTHER_ONE):
            lift(session, shop, violation, Act.operator(shop.keeper, NOON, "没有的事"))
        assert violation.lifted_at is None
        with pytest.raises(Refused, match=OTHER_ONE):
            noted(session, shop, shop.keeper, NOON, once="p" * 20)
        with pytest.raises(Refused, match=OTHER_ONE):
            grant_shop(session, shop.keeper, Act.operator(shop.keeper, NOON, "再来一间"), once="g" * 20)


def test_words_of_a_coupon_that_has_ended_are_free_again(database: Database) -> None:
    number = carried(database).shop
    later = NOON + timedelta(days=300)
    with database.transaction() as session:
        shop = session.get_one(Shop, number)
        first = terms(off="10", passphrase="双十一", ends_at=NOON + timedelta(days=1))
        first_id = make_shop_coupon(session, shop, first, Act.keeper(shop.keeper, NOON)).id
    with database.transaction() as session:
        shop = session.get_one(Shop, number)
        again = terms(off="10", passphrase="双十一", begins_at=later, ends_at=later + timedelta(days=9))
        made = make_shop_coupon(session, shop, again, Act.keeper(shop.keeper, later))
        assert made.id != first_id
        assert made.passphrase == "双十一"


def test_stopping_and_making_takes_only_so_many_words(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_NAMED", 3)
    several = ["春天来了", "夏天来了", "秋天来了", "冬天来了"]
    with database.transaction() as session:
        shop = make_shop(session)
        for phrase in several[:-1]:
            made = make_shop_coupon(session, shop, terms(off="10", passphrase=phrase), Act.keeper(shop.keeper, NOON))
            stop_coupon(session, made, Act.keeper(shop.keeper, NOON))
        with pytest.raises(Refused, match="口令已经有 3 个"):
            make_shop_coupon(session, shop, terms(off="10", passphrase=several[-1]), Act.keeper(shop.keeper, NOON))
