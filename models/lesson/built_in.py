"""The lessons that come with the house: their order, topic and places here, their words in texts/."""

import functools
from dataclasses import dataclass
from pathlib import Path

from models.kernel.languages import LANGUAGES

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class LessonWords:
    """A lesson in one language. The body is paragraphs parted by blank lines, and lines that begin with "- "."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A lesson of the house. A featured one is a privilege of some levels."""

    slug: str
    topic: str
    tags: tuple[str, ...]
    featured: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """In which it is written. A reader of another gets the first of them."""
        return tuple(one for one in LANGUAGES if (TEXTS / f"{self.slug}.{one}.md").exists())

    def words(self, language: str) -> LessonWords:
        """The words of the lesson as the house wrote them."""
        return _read(self.slug, language)


COURSE = (
    BuiltIn("first-ten", "start", ("today.empty", "orders.empty", "share.chat")),
    BuiltIn("choosing", "start", ("picks.empty", "goods")),
    BuiltIn("numbers", "start", ("today",)),
    BuiltIn("own-buying", "start", ("orders",)),
    BuiltIn("photographing", "goods", ("photo",)),
    BuiltIn("reason", "goods", ("reason",)),
    BuiltIn("forbidden", "goods", ("share", "reason")),
    BuiltIn("coupon-month", "goods", (), featured=True),
    BuiltIn("moments", "share", ("share.moments",)),
    BuiltIn("groups", "share", ("share.group",)),
    BuiltIn("printing", "share", ("share.print",)),
    BuiltIn("prices", "share", ("share.stale",)),
    BuiltIn("worth", "share", (), featured=True),
    BuiltIn("before-sale", "buyers", ("share.chat", "orders")),
    BuiltIn("after-sale", "buyers", ("orders",)),
    BuiltIn("regulars", "buyers", (), featured=True),
)
BY_SLUG = {lesson.slug: lesson for lesson in COURSE}


@functools.cache
def _read(slug: str, language: str) -> LessonWords:
    """A text file is "# title", a summary and the body, parted by blank lines."""
    assert language in LANGUAGES, language
    text = (TEXTS / f"{slug}.{language}.md").read_text("utf-8")
    title, summary, body = text.split("\n\n", 2)
    return LessonWords(title.removeprefix("# "), summary, body.strip())
