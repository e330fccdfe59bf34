"""What helps to write goods: the table of known barcodes, who scanned, pictures that were sent ahead of their form."""

from collections.abc import Iterator

from sqlalchemy import Connection, String, cast, func, or_, select, union_all

from models.account.member import Member
from models.catalogue.barcode.known_gtin import KnownGtin
from models.catalogue.barcode.number import read_barcode
from models.catalogue.barcode.scan import SCANS_KEPT, Scan
from models.catalogue.category.category import Category
from models.catalogue.goods.sent_picture import KEPT_FOR, SentPicture
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import Refused
from models.kernel.fault import Fault
from models.kernel.media import MediaStore, square_key
from models.kernel.pictures import SIDES
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.shop.shop import Shop

_known, _scan, _sent = table_of(KnownGtin), table_of(Scan), table_of(SentPicture)
_member, _category = table_of(Member), table_of(Category)
_supplier, _shop = table_of(Supplier), table_of(Shop)


def known_numbers(connection: Connection) -> Iterator[Fault]:
    """Each number of the table is one that a scan can find, names something, and its category exists."""
    for row in stream(connection, select(_known.c.gtin, _known.c.title)):
        if not _can_be_found(row.gtin):
            yield Fault("known_gtin.number", f"barcode {row.gtin}", "no scan finds it: it is not how a number is kept")
        if not row.title.strip():
            yield Fault("known_gtin.title", f"barcode {row.gtin}", "it is known, but by no name")
    there = select(_category.c.slug)
    query = select(_known.c.gtin, _known.c.category).where(_known.c.category != "", _known.c.category.not_in(there))
    for row in stream(connection, query):
        yield Fault("known_gtin.category", f"barcode {row.gtin}", f"there is no category {row.category}")


def scans(connection: Connection) -> Iterator[Fault]:
    """Each was somebody's, and no more are kept than the rate is ever asked of."""
    oldest = select(func.max(_scan.c.id) - SCANS_KEPT).scalar_subquery()
    query = select(_scan.c.id, _member.c.id.label("member")).outerjoin_from(_scan, _member, _scan.c.by == _member.c.id)
    for row in stream(connection, query.where(or_(_member.c.id.is_(None), _scan.c.id <= oldest))):
        words = "nobody made it" if row.member is None else "it should have been forgotten"
        yield Fault("scan.kept", f"scan {row.id}", words)


def sent_pictures(connection: Connection) -> Iterator[Fault]:
    """Each belongs to a supplier's or a shop's form, and went with the first that came more than a day later."""
    owners = union_all(
        select("supplier:" + cast(_supplier.c.id, String)), select("shop:" + cast(_shop.c.id, String))
    ).subquery()
    query = select(_sent.c.owner, _sent.c.digest).where(_sent.c.owner.not_in(select(owners)))
    for row in stream(connection, query):
        yield Fault("sent_picture.owner", f"picture {row.digest}", f"{row.owner} is nobody")
    times = select(_sent.c.owner, func.min(_sent.c.sent_at).label("first"), func.max(_sent.c.sent_at).label("last"))
    for row in stream(connection, times.group_by(_sent.c.owner)):
        if row.first <= row.last - KEPT_FOR:
            yield Fault("sent_picture.day", f"owner {row.owner}", "a picture of a day before is still kept for a form")


def sent_files(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Who asks is told that the picture is here: so are its squares."""
    for row in stream(connection, select(_sent.c.digest, _sent.c.owner)):
        missing = [str(side) for side in SIDES if not media.has(square_key(row.digest, side))]
        if missing:
            words = f"{row.owner} was told that it is here, but there is no file for the sizes {', '.join(missing)}"
            yield Fault("sent_picture.file", f"picture {row.digest}", words)


def _can_be_found(gtin: str) -> bool:
    try:
        kept = read_barcode(gtin).gtin
    except Refused:
        return False
    return kept != "" and kept.zfill(14) == gtin
