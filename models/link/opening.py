"""Opening a link, as buyers do: one prebuilt Core statement, plain values (docs/performance.md, Pages)."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.kernel.record import table_of
from models.link.link import Link
from models.shop.shop import Shop

_link, _shop = table_of(Link), table_of(Shop)
_OPENED = (
    select(
        _link.c.id,
        _link.c.code,
        _link.c.goods_id,
        _link.c.post_id,
        _link.c.offer_price,
        _link.c.made_at,
        _shop.c.number,
    )
    .join_from(_link, _shop, _link.c.shop_id == _shop.c.id)
    .where(_link.c.code == bindparam("code"))
)


def opened(session: Session, code: str) -> Any:
    """What a printed code means, with the number of its shop."""
    return session.connection().execute(_OPENED, {"code": code}).first()
