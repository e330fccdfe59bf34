"""Goods files: one that waits for its owner or for a worker has its upload; what was learnt of files can be used."""

from collections.abc import Iterator

from sqlalchemy import Connection, or_, select

from models.catalogue.category.category import Category
from models.catalogue.imports.formats import goods_formats
from models.catalogue.imports.run import ImportCategory, ImportMemory, ImportRun
from models.catalogue.imports.understanding.money import CODES
from models.catalogue.imports.understanding.plan import Plan
from models.catalogue.supplier.supplier import Supplier
from models.kernel.database import Database
from models.kernel.fault import Fault
from models.kernel.media import MediaStore
from models.kernel.record import table_of
from models.kernel.snapshot import stream

_run, _memory, _words = table_of(ImportRun), table_of(ImportMemory), table_of(ImportCategory)
_category, _supplier = table_of(Category), table_of(Supplier)
_AHEAD = ("looked", "waiting", "running")


def looked_runs(connection: Connection) -> Iterator[Fault]:
    """What was only looked at has loaded nothing and is not over; what is ahead can be read."""
    query = select(_run.c.code, _run.c.state, _run.c.plan)
    loaded = or_(_run.c.rows_done > 0, _run.c.goods_new + _run.c.goods_changed + _run.c.goods_same > 0)
    for row in stream(connection, query.where(_run.c.state.in_(("looked", "dropped")), loaded)):
        yield Fault("import.looked", f"import {row.code}", f"it is {row.state}, but goods of it were loaded")
    for row in stream(connection, query.where(_run.c.state == "looked", _run.c.ended_at.is_not(None))):
        yield Fault("import.looked", f"import {row.code}", "it waits for its owner, but it has ended")
    for row in stream(connection, query.where(_run.c.state == "looked")):
        if why := _unusable(row.plan):
            yield Fault("import.plan", f"import {row.code}", why)


def import_memories(connection: Connection) -> Iterator[Fault]:
    """What a supplier said of files can be used for the next, and its words for categories mean ones that exist."""
    query = select(_supplier.c.code, _memory.c.headings, _memory.c.plan).join_from(_memory, _supplier)
    for row in stream(connection, query):
        if why := _unusable(row.plan):
            yield Fault("import.memory", f"supplier {row.code}, headings {row.headings[:8]}", why)
    unknown = select(_supplier.c.code, _words.c.words, _words.c.slug).join_from(_words, _supplier)
    unknown = unknown.outerjoin(_category, _category.c.slug == _words.c.slug)
    for row in stream(connection, unknown.where(_words.c.slug != "", _category.c.id.is_(None))):
        yield Fault("import.category", f"supplier {row.code}, “{row.words}”", f"there is no category {row.slug}")


def import_files(connection: Connection, media: MediaStore, database: Database) -> Iterator[Fault]:
    """Whatever is still to be loaded has its upload. Its owner may drop a file meanwhile: what is missed is asked
    about again, as it stands now."""
    query = select(_run.c.id, _run.c.code, _run.c.media_key).where(_run.c.state.in_(_AHEAD))
    for row in stream(connection, query):
        if not media.has(row.media_key) and _is_ahead(database, row.id):
            yield Fault("import.file", f"import {row.code}", "its upload is not in the store")


def _is_ahead(database: Database, run_id: int) -> bool:
    with database.reading() as session:
        return session.get_one(ImportRun, run_id).state in _AHEAD


def _unusable(kept: object) -> str:
    """Why a file cannot be read by such a plan; empty where it can."""
    try:
        plan = Plan.of_json(kept if isinstance(kept, dict) else {})
    except (TypeError, AttributeError):
        return "its plan is none"
    if plan.format not in goods_formats():
        return f"its layout {plan.format} is unknown"
    return "" if plan.currency in ("", *CODES) else f"its currency {plan.currency} is unknown"
