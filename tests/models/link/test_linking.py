"""Links: the same share is the same link; what is printed opens for ever."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.link.link import Link
from models.link.linking import link_coded, link_for, links_of, payload, shop_link
from models.link.opening import opened
from models.pick.pick import Pick
from models.pick.picking import unpick
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads

AT = datetime(2026, 11, 22, tzinfo=UTC)


def made_pick(database: Database) -> int:
    """A pick; returns its id."""
    with database.transaction() as session:
        return make_pick(session, make_shop(session), make_goods(session, make_supplier(session))).id


def test_sharing_the_same_offer_again_is_the_same_link(database: Database) -> None:
    key = made_pick(database)
    with database.transaction() as session:
        picked = session.get_one(Pick, key)
        first = link_for(session, picked, "moments", at=AT)
        assert link_for(session, picked, "moments", at=now()).code == first.code
        assert link_for(session, picked, "group", at=AT).code != first.code
        picked.goods.skus[0].listed_price = Money.parse("118")
        session.flush()
        session.refresh(picked.goods)
        cheaper = link_for(session, picked, "moments", at=AT)
        assert (first.offer_price, cheaper.offer_price) == (12_800, 11_800)
        assert links_of(session, picked)[0].code == cheaper.code


def test_taps_at_once_make_one_link(database: Database) -> None:
    key = made_pick(database)

    def tap(_: int) -> tuple[str, str]:
        with database.transaction() as session:
            picked = session.get_one(Pick, key)
            return link_for(session, picked, "chat", at=AT).code, shop_link(session, picked.shop, "print", at=AT).code

    assert len(set(in_threads(tap, [(n,) for n in range(5)]))) == 1
    with database.reading() as session:
        assert len(session.exec(select(Link)).all()) == 2


@ON_SQLITE
@pytest.mark.parametrize("placement", ["", "x" * 40])
def test_a_place_that_can_be_none(database: Database, placement: str) -> None:
    key = made_pick(database)
    with database.writing() as session, pytest.raises(Refused) as refusal:
        link_for(session, session.get_one(Pick, key), placement, at=AT)
    assert refusal.value.field == "placement"


def test_a_link_outlives_its_pick(database: Database) -> None:
    key = made_pick(database)
    with database.transaction() as session:
        picked = session.get_one(Pick, key)
        code, number = link_for(session, picked, "print", at=AT).code, picked.shop.number
        unpick(session, picked)
    with database.reading() as session:
        row = opened(session, code)
        assert row is not None
        assert (row.number, row.offer_price, row.made_at) == (number, 12_800, AT)
        assert opened(session, "NOSUCH0") is None
        assert link_coded(session, code) is not None


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://p.example", "HTTPS://P.EXAMPLE/Q/AB12CD3"),
        ("https://p.example/", "HTTPS://P.EXAMPLE/Q/AB12CD3"),
        ("http://127.0.0.1:8000", "HTTP://127.0.0.1:8000/Q/AB12CD3"),
    ],
)
def test_what_the_code_says_fits_the_alphanumeric_mode(url: str, says: str) -> None:
    said = payload(url, "AB12CD3")
    assert said == says
    assert set(said) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
