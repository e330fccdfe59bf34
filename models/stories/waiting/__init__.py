"""What waits for the desk, in one queue. A kind of it is a file in kinds/: which rows wait, when each ought to be
decided, who decides, and how. Nothing else lists the kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, literal_column
from sqlmodel import Session

from models.account.role import DeskRole
from models.kernel.act import Act
from models.kernel.kinds import kinds_in
from models.kernel.money import Money
from models.kernel.rules import Rules

Asks = Literal["", "why", "reference", "score"]


@dataclass(frozen=True, slots=True)
class Given:
    """What an operator wrote down with a decision; a verb takes of it what it asks for. `seen` is the mark of the thing
    as it was looked at, empty where nobody looked."""

    why: str = ""
    seen: str = ""
    reference: str = ""
    amount: Money | None = None
    return_to: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """One way to decide. `key` is its key on the keyboard; `words` and `done` are msgids. `many`: also for several at
    once. `does` may be given several codes then, where they belong together. `undoes` takes it back; none: nobody
    can. `sends`: money goes back at once."""

    name: str
    key: str
    words: str
    done: str
    does: Callable[[Session, Sequence[str], Given, Act, Rules], None]
    undoes: Callable[[Session, str, Act], None] | None = None
    asks: Asks = ""
    many: bool = False
    together: bool = False
    sends: bool = False


@dataclass(frozen=True, slots=True)
class WaitingFace:
    """What a row of the queue shows: what it is, whose, and its picture. A shop's name stands with the suffix."""

    title: str
    owner: str
    cover: str | None = None
    is_shop: bool = False


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """How rows that wait are read: `query` gives those that do, `due` is the column of the index by which the oldest
    promise comes first, `since` when it began to wait. `exact` are columns that hold what people copy."""

    query: Select[Any]
    code: ColumnElement[str]
    due: ColumnElement[Any]
    since: ColumnElement[Any]
    face: Callable[[Any], WaitingFace]
    mark: Callable[[Any], str]
    supplier_id: ColumnElement[Any] | None = None
    shop_id: ColumnElement[Any] | None = None
    exact: tuple[ColumnElement[Any], ...] = ()


def _all_verbs(kind: "WaitingKind", session: Session, code: str) -> Sequence[Verb]:
    return kind.verbs


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """`promise` says how long after `due` of its rows one ought to be decided; `role` whose it is at the desk. `exists`
    tells what never was from what waits no more. `possible` are the verbs of one as it stands. `wording` is the kind of
    usual words that reasons are chosen from, `worded` that of one thing, where they differ. `asks_again`: who decides
    shows once more who it is, as before all that moves money, whichever way it is decided."""

    name: str
    place: int
    words: str
    role: DeskRole
    rows: WaitingRows
    promise: Callable[[Rules], timedelta]
    verbs: tuple[Verb, ...]
    exists: Callable[[Session, str], bool]
    wording: str = ""
    asks_again: bool = False
    possible: Callable[["WaitingKind", Session, str], Sequence[Verb]] = field(default=_all_verbs)
    worded: Callable[[Session, str], str] | None = None

    def verb(self, name: str) -> Verb | None:
        """The verb of this name."""
        return next((verb for verb in self.verbs if verb.name == name), None)

    def wording_for(self, session: Session, code: str) -> str:
        """The kind of usual words for this one; empty where there are none."""
        return self.worded(session, code) if self.worded is not None else self.wording

    def is_asked_again(self, name: str) -> bool:
        """Whether who decides so shows once more who it is: the whole kind asks, or this verb gives money back."""
        verb = self.verb(name)
        return self.asks_again or (verb is not None and verb.sends)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `promised` is when it ought to be decided."""

    kind: str
    place: int
    code: str
    face: WaitingFace
    mark: str
    since: datetime
    promised: datetime

    @property
    def spot(self) -> tuple[datetime, int, str]:
        """Its place in the queue."""
        return self.promised, self.place, self.code


def in_states(column: ColumnElement[Any], *states: str) -> ColumnElement[bool]:
    """That a row stands in one of these states, written into the statement: an index of only such rows is not seen by
    SQLite behind a parameter."""
    written: list[ColumnElement[Any]] = [literal_column(f"'{state}'") for state in states]
    return column.in_(written) if len(written) > 1 else column == written[0]


def waiting_kinds() -> dict[str, WaitingKind]:
    """Every kind there is."""
    return cast(dict[str, WaitingKind], kinds_in(f"{__name__}.kinds", "WAITING"))
