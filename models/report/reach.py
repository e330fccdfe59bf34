"""How far goods reach: what a change of them would be told to."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from models.kernel.record import table_of
from models.link.link import Link
from models.pick.pick import Pick
from models.poster.poster import Poster

_pick, _link, _poster = table_of(Pick), table_of(Link), table_of(Poster)


@dataclass(frozen=True, slots=True)
class GoodsReach:
    """How many shops carry the goods, and how many posters of them are out."""

    shops: int
    posters: int


def reach_of(session: Session, goods_id: int) -> GoodsReach:
    """As of now."""
    shops = select(func.count(_pick.c.shop_id.distinct())).where(_pick.c.goods_id == goods_id)
    posters = select(func.count()).select_from(_poster).join(_link).where(_link.c.goods_id == goods_id)
    connection = session.connection()
    return GoodsReach(connection.execute(shops).scalar_one(), connection.execute(posters).scalar_one())
