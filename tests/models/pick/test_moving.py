"""A pick's place among a thousand, on both databases."""

import pytest
from sqlmodel import Session

from models.kernel.clock import now
from models.kernel.database import Database
from models.pick.moving import move_pick, move_to, place_of
from models.pick.pick import Pick
from models.pick.shelf import shelf, shelved, tally
from models.shop.shop import Shop
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier


def row_of(session: Session, names: str) -> tuple[Shop, list[Pick]]:
    """A shop whose picks stand in the order of their names."""
    shop, supplier = make_shop(session), make_supplier(session)
    picks = [make_pick(session, shop, make_goods(session, supplier, title=name)) for name in names[::-1]]
    return shop, picks[::-1]


def titles(session: Session, shop: Shop) -> str:
    session.flush()
    return "".join(row.title for row in shelf(session, shop))


@pytest.mark.parametrize(
    ("which", "place", "after"),
    [(4, 2, "甲戊乙丙丁"), (0, 4, "乙丙丁甲戊"), (2, 3, "甲乙丙丁戊"), (1, 99, "甲丙丁戊乙"), (3, 0, "丁甲乙丙戊")],
)
def test_a_pick_goes_to_the_place_that_is_typed(database: Database, which: int, place: int, after: str) -> None:
    with database.transaction() as session:
        shop, picks = row_of(session, "甲乙丙丁戊")
        before = sorted(pick.position for pick in picks)
        move_to(session, picks[which], place)
        assert titles(session, shop) == after
        session.expire_all()
        assert sorted(pick.position for pick in picks) == before
        assert place_of(session, picks[which]) == after.index("甲乙丙丁戊"[which]) + 1


def test_pinned_picks_and_others_keep_to_their_side(database: Database) -> None:
    with database.transaction() as session:
        shop, picks = row_of(session, "甲乙丙丁")
        for pick in picks[:2]:
            pick.pin(at=now())
        session.flush()
        move_to(session, picks[3], 1)
        move_to(session, picks[0], 4)
        assert titles(session, shop) == "乙甲丁丙"
        assert place_of(session, picks[3]) == 3
        assert shelved(session, shop, picks[3].goods.code).place == 3


def test_bottom_is_the_inverse_of_top(database: Database) -> None:
    with database.transaction() as session:
        shop, picks = row_of(session, "甲乙丙")
        move_pick(session, picks[0], "bottom")
        assert titles(session, shop) == "乙丙甲"
        move_pick(session, picks[0], "top")
        assert titles(session, shop) == "甲乙丙"


def test_two_on_one_position_are_parted(database: Database) -> None:
    with database.transaction() as session:
        shop, picks = row_of(session, "甲乙丙")
        picks[0].position = picks[1].position
        session.flush()
        first = titles(session, shop)
        move_pick(session, picks["甲乙丙".index(first[1])], "up")
        assert titles(session, shop) == first[1] + first[0] + first[2]


def test_words_narrow_the_list_and_its_tally_but_not_the_places(database: Database) -> None:
    with database.transaction() as session:
        shop, supplier = make_shop(session), make_supplier(session)
        for title in ("深山土蜂蜜 500 g", "福鼎白茶 饼", "100% 棉布", "福鼎白茶 罐"):
            make_pick(session, shop, make_goods(session, supplier, title=title))
        found = shelf(session, shop, words="白茶 福鼎")
        assert [(row.title, row.place) for row in found] == [("福鼎白茶 罐", 1), ("福鼎白茶 饼", 3)]
        assert tally(session, shop, "白茶")[""] == 2
        assert [row.title for row in shelf(session, shop, words="0%")] == ["100% 棉布"]
        assert shelf(session, shop, words="没有这种") == []
