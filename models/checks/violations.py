"""Violations, their appeals and what was decided of them agree, and each picture that shows one is there."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, or_, select

from models.gate.documents.document import Document
from models.kernel.fault import Fault
from models.kernel.media import MediaStore
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.shop.evidence import open_picture_key
from models.shop.shop import Shop
from models.shop.star import Star
from models.shop.violation import Appeal, ShopClosing, ShopViolation

_violation, _appeal = table_of(ShopViolation), table_of(Appeal)
_closing, _shop, _star, _document = table_of(ShopClosing), table_of(Shop), table_of(Star), table_of(Document)


def appeals(connection: Connection) -> Iterator[Fault]:
    """A granted appeal has lifted its violation; nobody has answered one against a violation that they noted or that is
    their own shop's."""
    query = select(_appeal.c.code).join_from(_appeal, _violation, _appeal.c.violation_id == _violation.c.id)
    query = query.join(_shop, _violation.c.shop_id == _shop.c.id)
    kept = and_(_appeal.c.state == "granted", _violation.c.lifted_at.is_(None))
    for row in stream(connection, query.where(kept)):
        yield Fault("violation.appeal", f"appeal {row.code}", "was granted, and its violation still counts")
    own = or_(_appeal.c.decided_by == _violation.c.noted_by, _appeal.c.decided_by == _shop.c.keeper_id)
    for row in stream(connection, query.where(own)):
        yield Fault("violation.hands", f"appeal {row.code}", "was answered by who noted it, or by the keeper")


def shop_closings(connection: Connection) -> Iterator[Fault]:
    """The desk is asked only about keepers who have violations."""
    kept = _shop.alias()
    any_one = exists().where(_violation.c.shop_id == kept.c.id, kept.c.keeper_id == _shop.c.keeper_id)
    query = select(_closing.c.code).join_from(_closing, _shop, _closing.c.shop_id == _shop.c.id)
    for row in stream(connection, query.where(~any_one.correlate(_shop))):
        yield Fault("violation.closing", f"closing {row.code}", "is about a keeper without violations")


def evidence_files(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Every picture that shows a violation and waits to be sealed; sealed ones are proven with all others
    (models/checks/documents.py)."""
    query = select(_violation.c.code, _violation.c.picture).where(_violation.c.picture.is_not(None))
    for row in stream(connection, query):
        if not media.has(open_picture_key(row.picture)):
            yield Fault("violation.picture", f"violation {row.code}", f"no file at {open_picture_key(row.picture)}")


def star_pictures(connection: Connection) -> Iterator[Fault]:
    """What shows the audience of a star keeper is a document that they gave."""
    same = and_(_document.c.code == _star.c.picture, _document.c.member_id == _star.c.keeper_id)
    query = select(_star.c.code, _star.c.picture).where(_star.c.picture.is_not(None), ~exists().where(same))
    for row in stream(connection, query):
        yield Fault("star.picture", f"star {row.code}", f"no document {row.picture} of its keeper")
