"""Taking back what was just decided, while nothing followed that cannot be undone. What waits again keeps its
promise."""

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.kernel.rules import Rules
from models.stories.waiting import waiting_kinds
from models.stories.waiting.deciding import Left, Lot
from models.stories.waiting.reading import waiting_one
from models.waiting.verdict import Verdict
from models.waiting.verdicts import lot_of, mark_taken_back


def take_back(session: Session, lot: str, act: Act, *, rules: Rules) -> Lot:
    """Takes back all of one press that still can be; of the rest it is said why not. A second press changes nothing.
    Raises Gone where there is no such lot of this member."""
    verdicts = lot_of(session, act.member.id, lot)
    if not verdicts:
        raise Gone(lot)
    taken = Lot(lot)
    for verdict in verdicts:
        try:
            with session.begin_nested():
                _take(session, verdict, act)
        except Refused as refusal:
            taken.left.append(Left(verdict.subject, verdict.title, refusal.said))
            continue
        waiting = waiting_one(session, waiting_kinds()[verdict.kind], verdict.subject, rules=rules)
        if waiting is not None:
            taken.done.append(waiting)
    return taken


def _take(session: Session, verdict: Verdict, act: Act) -> None:
    if verdict.taken_back_at is not None:
        return
    kind = waiting_kinds().get(verdict.kind)
    verb = kind.verb(verdict.verb) if kind else None
    if verdict.until is None or verb is None or verb.undoes is None:
        raise Refused("", N_("这样的决定收不回"))
    if act.at >= verdict.until:
        raise Refused("", N_("过了可以收回的时间，通知已经发出去了"))
    if mark_taken_back(session, verdict, at=act.at):
        verb.undoes(session, verdict.subject, act)
