"""Which posters a link has and could have: every style that suits it, in every size."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext
from sqlmodel import Session

from models.kernel.errors import N_
from models.link.link import Link
from models.poster.poster import Poster
from models.poster.print.formats import PAPERS
from models.poster.sheet import Sheet
from models.stories.share.draw import SIZES, posters_of

if TYPE_CHECKING:
    from models.poster.styles import Style

SIZE_NAMES = {"phone": N_("手机"), "moments": N_("3:4 图"), "a6": N_("A6 纸"), "a4": N_("A4 纸")}


@dataclass(frozen=True, slots=True)
class Slot:
    """A style in a size, with the poster that stands there. It is outdated where today's words or picture would give
    another one."""

    code: str
    style: str
    size: str
    poster: Poster | None
    is_outdated: bool

    @property
    def is_print(self) -> bool:
        return self.size in PAPERS

    @property
    def name(self) -> str:
        """Style and size, as addresses and anchors have them; the phone's size goes without saying."""
        return self.style if self.size == "phone" else f"{self.style}-{self.size}"

    @property
    def file(self) -> str:
        """What it is called when saved."""
        return f"{self.code}-{self.name}.{'pdf' if self.is_print else 'jpg'}"

    @property
    def address(self) -> str:
        return f"/posters/{self.file}"

    @property
    def style_label(self) -> str:
        from models.poster.styles import styles

        known = styles().get(self.style)
        return gettext(known.words) if known else self.style

    @property
    def size_label(self) -> str:
        return gettext(SIZE_NAMES[self.size])


def slots(session: Session, link: Link, sheet: Sheet | None) -> list[Slot]:
    """Style by style, size by size. Without a sheet nothing new can be drawn: only what stands."""
    from models.poster.styles import styles

    found = {(poster.style, poster.size): poster for size in SIZE_NAMES for poster in posters_of(session, link, size)}
    offered = [
        (style.name, size) for style in styles().values() if sheet and _suits(style, sheet) for size in SIZE_NAMES
    ]
    return [
        Slot(link.code, style, size, poster, bool(poster and sheet and poster.fingerprint != _mark(sheet, style, size)))
        for style, size in dict.fromkeys([*offered, *found])
        for poster in [found.get((style, size))]
    ]


def _suits(style: "Style", sheet: Sheet) -> bool:
    """A style that can show anything says nothing of goods or posts: it goes with the shop's own link."""
    return style.suits(sheet) and (style.shows != "any" or (sheet.title is None and not sheet.is_post))


def _mark(sheet: Sheet, style: str, size: str) -> str:
    from models.poster.draw import fingerprint
    from models.poster.print.press import fingerprint_pdf
    from models.poster.styles import styles

    if style not in styles():
        return ""
    return fingerprint_pdf(sheet, style, size) if size in PAPERS else fingerprint(sheet, style, SIZES[size])
