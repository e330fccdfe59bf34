"""Drawing a link's posters: only those not standing yet, outside the transaction, each proven before it is kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.link.link import Link
from models.poster.poster import Poster
from models.poster.print.formats import PAPERS
from models.poster.sheet import Sheet
from models.poster.sizes import MOMENTS, PHONE

# What draws is loaded by the functions that draw: most processes never do, and it takes 20 MB.
if TYPE_CHECKING:
    from models.poster.proof import Proof

SIZES = {"phone": PHONE, "moments": MOMENTS}


@dataclass(frozen=True, slots=True)
class WantedPoster:
    """A style in a size: "phone" and "moments" are pictures, "a6" and "a4" are pages to print."""

    style: str
    size: str = "phone"

    @property
    def is_print(self) -> bool:
        return self.size in PAPERS


@dataclass(frozen=True, slots=True)
class Made:
    """What was drawn: where its bytes are, and what proves it."""

    wanted: WantedPoster
    mark: str
    proof: "Proof"
    dropped: str


@dataclass(frozen=True, slots=True)
class Studio:
    """What making posters takes: where they are kept, where the network lives and by which rules, for what they say of
    it, and `outside`, which ends the transaction at hand while its block runs."""

    media: MediaStore
    public_url: str
    rules: Rules
    outside: Callable[[], AbstractContextManager[None]]


def draw_posters(
    session: Session, studio: Studio, link: Link, sheet: Sheet, wanted: tuple[WantedPoster, ...], *, at: datetime
) -> None:
    """Draws what is wanted and not there yet. Raises Refused for a style or a size that is none, and where a code
    cannot be read back: then none of them is kept."""
    marks = {one: _mark(sheet, one) for one in wanted}
    missing = [one for one in wanted if not _stands(session, link, one, marks[one])]
    link_id = link.id
    if not missing:
        return
    with studio.outside():
        made = [_draw(studio.media, sheet, poster, marks[poster]) for poster in missing]
    for drawing in made:
        _keep(session, link_id, sheet.payload, drawing, at)


def poster_key(mark: str, size: str) -> str:
    """Where a poster's bytes live: named by what they show."""
    return f"posters/{mark[:2]}/{mark}.{'pdf' if size in PAPERS else 'jpg'}"


def posters_of(session: Session, link: Link, size: str = "phone") -> list[Poster]:
    """A link's posters of one size, in the order of the styles."""
    from models.poster.styles import styles

    posters = session.exec(select(Poster).where(Poster.link_id == link.id, Poster.size == size)).all()
    order = list(styles())
    return sorted(posters, key=lambda poster: order.index(poster.style) if poster.style in order else len(order))


def _mark(sheet: Sheet, wanted: WantedPoster) -> str:
    from models.poster.draw import fingerprint
    from models.poster.print.press import fingerprint_pdf
    from models.poster.styles import styles

    if wanted.style not in styles() or not (wanted.size in SIZES or wanted.is_print):
        raise Refused("style", N_("没有这种海报样式"))
    if wanted.is_print:
        return fingerprint_pdf(sheet, wanted.style, wanted.size)
    return fingerprint(sheet, wanted.style, SIZES[wanted.size])


def _stands(session: Session, link: Link, wanted: WantedPoster, mark: str) -> bool:
    same = (
        Poster.link_id == link.id,
        Poster.style == wanted.style,
        Poster.size == wanted.size,
        Poster.fingerprint == mark,
    )
    return session.exec(select(Poster.id).where(*same)).first() is not None


def _draw(media: MediaStore, sheet: Sheet, wanted: WantedPoster, mark: str) -> Made:
    from models.poster.draw import draw_poster
    from models.poster.print.press import draw_pdf

    if wanted.is_print:
        printed = draw_pdf(sheet, wanted.style, wanted.size)
        data, proof, dropped = printed.pdf, printed.proof, printed.dropped
    else:
        drawn = draw_poster(sheet, wanted.style, SIZES[wanted.size])
        data, proof, dropped = drawn.jpeg, drawn.proof, drawn.dropped
    media.put(poster_key(mark, wanted.size), data)
    return Made(wanted, mark, proof, dropped)


def _keep(session: Session, link_id: int, payload: str, made: Made, at: datetime) -> None:
    facts = {
        "fingerprint": made.mark,
        "media_key": poster_key(made.mark, made.wanted.size),
        "payload": payload,
        "proof": asdict(made.proof),
        "dropped": made.dropped,
        "drawn_at": at,
    }
    same = {"link_id": link_id, "style": made.wanted.style, "size": made.wanted.size}
    if session.exec(insert_ignoring(session, Poster).values(**same, **facts)).rowcount == 1:
        return
    poster = session.exec(select(Poster).filter_by(**same)).one()
    for name, value in facts.items():
        setattr(poster, name, value)
