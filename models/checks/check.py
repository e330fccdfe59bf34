"""`check`: the whole state proven against itself, in bounded memory, while the shops stay open."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from models.checks import (
    amounts,
    boxes,
    coupons,
    deposits,
    files,
    ledger,
    links,
    postings,
    refunds,
    shelves,
    states,
    talks,
    withdrawals,
)
from models.kernel.database import Database
from models.kernel.fault import Fault
from models.kernel.media import MediaStore
from models.kernel.snapshot import snapshot

__all__ = ["Fault", "book_faults", "check", "faults"]

Check = Callable[[Connection], Iterator[Fault]]
# What settlement rests on: where one of these finds something, no money is released.
BOOKS: tuple[Check, ...] = (
    amounts.orders,
    amounts.parcels,
    amounts.commissions,
    amounts.owners,
    coupons.discounts,
    refunds.amounts,
    refunds.payments,
    refunds.lines,
    refunds.freight,
    ledger.transactions,
    ledger.entries,
    ledger.owners,
    ledger.snapshots,
    ledger.never_negative,
    postings.payments,
    postings.refunds,
    postings.lines,
    postings.freights,
    postings.orphans,
    withdrawals.reserves,
    withdrawals.postings,
)
CHECKS: tuple[Check, ...] = (
    *BOOKS,
    states.parcels,
    states.alive,
    states.payments,
    boxes.shipped,
    boxes.pieces,
    boxes.to_send,
    boxes.placed,
    refunds.after_sales,
    coupons.claimed,
    coupons.used,
    shelves.skus,
    shelves.on_sale,
    deposits.short_marks,
    deposits.off_sale,
    shelves.picks,
    shelves.numbers,
    links.visits,
    links.payloads,
    talks.numbers,
)


def book_faults(database: Database) -> Iterator[Fault]:
    """What is wrong with the money alone."""
    with snapshot(database) as connection:
        for part in BOOKS:
            yield from part(connection)


def check(database: Database, media: MediaStore, *, all_posters: bool = False, sample: int = 20) -> list[Fault]:
    """Everything that is wrong; empty where all agrees."""
    return list(faults(database, media, all_posters=all_posters, sample=sample))


def faults(database: Database, media: MediaStore, *, all_posters: bool = False, sample: int = 20) -> Iterator[Fault]:
    """The same, one by one as they are found. All figures are of one moment."""
    with snapshot(database) as connection:
        for part in CHECKS:
            yield from part(connection)
        yield from files.pictures(connection, media)
        yield from files.photos(connection, media)
        yield from talks.pictures(connection, media)
    yield from files.posters(database, media, every=all_posters, sample=sample)
