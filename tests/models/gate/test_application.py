"""An application from its first word to an open door: nothing is asked twice, and nobody decides on their own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from models.account.audit import Audit
from models.gate.beginning import begin_opening
from models.gate.by_hand import begin_by_hand
from models.gate.deciding import decide_item, undecide_item
from models.gate.finding import door_of
from models.gate.giving import give_item, pass_item
from models.gate.paying import missing_for_payout
from models.gate.renewing import ask_again_in_time, ask_item_again
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.shop.opening import Door, open_shop
from models.shop.shop import Shop
from tests.given.applications import (
    LENIENT,
    LOOKED_AT,
    give,
    let_through,
    list_of,
    one_item,
    prove_phone,
    states_of_list,
)
from tests.given.factories import at_desk, make_member, make_shop, make_unopened


def test_a_shop_that_is_begun_has_its_number_and_sells_nothing(database: Database) -> None:
    with database.transaction() as session:
        shop = make_unopened(session)
        assert (shop.door, shop.opens_soon, shop.number > 99_999) == ("soon", True, True)
        assert shop.closed_at is not None, "whoever asks whether it is shut is told so"
        assert states_of_list(session, shop) == {
            "words": "done", "phone": "yours", "identity": "yours", "certification": "yours", "credit": "yours",
            "payee": "yours",
        }  # fmt: skip
        for change in (shop.reopen, lambda: shop.close(farewell="", at=now())):
            with pytest.raises(Refused):
                change()


def test_the_door_opens_with_the_last_item_and_in_its_transaction(database: Database) -> None:
    with database.transaction() as session:
        shop, desk = make_unopened(session), make_member(session)
        prove_phone(session, shop.keeper)
        give(session, shop)
        let_through(session, shop, desk, "identity", "credit")
        assert shop.door == "soon"
        let_through(session, shop, desk, "certification")
        session.refresh(shop)
        assert (shop.door, shop.closed_at) == ("open", None)
        assert list_of(session, shop).state == "open"
        (row,) = session.exec(select(Audit).where(Audit.what == "shop.open")).all()
        assert (row.thing, row.who) == (str(shop.number), desk.id)


def test_a_network_that_asks_name_and_phone_opens_at_once(database: Database) -> None:
    with database.transaction() as session:
        keeper = make_member(session)
        keeper.phone_proven_at = now()
        shop = begin_opening(session, keeper, Door("小店"), Act.keeper(keeper, now()), rules=LENIENT)
        assert shop.door == "open"
        again = begin_opening(session, keeper, Door("别的"), Act.keeper(keeper, now()), rules=LENIENT)
        assert (again.id, again.name) == (shop.id, "小店")


def test_who_is_refused_gives_that_one_again_as_often_as_it_takes(database: Database) -> None:
    with database.transaction() as session:
        shop, desk = make_unopened(session), make_member(session)
        give(session, shop, "certification", "credit")
        let_through(session, shop, desk, "credit")
        item = one_item(session, shop, "certification")
        for tries in range(1, 11):
            decide_item(session, item, "refused", Act.operator(desk, now(), f"第 {tries} 次看不清"))
            assert (item.state, item.why, item.tries) == ("refused", f"第 {tries} 次看不清", tries)
            assert one_item(session, shop, "credit").state == "done", "what was right stays right"
            give(session, shop, "certification")
            assert (item.state, item.why) == ("waiting", "")
        assert item.due_at is not None and item.given_at is not None
        assert item.due_at - item.given_at == timedelta(hours=DEFAULT.gate_hours)


def test_nothing_is_given_or_decided_twice(database: Database) -> None:
    with database.transaction() as session:
        shop, desk = make_unopened(session), make_member(session)
        item = one_item(session, shop, "identity")
        with pytest.raises(Refused):
            decide_item(session, item, "done", Act.operator(desk, now()))
        give(session, shop, "identity")
        with pytest.raises(Refused):
            give_item(session, item, Act.keeper(shop.keeper, now()), rules=DEFAULT)
        with pytest.raises(Refused) as unsaid:
            decide_item(session, item, "refused", Act.operator(desk, now(), " "))
        assert unsaid.value.field == "why"
        decide_item(session, item, "done", Act.operator(desk, now()))
        with pytest.raises(Refused):
            decide_item(session, item, "refused", Act.operator(desk, now(), "晚了"))
        with pytest.raises(Refused):
            pass_item(session, item, Act.program(now()))


def test_an_operator_who_applies_is_decided_on_by_another(database: Database) -> None:
    with database.transaction() as session:
        shop = make_unopened(session)
        at_desk(session, shop.keeper.id)
        give(session, shop, "identity")
        with pytest.raises(Refused):
            decide_item(session, one_item(session, shop, "identity"), "done", Act.operator(shop.keeper, now()))
        assert one_item(session, shop, "identity").state == "waiting"


def test_a_decision_is_taken_back_until_the_door_has_opened_by_it(database: Database) -> None:
    with database.transaction() as session:
        shop, desk, other = make_unopened(session), make_member(session), make_member(session)
        prove_phone(session, shop.keeper)
        give(session, shop)
        item = one_item(session, shop, "credit")
        due = item.due_at
        let_through(session, shop, desk, "credit")
        with pytest.raises(Refused):
            undecide_item(session, item, Act.operator(other, now()))
        undecide_item(session, item, Act.operator(desk, now()))
        assert (item.state, item.due_at, item.decided_by) == ("waiting", due, None)
        let_through(session, shop, desk)
        with pytest.raises(Refused):
            undecide_item(session, item, Act.operator(desk, now()))
        assert shop.door == "open"


def test_the_door_says_how_far_a_member_has_come(database: Database) -> None:
    with database.transaction() as session:
        nobody, desk = make_member(session), make_member(session)
        assert door_of(session, nobody).state == "nothing"
        shop = make_unopened(session)
        here = door_of(session, shop.keeper)
        assert (here.state, here.step, here.steps) == ("yours", 2, 5)
        prove_phone(session, shop.keeper)
        give(session, shop, "identity", "credit")
        assert door_of(session, shop.keeper).state == "yours"
        give(session, shop, "certification", at=now() + timedelta(hours=1))
        here = door_of(session, shop.keeper)
        assert (here.state, here.due) == ("waiting", one_item(session, shop, "certification").due_at)
        let_through(session, shop, desk)
        assert door_of(session, shop.keeper).state == "open"


def test_what_is_missing_of_a_shop_opened_by_hand_holds_up_payouts_after_its_time(database: Database) -> None:
    with database.transaction() as session:
        keeper, at = make_member(session), now()
        shop = open_shop(session, keeper, Door("老店"), rules=DEFAULT, at=at)
        begin_by_hand(session, keeper, shop, Act.program(at), rules=DEFAULT)
        assert shop.door == "open"
        late = at + timedelta(days=DEFAULT.gate_grace_days)
        assert missing_for_payout(session, shop, late - timedelta(seconds=1)) == []
        assert {item.name for item in missing_for_payout(session, shop, late)} == {*LOOKED_AT, "phone", "payee"}
        give(session, shop, "identity", at=late - timedelta(days=1))
        give(session, shop, "credit", at=late + timedelta(days=1))
        left = {item.name for item in missing_for_payout(session, shop, late + timedelta(days=2))}
        assert left == {"certification", "credit", "phone", "payee"}, "what was given in time is ours to answer"
        assert shop.door == "open", "payouts wait, and nothing else"
        assert missing_for_payout(session, make_shop(session), late) == []


def test_what_is_asked_again_leaves_the_door_open(database: Database) -> None:
    with database.transaction() as session:
        shop, desk = make_unopened(session), make_member(session)
        prove_phone(session, shop.keeper)
        give(session, shop)
        let_through(session, shop, desk)
        item = one_item(session, shop, "certification")
        assert ask_item_again(session, item, Act.clock(now()), rules=DEFAULT)
        assert not ask_item_again(session, item, Act.clock(now()), rules=DEFAULT)
        assert (item.state, shop.door) == ("yours", "open")
        held = missing_for_payout(session, shop, now() + timedelta(days=DEFAULT.gate_grace_days + 1))
        assert {one.name for one in held} == {"certification", "payee"}


def test_certification_is_asked_again_after_the_months_that_are_set(database: Database) -> None:
    with database.transaction() as session:
        shop, desk = make_unopened(session), make_member(session)
        prove_phone(session, shop.keeper)
        give(session, shop)
        let_through(session, shop, desk)
        shop_id = shop.id
    later, yearly = now() + timedelta(days=366), replace(DEFAULT, certification_months=12)
    assert ask_again_in_time(database, rules=DEFAULT, at=later) == 0, "off by default"
    assert ask_again_in_time(database, rules=yearly, at=later - timedelta(days=3)) == 0
    assert ask_again_in_time(database, rules=yearly, at=later) == 1
    assert ask_again_in_time(database, rules=yearly, at=later) == 0, "asked once"
    with database.reading() as session:
        shop = session.get_one(Shop, shop_id)
        states = states_of_list(session, shop)
        assert (states["certification"], states["identity"], shop.door) == ("yours", "done", "open")


def test_a_stopped_keepers_door_stays_shut_until_they_are_let_back(database: Database) -> None:
    from models.stories.stop.member import let_member_back, stop_member

    with database.transaction() as session:
        shop, desk = make_unopened(session), make_member(session)
        prove_phone(session, shop.keeper)
        give(session, shop)
        stop_member(session, shop.keeper, Act.operator(desk, now(), "查一查"))
        let_through(session, shop, desk)
        session.refresh(shop)
        assert (shop.door, shop.closed_at is None) == ("paused", False)
        let_member_back(session, shop.keeper, Act.operator(desk, now(), "没事了"))
        session.refresh(shop)
        assert shop.door == "open"


def test_what_is_settled_when_it_is_begun_holds(database: Database) -> None:
    with database.transaction() as session:
        keeper = make_member(session)
        rules = replace(DEFAULT, gate_credit="payout", gate_certification="off")
        shop = begin_opening(session, keeper, Door("小店"), Act.keeper(keeper, now()), rules=rules)
        asked = {item.name: item.asked for item in list_of(session, shop).items}
        assert asked == {
            "words": "door", "phone": "door", "identity": "door", "credit": "payout", "payee": "payout",
        }  # fmt: skip
