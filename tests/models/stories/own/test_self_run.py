"""A shop that sells its own goods is a supplier of one shop: begun once, by who is certified, and picked by nobody
else."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from models.account.member import Member
from models.catalogue.goods.by_operator import approve_goods
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import submit
from models.catalogue.supplier.hiring import change_staff_roles, take_onto_staff
from models.catalogue.supplier.supplier import Supplier
from models.checks import own as checks
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Gone, Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.ledger.deposit import deposit_of
from models.payment.gateways import PaymentNotice
from models.pick import storefront
from models.pick.offers import OfferFilter, goods_before, offer_of, offers, offers_count
from models.pick.pick import Pick
from models.pick.picking import pick, pick_of
from models.shop.shop import Shop
from models.stories.money.deposit_payments import ask_deposit, confirm_deposit, move_deposits
from models.stories.money.deposits import deduct_deposit, pay_deposit
from models.stories.own.beginning import begin_self_run, self_run_of
from models.stories.own.closing import follow_door, return_own_deposits
from models.stories.own.deposit import level_deposit, reassess
from models.stories.own.publishing import publish, stop_selling
from models.trade.order.order import Line
from tests.given.baskets import NOON, TEST, Carried, bought
from tests.given.factories import at_desk, make_goods, make_member, make_shop, make_supplier
from tests.given.ledger_books import faults as ledger_faults
from tests.given.own import BOND, asking, certify, desk_of, own_goods, own_shop


def keeper(shop: Shop) -> Act:
    return Act.keeper(shop.keeper, now())


def draft(session: Session, shop: Shop, **facts: object) -> Goods:
    supplier = begin_self_run(session, shop, keeper(shop), rules=DEFAULT)
    usual: dict[str, object] = {"state": "draft", "commission_bp": 0, "digest": "ab" * 16}
    return make_goods(session, supplier, **usual | facts)  # type: ignore[arg-type]


def wrong(database: Database) -> list[str]:
    every = (
        checks.self_run_sellers,
        checks.own_picks,
        checks.own_commissions,
        checks.own_deposits,
        checks.deposit_payments,
    )
    with snapshot(database) as connection:
        return [fault.kind for one in every for fault in one(connection)]


def test_only_certified_keepers_with_an_open_door_begin_and_once(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        with pytest.raises(Refused, match="认证"):
            begin_self_run(session, shop, keeper(shop), rules=DEFAULT)
        certify(session, shop)
        made = begin_self_run(session, shop, keeper(shop), rules=DEFAULT)
        assert begin_self_run(session, shop, keeper(shop), rules=DEFAULT) is made
        assert (made.kind, made.shop_id, made.freight, made.free_over) == ("self_run", shop.id, 800, 9900)
        staff = make_shop(session)
        certify(session, staff)
        make_supplier(session, name="茶厂", staff=staff.keeper)
        with pytest.raises(Refused, match="茶厂"):
            begin_self_run(session, staff, keeper(staff), rules=DEFAULT)
        closed = make_shop(session)
        certify(session, closed)
        closed.close(farewell="", at=now())
        with pytest.raises(Refused, match="打烊"):
            begin_self_run(session, closed, keeper(closed), rules=DEFAULT)
    assert wrong(database) == []


def test_no_other_shop_sees_or_picks_own_goods_nor_does_the_database_let_it(database: Database) -> None:
    with database.transaction() as session:
        mine, other = own_shop(session), make_shop(session)
        goods = own_goods(session, mine)
        with pytest.raises(Gone):
            pick(session, other, goods, rules=DEFAULT, at=now())
        assert pick_of(session, other, goods) is None
        for shop, count in ((mine, 1), (other, 0)):
            assert offers_count(session, shop, OfferFilter()) == count
            assert len(offers(session, shop, OfferFilter())) == count
            found = goods_before(session, shop, goods.code), offer_of(session, shop, goods.code)
            assert all(found) if count else not any(found)
            assert bool(storefront.offer(session, shop.id, code=goods.code)) is bool(count)
        shop_id, goods_id = other.id, goods.id
    for change in ("new", "moved"):
        with pytest.raises(DBAPIError, match="own goods"), database.transaction() as session:
            if change == "new":
                session.add(Pick(shop_id=shop_id, goods_id=goods_id, position=1, picked_at=now()))
            else:
                session.exec(select(Pick).where(Pick.goods_id == goods_id)).one().shop_id = shop_id
            session.flush()
    assert wrong(database) == []


def test_own_goods_earn_no_commission_and_no_bonus_and_floors_do_not_bind_them(database: Database) -> None:
    with database.transaction() as session:
        shop = own_shop(session)
        goods = draft(session, shop)
        assert goods.category
        goods.category.commission_floor_bp = 2000
        publish(session, shop, goods, keeper(shop), rules=DEFAULT)
        assert goods.state == "submitted"
        greedy = draft(session, shop, commission_bp=500)
        submit(session, greedy, keeper(shop))
        assert (greedy.state, "没有佣金" in greedy.state_why) == ("refused", True)
        sold = own_goods(session, shop, price="100")
        at = Carried(sold.skus[0].id, shop.id)
    bought(database, at)
    with database.transaction() as session:
        line = session.exec(select(Line)).one()
        assert (line.commission_bp, line.commission, line.bonus_bp, line.bonus) == (0, 0, 0, 0)
        assert line.fee_bp == DEFAULT.platform_fee_bp
    assert wrong(database) == []
    assert ledger_faults(database) == set()


def test_the_desk_looks_at_the_first_few_and_where_the_category_asks(database: Database) -> None:
    desk = desk_of(database)
    with database.transaction() as session:
        shop = own_shop(session)
        few = replace(DEFAULT, own_first_approvals=1)
        first = publish(session, shop, draft(session, shop), keeper(shop), rules=few)
        assert first.state == "submitted"
        assert pick_of(session, shop, first)
        from models.account.member import Member

        approve_goods(session, first.code, Act.operator(session.get_one(Member, desk), now()))
        second = publish(session, shop, draft(session, shop), keeper(shop), rules=few)
        assert (second.state, second.version) == ("on_sale", 1)
        before = shop.picks_count
        publish(session, shop, second, keeper(shop), rules=few)
        assert shop.picks_count == before
        third = draft(session, shop)
        assert third.category
        third.category.approves_own = True
        assert publish(session, shop, third, keeper(shop), rules=few).state == "submitted"
    assert wrong(database) == []


def test_a_deposit_is_asked_before_and_held_back_when_it_runs_short(database: Database) -> None:
    desk = desk_of(database)
    with database.transaction() as session:
        shop, category = own_shop(session), asking(session)
        plain = own_goods(session, shop)
        goods = draft(session, shop)
        goods.category_id = category.id
        session.flush()
        session.expire(goods, ["category"])
        with pytest.raises(Refused, match="元保证金"):
            publish(session, shop, goods, keeper(shop), rules=DEFAULT)
        supplier, by = goods.supplier, session.get_one(Member, desk)
        pay_deposit(session, supplier, BOND, Act.operator(by, now()), reference="T-1")
        assert (supplier.deposit_required, plain.state) == (0, "on_sale")
        publish(session, shop, goods, keeper(shop), rules=DEFAULT)
        assert supplier.deposit_required == BOND
        deduct_deposit(session, supplier, Money(40_000), Act.operator(by, now(), "发了假货"), once="o" * 16)
        assert supplier.deposit_short
        assert plain.state == "off_sale"
        # What needs the deposit is given up: the rest is on sale again.
        goods.state, goods.state_why = "off_sale", plain.state_why
        session.flush()
        assert stop_selling(session, goods, keeper(shop))
        assert (supplier.deposit_required, supplier.deposit_short, plain.state) == (0, False, "on_sale")
        assert goods.state == "off_sale"
        assert plain.category
        plain.category.deposit = BOND
        assert reassess(session, plain.category, Act.operator(by, now())) == 1
        assert (supplier.deposit_short, plain.state) == (True, "off_sale")
        with pytest.raises(Refused):
            publish(session, shop, plain, keeper(shop), rules=DEFAULT)
    assert wrong(database) == []


def test_a_deposit_is_paid_once_through_a_gateway_and_goes_back_the_way_it_came(database: Database) -> None:
    with database.transaction() as session:
        shop, category = own_shop(session), asking(session)
        supplier = self_run_of(session, shop)
        assert supplier
        asked = ask_deposit(session, supplier, BOND, keeper(shop), gateway=TEST)
        assert ask_deposit(session, supplier, BOND, keeper(shop), gateway=TEST) is asked
        code, number = asked.code, supplier.id
        with pytest.raises(Refused):
            confirm_deposit(session, "test", PaymentNotice(code, Money(1), "R1"), at=now())
        with pytest.raises(Gone):
            confirm_deposit(session, "alipay", PaymentNotice(code, BOND, "R1"), at=now())
        for _ in range(2):
            confirm_deposit(session, "test", PaymentNotice(code, BOND, "R1"), at=now())
            assert deposit_of(session, supplier) == BOND
        goods = draft(session, shop)
        goods.category_id = category.id
        session.flush()
        session.expire(goods, ["category"])
        publish(session, shop, goods, keeper(shop), rules=DEFAULT)
        assert level_deposit(session, supplier, keeper(shop)) is False
        level = supplier.deposit_required
    assert level == BOND
    assert return_own_deposits(database, at=now()) == 0
    with database.transaction() as session:
        shop = session.get_one(Shop, session.get_one(Supplier, number).shop_id)
        shop.close(farewell="", at=now())
        follow_door(session, shop, keeper(shop))
    assert wrong(database) == []
    assert return_own_deposits(database, at=now()) == 1
    assert return_own_deposits(database, at=now()) == 0
    assert move_deposits(database, {"test": TEST}, at=now()) == 1
    with database.transaction() as session:
        supplier = session.get_one(Supplier, number)
        assert deposit_of(session, supplier) == 0
        shop = session.get_one(Shop, supplier.shop_id)
        shop.reopen()
        follow_door(session, shop, keeper(shop))
        assert supplier.leaving_at is None
    assert wrong(database) == []
    assert ledger_faults(database) == set()


def test_a_shop_that_closes_with_parcels_open_gets_its_deposit_after_them(database: Database) -> None:
    with database.transaction() as session:
        shop = own_shop(session)
        supplier = self_run_of(session, shop)
        assert supplier
        asked = ask_deposit(session, supplier, BOND, keeper(shop), gateway=TEST)
        confirm_deposit(session, "test", PaymentNotice(asked.code, BOND, "R1"), at=now())
        goods = own_goods(session, shop)
        at, number = Carried(goods.skus[0].id, shop.id), supplier.id
    bought(database, at)
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        shop.close(farewell="", at=NOON)
        follow_door(session, shop, keeper(shop))
        assert session.exec(select(Goods)).one().state == "off_sale"
    assert return_own_deposits(database, at=now()) == 0
    with database.transaction() as session:
        assert deposit_of(session, session.get_one(Supplier, number)) == BOND
    assert wrong(database) == []


def test_nobody_but_the_keeper_owns_the_account_of_own_goods(database: Database) -> None:
    with database.transaction() as session:
        shop, helper = own_shop(session), make_member(session, name="帮手")
        supplier = self_run_of(session, shop)
        assert supplier
        act = Act.supplier(shop.keeper, now())
        with pytest.raises(Refused, match="掌柜"):
            take_onto_staff(session, supplier, helper, ["owner"], act)
        take_onto_staff(session, supplier, helper, ["shipping"], act)
        with pytest.raises(Refused, match="掌柜"):
            change_staff_roles(session, supplier, helper, ["owner"], act, seen=["shipping"])
        with pytest.raises(Refused):
            change_staff_roles(session, supplier, shop.keeper, ["goods"], act, seen=["owner"])
        at_desk(session, helper.id)
    assert wrong(database) == []
