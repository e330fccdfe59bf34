"""Posts for tests: a shop that has said something."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from models.feed.posting import PostWords, put_out, write_post
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from views.kit.house import House


def posted(session: Session, shop: Shop, words: str = "头一批柿饼出霜了", *, at: datetime, **more: Any) -> str:
    """The code of a post that went out."""
    act = Act.keeper(shop.keeper, at)
    post = write_post(session, shop, PostWords(words, **more), act, rules=DEFAULT)
    put_out(session, post, act, rules=DEFAULT)
    return post.code


def posted_in(house: House, number: int, words: str = "头一批柿饼出霜了", *, minutes: int = 1, **more: Any) -> str:
    """The same in the shop of a number, some minutes ago."""
    with house.database.transaction() as session:
        shop = session.exec(select(Shop).where(Shop.number == number)).one()
        return posted(session, shop, words, at=now() - timedelta(minutes=minutes), **more)
