"""课堂: the lessons as keepers read them, and the hints that lead to them from other pages."""

from dataclasses import dataclass
from typing import cast

from flask import current_app, g
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.errors import Gone
from models.lesson.blocks import blocks
from models.lesson.course import KeptCourse, Taught, helping
from models.lesson.places import TOPICS
from views.console import console
from views.kit import locale, store
from views.kit.page import page


@dataclass(frozen=True, slots=True)
class Hint:
    """What a page needs to lead to a lesson; `language` is the one its title is in."""

    slug: str
    title: str
    summary: str
    language: str


@console.get("/lessons")
def lessons() -> Response:
    """Every lesson, by topic."""
    shown = _shown()
    groups = [(topic, gettext(label), [it for it in shown if it.topic == topic]) for topic, label in TOPICS.items()]
    return page("console/lessons/index.html", groups=[group for group in groups if group[2]])


@console.get("/lessons/<slug>")
def lesson(slug: str) -> Response:
    """One lesson, and the way to the next."""
    shown = _shown()
    at = next((place for place, it in enumerate(shown) if it.slug == slug), None)
    if at is None:
        raise Gone(slug)
    body = blocks(shown[at].read(locale.current()).body)
    following = shown[at + 1] if at + 1 < len(shown) else None
    return page("console/lessons/show.html", it=shown[at], blocks=body, following=following)


@console.app_template_global()
def lessons_for(tag: str, language: str = "") -> list[Hint]:
    """The lessons that help at a place (models/lesson/places.py), in the reader's language."""
    wanted = language or locale.current()
    return [_hint(it, wanted) for it in helping(_course(), tag)]


def _hint(it: Taught, wanted: str) -> Hint:
    words = it.read(wanted)
    return Hint(it.slug, words.title, words.summary, it.language(wanted))


def _shown() -> list[Taught]:
    return [it for it in _course() if it.hidden_at is None]


def _course() -> tuple[Taught, ...]:
    """Asked once a request, however many hints there are."""
    if "course" not in g:
        kept = cast(KeptCourse, current_app.extensions.setdefault("course", KeptCourse()))
        g.course = kept.lessons(store.session())
    return cast(tuple[Taught, ...], g.course)
