"""课堂 at the desk: the course with what was changed, and each lesson's words, places and history."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.codes import new_token
from models.kernel.database import in_turn
from models.kernel.errors import Gone
from models.kernel.languages import LANGUAGES, SOURCE_LANGUAGE, tag
from models.lesson import teaching
from models.lesson.blocks import blocks
from models.lesson.built_in import LessonWords
from models.lesson.course import Taught, course, lesson_history
from models.lesson.lesson import BODY_LIMIT, LESSON_TITLE_LIMIT, SUMMARY_LIMIT
from models.lesson.places import PLACES, TOPICS
from models.lesson.teaching import LessonPlace
from views.desk.blueprint import desk
from views.desk.lesson_forms import NewForm, PlaceForm, WordsForm
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import attempt
from views.kit.page import page, page_or_fragment, see

OPENED_BY = ("people",)

EDITIONS = 20
LIMITS = {"title": LESSON_TITLE_LIMIT, "summary": SUMMARY_LIMIT, "body": BODY_LIMIT}


@desk.get("/lessons")
def lessons() -> Response:
    """The course, hidden lessons too."""
    return page("desk/lessons/index.html", lessons=course(store.session()), topics=TOPICS, places=PLACES)


@desk.get("/lessons/new")
def new_lesson() -> Response:
    """The form for a new lesson."""
    return _show_new(NewForm(formdata=None, topic="start", once=new_token()))


@desk.post("/lessons")
def add_lesson() -> Response:
    """Adds a lesson in one language; the other can follow."""
    form = NewForm()
    if form.validate():
        with attempt(form) as outcome:
            slug = teaching.add_lesson(
                store.session(),
                form.words(),
                LessonPlace(form.topic.data, form.tags.data or (), featured=form.featured.data),
                as_operator(),
                language=form.language.data,
                once=form.once.data or new_token(),
            )
        if outcome.ok:
            flash(gettext("加好了，掌柜现在就能看到"), "ok")
            return _back(slug, form.language.data)
    return _show_new(form, status=422)


@desk.post("/lessons/preview")
def preview_new_lesson() -> Response:
    """The new lesson as keepers would read it. Nothing is kept."""
    return _show_new(NewForm())


@desk.get("/lessons/<slug>/<language>")
def one_lesson(slug: str, language: str) -> Response:
    """One lesson in one language: its words, its places, its history."""
    return _show(_found(slug, language), language)


@desk.post("/lessons/<slug>/<language>")
def write_lesson(slug: str, language: str) -> Response:
    """Keeps a new edition."""
    in_turn(store.session(), "lessons")
    lesson, form = _found(slug, language), WordsForm()
    form.catch_up(_fill(WordsForm(formdata=None), lesson, language))
    if form.validate():
        seen = lesson.edition(language) if form.is_versioned else form.seen.data or 0
        with attempt(form) as outcome:
            changed = teaching.write_lesson(store.session(), lesson, language, form.words(), as_operator(), seen=seen)
        if outcome.ok:
            flash(gettext("存好了，掌柜现在就能看到") if changed else gettext("没有改动"), "ok" if changed else "info")
            return _back(slug, language)
        # Whoever was overtaken sees what stands now, and may save once more.
        lesson = _found(slug, language)
        form.seen.raw_data, form.seen.data = None, lesson.edition(language)
    return _show(lesson, language, words=form, status=422)


@desk.post("/lessons/<slug>/<language>/preview")
def preview_lesson(slug: str, language: str) -> Response:
    """The words as keepers would read them. Nothing is kept."""
    return _show(_found(slug, language), language, words=WordsForm())


@desk.post("/lessons/<slug>/<language>/restoration")
def restore_lesson(slug: str, language: str) -> Response:
    """Brings the built-in words back."""
    lesson, form = _found(slug, language), WordsForm(formdata=None)
    with attempt(form) as outcome:
        teaching.restore_lesson(store.session(), lesson, language, as_operator())
    if not outcome.ok:
        _fill(form, lesson, language)
        return _show(lesson, language, words=form, status=422)
    flash(gettext("换回了原文"), "ok")
    return _back(slug, language)


@desk.post("/lessons/<slug>/<language>/places")
def place_lesson(slug: str, language: str) -> Response:
    """Says what it is about and where it is shown."""
    in_turn(store.session(), "lessons")
    lesson, form = _found(slug, language), PlaceForm()
    form.catch_up(_places(lesson))
    if form.validate():
        with attempt(form) as outcome:
            teaching.place_lesson(
                store.session(),
                lesson,
                LessonPlace(form.topic.data, form.tags.data or (), featured=form.featured.data),
                as_operator(),
            )
        if outcome.ok:
            flash(gettext("存好了，掌柜现在就能看到"), "ok")
            return _back(slug, language)
    return _show(lesson, language, places=form, status=422)


@desk.post("/lessons/<slug>/<language>/hiding")
def hide_lesson(slug: str, language: str) -> Response:
    """Takes it out of the keepers' sight."""
    teaching.hide_lesson(store.session(), _found(slug, language), as_operator())
    flash(gettext("收起来了，掌柜看不到这一课"), "ok")
    return _back(slug, language)


@desk.post("/lessons/<slug>/<language>/showing")
def show_lesson(slug: str, language: str) -> Response:
    """Shows it again."""
    teaching.show_lesson(store.session(), _found(slug, language), as_operator())
    flash(gettext("放回来了，掌柜又能看到"), "ok")
    return _back(slug, language)


def _found(slug: str, language: str) -> Taught:
    lesson = next((it for it in course(store.session()) if it.slug == slug), None)
    if lesson is None or language not in LANGUAGES:
        raise Gone(slug)
    return lesson


def _back(slug: str, language: str) -> Response:
    return see(url_for("desk.one_lesson", slug=slug, language=language))


def _fill(form: WordsForm, lesson: Taught, language: str) -> WordsForm:
    """Puts the words that stand into the form."""
    words = lesson.words.get(language, LessonWords("", "", ""))
    form.title.data, form.summary.data, form.body.data = words.title, words.summary, words.body
    form.seen.data = lesson.edition(language)
    return form


def _places(lesson: Taught) -> PlaceForm:
    return PlaceForm(formdata=None, topic=lesson.topic, tags=list(lesson.tags), featured=lesson.is_featured)


def _show(
    lesson: Taught,
    language: str,
    *,
    words: WordsForm | None = None,
    places: PlaceForm | None = None,
    status: int = 200,
) -> Response:
    form = words or _fill(WordsForm(formdata=None), lesson, language)
    values = {
        "lesson": lesson,
        "language": language,
        "places": places or _places(lesson),
        "editions": lesson_history(store.session(), lesson.slug, language, limit=EDITIONS),
        "blocks": blocks,
    }
    return _page("desk/lessons/edit.html", form, language, status=status, **values)


def _show_new(form: NewForm, *, status: int = 200) -> Response:
    return _page("desk/lessons/new.html", form, form.language.data or SOURCE_LANGUAGE, status=status)


def _page(template: str, form: WordsForm, written: str, *, status: int, **values: Any) -> Response:
    """Either page with its preview in the language it is written in; to htmx the preview alone."""
    words = form.draft()
    shown = {"form": form, "draft": words, "drafted": blocks(words.body), "lang": tag(written)}
    facts = shown | {"limits": LIMITS} | values
    return page_or_fragment(template, "preview", status=status, **facts)
