"""Copy in the keeper's own words: one text for a pick or the shop, and a tone, kept until it is let go."""

import pytest
from sqlmodel import Session, select

from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.pick.pick import Pick
from models.pick.picking import unpick
from models.poster.kept_copy import COPY_LIMIT, KeptCopy, keep, kept
from models.shop.shop import Shop
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.processes import in_threads


def make(session: Session) -> Pick:
    """A pick."""
    return make_pick(session, make_shop(session), make_goods(session, make_supplier(session)))


def text_of(session: Session, of: Pick | Shop, tone: str) -> str | None:
    """What is kept."""
    copy = kept(session, of, tone)
    return copy.text if copy else None


def test_a_text_is_kept_replaced_and_let_go_for_its_own_tone(database: Database) -> None:
    with database.transaction() as session:
        picked = make(session)
        keep(session, picked, "own", " 好茶\r\n\r\n\r\n来  喝 ", at=now())
        keep(session, picked, "offer", "便宜", at=now())
        assert text_of(session, picked, "own") == "好茶\n\n来 喝"
    with database.transaction() as session:
        picked = session.exec(select(Pick)).one()
        keep(session, picked, "own", "换一句", at=now())
    with database.transaction() as session:
        picked = session.exec(select(Pick)).one()
        assert (text_of(session, picked, "own"), text_of(session, picked, "offer")) == ("换一句", "便宜")
        keep(session, picked, "own", " \n ", at=now())
        keep(session, picked, "own", "", at=now())
        assert (text_of(session, picked, "own"), text_of(session, picked, "offer")) == (None, "便宜")


def test_five_hundred_characters_and_not_one_more(database: Database) -> None:
    with database.transaction() as session:
        picked = make(session)
        keep(session, picked, "own", "😀" * COPY_LIMIT, at=now())
        with pytest.raises(Refused) as refused:
            keep(session, picked, "own", "茶" * (COPY_LIMIT + 1), at=now())
        assert refused.value.field == "text"
        assert text_of(session, picked, "own") == "😀" * COPY_LIMIT


def test_a_shop_and_its_picks_have_words_of_their_own(database: Database) -> None:
    with database.transaction() as session:
        picked = make(session)
        other = make_shop(session)
        keep(session, picked.shop, "own", "小铺", at=now())
        keep(session, picked, "own", "好茶", at=now())
        keep(session, picked.shop, "own", "老铺", at=now())
        assert text_of(session, picked.shop, "own") == "老铺"
        assert text_of(session, picked, "own") == "好茶"
        assert text_of(session, other, "own") is None
        keep(session, other, "own", "", at=now())
        keep(session, picked.shop, "own", "", at=now())
        assert (text_of(session, picked.shop, "own"), text_of(session, picked, "own")) == (None, "好茶")


@pytest.mark.parametrize("subject", ["pick", "shop"])
def test_two_taps_at_once_keep_one(database: Database, subject: str) -> None:
    with database.transaction() as session:
        make(session)

    def tap(number: int) -> None:
        with database.transaction() as session:
            of = session.exec(select(Pick)).one()
            keep(session, of if subject == "pick" else of.shop, "own", f"第{number}次", at=now())

    in_threads(tap, [(number,) for number in range(8)])
    with database.reading() as session:
        assert session.exec(select(KeptCopy)).one().text.startswith("第")


def test_it_goes_with_its_pick_and_the_shops_stays(database: Database) -> None:
    with database.transaction() as session:
        picked = make(session)
        keep(session, picked, "own", "好茶", at=now())
        keep(session, picked.shop, "own", "小铺", at=now())
        unpick(session, picked)
        assert [copy.text for copy in session.exec(select(KeptCopy))] == ["小铺"]
