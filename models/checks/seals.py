"""What is sealed can be opened: by a secret of the ring, for what its record says it is sealed for."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from models.kernel.fault import Fault
from models.kernel.ring import Ring
from models.kernel.sealing import Seal, Unreadable, mark_in_seal, sealed_columns
from models.kernel.snapshot import stream


def sealed_values(connection: Connection, ring: Ring) -> Iterator[Fault]:
    """Every sealed value of every record. What a value says is told to nobody."""
    for sealed in sealed_columns():
        seal, key = Seal(ring, sealed.purpose), list(sealed.table.primary_key)
        filled = select(*key, sealed.column).where(sealed.column.is_not(None), sealed.column != "")
        for row in stream(connection, filled.order_by(*key)):
            try:
                seal.open(row[-1])
            except Unreadable:
                names = ",".join(str(row[at]) for at in range(len(key)))
                yield Fault("seal.unreadable", f"{sealed} {names}", _why(ring, row[-1]))


def _why(ring: Ring, value: str) -> str:
    mark = mark_in_seal(value)
    if mark and ring.marked(mark) is None:
        return f"the secret {mark} that sealed it is not in the ring (XIAOPU_OLD_SECRET_KEYS or secret-key)"
    return "no secret of the ring opens it"
