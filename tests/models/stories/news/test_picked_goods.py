"""Shops that picked goods are told what became of them: once for each ten minutes, however much it was."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.catalogue.goods import listing
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.goods_move import GoodsMove, note_sold_out
from models.catalogue.goods.price import price_of
from models.catalogue.goods.skus import SkuDraft, set_skus
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.notify.news import News
from models.shop.shop import Shop
from models.stories.news.tell import look_for_news
from tests.given.factories import make_shop
from tests.given.market import Market

SOON = timedelta(minutes=11)


@pytest.fixture
def market(database: Database) -> Market:
    """At which it was looked for news once already: what comes now is new. Another shop picked nothing."""
    made = Market(database)
    with database.transaction() as session:
        make_shop(session, name="别家")
    look_for_news(database, rules=DEFAULT, at=made.at)
    made.wait(minutes=30)
    return made


def write(market: Market, *, price: int | None = None, rate: int | None = None, only: int | None = None) -> None:
    """The suppliers write another price or rate, of all goods or of one."""
    with market.database.transaction() as session:
        for stall in market.stalls if only is None else [market.stalls[only]]:
            sku = session.get_one(SKU, stall.sku)
            draft = SkuDraft(sku.code, (), Money(price) if price else price_of(sku), commission_bp=rate)
            set_skus(sku.goods, [draft], usual_bp=1000, at=market.at, rules=DEFAULT)


def told(market: Market) -> list[str]:
    """All that any keeper was told of picked goods, after the stretch is over; looked for twice."""
    market.at += SOON
    for _ in range(2):
        look_for_news(market.database, rules=DEFAULT, at=market.at)
    with market.database.reading() as session:
        keeper = session.exec(select(Shop.keeper_id).where(Shop.id == market.stalls[0].shop)).one()
        found = session.exec(select(News).where(News.kind == "picked").order_by(col(News.id))).all()
        assert {one.member_id for one in found} <= {keeper}, "who picked nothing is told nothing"
        return [str(one.words) for one in found]


def test_a_file_that_changes_everything_is_one_piece_of_news(market: Market) -> None:
    write(market, price=9900, rate=1200)
    (words,) = told(market)
    assert words.startswith("选的货有变化；3 件改价；3 件改佣金") and "0 件" not in words


def test_one_change_is_named(market: Market) -> None:
    write(market, rate=1200, only=0)
    assert told(market)[0].startswith("佣金变了：")
    write(market, price=9900, only=1)
    assert told(market)[1].startswith("改价了：")
    with market.database.transaction() as session:
        listing.take_off(session, goods_of(session, market, 2), Act.supplier(None, market.at))
    assert told(market)[2].startswith("下架了：")


def test_sold_out_is_told_once_an_out(market: Market) -> None:
    moves: list[int] = []

    def stock(pieces: int) -> None:
        with market.database.transaction() as session:
            session.get_one(SKU, market.stalls[0].sku).stock = pieces
        moves.append(note_sold_out(market.database, at=market.at) + note_sold_out(market.database, at=market.at))

    stock(0)
    stock(0)
    assert len(told(market)) == 1 and told(market)[0].startswith("卖完了：")
    stock(3)
    stock(0)
    assert moves == [1, 0, 1, 1] and len(told(market)) == 2
    with market.database.reading() as session:
        said = session.exec(select(GoodsMove.move).order_by(col(GoodsMove.id))).all()
        assert list(said) == ["sold_out", "back", "sold_out"]


def goods_of(session: Session, market: Market, stall: int) -> Goods:
    return session.get_one(SKU, market.stalls[stall].sku).goods
