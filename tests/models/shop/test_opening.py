"""Opening a shop and what may stand on its door."""

import pytest
from sqlmodel import select

from models.account.member import Member
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.naming import standing_alone
from models.kernel.rules import DEFAULT, Rules
from models.shop.opening import Door, checked_introduction, checked_name, open_shop, rename, shop_numbered, shop_of
from models.shop.shop import DoorNumber, Shop
from tests.given.factories import make_member, make_shop
from tests.given.processes import in_threads


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("林间", "林间"),
        ("林间小铺", "林间"),
        (" 林间　小铺 ", "林间"),
        ("林\u202e间\n", "林间"),
        ("小铺林间", "小铺林间"),
        ("一二三四五六七八九十一二小铺", "一二三四五六七八九十一二"),
    ],
)
def test_a_name_is_kept_without_its_suffix(typed: str, kept: str) -> None:
    assert checked_name(typed, DEFAULT) == kept


@pytest.mark.parametrize(
    "typed", ["", "  ", "小铺", "林间旗舰", "专卖林间", "林间旗 舰店", "专\u3000卖", "一二三四五六七八九十一二三"]
)
def test_a_name_against_the_rule_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_name(typed, DEFAULT)
    assert refusal.value.field == "name"


def test_the_network_sets_its_own_words() -> None:
    own = Rules(forbidden_in_names=("官方",), name_suffix="铺子")
    assert checked_name("旗舰铺子", own) == "旗舰"
    with pytest.raises(Refused):
        checked_name("官方", own)


def test_an_introduction_has_an_end() -> None:
    assert checked_introduction(" 一\r\n\r\n\r\n二 ") == "一\n\n二"
    with pytest.raises(Refused) as refusal:
        checked_introduction("字" * 201)
    assert refusal.value.field == "introduction"


def test_a_refused_name_uses_no_number_up(database: Database) -> None:
    with pytest.raises(Refused), database.transaction() as session:
        open_shop(session, make_member(session), Door("旗舰", ""), rules=DEFAULT, at=now())
    with database.reading() as session:
        assert session.exec(select(DoorNumber)).all() == []


def test_one_shop_a_member_also_with_taps_at_once(database: Database) -> None:
    with database.transaction() as session:
        key = make_member(session).id

    def tap(name: str) -> int:
        with database.transaction() as session:
            keeper = session.get(Member, key)
            assert keeper is not None
            return open_shop(session, keeper, Door(name, ""), rules=DEFAULT, at=now()).number

    assert len(set(in_threads(tap, [(f"店{n}",) for n in range(4)]))) == 1
    with database.reading() as session:
        assert len(session.exec(select(Shop)).all()) == len(session.exec(select(DoorNumber)).all()) == 1


def test_closing_renaming_and_opening_again_keep_the_number(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session, name="林间")
        number = shop.number
        rename(shop, Door("山里", "新来的茶"), rules=DEFAULT)
        shop.close(farewell="回老家采茶，明年见。", at=now())
    with database.transaction() as session:
        found = shop_numbered(session, number)
        assert found is not None
        assert (found.name, found.farewell, found.closed_at is None) == ("山里", "回老家采茶，明年见。", False)
        assert shop_of(session, found.keeper) is found
        found.reopen()
        assert (found.closed_at, found.farewell) == (None, "")


@pytest.mark.parametrize(
    ("typed", "kept"), [("林间小铺小铺", "林间"), ("林间 小铺　小铺", "林间"), ("小铺小铺林", "小铺小铺林")]
)
def test_a_suffix_typed_twice_is_shown_once(typed: str, kept: str) -> None:
    assert checked_name(typed, DEFAULT) == kept


def test_a_disguise_is_refused_with_the_word_it_hides() -> None:
    with pytest.raises(Refused) as refusal:
        checked_name("林间旗艦", DEFAULT)
    assert refusal.value.params == {"word": "旗舰", "written": "旗艦"}


@pytest.mark.parametrize(
    ("name", "rules", "shown"),
    [
        ("阿林", DEFAULT, "阿林小铺"),
        ("阿林小铺", DEFAULT, "阿林小铺"),
        ("阿林", Rules(name_suffix=""), "阿林"),
    ],
)
def test_a_keepers_name_that_stands_alone_has_the_suffix_once(name: str, rules: Rules, shown: str) -> None:
    assert standing_alone(name, rules) == shown
