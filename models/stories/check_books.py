"""`check`: the whole state proven against itself, in bounded memory, while the shops stay open."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.snapshot import snapshot
from models.stories.checks import amounts, files, links, shelves, states
from models.stories.checks.fault import Fault

__all__ = ["Fault", "check", "faults"]

CHECKS: tuple[Callable[[Connection], Iterator[Fault]], ...] = (
    amounts.orders,
    amounts.parcels,
    amounts.commissions,
    amounts.owners,
    states.parcels,
    states.payments,
    shelves.skus,
    shelves.on_sale,
    shelves.picks,
    shelves.numbers,
    links.visits,
    links.payloads,
)


def check(database: Database, media: MediaStore, *, all_posters: bool = False, sample: int = 20) -> list[Fault]:
    """Everything that is wrong; empty where all agrees."""
    return list(faults(database, media, all_posters=all_posters, sample=sample))


def faults(database: Database, media: MediaStore, *, all_posters: bool = False, sample: int = 20) -> Iterator[Fault]:
    """The same, one by one as they are found. All figures are of one moment."""
    with snapshot(database) as connection:
        for part in CHECKS:
            yield from part(connection)
        yield from files.pictures(connection, media)
    yield from files.posters(database, media, every=all_posters, sample=sample)
