"""The first look that star keepers have: for some hours goods that came on sale for the first time are offered to them
alone. Goods that have been on sale before are nobody's first look."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods, GoodsEvent
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.shop.shop import Shop
from models.shop.starring import is_star

_goods, _event = table_of(Goods), table_of(GoodsEvent)
_ON_SALE = (_event.c.goods_id == _goods.c.id, _event.c.state == "on_sale")


def shown_from(session: Session, shop: Shop, *, rules: Rules, at: datetime) -> datetime | None:
    """Goods that came on sale after this moment are not offered to the shop's keeper yet; None where all are."""
    if not rules.star_first_look_hours or is_star(session, shop.keeper, rules=rules, at=at):
        return None
    return at - timedelta(hours=rules.star_first_look_hours)


def shown_by(moment: datetime) -> ColumnElement[bool]:
    """That goods came on sale by then, or that nobody knows when."""
    newer = exists().where(*_ON_SALE, _event.c.at > moment)
    older = exists().where(*_ON_SALE, _event.c.at <= moment)
    return ~newer | older


def is_for_stars(session: Session, shop: Shop, goods: Goods, *, rules: Rules, at: datetime) -> bool:
    """Whether these goods are not offered to the shop's keeper yet."""
    moment = shown_from(session, shop, rules=rules, at=at)
    if moment is None:
        return False
    return session.exec(select(Goods.id).where(Goods.id == goods.id, shown_by(moment))).first() is None
