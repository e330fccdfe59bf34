"""The files that records name are there: pictures in all their squares, posters that can still be read."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select, union

from models.catalogue.goods.detail_picture import DetailPicture
from models.catalogue.goods.goods import SKU, Picture
from models.catalogue.goods.proposal import Proposal
from models.feed.post import PostPicture
from models.kernel.database import Database
from models.kernel.errors import Gone
from models.kernel.fault import Fault
from models.kernel.long_pictures import WIDTHS
from models.kernel.media import MediaStore, detail_key, square_key
from models.kernel.pictures import SIDES
from models.kernel.record import table_of
from models.kernel.snapshot import CHUNK
from models.link.link import Link
from models.poster.poster import Poster
from models.poster.print.formats import PAPERS
from models.shop.shop import Shop
from models.trade.after_sale.after_sale import AfterSale, AfterSalePhoto
from models.trade.order.order import Line

_picture, _line = table_of(Picture), table_of(Line)
_sku, _detail = table_of(SKU), table_of(DetailPicture)
_photo, _after_sale = table_of(AfterSalePhoto), table_of(AfterSale)
_proposal, _post_picture = table_of(Proposal), table_of(PostPicture)
_shop, _link, _poster = table_of(Shop), table_of(Link), table_of(Poster)


def picture_files(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Every picture of goods, shops, ordered lines and posts, in each of its sizes."""
    digests = union(
        select(_picture.c.digest),
        select(_sku.c.picture).where(_sku.c.picture.is_not(None)),
        select(_shop.c.logo).where(_shop.c.logo.is_not(None)),
        select(_line.c.picture).where(_line.c.picture.is_not(None)),
        select(_post_picture.c.digest),
    )
    for (digest,) in connection.execute(digests, execution_options={"yield_per": CHUNK}):
        missing = [str(side) for side in SIDES if not media.has(square_key(digest, side))]
        if missing:
            yield Fault("picture.file", f"picture {digest}", f"no file for the sizes {', '.join(missing)}")


def proposed_pictures(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Every picture that waits for approval."""
    waiting = select(_proposal.c.code, _proposal.c.wanted).where(_proposal.c.state == "waiting")
    for row in connection.execute(waiting, execution_options={"yield_per": CHUNK}):
        for digest, _ in row.wanted.get("pictures", ()):
            if not media.has(square_key(digest, max(SIDES))):
                yield Fault("picture.file", f"proposal {row.code}", f"no file of picture {digest}")
        for digest, *_ in row.wanted.get("details", ()):
            if not media.has(detail_key(digest, max(WIDTHS))):
                yield Fault("picture.file", f"proposal {row.code}", f"no file of detail {digest}")


def detail_files(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Every long picture of goods, in both widths."""
    for (digest,) in connection.execute(select(_detail.c.digest).distinct(), execution_options={"yield_per": CHUNK}):
        missing = [str(width) for width in WIDTHS if not media.has(detail_key(digest, width))]
        if missing:
            yield Fault("picture.file", f"detail {digest}", f"no file for the widths {', '.join(missing)}")


def photos(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Every photo of an after-sale."""
    query = select(_photo.c.key, _after_sale.c.code).join_from(_photo, _after_sale)
    for row in connection.execute(query, execution_options={"yield_per": CHUNK}):
        if not media.has(row.key):
            yield Fault("after_sale.photo", f"after-sale {row.code}", f"no file at {row.key}")


def posters(database: Database, media: MediaStore, *, every: bool, sample: int) -> Iterator[Fault]:
    """Every poster's file is there; those of a random sample, or all of them, are read back."""
    chosen = set() if every else _sampled(database, sample)
    for row in _posters(database):
        words = _read_back(media, row) if every or row.id in chosen else _there(media, row)
        if words:
            yield Fault("poster.file", f"poster {row.code}-{row.style}-{row.size}", words)


def _posters(database: Database) -> Iterator[Any]:
    """Posters in chunks, each read at its own moment: reading pictures back takes long, and no transaction is held
    open meanwhile."""
    columns = (_poster.c.id, _link.c.code, _poster.c.style, _poster.c.size, _poster.c.media_key, _poster.c.payload)
    query = select(*columns).join_from(_poster, _link).order_by(_poster.c.id).limit(CHUNK)
    last = 0
    while True:
        with database.reading() as session:
            rows = session.connection().execute(query.where(_poster.c.id > last)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].id


def _sampled(database: Database, sample: int) -> set[int]:
    with database.reading() as session:
        chosen = select(_poster.c.id).order_by(func.random()).limit(sample)
        return set(session.connection().execute(chosen).scalars())


def _there(media: MediaStore, row: Any) -> str:
    return "" if media.has(row.media_key) else f"no file at {row.media_key}"


def _read_back(media: MediaStore, row: Any) -> str:
    # Late: only who reads posters back needs what reads them.
    from PIL import Image

    from models.poster.print.reading import prove_pdf
    from models.poster.proof import read_qr

    try:
        data = media.get(row.media_key)
    except Gone:
        return f"no file at {row.media_key}"
    if row.size in PAPERS:
        proven = all(check.ok for check in prove_pdf(data, row.payload, PAPERS[row.size]))
        return "" if proven else f"its code does not read {row.payload} from the page"
    try:
        said = read_qr(data)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return f"the file at {row.media_key} is no picture"
    return "" if said == row.payload else f"its code reads {said or 'nothing'} instead of {row.payload}"
