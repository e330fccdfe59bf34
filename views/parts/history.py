"""A thing's own history, for its page: the rows of the trail about it, told to whoever may see the page."""

from collections.abc import Collection
from typing import NamedTuple

from flask_babel import gettext
from sqlmodel import Session

from models.account.audit import Audit, Change
from models.account.audit.finding import TrailFilter, TrailRow, rows_about, trail_page
from views.kit.page import said
from views.parts.trail_words import WORDS, called, noun_of

SHOWN = 20
# What happens to a member.
ABOUT_MEMBERS = ("member", "operator", "staff", "password", "sign_in", "factor", "passkey")


class Happened(NamedTuple):
    """One row as its reader is told it."""

    row: Audit
    who: str
    called: str
    changes: list[Change]


class History(NamedTuple):
    """What happened to a thing, the newest first; `more` says that older rows are not shown here."""

    rows: list[Happened]
    more: bool
    thing: str


def history_of(session: Session, thing: str, *kinds: str, to_staff: bool = False) -> History:
    """The newest rows about the thing with this public code, of these kinds, or of all kinds about a noun. `to_staff`:
    the reader is no operator, and hears that an operator decided, not which one."""
    found = trail_page(session, TrailFilter(things=(thing,), kinds=_kinds(kinds)), limit=SHOWN + 1)
    rows = [_happened(told, to_staff=to_staff) for told in found]
    return History(rows[:SHOWN], len(rows) > SHOWN, thing)


def histories_of(session: Session, things: Collection[str], *kinds: str) -> dict[str, History]:
    """The same of several things at once: of the rows of a table."""
    found: dict[str, list[Happened]] = {thing: [] for thing in things}
    for told in rows_about(session, things, _kinds(kinds), limit=SHOWN * max(1, len(things))):
        found[told.row.thing].append(_happened(told, to_staff=False))
    return {thing: History(rows[:SHOWN], len(rows) > SHOWN, thing) for thing, rows in found.items()}


def _kinds(named: Collection[str]) -> tuple[str, ...]:
    return tuple(what for what in WORDS if what in named or noun_of(what) in named)


def shown(row: Audit) -> list[Change]:
    """What changed, in the reader's language."""
    return [Change(said(change.what), said(change.was), said(change.now)) for change in row.changes]


def _happened(told: TrailRow, *, to_staff: bool) -> Happened:
    who = told.who or gettext("系统")
    if to_staff and told.row.acting == "operator":
        who = gettext("平台")
    return Happened(told.row, who, called(told.row.what), shown(told.row))
