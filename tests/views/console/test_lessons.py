"""课堂 as keepers read it, and the hints that lead to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, render_template_string
from sqlalchemy import event

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.clock import now
from models.lesson import teaching
from models.lesson.built_in import COURSE, LessonWords
from models.lesson.course import course
from tests.given.factories import make_member
from tests.given.people import Person
from views.console.lessons import lessons_for
from views.kit.house import House

HINT = '{% from "parts/lesson_hint.html" import lesson_hint %}{{ lesson_hint(tag) }}'


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The statements that reach the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(house.database.engine, "before_cursor_execute", note)


def change(house: House, slug: str, words: LessonWords | None) -> None:
    """An operator's new words, or none: hidden."""
    with house.database.transaction() as session:
        operator: Member = make_member(session)
        lesson = next(it for it in course(session) if it.slug == slug)
        if words:
            teaching.write_lesson(
                session, lesson, "zh_CN", words, Act.operator(operator, now()), seen=lesson.edition("zh_CN")
            )
        else:
            teaching.hide_lesson(session, lesson, Act.operator(operator, now()))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_keeper_reads_every_lesson(keeper: Person, language: str) -> None:
    keeper.client.set_cookie("lang", language)
    contents = keeper.get("/console/lessons")
    assert contents.status_code == 200
    for lesson in (it for it in COURSE if not it.featured):
        words = lesson.words(language)
        assert f'href="/console/lessons/{lesson.slug}"' in contents.text
        assert words.title in contents.text
        reply = keeper.get(f"/console/lessons/{lesson.slug}")
        assert reply.status_code == 200
        assert f'<span lang="{language.replace("_", "-")}">{words.title}</span>' in reply.text
        assert reply.text.count('<span class="grow">') == words.body.count("\n- ")
    assert "/console/lessons/choosing" in keeper.get("/console/lessons/first-ten").text


def test_what_an_operator_changed_is_read_at_once_and_shown_as_plain_words(keeper: Person, house: House) -> None:
    assert keeper.get("/console/lessons/reason").status_code == 200
    evil = '<script>alert(1)</script> & <img src=x onerror="x()">'
    change(house, "reason", LessonWords(f"标题{evil}", f"一句{evil}", f"{evil}\n\n- {evil}\n- [x](javascript:x)"))
    for page in (keeper.get("/console/lessons/reason"), keeper.get("/console/lessons")):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "标题&lt;script&gt;" in page.text
    assert 'href="javascript' not in keeper.get("/console/lessons/reason").text


def test_a_hidden_lesson_is_gone(keeper: Person, house: House) -> None:
    change(house, "reason", None)
    assert keeper.get("/console/lessons/reason").status_code == 404
    assert "/console/lessons/reason" not in keeper.get("/console/lessons").text
    assert "/console/lessons/forbidden" in keeper.get("/console/lessons/photographing").text
    assert keeper.get("/console/lessons/nothing").status_code == 404


def test_who_has_no_shop_is_led_away(stranger: Person, buyer: Person) -> None:
    for url in ("/console/lessons", "/console/lessons/reason"):
        assert stranger.get(url).location == "/console/opening"
        assert buyer.get(url).location.startswith("/sign-in")


@pytest.mark.parametrize(("language", "title"), [("zh_CN", "推荐理由，三句话"), ("en", "A recommendation")])
def test_a_hint_leads_to_the_lesson_that_helps(app: Flask, language: str, title: str) -> None:
    with app.test_request_context(headers={"Cookie": f"lang={language}"}):
        hint = render_template_string(HINT, tag="reason")
        assert 'href="/console/lessons/reason"' in hint
        assert hint.count("<a ") == 1
        assert title in hint
        assert render_template_string(HINT, tag="nowhere").strip() == ""
        assert lessons_for("share.moments", "en")[0].title == "Posting to Moments without being folded"


def test_many_hints_ask_the_database_once(app: Flask, house: House) -> None:
    with app.test_request_context():
        lessons_for("reason")
    with counted(house) as asked, app.test_request_context():
        for tag in ("reason", "share", "share.group", "orders.empty"):
            assert lessons_for(tag)
    assert len(asked) == 1
    change(house, "reason", LessonWords("新的", "一句", "正文"))
    with app.test_request_context():
        assert next(hint.title for hint in lessons_for("reason")) == "新的"
