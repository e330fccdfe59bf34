"""Sealing anew, by the newest secret, what earlier ones sealed; and what still hangs on them.

Nothing says how far it came but the sealed values themselves: whoever was killed is followed by whoever begins again.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, case, func, literal, select, tuple_, update

from models.kernel.database import Database
from models.kernel.ring import SECRET_MARK, Ring, secret_mark
from models.kernel.sealing import Seal, SealedColumn, Unreadable, sealed_columns

RESEAL_BATCH = 200


@dataclass(slots=True)
class Resealed:
    """How far one column is: how many were to be done when it began, how many are, how many nothing opens."""

    column: SealedColumn
    due: int
    done: int = 0
    unreadable: list[str] = field(default_factory=list)


def reseal_all(database: Database, ring: Ring) -> Iterator[Resealed]:
    """A batch at a time, a short transaction each; yields how far it is after each. Whoever writes a value meanwhile
    wins: it is sealed by the newest anyway."""
    for column in sealed_columns():
        with database.reading() as session:
            due = select(func.count()).select_from(column.table).where(_is_old(column, ring))
            progress = Resealed(column, session.connection().execute(due).scalar_one())
        yield progress
        if progress.due:
            yield from _reseal(database, ring, progress)


def is_cut_off(database: Database, ring: Ring) -> bool:
    """Whether there is something to seal anew; what nothing opens does not count."""
    with database.reading() as session:
        for column in sealed_columns():
            for sealed in session.connection().execute(select(column.column).where(_is_old(column, ring))).scalars():
                with suppress(Unreadable):
                    Seal(ring, column.purpose).open(sealed)
                    return True
    return False


def hanging(connection: Connection, ring: Ring) -> Iterator[tuple[SealedColumn, str, int]]:
    """What an earlier secret than the newest sealed: the column, by which (its mark), how many."""
    newest = secret_mark(ring.newest)
    for column in sealed_columns():
        for mark, count in sorted(marks_in(connection, column).items()):
            if mark != newest:
                yield column, mark, count


def marks_in(connection: Connection, column: SealedColumn) -> Counter[str]:
    """How many values of a column each secret sealed, by its mark; "" of before there was a ring."""
    says = func.substr(column.column, SECRET_MARK + 1, 1) == ":"
    mark = case((says, func.substr(column.column, 1, SECRET_MARK)), else_=literal(""))
    found = select(mark, func.count()).where(_is_filled(column)).group_by(mark)
    return Counter({row[0]: row[1] for row in connection.execute(found)})


def _reseal(database: Database, ring: Ring, progress: Resealed) -> Iterator[Resealed]:
    column = progress.column
    seal, key = Seal(ring, column.purpose), list(column.table.primary_key)
    rows = select(*key, column.column).where(_is_old(column, ring)).order_by(*key).limit(RESEAL_BATCH)
    past: tuple[Any, ...] | None = None
    while True:
        # Read and sealed before the lock: behind it stands one statement a row.
        with database.reading() as session:
            after = rows if past is None else rows.where(tuple_(*key) > tuple_(*(literal(one) for one in past)))
            found = [tuple(row) for row in session.connection().execute(after)]
        if not found:
            return
        past = found[-1][:-1]
        fresh = {row: made for row in found if (made := _anew(seal, row, progress)) is not None}
        with database.transaction() as session:
            for row, made in fresh.items():
                same = and_(*(one == value for one, value in zip(key, row, strict=False)), column.column == row[-1])
                session.connection().execute(update(column.table).where(same).values({column.column.name: made}))
        progress.done += len(fresh)
        yield progress


def _anew(seal: Seal, row: tuple[Any, ...], progress: Resealed) -> str | None:
    try:
        return seal.close(seal.open(row[-1]))
    except Unreadable:
        progress.unreadable.append(",".join(str(one) for one in row[:-1]))
        return None


def _is_filled(column: SealedColumn) -> Any:
    return and_(column.column.is_not(None), column.column != "")


def _is_old(column: SealedColumn, ring: Ring) -> Any:
    newest = f"{secret_mark(ring.newest)}:"
    return and_(_is_filled(column), func.substr(column.column, 1, len(newest)) != newest)
