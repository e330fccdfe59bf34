"""A pick's place in its shop: a step among its neighbours, the top, the bottom, or a place that somebody types.

A place counts the whole shop from 1 on, as its keeper sees it. The pinned ones come first and the others after them: a
pick stays on its own side of that line.
"""

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from models.pick.pick import Pick
from models.shop.shop import Shop

# How a form names a move that no number says.
PICK_MOVES = ("up", "down", "top", "bottom")


def move_pick(session: Session, picked: Pick, direction: str) -> None:
    """One place up or down among its neighbours, to the top or to the bottom. At the end of the row it stays."""
    order = _order(session, picked)
    here = order.index(picked.id)
    there = {"up": here - 1, "down": here + 1, "top": 0, "bottom": len(order) - 1}[direction]
    _settle(session, picked, order, there)


def move_to(session: Session, picked: Pick, place: int) -> None:
    """To this place of the shop, or to the nearest on its own side of the pinned ones."""
    _settle(session, picked, _order(session, picked), place - 1 - _before(session, picked))


def place_of(session: Session, picked: Pick) -> int:
    """Its place in the shop, from 1 on."""
    return _before(session, picked) + _order(session, picked, hold=False).index(picked.id) + 1


def _before(session: Session, picked: Pick) -> int:
    """How many pinned ones stand before its side of the line."""
    if picked.pinned_at:
        return 0
    query = select(func.count()).select_from(Pick)
    return session.exec(query.where(Pick.shop_id == picked.shop_id, col(Pick.pinned_at).is_not(None))).one()


def _order(session: Session, picked: Pick, *, hold: bool = True) -> list[int]:
    """The ids of all on its side of the line, in their order. Two moves at once wait for each other at the shop."""
    if hold:
        session.exec(select(Shop.id).where(Shop.id == picked.shop_id).with_for_update())
    is_pinned = col(Pick.pinned_at).is_not(None)
    peers = select(Pick.id).where(Pick.shop_id == picked.shop_id, is_pinned if picked.pinned_at else ~is_pinned)
    return list(session.exec(peers.order_by(col(Pick.position).desc(), col(Pick.id).desc())))


def _settle(session: Session, picked: Pick, order: list[int], there: int) -> None:
    """Puts it there. The positions stay the same set: only those between the old place and the new one change hands."""
    here, there = order.index(picked.id), max(0, min(there, len(order) - 1))
    order.insert(there, order.pop(here))
    changed = slice(min(here, there), max(here, there) + 1)
    rows = select(Pick.position).where(col(Pick.id).in_(order[changed]))
    positions = sorted(session.exec(rows), reverse=True)
    if len(set(positions)) < len(positions):
        # Two that stand on one position cannot be parted by changing hands: all of them are numbered anew.
        changed, positions = slice(None), list(range(len(order), 0, -1))
    pairs = zip(order[changed], positions, strict=True)
    session.execute(update(Pick), [{"id": one, "position": position} for one, position in pairs])
    session.refresh(picked)
