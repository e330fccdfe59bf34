"""Taking what waits in hand, and letting it go. Of two at once one gets it; the other is told who has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, update
from sqlmodel import Session, col, select

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Gone, Refused
from models.kernel.rules import Rules
from models.waiting.in_hand import IN_HAND_SUBJECT, HandEnd, InHand

# How often a hand that opens between two statements is tried for: each time somebody else was first.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Hand:
    """Who has a thing, and until when nobody else may take it."""

    member_id: int
    name: str
    since: datetime
    until: datetime


def take_in_hand(session: Session, kind: str, subject: str, act: Act, *, rules: Rules) -> None:
    """Takes it, or keeps it longer where it was mine. What another had too long is taken over. Raises Refused with the
    name of who has it, Gone where the name is longer than that of anything."""
    if len(subject) > IN_HAND_SUBJECT:
        raise Gone(subject)
    until = act.at + timedelta(minutes=rules.in_hand_minutes)
    for _ in range(_TRIES):
        _end(session, "lapsed", act.at, *_this(kind, subject), col(InHand.until) <= act.at)
        row = {
            "kind": kind,
            "subject": subject,
            "member_id": act.member.id,
            "since": act.at,
            "until": until,
            "ended": "",
        }
        if session.exec(insert_ignoring(session, InHand).values(row)).rowcount == 1:
            return
        mine = update(InHand).where(*_this(kind, subject), col(InHand.member_id) == act.member.id)
        # Where the clock ran back meanwhile, it began now.
        since = case((col(InHand.since) > act.at, act.at), else_=col(InHand.since))
        if session.exec(mine.values(since=since, until=until)).rowcount == 1:
            return
        held = hands_of(session, [(kind, subject)], at=act.at).get((kind, subject))
        if held is not None:
            raise Refused("", N_("%(name)s 正在看这件，%(until)s 以后还没决定才能接过来"), **_told(held))
    raise Refused("", N_("刚刚有人在看这件，请再试一次"))


def let_go(session: Session, kind: str, subject: str, act: Act) -> bool:
    """Others may have it. Returns False where it was not mine any more."""
    return _end(session, "let_go", act.at, *_this(kind, subject), col(InHand.member_id) == act.member.id) > 0


def end_hand(session: Session, kind: str, subject: str, act: Act) -> None:
    """It is decided."""
    _end(session, "decided", act.at, *_this(kind, subject))


def lapse_hands(session: Session, *, at: datetime) -> int:
    """Ends those whose time is over; returns how many. Nobody waits for it: who takes one does so as well."""
    return _end(session, "lapsed", at, col(InHand.ended_at).is_(None), col(InHand.until) <= at)


def hands_of(session: Session, things: Iterable[tuple[str, str]], *, at: datetime) -> dict[tuple[str, str], Hand]:
    """Who has which of these (kind, subject)."""
    wanted = set(things)
    if not wanted:
        return {}
    query = select(InHand, Member.name).join(Member).where(col(InHand.ended_at).is_(None), col(InHand.until) > at)
    query = query.where(
        col(InHand.kind).in_({kind for kind, _ in wanted}), col(InHand.subject).in_({subject for _, subject in wanted})
    )
    rows = session.exec(query.execution_options(populate_existing=True))
    found = {(row.kind, row.subject): Hand(row.member_id, name, row.since, row.until) for row, name in rows}
    return {thing: hand for thing, hand in found.items() if thing in wanted}


def in_hand_of(session: Session, member_id: int, *, at: datetime, limit: int = 200) -> list[tuple[str, str]]:
    """What a member has, as (kind, subject)."""
    mine = select(InHand.kind, InHand.subject).where(
        InHand.member_id == member_id, col(InHand.ended_at).is_(None), col(InHand.until) > at
    )
    return list(session.exec(mine.order_by(col(InHand.id)).limit(limit)))


def _this(kind: str, subject: str) -> tuple[ColumnElement[bool], ...]:
    return (col(InHand.kind) == kind, col(InHand.subject) == subject, col(InHand.ended_at).is_(None))


def _end(session: Session, how: HandEnd, at: datetime, *which: ColumnElement[bool]) -> int:
    return int(session.exec(update(InHand).where(*which).values(ended=how, ended_at=at)).rowcount)


def _told(held: Hand) -> dict[str, str]:
    return {"name": held.name, "until": f"{local(held.until):%H:%M}"}
