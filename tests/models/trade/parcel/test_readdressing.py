"""Sending a parcel elsewhere: asked before anything left, decided once, and never after a box is on its way."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.trade.order.order import Order, Parcel
from models.trade.parcel import readdressing
from models.trade.parcel.address_change import AddressChange
from models.trade.parcel.readdressing import ship_to
from models.trade.parcel.shipping import ship, way
from tests.given.baskets import CONTACT, NOON, bought, carried, facts_of
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads

THERE = Recipient("李四", "13900139000", "江苏省 南京市 鼓楼区", "中山北路 1 号", "320106")
ELSEWHERE = Recipient("李四", "13900139000", "上海市 徐汇区", "漕溪路 2 号", "310104")
SENT = way("顺丰速运", "SF1234567890")


def parcel_of(session: Session, order: int) -> Parcel:
    """The order's only parcel."""
    (parcel,) = session.get_one(Order, order).parcels
    return parcel


def states(database: Database) -> list[str]:
    """The state of every request, oldest first."""
    with database.reading() as session:
        return list(session.exec(select(AddressChange.state).order_by(AddressChange.id)))  # type: ignore[arg-type]


def test_agreed_it_goes_there_and_only_then(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        parcel = parcel_of(session, order)
        change = readdressing.ask_address(session, parcel, THERE, at=NOON)
        assert change is not None and readdressing.ask_address(session, parcel, THERE, at=NOON) is change
        assert ship_to(session, parcel).street == CONTACT.street
        assert readdressing.open_change(session, parcel) is change
        for _ in range(2):
            readdressing.agree_address(session, change, Act.supplier(None, NOON))
        assert ship_to(session, parcel) == THERE
        assert readdressing.ask_address(session, parcel, THERE, at=NOON) is None
        with pytest.raises(Refused):
            readdressing.refuse_address(session, change, Act.supplier(None, NOON, "晚了"))
    assert facts_of(database, order)[2] == ["place", "move_ask", "move_agree"]


def test_another_request_takes_the_place_of_the_first(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        parcel = parcel_of(session, order)
        first = readdressing.ask_address(session, parcel, THERE, at=NOON)
        second = readdressing.ask_address(session, parcel, ELSEWHERE, at=NOON)
        assert first is not None and second is not None
        with pytest.raises(Refused):
            readdressing.agree_address(session, first, Act.supplier(None, NOON))
        with pytest.raises(Refused) as refusal:
            readdressing.refuse_address(session, second, Act.supplier(None, NOON, " "))
        assert refusal.value.field == "why"
        readdressing.refuse_address(session, second, Act.supplier(None, NOON, "已经打包"))
        assert ship_to(session, parcel).street == CONTACT.street
    assert states(database) == ["lapsed", "refused"]


@ON_SQLITE
def test_nobody_asks_for_ever(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        parcel = parcel_of(session, order)
        for place in range(readdressing.MOST_REQUESTS):
            readdressing.ask_address(
                session, parcel, Recipient("李四", "13900139000", "上海市", f"路 {place} 号"), at=NOON
            )
        with pytest.raises(Refused):
            readdressing.ask_address(session, parcel, THERE, at=NOON)


@ON_SQLITE
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "​"}, "name"),
        ({"phone": "123"}, "phone"),
        ({"street": "长" * 121}, "street"),
        ({"region": ""}, "region"),
    ],
)
def test_what_is_no_address(database: Database, changed: dict[str, str], field: str) -> None:
    order = bought(database, carried(database))
    facts = {"name": "李四", "phone": "13900139000", "region": "上海市", "street": "一路 1 号"} | changed
    with database.writing() as session:
        with pytest.raises(Refused) as refusal:
            readdressing.ask_address(session, parcel_of(session, order), Recipient(**facts), at=NOON)
        assert refusal.value.field == field
        session.rollback()


def test_a_box_is_not_sent_past_a_request_unless_meant_so(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        parcel = parcel_of(session, order)
        readdressing.ask_address(session, parcel, THERE, at=NOON)
    with database.writing() as session:
        with pytest.raises(Refused) as refusal:
            ship(session, parcel_of(session, order), SENT, Act.supplier(None, NOON))
        assert refusal.value.field == "anyway"
        session.rollback()
    with database.transaction() as session:
        parcel = parcel_of(session, order)
        ship(session, parcel, SENT, Act.supplier(None, NOON + timedelta(hours=1)), anyway=True)
        with pytest.raises(Refused):
            readdressing.ask_address(session, parcel, ELSEWHERE, at=NOON)
    assert states(database) == ["lapsed"]
    assert facts_of(database, order)[2] == ["place", "move_ask", "ship", "move_lapse"]


def test_asked_and_shipped_at_once(database: Database) -> None:
    """Whichever is first: the buyer is refused, or the supplier is told; nothing is asked of a box under way."""
    order = bought(database, carried(database))

    def act(who: str) -> str:
        try:
            with database.transaction() as session:
                if who == "buyer":
                    readdressing.ask_address(session, parcel_of(session, order), THERE, at=NOON)
                else:
                    ship(session, parcel_of(session, order), SENT, Act.supplier(None, NOON))
            return ""
        except Refused as refusal:
            return refusal.field or "late"

    answers = in_threads(act, [("buyer",), ("supplier",)])
    state, asked = facts_of(database, order)[1][0], states(database)
    assert (answers, state, asked) in (
        (["", "anyway"], "to_ship", ["asked"]),
        (["late", ""], "shipped", []),
    )


def test_answered_twice_at_once_is_answered_once(database: Database) -> None:
    order = bought(database, carried(database))
    with database.transaction() as session:
        readdressing.ask_address(session, parcel_of(session, order), THERE, at=NOON)

    def answer(word: str) -> bool:
        try:
            with database.transaction() as session:
                change = session.exec(select(AddressChange)).one()
                if word == "agree":
                    readdressing.agree_address(session, change, Act.supplier(None, NOON))
                else:
                    readdressing.refuse_address(session, change, Act.supplier(None, NOON, "不行"))
            return True
        except Refused:
            return False

    assert sorted(in_threads(answer, [("agree",), ("refuse",)])) == [False, True]
    assert len(facts_of(database, order)[2]) == 3
