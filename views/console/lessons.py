"""课堂: the lessons as keepers read them, and the hints that lead to them from other pages."""

from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, g
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.months import month_of
from models.lesson.blocks import blocks
from models.lesson.course import KeptCourse, Taught, helping
from models.lesson.places import TOPICS
from models.shop.levelling import levels_in, levels_of
from models.shop.points import bars_of
from models.shop.starring import is_star
from views.console.blueprint import console
from views.kit import locale, store
from views.kit.house import house
from views.kit.identity import member
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
    """Every lesson, by topic; then the featured ones, also to those whose level does not open them yet."""
    shown = _shown()
    common = [it for it in shown if not it.is_featured]
    groups = [(topic, gettext(label), [it for it in common if it.topic == topic]) for topic, label in TOPICS.items()]
    return page(
        "console/lessons/index.html",
        groups=[group for group in groups if group[2]],
        featured=[it for it in shown if it.is_featured],
        **_privilege(),
    )


@console.get("/lessons/<slug>")
def lesson(slug: str) -> Response:
    """One lesson, and the way to the next. Who may not read a featured one yet sees how to get there."""
    shown = _shown()
    lesson = next((it for it in shown if it.slug == slug), None)
    if lesson is None:
        raise Gone(slug)
    privilege = _privilege()
    if lesson.is_featured and not privilege["may_read"]:
        return page("console/lessons/locked.html", it=lesson, **privilege)
    body = blocks(lesson.read(locale.current()).body)
    open_to_all = [it for it in shown if privilege["may_read"] or not it.is_featured]
    place = open_to_all.index(lesson) + 1
    following = open_to_all[place] if place < len(open_to_all) else None
    return page("console/lessons/show.html", it=lesson, blocks=body, following=following)


@console.app_template_global()
def lessons_for(tag: str, language: str = "") -> list[Hint]:
    """The lessons that help at a place (models/lesson/places.py), in the reader's language."""
    wanted = language or locale.current()
    return [_hint(it, wanted) for it in helping(_course(), tag)]


def _hint(it: Taught, wanted: str) -> Hint:
    words = it.read(wanted)
    return Hint(it.slug, words.title, words.summary, it.language(wanted))


def _shown() -> list[Taught]:
    """In the order in which they are read: the featured ones at the end."""
    return sorted((it for it in _course() if it.hidden_at is None), key=lambda it: it.is_featured)


def _privilege() -> dict[str, Any]:
    """Whether the keeper reads featured lessons, by any of the own shops' levels of this month or as a star; and the
    lowest level that opens them, None where none does."""
    session, at = store.session(), now()
    mine = levels_of(session, [one.id for one in g.shops], at).values()
    opening = (level for level in levels_in(session, month_of(at)) if level.featured_lessons)
    rules = house().rules
    barred = bars_of(session, member(), rules=rules, at=at).featured
    star = rules.star_featured_lessons and is_star(session, member(), rules=rules, at=at)
    may_read = not barred and (star or any(level.featured_lessons for level in mine))
    return {"may_read": may_read, "opens": next(opening, None)}


def _course() -> tuple[Taught, ...]:
    """Asked once a request, however many hints there are."""
    if "course" not in g:
        kept = cast(KeptCourse, current_app.extensions.setdefault("course", KeptCourse()))
        g.course = kept.lessons(store.session())
    return cast(tuple[Taught, ...], g.course)
