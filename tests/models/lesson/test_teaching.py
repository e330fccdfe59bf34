"""Operators write, restore, place, hide and add; every change is an edition or a row of the trail."""

import pytest
from sqlmodel import Session

from models.account.audit.finding import trail
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.lesson import teaching
from models.lesson.built_in import BY_SLUG, COURSE, LessonWords
from models.lesson.course import KeptCourse, Taught, course, helping, lesson_history
from models.lesson.teaching import LessonPlace
from tests.given.factories import make_member

MINE = LessonWords("三句话", "我们自己的写法", "先说自己。\n\n- 再说一处好")


def lesson(session: Session, slug: str = "reason") -> Taught:
    return next(it for it in course(session) if it.slug == slug)


def write(session: Session, by: Member, words: LessonWords = MINE, *, seen: int = 0) -> bool:
    return teaching.write_lesson(session, lesson(session), "zh_CN", words, Act.operator(by, now()), seen=seen)


def whats(session: Session) -> list[str]:
    return [f"{row.what} {row.subject}" for row, _who in trail(session, limit=20)]


def test_untouched_the_course_is_the_houses_own(database: Database) -> None:
    with database.reading() as session:
        taught = course(session)
    assert [it.slug for it in taught] == [it.slug for it in COURSE]
    assert all(it.read(language) == BY_SLUG[it.slug].words(language) for it in taught for language in ("zh_CN", "en"))


def test_writing_changes_one_language_and_keeps_the_history(database: Database) -> None:
    with database.transaction() as session:
        operator = make_member(session, name="小平")
        assert write(session, operator)
        assert not write(session, operator)
        assert write(session, operator, LessonWords("新的", "又改了", "正文"), seen=1)
    with database.reading() as session:
        now_taught = lesson(session)
        assert now_taught.read("zh_CN").title == "新的"
        assert now_taught.read("en") == BY_SLUG["reason"].words("en")
        assert now_taught.edited == {"zh_CN"}
        kept = lesson_history(session, "reason", "zh_CN", limit=9)
        assert [(edit.edition, edit.title, who) for edit, who in kept] == [(2, "新的", "小平"), (1, "三句话", "小平")]
        assert whats(session) == ["lesson.write reason zh_CN"] * 2


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(database: Database) -> None:
    with database.transaction() as session:
        operator = make_member(session)
        write(session, operator)
        with pytest.raises(Refused):
            write(session, operator, LessonWords("旧页面", "一", "二"), seen=0)
        assert lesson(session).read("zh_CN") == MINE


def test_restoring_brings_the_built_in_words_back(database: Database) -> None:
    with database.transaction() as session:
        operator = make_member(session)
        assert not teaching.restore_lesson(session, lesson(session), "zh_CN", Act.operator(operator, now()))
        write(session, operator)
        assert teaching.restore_lesson(session, lesson(session), "zh_CN", Act.operator(operator, now()))
        assert not teaching.restore_lesson(session, lesson(session), "zh_CN", Act.operator(operator, now()))
        back = lesson(session)
        assert back.read("zh_CN") == BY_SLUG["reason"].words("zh_CN")
        assert back.edited == set()
        assert [edit.restored for edit, _who in lesson_history(session, "reason", "zh_CN", limit=9)] == [True, False]
        assert write(session, operator, seen=2)
        assert whats(session)[:2] == ["lesson.write reason zh_CN", "lesson.restore reason zh_CN"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", (" ", "一句", "正文")),
        ("summary", ("标题", "", "正文")),
        ("body", ("标题", "一句", "\n\n")),
        ("title", ("长" * 61, "一句", "正文")),
        ("summary", ("标题", "长" * 121, "正文")),
        ("body", ("标题", "一句", "长" * 3001)),
    ],
)
def test_words_that_are_missing_or_too_long_are_refused(field: str, typed: tuple[str, str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        teaching.checked_words(*typed)
    assert refusal.value.field == field


def test_hiding_and_showing(database: Database) -> None:
    with database.transaction() as session:
        operator = make_member(session)
        for _ in range(2):
            teaching.hide_lesson(session, lesson(session), Act.operator(operator, now()))
        assert lesson(session).hidden_at is not None
        assert [it.slug for it in helping(course(session), "reason")] == ["forbidden"]
        for _ in range(2):
            teaching.show_lesson(session, lesson(session), Act.operator(operator, now()))
        assert [it.slug for it in helping(course(session), "reason")] == ["reason", "forbidden"]
        assert whats(session) == ["lesson.show reason", "lesson.hide reason"]


def test_placing(database: Database) -> None:
    with database.transaction() as session:
        operator, tags = make_member(session), ["photo", "nowhere", "share"]
        assert teaching.place_lesson(
            session, lesson(session), LessonPlace("share", tags, featured=False), Act.operator(operator, now())
        )
        assert not teaching.place_lesson(
            session, lesson(session), LessonPlace("share", tags, featured=False), Act.operator(operator, now())
        )
        assert (lesson(session).topic, lesson(session).tags) == ("share", ("photo", "share"))
        with pytest.raises(Refused):
            teaching.place_lesson(
                session, lesson(session), LessonPlace("elsewhere", [], featured=False), Act.operator(operator, now())
            )
        teaching.place_lesson(
            session, lesson(session), LessonPlace("goods", [], featured=False), Act.operator(operator, now())
        )
        assert lesson(session).tags == ()


def test_adding_one_of_their_own(database: Database) -> None:
    def add(mark: str) -> str:
        place = LessonPlace("share", ["share.group"])
        act = Act.operator(operator, now())
        return teaching.add_lesson(session, MINE, place, act, language="zh_CN", once=mark)

    with database.transaction() as session:
        operator = make_member(session)
        slug = add("a form")
        assert add("a form") == slug
        assert add("another form") != slug
        added = lesson(session, slug)
        assert added.is_own
        assert added.read("en") == MINE
        assert added.language("en") == "zh_CN"
        assert slug in [it.slug for it in helping(course(session), "share.group")]
        assert len(course(session)) == len(COURSE) + 2
        with pytest.raises(Refused):
            teaching.restore_lesson(session, added, "zh_CN", Act.operator(operator, now()))
        english = LessonWords("Three", "Ours", "Say it.")
        teaching.write_lesson(session, added, "en", english, Act.operator(operator, now()), seen=0)
        assert lesson(session, slug).read("en") == english
        assert whats(session).count(f"lesson.add {slug}") == 1


def test_a_place_without_lessons_of_its_own_shows_those_of_its_page(database: Database) -> None:
    with database.reading() as session:
        taught = course(session)
    assert [it.slug for it in helping(taught, "share.other")] == ["forbidden"]
    assert helping(taught, "nowhere") == []


def test_a_process_notices_what_another_changed(database: Database) -> None:
    kept = KeptCourse()
    with database.reading() as session:
        before = kept.lessons(session)
        assert kept.lessons(session) is before
    with database.transaction() as session:
        operator = make_member(session)
        write(session, operator)
    with database.reading() as session:
        after = kept.lessons(session)
        assert next(it for it in after if it.slug == "reason").read("zh_CN") == MINE
        assert kept.lessons(session) is after
    with database.transaction() as session:
        teaching.hide_lesson(session, lesson(session), Act.operator(operator_again(session, operator), now()))
    with database.reading() as session:
        assert next(it for it in kept.lessons(session) if it.slug == "reason").hidden_at is not None


def operator_again(session: Session, operator: Member) -> Member:
    return session.merge(operator, load=True)
