"""What operators do to the course: write, restore, place, hide, show, add. Each leaves an audit row."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import ALPHABET
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.languages import LANGUAGES
from models.lesson.built_in import LessonWords
from models.lesson.course import Taught
from models.lesson.lesson import BODY_LIMIT, LESSON_TITLE_LIMIT, SUMMARY_LIMIT, Lesson, LessonEdit
from models.lesson.places import PLACES, TOPICS

# The course stays short enough to be read: one page, a keeper's lunch break.
MOST_LESSONS = 60


def checked_words(title: str, summary: str, body: str) -> LessonWords:
    """The words as they will be kept. Raises Refused beside the field that is empty or too long."""
    words = LessonWords(text.one_line(title), text.one_line(summary), text.paragraphs(body))
    for field, kept, limit in (
        ("title", words.title, LESSON_TITLE_LIMIT),
        ("summary", words.summary, SUMMARY_LIMIT),
        ("body", words.body, BODY_LIMIT),
    ):
        if not kept:
            raise Refused(field, N_("这里不能空着"))
        if len(kept) > limit:
            raise Refused(field, N_("最多 %(limit)s 个字，现在是 %(length)s 个"), limit=limit, length=len(kept))
    return words


def write_lesson(session: Session, lesson: Taught, language: str, words: LessonWords, act: Act, *, seen: int) -> bool:
    """A new edition; says whether anything changed. `seen` is the edition that the operator had before them: one that
    somebody else wrote meanwhile is not overwritten (Refused)."""
    if lesson.words.get(language) == words:
        return False
    _add_edition(session, lesson.slug, language, words, act, seen=seen)
    note_audit(session, "lesson.write", f"{lesson.slug} {language}", act.because(words.title))
    return True


def restore_lesson(session: Session, lesson: Taught, language: str, act: Act) -> bool:
    """Brings the built-in words back; says whether anything changed. The editions before stay in the history."""
    if lesson.is_own:
        raise Refused("", N_("这一课是平台自己加的，没有原文"))
    if language not in lesson.edited:
        return False
    _add_edition(session, lesson.slug, language, None, act, seen=lesson.edition(language))
    note_audit(session, "lesson.restore", f"{lesson.slug} {language}", act)
    return True


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """What a lesson is about, where it is shown, and whether only some levels read it. Raises Refused for a topic that
    is none."""

    topic: str
    tags: Sequence[str] = ()
    featured: bool = False

    def __post_init__(self) -> None:
        if self.topic not in TOPICS:
            raise Refused("topic", N_("请选一个主题"))

    @property
    def known(self) -> tuple[str, ...]:
        """The places there are, in their order."""
        return tuple(tag for tag in PLACES if tag in self.tags)


def place_lesson(session: Session, lesson: Taught, place: LessonPlace, act: Act) -> bool:
    """Puts the lesson there; says whether that changed anything."""
    if (place.topic, set(place.known), place.featured) == (lesson.topic, set(lesson.tags), lesson.is_featured):
        return False
    _put(_row(session, lesson.slug), place)
    said = (place.topic, *place.known, *(["featured"] if place.featured else []))
    note_audit(session, "lesson.place", lesson.slug, act.because(" ".join(said)))
    return True


def hide_lesson(session: Session, lesson: Taught, act: Act) -> None:
    """Takes the lesson out of the keepers' sight."""
    if lesson.hidden_at is None:
        _row(session, lesson.slug).hidden_at = act.at
        note_audit(session, "lesson.hide", lesson.slug, act)


def show_lesson(session: Session, lesson: Taught, act: Act) -> None:
    """Shows it to keepers again."""
    if lesson.hidden_at is not None:
        _row(session, lesson.slug).hidden_at = None
        note_audit(session, "lesson.show", lesson.slug, act)


def add_lesson(session: Session, words: LessonWords, place: LessonPlace, act: Act, *, language: str, once: str) -> str:
    """A lesson of the operators' own; returns its slug. `once` is the form's own unguessable mark: the slug follows
    from it, so that a form that is sent twice adds one lesson."""
    slug = _slug(once)
    if session.exec(select(Lesson.id).where(Lesson.slug == slug)).first() is not None:
        return slug
    if session.exec(select(func.count()).select_from(Lesson)).one() >= MOST_LESSONS:
        raise Refused("", N_("课堂里已经有 %(most)s 课了，先改一改旧的"), most=MOST_LESSONS)
    _put(_row(session, slug), place)
    _add_edition(session, slug, language, words, act, seen=0)
    note_audit(session, "lesson.add", slug, act.because(words.title))
    return slug


def _put(row: Lesson, place: LessonPlace) -> None:
    row.topic, row.tags, row.featured = place.topic, list(place.known), place.featured


def _add_edition(session: Session, slug: str, language: str, words: LessonWords | None, act: Act, *, seen: int) -> None:
    """Adds the edition after `seen`; without words it brings the built-in ones back."""
    if language not in LANGUAGES:
        raise Refused("", N_("没有这种语言"))
    row = _row(session, slug)
    existing = select(func.max(LessonEdit.edition)).where(
        col(LessonEdit.lesson_id) == row.id, col(LessonEdit.language) == language
    )
    if (session.exec(existing).one() or 0) != seen:
        raise Refused("", N_("刚刚有人改过这一课。下面是你写的，看过新的再保存一次就会换成你的"))
    kept = words or LessonWords("", "", "")
    session.add(
        LessonEdit(
            lesson_id=row.id,
            language=language,
            edition=seen + 1,
            title=kept.title,
            summary=kept.summary,
            body=kept.body,
            restored=words is None,
            written_by=act.member.id,
            written_at=act.at,
        )
    )
    session.flush()


def _row(session: Session, slug: str) -> Lesson:
    """The lesson's row, made at the first change, counted up and held by this transaction."""
    values = {"slug": slug, "topic": "", "tags": None, "featured": None, "hidden_at": None, "revision": 0}
    session.exec(insert_ignoring(session, Lesson).values(**values))
    session.exec(update(Lesson).where(col(Lesson.slug) == slug).values(revision=Lesson.revision + 1))
    row = session.exec(select(Lesson).where(Lesson.slug == slug)).one()
    session.refresh(row)
    return row


def _slug(once: str) -> str:
    digest = hashlib.sha256(once.encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:8]).lower()
