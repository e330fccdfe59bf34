"""Stopping and letting back: exactly what was taken away comes back, whoever decides at once, whatever else holds."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.account.audit.finding import trail
from models.account.browser import Browser
from models.account.desk.appointing import remove_from_desk
from models.account.member import Member
from models.account.signing_in import begin_sign_in, signed_in
from models.account.stop import stops_of_member
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import approve, put_back, take_off
from models.catalogue.goods.withholding import SHORT, STOPPED
from models.catalogue.supplier.stop import stops_of_supplier
from models.catalogue.supplier.supplier import Supplier
from models.checks import deposits, stops
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.shop.shop import Shop
from models.stories.money.deposits import pay_deposit, require_deposit
from models.stories.stop.consequences import of_stopping_member, of_stopping_supplier
from models.stories.stop.member import let_member_back, stop_member
from models.stories.stop.supplier import let_supplier_back, stop_supplier
from models.stories.stop.time_up import let_back_in_time
from tests.given.baskets import NOON
from tests.given.factories import at_desk, make_goods, make_member, make_pick, make_shop, make_supplier
from tests.given.processes import in_processes

SECRET = "s" * 32


@dataclass(frozen=True)
class Trade:
    """Ids: a supplier with goods of every kind, a keeper with an open shop and a closed one, and an operator."""

    supplier: int
    goods: dict[str, int]
    keeper: int
    operator: int


@pytest.fixture
def trade(database: Database) -> Trade:
    with database.transaction() as session:
        supplier, desk = make_supplier(session), make_member(session, name="平台")
        at_desk(session, desk.id)
        goods = {
            name: make_goods(session, supplier, digest=f"{place:032d}")
            for place, name in enumerate(("on", "own", "desk"))
        }
        take_off(session, goods["own"], Act.supplier(make_member(session), NOON, "换包装"))
        take_off(session, goods["desk"], Act.operator(desk, NOON, "违规"))
        shop = make_shop(session)
        make_pick(session, shop, goods["on"])
        return Trade(supplier.id, {name: one.id for name, one in goods.items()}, shop.keeper_id, desk.id)


def decide(database: Database, trade: Trade, verb: object, why: str = "发了假货", **more: object) -> bool:
    """One of the four verbs, by the operator."""
    with database.transaction() as session:
        desk = session.get_one(Member, trade.operator)
        whose = (Supplier, trade.supplier) if "supplier" in verb.__name__ else (Member, trade.keeper)  # type: ignore[attr-defined]  # A function, as all verbs.
        return verb(session, session.get_one(*whose), Act.operator(desk, NOON, why), **more)  # type: ignore[operator]  # Any of four.


def states(database: Database, trade: Trade) -> dict[str, str]:
    with database.reading() as session:
        return {name: session.get_one(Goods, one).state for name, one in trade.goods.items()}


def faults(database: Database) -> list[str]:
    parts = (stops.stop_marks, stops.stopped_sales, deposits.off_sale, deposits.short_marks)
    with snapshot(database) as connection:
        return [fault.kind for part in parts for fault in part(connection)]


def test_a_suppliers_goods_go_off_sale_and_exactly_those_come_back(database: Database, trade: Trade) -> None:
    with database.reading() as session:
        said = of_stopping_supplier(session, session.get_one(Supplier, trade.supplier))
    assert (said.goods, said.shops, said.to_ship) == (1, 1, 0)
    assert decide(database, trade, stop_supplier)
    assert not decide(database, trade, stop_supplier, "又一次")
    assert states(database, trade) == dict.fromkeys(trade.goods, "off_sale")
    with database.transaction() as session, pytest.raises(Refused, match="暂停供货"):
        put_back(session, session.get_one(Goods, trade.goods["own"]), Act.program(NOON))
    assert faults(database) == []
    assert decide(database, trade, let_supplier_back, "换了货源")
    assert not decide(database, trade, let_supplier_back)
    assert states(database, trade) == {"on": "on_sale", "own": "off_sale", "desk": "off_sale"}
    with database.reading() as session:
        [(stop, who)] = stops_of_supplier(session, session.get_one(Supplier, trade.supplier))
        assert (stop.why, who, stop.lifted_by, stop.lifted_why) == ("发了假货", "平台", trade.operator, "换了货源")
        assert {"supplier.stop", "supplier.let_back"} <= {row.what for row, _ in trail(session, limit=9)}
    assert faults(database) == []


def test_a_stop_and_a_short_deposit_wait_for_each_other(database: Database, trade: Trade) -> None:
    """Goods come back when neither holds any more, in whichever order that happens."""

    def reason() -> tuple[str, str]:
        with database.reading() as session:
            goods = session.get_one(Goods, trade.goods["on"])
            return goods.state, goods.state_why

    def deposit(required: int, paid: str = "") -> None:
        with database.transaction() as session:
            supplier, desk = session.get_one(Supplier, trade.supplier), session.get_one(Member, trade.operator)
            require_deposit(session, supplier, Money(required), Act.operator(desk, NOON))
            if paid:
                pay_deposit(session, supplier, Money(required), Act.operator(desk, NOON), reference=paid)

    decide(database, trade, stop_supplier)
    deposit(1000)
    assert reason() == ("off_sale", STOPPED)
    decide(database, trade, let_supplier_back)
    assert reason() == ("off_sale", SHORT)
    decide(database, trade, stop_supplier)
    deposit(1000, paid="T-1")
    assert reason() == ("off_sale", STOPPED)
    assert faults(database) == []
    decide(database, trade, let_supplier_back)
    assert reason()[0] == "on_sale"


def test_submitted_goods_are_not_approved_meanwhile(database: Database, trade: Trade) -> None:
    decide(database, trade, stop_supplier)
    with database.transaction() as session:
        goods = make_goods(session, session.get_one(Supplier, trade.supplier), state="submitted")
        with pytest.raises(Refused, match="暂停供货"):
            approve(session, goods, Act.operator(session.get_one(Member, trade.operator), NOON))


def test_a_member_is_signed_out_and_the_doors_close_for_now(database: Database, trade: Trade) -> None:
    with database.transaction() as session:
        keeper = session.get_one(Member, trade.keeper)
        token = begin_sign_in(session, keeper, Browser(), secret=SECRET, at=NOON)
        said = of_stopping_member(session, keeper, rules=DEFAULT, at=NOON)
        assert (said.doors, said.sign_ins, said.supplier) == (1, 1, "")
    assert decide(database, trade, stop_member)
    assert not decide(database, trade, stop_member)
    with database.transaction() as session:
        keeper = session.get_one(Member, trade.keeper)
        assert signed_in(session, token, secret=SECRET, days=180, at=NOON) is None
        assert signed_in(session, keeper.key, secret=SECRET, days=180, at=NOON) is None
        with pytest.raises(Refused, match="暂时停用"):
            begin_sign_in(session, keeper, Browser(), secret=SECRET, at=NOON)
        shop = session.exec(select(Shop)).one()
        assert shop.closed_at is not None and shop.paused
        with pytest.raises(Refused):
            shop.reopen()
    assert faults(database) == []
    assert decide(database, trade, let_member_back)
    with database.transaction() as session:
        begin_sign_in(session, session.get_one(Member, trade.keeper), Browser(), secret=SECRET, at=NOON)
        shop = session.exec(select(Shop)).one()
        assert shop.closed_at is None and not shop.paused


def test_a_shop_that_its_keeper_had_closed_stays_closed(database: Database, trade: Trade) -> None:
    with database.transaction() as session:
        session.exec(select(Shop)).one().close(farewell="回老家过年", at=NOON)
    decide(database, trade, stop_member)
    decide(database, trade, let_member_back)
    with database.reading() as session:
        shop = session.exec(select(Shop)).one()
        assert shop.closed_at is not None and shop.farewell == "回老家过年"


def test_nobody_is_stopped_without_a_reason_nor_by_themself_nor_into_the_past(database: Database, trade: Trade) -> None:
    with pytest.raises(Refused, match="为什么"):
        decide(database, trade, stop_supplier, " \u200b")
    with pytest.raises(Refused):
        decide(database, trade, stop_member, until=NOON)
    with database.transaction() as session, pytest.raises(Refused, match="自己"):
        desk = session.get_one(Member, trade.operator)
        stop_member(session, desk, Act.operator(desk, NOON, "试试"))


def test_who_works_the_desk_is_stopped_by_admins_alone_and_the_last_one_stays(database: Database, trade: Trade) -> None:
    with database.transaction() as session:
        people, other = make_member(session, name="商户"), make_member(session, name="另一位")
        at_desk(session, people.id, "people")
        clerk = make_member(session, name="财务")
        at_desk(session, clerk.id, "finance")
        with pytest.raises(Refused, match="管理员"):
            stop_member(session, clerk, Act.operator(people, NOON, "试试"))
        desk = session.get_one(Member, trade.operator)
        with pytest.raises(Refused, match="管理员"):
            stop_member(session, desk, Act.operator(people, NOON, "试试"))
        at_desk(session, other.id)
        assert stop_member(session, other, Act.operator(desk, NOON, "离职"))
        with pytest.raises(Refused, match="管理员"):
            let_member_back(session, other, Act.operator(people, NOON))
        # Whoever is stopped is no admin that could stay.
        with pytest.raises(Refused, match="最后一位"):
            remove_from_desk(session, desk, Act.program(NOON))
        assert stop_member(session, people, Act.operator(desk, NOON, "离职"))


def test_when_time_is_up_they_are_let_back_by_the_clock(database: Database, trade: Trade) -> None:
    tomorrow = NOON + timedelta(days=1)
    decide(database, trade, stop_member, until=tomorrow)
    decide(database, trade, stop_supplier, until=tomorrow)
    assert let_back_in_time(database, at=NOON) == 0
    assert let_back_in_time(database, at=tomorrow) == 2
    assert let_back_in_time(database, at=tomorrow) == 0
    with database.reading() as session:
        [(stop, _who)] = stops_of_member(session, session.get_one(Member, trade.keeper))
        assert stop.lifted_at == tomorrow and stop.lifted_by is None
    assert states(database, trade)["on"] == "on_sale"
    assert faults(database) == []


def _stop_once(database: Database, trade: Trade) -> int:
    return int(decide(database, trade, stop_supplier)) + 10 * int(decide(database, trade, stop_member))


def test_two_operators_at_once_stop_once(database: Database, trade: Trade, database_url: str) -> None:
    done = in_processes(_both, [(database_url, trade)] * 2)
    assert sorted(done) in ([0, 11], [1, 10])
    with database.reading() as session:
        assert len(stops_of_supplier(session, session.get_one(Supplier, trade.supplier))) == 1
        assert len(stops_of_member(session, session.get_one(Member, trade.keeper))) == 1
    assert faults(database) == []


def _both(url: str, trade: Trade) -> int:
    database = Database(url)
    try:
        return _stop_once(database, trade)
    finally:
        database.engine.dispose()


@pytest.mark.parametrize("spoilt", ["member", "supplier", "goods", "shop"])
def test_check_finds_what_goes_on_that_should_not(database: Database, trade: Trade, spoilt: str) -> None:
    decide(database, trade, stop_supplier)
    decide(database, trade, stop_member)
    with database.transaction() as session:
        _spoil(session, trade, spoilt)
    assert faults(database)


def _spoil(session: Session, trade: Trade, spoilt: str) -> None:
    shop = session.exec(select(Shop)).one()
    if spoilt == "member":
        session.get_one(Member, trade.keeper).stopped = False
    elif spoilt == "supplier":
        session.get_one(Supplier, trade.supplier).stopped = False
    elif spoilt == "goods":
        session.get_one(Goods, trade.goods["on"]).state = "on_sale"
    else:
        shop.closed_at, shop.paused = None, False
