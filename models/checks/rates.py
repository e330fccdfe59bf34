"""Commission rates: what is announced was said, what was said held, and no line pays below what a sharing promised."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import ANNOUNCED_RATE, FALLS_AT, RATE_NOW
from models.catalogue.goods.rate_event import RateEvent
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.link.promising import living_for
from models.link.sharing import Sharing
from models.trade.order.order import Line, Order, Parcel

_sku, _goods, _event, _sharing = table_of(SKU), table_of(Goods), table_of(RateEvent), table_of(Sharing)
_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_SAME_MINUTE = timedelta(minutes=1)


def _newest(*moves: str) -> Any:
    """The newest event of these moves of the SKU at hand, or of all of them."""
    wanted = select(func.max(_event.c.id)).where(_event.c.sku_id == _sku.c.id)
    return (wanted.where(_event.c.move.in_(moves)) if moves else wanted).correlate(_sku).scalar_subquery()


def announced_falls(connection: Connection) -> Iterator[Fault]:
    """A fall stands on a SKU exactly where the newest that was said of it announced that one."""
    is_said = _event.c.move == "announced"
    same = and_(is_said, _event.c.to_bp == ANNOUNCED_RATE, _event.c.holds_at == FALLS_AT)
    query = select(_goods.c.code, _sku.c.code.label("sku"), FALLS_AT.label("falls_at"))
    query = query.join_from(_sku, _goods).outerjoin(_event, _event.c.id == _newest())
    alone = and_(FALLS_AT.is_not(None), or_(_event.c.id.is_(None), ~same))
    for row in stream(connection, query.where(or_(alone, and_(FALLS_AT.is_(None), is_said)))):
        words = "the fall that was announced does not stand on it"
        words = words if row.falls_at is None else "its fall is not the one that was announced"
        yield Fault("rate.notice", f"goods {row.code}, SKU {row.sku}", words)


def rates_said(connection: Connection) -> Iterator[Fault]:
    """The rate of a SKU that ever moved is the one to which it moved last."""
    query = select(_goods.c.code, _sku.c.code.label("sku"), RATE_NOW.label("rate_bp"), _event.c.to_bp)
    moved = _newest("rose", "fell")
    query = query.join_from(_sku, _goods).join(_event, _event.c.id == moved)
    for row in stream(connection, query.where(_event.c.to_bp != RATE_NOW)):
        words = f"its rate is {row.rate_bp / 100:g} %, it moved to {row.to_bp / 100:g} %"
        yield Fault("rate.moved", f"goods {row.code}, SKU {row.sku}", words)


def promises_kept(connection: Connection) -> Iterator[Fault]:
    """No line gives less than a sharing of its link promised when it was placed. Of the same minute either may have
    been first, whatever their moments say: a request has its moment before it waits for its turn."""
    query = _lines().join(_sharing, living_for(_sharing, **_of_line(), at=_order.c.placed_at))
    less = query.add_columns(_sharing.c.at, _order.c.placed_at).where(_line.c.commission_bp < _sharing.c.rate_bp)
    for row in (one for one in stream(connection, less) if one.placed_at - one.at >= _SAME_MINUTE):
        words = f"it gives {row.given / 100:g} %, its link promised {row.rate_bp / 100:g} %"
        yield Fault("line.promise", f"line {row.id}", words)


def promises_named(connection: Connection) -> Iterator[Fault]:
    """The sharing that a line names promised it that rate at that moment."""
    query = _lines().join(_sharing, _sharing.c.id == _line.c.sharing_id)
    right = and_(living_for(_sharing, **_of_line(), at=_order.c.placed_at), _sharing.c.rate_bp == _line.c.commission_bp)
    for row in stream(connection, query.where(~right)):
        yield Fault("line.sharing", f"line {row.id}", "the sharing that it names promised it something else")


def _lines() -> Any:
    columns = (_line.c.id, _line.c.commission_bp.label("given"), _sharing.c.rate_bp)
    query = select(*columns).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    return query.join(_order, _parcel.c.order_id == _order.c.id)


def _of_line() -> dict[str, Any]:
    return {"link": _line.c.link_id, "goods": _line.c.goods_id, "sku": _line.c.sku_id}
