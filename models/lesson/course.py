"""The course as it is taught today: the built-in lessons with what operators changed, and the operators' own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from models.account.member import Member
from models.kernel.languages import LANGUAGES
from models.lesson.built_in import BY_SLUG, COURSE, BuiltIn, LessonWords
from models.lesson.lesson import Lesson, LessonEdit
from models.lesson.places import TOPICS


@dataclass(frozen=True, slots=True)
class Taught:
    """One lesson. `words` holds the languages it is written in; `editions` counts the operators' editions of each,
    `edited` names the languages whose built-in words do not stand. A featured lesson is for keepers whose level has
    them."""

    slug: str
    topic: str
    tags: tuple[str, ...]
    words: Mapping[str, LessonWords]
    is_featured: bool = False
    is_own: bool = False
    hidden_at: datetime | None = None
    editions: Mapping[str, int] | None = None
    edited: frozenset[str] = frozenset()

    def language(self, wanted: str) -> str:
        """The language a reader gets: the wanted one, else the first it is written in."""
        return wanted if wanted in self.words else next(iter(self.words))

    def read(self, wanted: str) -> LessonWords:
        """The words a reader gets."""
        return self.words[self.language(wanted)]

    def edition(self, language: str) -> int:
        """How often its words in this language were changed."""
        return (self.editions or {}).get(language, 0)


def course(session: Session) -> tuple[Taught, ...]:
    """Every lesson, hidden ones too, in the course's order; operators' own stand after the house's of their topic."""
    rows = {row.slug: row for row in session.exec(select(Lesson).order_by(col(Lesson.id)))}
    edits = _newest(session)
    slugs = [lesson.slug for lesson in COURSE] + [slug for slug in rows if slug not in BY_SLUG]
    lessons = [_taught(slug, BY_SLUG.get(slug), rows.get(slug), edits) for slug in slugs]
    order = list(TOPICS)
    # A lesson without any words is one whose built-in text a later version of the house no longer brings.
    return tuple(sorted((it for it in lessons if it.words), key=lambda it: order.index(it.topic)))


def lesson_history(session: Session, slug: str, language: str, *, limit: int) -> list[tuple[LessonEdit, str]]:
    """The newest editions of a lesson in one language, each with the name of who wrote it."""
    query = select(LessonEdit, Member.name).join(Lesson).join(Member, col(LessonEdit.written_by) == Member.id)
    query = query.where(Lesson.slug == slug, LessonEdit.language == language)
    return list(session.exec(query.order_by(col(LessonEdit.edition).desc()).limit(limit)))


def helping(lessons: Iterable[Taught], tag: str) -> list[Taught]:
    """The lessons shown at a place; where "share.other" has none, those of "share". Featured ones are not: a hint leads
    to what everybody may read."""
    shown = [it for it in lessons if it.hidden_at is None and not it.is_featured]
    stem = tag.partition(".")[0]
    return [it for it in shown if tag in it.tags] or [it for it in shown if stem in it.tags]


class KeptCourse:
    """The course in one process's memory. One small question asks whether anything was changed, here or elsewhere."""

    def __init__(self) -> None:
        self._kept: tuple[object, tuple[Taught, ...]] | None = None

    def lessons(self, session: Session) -> tuple[Taught, ...]:
        """Today's course. Only for sessions that change no lesson: what is read here is kept for others."""
        # Every change counts a row's revision up, and rows are never deleted: the sum alone tells.
        mark = session.exec(select(func.sum(Lesson.revision))).one()
        if self._kept is None or self._kept[0] != mark:
            self._kept = (mark, course(session))
        return self._kept[1]


def _newest(session: Session) -> dict[tuple[int, str], LessonEdit]:
    grouped = select(LessonEdit.lesson_id, LessonEdit.language, func.max(LessonEdit.edition).label("edition"))
    newest = grouped.group_by(col(LessonEdit.lesson_id), col(LessonEdit.language)).subquery()
    is_newest = and_(
        col(LessonEdit.lesson_id) == newest.c.lesson_id,
        col(LessonEdit.language) == newest.c.language,
        col(LessonEdit.edition) == newest.c.edition,
    )
    return {(edit.lesson_id, edit.language): edit for edit in session.exec(select(LessonEdit).join(newest, is_newest))}


def _taught(
    slug: str, built_in: BuiltIn | None, row: Lesson | None, edits: Mapping[tuple[int, str], LessonEdit]
) -> Taught:
    words = {language: built_in.words(language) for language in built_in.languages} if built_in else {}
    own = {language: edits[row.id, language] for language in LANGUAGES if row and (row.id, language) in edits}
    edited = {language: edit for language, edit in own.items() if not edit.restored}
    words |= {language: LessonWords(edit.title, edit.summary, edit.body) for language, edit in edited.items()}
    topic = row.topic if row and row.topic in TOPICS else built_in.topic if built_in else next(iter(TOPICS))
    return Taught(
        slug=slug,
        topic=topic,
        tags=tuple(row.tags) if row and row.tags is not None else built_in.tags if built_in else (),
        words={language: words[language] for language in LANGUAGES if language in words},
        is_featured=row.featured if row and row.featured is not None else bool(built_in and built_in.featured),
        is_own=built_in is None,
        hidden_at=row.hidden_at if row else None,
        editions={language: edit.edition for language, edit in own.items()},
        edited=frozenset(edited),
    )
