"""`check`: the whole state proven against itself, in bounded memory, while the shops stay open."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from models.account.audit.heads import Head, kept_heads
from models.checks import (
    amounts,
    boxes,
    coupons,
    deposits,
    files,
    ledger,
    links,
    news,
    people,
    postings,
    refunds,
    seals,
    second_factors,
    settings,
    shelves,
    sign_ins,
    states,
    stops,
    talks,
    trail,
    waiting,
    withdrawals,
)
from models.kernel.database import Database
from models.kernel.fault import Fault
from models.kernel.media import MediaStore
from models.kernel.ring import Ring
from models.kernel.snapshot import snapshot

__all__ = ["Fault", "book_faults", "check", "faults"]

Check = Callable[[Connection], Iterator[Fault]]
# What settlement rests on: where one of these finds something, no money is released.
BOOKS: tuple[Check, ...] = (
    amounts.order_totals,
    amounts.parcel_totals,
    amounts.commissions,
    amounts.line_owners,
    coupons.discounts,
    refunds.refund_amounts,
    refunds.payments_given_back,
    refunds.lines_given_back,
    refunds.freight_given_back,
    ledger.transactions,
    ledger.entries_belong,
    ledger.entry_owners,
    ledger.snapshots,
    ledger.never_negative,
    postings.payments_booked,
    postings.refunds_booked,
    postings.lines_booked,
    postings.freights_booked,
    postings.orphans,
    withdrawals.reserves,
    withdrawals.postings,
)
CHECKS: tuple[Check, ...] = (
    *BOOKS,
    states.parcel_states,
    states.alive,
    states.payment_states,
    boxes.shipped,
    boxes.pieces_sent,
    boxes.to_send,
    boxes.placed,
    refunds.after_sales,
    coupons.claimed,
    coupons.used,
    shelves.sku_bounds,
    shelves.on_sale,
    deposits.short_marks,
    deposits.off_sale,
    stops.stop_marks,
    stops.stopped_sales,
    shelves.picks,
    shelves.shop_numbers,
    links.visits,
    links.payloads,
    talks.message_numbers,
    settings.set_values,
    settings.set_number,
    settings.set_together,
    people.desk_roles,
    people.staff_roles,
    waiting.hands,
    waiting.verdicts,
    waiting.announced,
    second_factors.recovery_codes,
    second_factors.loose_keys,
    sign_ins.open_sign_ins,
    sign_ins.one_time_codes,
    news.news_told,
    news.dispatches,
    trail.chain_faults,
)


def book_faults(database: Database) -> Iterator[Fault]:
    """What is wrong with the money alone."""
    with snapshot(database) as connection:
        for part in BOOKS:
            yield from part(connection)


def check(
    database: Database,
    media: MediaStore,
    *,
    ring: Ring | None = None,
    all_posters: bool = False,
    sample: int = 20,
) -> list[Fault]:
    """Everything that is wrong; empty where all agrees. With the ring, also whether it opens what is sealed."""
    return list(faults(database, media, ring=ring, all_posters=all_posters, sample=sample))


def faults(
    database: Database,
    media: MediaStore,
    *,
    ring: Ring | None = None,
    all_posters: bool = False,
    sample: int = 20,
) -> Iterator[Fault]:
    """Everything that is wrong, one by one as it is found. All figures are of one moment."""
    # Before the moment: a head that is kept meanwhile may stand further than it.
    kept = kept_heads(media)
    with snapshot(database) as connection:
        for part in CHECKS:
            yield from part(connection)
        yield from trail.head_faults(connection, kept.values())
        if ring is not None:
            yield from seals.sealed_values(connection, ring)
        yield from files.picture_files(connection, media)
        yield from files.photos(connection, media)
        yield from talks.message_pictures(connection, media)
    yield from files.posters(database, media, every=all_posters, sample=sample)


def late_faults(database: Database, media: MediaStore, *, at: datetime, heads: Iterable[Head] = ()) -> Iterator[Fault]:
    """What is wrong with the trail at this moment: rows that nobody chained, nights without a head; and heads that
    somebody else kept, whom the chain does not go through."""
    kept = kept_heads(media)
    with snapshot(database) as connection:
        yield from trail.head_faults(connection, heads)
        yield from trail.rows_without_place(connection, at)
        yield from trail.missed_nights(connection, kept, at)
