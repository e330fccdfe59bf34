"""What to do next, as today and the page of figures show it; and "not this one", with the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.kernel.errors import Gone
from models.report.next_steps import NextStep, next_step_kinds, next_steps
from models.report.next_steps.aside import STEP_THING_LIMIT, put_aside, take_up_again
from models.shop.shop import Shop
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.identity import shop
from views.kit.page import see

# Where they stand; a form says from which page it was sent.
PAGES = ("today", "statistics")


@dataclass(frozen=True, slots=True)
class SaidStep:
    """A step in the reader's words."""

    step: NextStep
    words: str
    figure: str
    button: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """What to do next; `dropped` is the one that was set aside a moment ago, as kind and thing, on `page`."""

    steps: Sequence[SaidStep]
    dropped: tuple[str, str] | None
    page: str


def to_do(session: Session, mine: Shop, page: str, *, at: datetime) -> ToDo:
    """For one of PAGES."""
    steps = [_said(step) for step in next_steps(session, mine, at=at)]
    kind, _colon, thing = request.args.get("dropped", "").partition(":")
    return ToDo(steps, (kind, thing) if thing and kind in next_step_kinds() else None, page)


@console.post("/next-steps/aside")
def drop_step() -> Response:
    """Not this one: it is not said for a month. A second tap changes nothing."""
    kind, thing = _named()
    put_aside(store.session(), shop(), kind, thing, as_keeper())
    return see(url_for(_page(), dropped=f"{kind}:{thing}", _anchor="next"))


@console.post("/next-steps/back")
def keep_step() -> Response:
    """All the same: it is said again, if it still holds."""
    kind, thing = _named()
    take_up_again(store.session(), shop(), kind, thing)
    return see(url_for(_page(), _anchor="next"))


def _said(step: NextStep) -> SaidStep:
    kind = next_step_kinds()[step.kind]
    return SaidStep(
        step,
        _(kind.words, about=_(step.about) if step.kind == "placement" else step.about),
        _(kind.figure, count=step.count),
        _(kind.button),
    )


def _named() -> tuple[str, str]:
    kind, thing = request.form.get("kind", ""), request.form.get("thing", "")
    if kind not in next_step_kinds() or not 0 < len(thing) <= STEP_THING_LIMIT:
        raise Gone(kind)
    return kind, thing


def _page() -> str:
    page = request.form.get("page", "")
    return f"console.{page if page in PAGES else PAGES[0]}"
