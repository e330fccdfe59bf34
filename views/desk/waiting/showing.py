"""The page of the queue: the list, the open one beside it, and what was just decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import groupby
from typing import Any

from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.stories.waiting import Verb, Waiting, WaitingKind, waiting_kinds
from models.stories.waiting.reading import (
    MOST_COUNTED,
    Queue,
    Tallied,
    waiting_counts,
    waiting_one,
)
from models.waiting.hands import Hand, hands_of
from models.waiting.verdict import Verdict
from models.waiting.verdicts import takeable, verdicts_about
from views.desk.waiting.forms import VerdictForm, reasons_for
from views.desk.waiting.looking import Looked, list_url, one_url, reader_kinds, spot_of
from views.desk.waiting.promises import promised_words
from views.kit import store
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import living_at, page_or_fragment, wants_fragment
from views.parts.history import History, history_of

PAGE = 20
_JUST = 3


@dataclass(frozen=True, slots=True)
class Open:
    """The one that is looked at, and those before and after it. `waiting` is empty once it waits no more."""

    kind: WaitingKind
    code: str
    waiting: Waiting | None
    verbs: Sequence[Verb]
    reasons: Sequence[str]
    facts: dict[str, Any]
    decided: Sequence[tuple[Verdict, str]]
    told: History | None = None
    before: str = ""
    after: str = ""


def show_waiting(
    at: Looked,
    its: WaitingKind | None = None,
    code: str = "",
    form: VerdictForm | None = None,
    *,
    ticked: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    """The page, or to htmx its part. Without a thing the first is open, where there is room for it."""
    queue, moment, is_list = at.queue(), now(), its is None
    rows = queue.after(at.spot, PAGE + 1)
    if its is None and rows:
        its, code = waiting_kinds()[rows[0].kind], rows[0].code
    opened = _open(at, its, code, rows) if its else None
    rows = _with(opened, rows, queue)
    counts = waiting_counts(store.session(), [kind.name for kind in reader_kinds()], rules=house().rules, at=moment)
    reply = page_or_fragment(
        "desk/waiting/show.html",
        "queue",
        status=status,
        looked=at,
        is_list=is_list,
        is_part=wants_fragment(),
        rows=rows[:PAGE],
        further=list_url(at, **{"from": spot_of(rows[PAGE - 1])}) if len(rows) > PAGE else "",
        left=_left(at, counts, len(rows[:PAGE])),
        opened=opened,
        form=form or blank_form(opened),
        ticked=ticked,
        kinds=reader_kinds(),
        counts=counts,
        tallied=tallied,
        hands=_hands(rows, opened),
        just=_just(),
        promised=lambda one: promised_words(one.promised, moment),
        me=member().id,
        called=_called,
        **_addresses(at),
    )
    return living_at(reply, one_url(at, opened.waiting) if opened and opened.waiting and not is_list else list_url(at))


def _addresses(at: Looked) -> dict[str, Callable[..., str]]:
    """The page's own ways on, with its filters."""
    return {"one_url": partial(one_url, at), "list_url": partial(list_url, at)}


def _with(opened: Open | None, rows: list[Waiting], queue: Queue) -> list[Waiting]:
    """The rows; from the open thing on, where it stands further down than they go."""
    if not opened or not opened.waiting or any(opened.waiting.spot == row.spot for row in rows):
        return rows
    return [opened.waiting, *queue.after(opened.waiting.spot, PAGE)]


def blank_form(opened: Open | None) -> VerdictForm:
    """The form of the open one, with what its kind begins with."""
    begins = opened.facts.get("begins", {}) if opened else {}
    return VerdictForm(formdata=None, **begins)


def tallied(count: int) -> str:
    """A count, which may be more than was counted."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _open(at: Looked, its: WaitingKind, code: str, rows: Sequence[Waiting]) -> Open:
    session, rules = store.session(), house().rules
    if not its.exists(session, code):
        raise Gone(code)
    waiting = waiting_one(session, its, code, rules=rules)
    decided = verdicts_about(session, its.name, code)
    if waiting is None:
        return Open(its, code, None, (), (), {}, decided, after=one_url(at, rows[0]) if rows else "")
    facts = import_module(f"views.desk.waiting.kinds.{its.name}").facts(session, code)
    queue = at.queue()
    after, before = queue.after(waiting.spot, 1), queue.before(waiting.spot)
    return Open(
        its,
        code,
        waiting,
        its.possible(its, session, code),
        reasons_for(session, its, code),
        facts,
        decided,
        told=history_of(session, code),
        before=one_url(at, before) if before else "",
        after=one_url(at, after[0]) if after else "",
    )


def _hands(rows: Sequence[Waiting], opened: Open | None) -> dict[tuple[str, str], Hand]:
    shown = [(row.kind, row.code) for row in rows]
    if opened:
        shown.append((opened.kind.name, opened.code))
    return hands_of(store.session(), shown, at=now())


def _left(at: Looked, counts: dict[str, Tallied], shown: int) -> str:
    """How many stand below, where that is known."""
    if not at.is_whole:
        return ""
    all_ = sum(one.waiting for name, one in counts.items() if not at.kind or name == at.kind)
    return f"{MOST_COUNTED}+" if all_ > MOST_COUNTED else str(all_ - shown)


def _just() -> list[list[Verdict]]:
    """What the reader may still take back, press by press, the newest first."""
    mine = takeable(store.session(), member().id, at=now())
    return [list(lot) for _, lot in groupby(mine, key=lambda verdict: verdict.lot)][:_JUST]


def _called(verdict: Verdict) -> str:
    """What was decided, in words."""
    kind = waiting_kinds().get(verdict.kind)
    verb = kind.verb(verdict.verb) if kind else None
    return gettext(verb.done) if verb else verdict.verb
