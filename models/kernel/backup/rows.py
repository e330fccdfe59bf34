"""Rows as JSON lines and back. Values are plain: times as ISO text, bytes as base64, amounts as whole numbers."""

import base64
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Any

from sqlalchemy import Column, Connection, Table, and_, bindparam, select
from sqlalchemy.types import TypeDecorator

from models.kernel.record import SaidColumn
from models.kernel.said import Said, as_kept, from_kept
from models.kernel.snapshot import CHUNK, stream

IN_MEMORY = 8 * 1024 * 1024
_READERS: dict[type, Callable[[Any], Any]] = {datetime: datetime.fromisoformat, bytes: base64.b64decode}


def dump(connection: Connection, table: Table, file: IO[bytes]) -> int:
    """Writes every row of a table, in the order of its key; returns how many there were."""
    rows = 0
    for row in stream(connection, select(table).order_by(*table.primary_key)):
        file.write(_line({name: _plain(value) for name, value in row._mapping.items()}))
        rows += 1
    return rows


def load(connection: Connection, table: Table, file: Iterable[bytes]) -> int:
    """Inserts every row; returns how many there were. A row may name one of its own table that comes later (a category
    its root): such columns are filled in once all rows stand."""
    own = _own_links(table)
    key = [column.name for column in table.primary_key]
    rows = 0
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as later:
        for chunk in _chunks(json.loads(line) for line in file):
            if own:
                later.writelines(_line({name: row[name] for name in (*key, *own)}) for row in chunk)
            unlinked: dict[str, Any] = dict.fromkeys(own)
            connection.execute(table.insert(), [_read(table, row | unlinked) for row in chunk])
            rows += len(chunk)
        later.seek(0)
        _fill_in(connection, table, key, own, (json.loads(line) for line in later))
    return rows


def _fill_in(
    connection: Connection, table: Table, key: list[str], own: list[str], rows: Iterator[dict[str, Any]]
) -> None:
    # The key's bound names must differ from the columns that are set.
    same = and_(*(table.c[name] == bindparam(f"this_{name}") for name in key))
    statement = table.update().where(same).values({name: bindparam(f"new_{name}") for name in own})
    linked = (row for row in rows if any(row[name] is not None for name in own))
    for chunk in _chunks(linked):
        these = [{f"this_{n}": row[n] for n in key} | {f"new_{n}": row[n] for n in own} for row in chunk]
        connection.execute(statement, these)


def _own_links(table: Table) -> list[str]:
    return [link.parent.name for link in table.foreign_keys if link.column.table is table]


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Said):
        return as_kept(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _read(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name], value) for name, value in row.items()}


def _value(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, SaidColumn):
        return from_kept(value)
    kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    read = _READERS.get(kind.python_type)
    return value if value is None or read is None else read(value)
