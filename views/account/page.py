"""The page: sections, each a module of this folder with a template of its name. Nothing lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from views.account.blueprint import account
from views.kit.forms import TokenForm
from views.kit.page import page, see

Facts = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """`account/_NAME.html`, which is shown what `facts` finds; `place` says where it stands."""

    place: int
    name: str
    facts: Facts


SECTIONS: list[Section] = []


def section(name: str, *, place: int) -> Callable[[Facts], Facts]:
    """Makes the facts below a section of the page."""

    def made(facts: Facts) -> Facts:
        SECTIONS.append(Section(place, name, facts))
        return facts

    return made


@account.get("")
def show() -> Response:
    """Everything on one page, each part with its own button."""
    return shown()


def shown(**sent: TokenForm) -> Response:
    """The page; a form that was sent comes back with why it was refused."""
    sections = sorted(SECTIONS, key=lambda one: one.place)
    facts = {name: fact for one in sections for name, fact in one.facts().items()}
    status = 422 if sent else 200
    return page("account/page.html", status=status, sections=[one.name for one in sections], **facts | sent)


def done(words: str, name: str) -> Response:
    """Back to the section, with what was done."""
    flash(gettext(words), "ok")
    return see(f"{url_for('account.show')}#{name}")
