"""That goods moved in a way that the shops which picked them are told of: another price, sold out, back in stock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, Select, and_, exists, func, insert, select
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.database import Database, in_turn
from models.kernel.record import Record, belongs_to, moment, row_id, table_of, word

_Move = Literal["price", "sold_out", "back"]


class GoodsMove(Record, table=True):
    """A row a move. Rows are only added: the newest of `sold_out` and `back` says how it stands."""

    __table_args__ = (CheckConstraint("move IN ('price', 'sold_out', 'back')", name="move_known"),)

    id: int = row_id()
    goods_id: int = belongs_to("goods.id")
    move: _Move = word(10)
    at: datetime = moment(index=True)


_goods, _sku, _move = table_of(Goods), table_of(SKU), table_of(GoodsMove)
_IS_OUT: dict[_Move, bool] = {"sold_out": True, "back": False}
_AT_ONCE = 500


def note_sold_out(database: Database, *, at: datetime) -> int:
    """Looks which goods on sale sold out since the last look, and which came back; says how many moves that makes.
    Placing an order asks nothing of this: an out is noted once, whichever order took the last piece."""
    # Looked at without the lock first: going through all that is on sale would hold up those who write.
    with database.reading() as session:
        found = {move: session.connection().execute(_changed(move)).scalars().all() for move in _IS_OUT}
    if not any(found.values()):
        return 0
    with database.transaction() as session:
        in_turn(session, "goods sold out")
        return sum(_note(session, move, ids, at) for move, ids in found.items())


def _changed(move: _Move) -> Select[Any]:
    """The goods on sale whose newest move says otherwise."""
    left = exists().where(_sku.c.goods_id == _goods.c.id, _sku.c.withdrawn_at.is_(None), _sku.c.stock > 0)
    newest = select(func.max(_move.c.id)).where(_move.c.goods_id == _goods.c.id, _move.c.move != "price")
    was_out = exists().where(_move.c.id == newest.correlate(_goods).scalar_subquery(), _move.c.move == "sold_out")
    turned = and_(~left, ~was_out) if _IS_OUT[move] else and_(left, was_out)
    return select(_goods.c.id).where(_goods.c.state == "on_sale", turned)


def _note(session: Session, move: _Move, ids: Sequence[int], at: datetime) -> int:
    noted = 0
    for first in range(0, len(ids), _AT_ONCE):
        still = _changed(move).where(_goods.c.id.in_(ids[first : first + _AT_ONCE]))
        rows = [{"goods_id": id_, "move": move, "at": at} for id_ in session.connection().execute(still).scalars()]
        if rows:
            session.connection().execute(insert(_move), rows)
        noted += len(rows)
    return noted
