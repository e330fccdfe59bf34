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
    documents,
    feed,
    figures,
    files,
    gates,
    goods_forms,
    imports,
    invitations,
    ledger,
    links,
    nearby,
    news,
    nights,
    own,
    people,
    pickups,
    postings,
    rates,
    refunds,
    reviews,
    seals,
    second_factors,
    settings,
    shelves,
    sign_ins,
    states,
    stops,
    suppliers,
    talks,
    trail,
    versions,
    violations,
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
    ledger.paid_for_another,
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
    pickups.pickup_terms,
    pickups.fetched,
    pickups.said_twice,
    pickups.no_needless_address,
    refunds.after_sales,
    coupons.claimed,
    coupons.used,
    shelves.sku_bounds,
    shelves.on_sale,
    versions.approved_goods,
    versions.proposals,
    shelves.windows,
    imports.looked_runs,
    imports.import_memories,
    goods_forms.known_numbers,
    goods_forms.scans,
    goods_forms.sent_pictures,
    rates.announced_falls,
    rates.rates_said,
    rates.promises_kept,
    rates.promises_named,
    deposits.short_marks,
    deposits.off_sale,
    own.self_run_sellers,
    own.own_picks,
    own.own_commissions,
    own.own_deposits,
    own.deposit_payments,
    gates.shop_doors,
    gates.gates_passed,
    gates.item_states,
    gates.items_read,
    gates.own_decisions,
    stops.stop_marks,
    stops.stopped_sales,
    suppliers.sells_too_early,
    suppliers.sells_without_papers,
    shelves.picks,
    shelves.shop_numbers,
    nearby.shop_places,
    nearby.placed_doors,
    nearby.newest_said,
    links.visits,
    figures.visits_rolled_up,
    figures.visitors_counted,
    figures.trade_rolled_up,
    links.payloads,
    talks.message_numbers,
    reviews.reviewed_lines,
    reviews.review_tallies,
    reviews.review_ranks,
    settings.set_values,
    settings.set_number,
    settings.set_together,
    people.desk_roles,
    people.staff_roles,
    invitations.places_taken,
    invitations.confirmed_sign_ups,
    violations.appeals,
    violations.shop_closings,
    waiting.hands,
    waiting.verdicts,
    waiting.announced,
    second_factors.recovery_codes,
    second_factors.loose_keys,
    sign_ins.open_sign_ins,
    sign_ins.one_time_codes,
    news.news_told,
    news.dispatches,
    feed.posts_own,
    feed.posts_hidden,
    feed.followers_once,
    trail.chain_faults,
    nights.ledger_roots,
    nights.roots_told,
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
            yield from documents.sealed_files(connection, media, ring)
            yield from documents.identity_digests(connection, ring)
        yield from imports.import_files(connection, media, database)
        yield from files.picture_files(connection, media)
        yield from files.proposed_pictures(connection, media)
        yield from files.detail_files(connection, media)
        yield from goods_forms.sent_files(connection, media)
        yield from files.photos(connection, media)
        yield from documents.document_files(connection, media)
        yield from talks.message_pictures(connection, media)
        yield from reviews.review_pictures(connection, media)
        yield from violations.evidence_files(connection, media)
        yield from violations.star_pictures(connection)
    yield from files.posters(database, media, every=all_posters, sample=sample)


def late_faults(database: Database, media: MediaStore, *, at: datetime, heads: Iterable[Head] = ()) -> Iterator[Fault]:
    """What is wrong at this moment: rows of the trail that nobody chained, nights without a head, heads that somebody
    else kept, whom the chain does not go through; and documents that ought to be gone."""
    kept = kept_heads(media)
    with snapshot(database) as connection:
        yield from trail.head_faults(connection, heads)
        yield from trail.rows_without_place(connection, at)
        yield from trail.missed_nights(connection, kept, at)
        yield from documents.loose_files(connection, media, at)
        yield from documents.kept_too_long(connection, at)
