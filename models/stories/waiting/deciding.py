"""Deciding what waits, one thing or several at once. Each goes through the kind's own verb; whoever else has it in hand
is named, and what changed since it was looked at is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.codes import new_code
from models.kernel.errors import N_, Gone, Refused
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.stories.waiting import Given, Verb, Waiting, WaitingKind
from models.stories.waiting.reading import waiting_coded, waiting_one
from models.waiting.hands import end_hand, hands_of, take_in_hand
from models.waiting.verdict import Verdict
from models.waiting.verdicts import newest_verdict

LOT_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Press:
    """What an operator presses: the verb, what was written down with it, who and when."""

    verb: Verb
    given: Given
    act: Act
    rules: Rules

    def on(self, session: Session, codes: list[str], seen: str = "") -> None:
        """Lets the verb do it."""
        given = replace(self.given, seen=seen) if seen else self.given
        self.verb.does(session, codes, given, self.act.because(given.why), self.rules)


@dataclass(frozen=True, slots=True)
class Left:
    """What was not decided, and why."""

    code: str
    title: str
    why: Said


@dataclass(slots=True)
class Lot:
    """What one press came to; `code` names it, to be taken back whole."""

    code: str
    done: list[Waiting] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def decide_waiting(session: Session, kind: WaitingKind, code: str, press: Press) -> Verdict:
    """Decides one thing. A second press gives the first verdict. Raises Refused where another has it, where it was
    decided otherwise, or has changed since it was seen."""
    take_in_hand(session, kind.name, code, press.act, rules=press.rules)
    waiting = waiting_one(session, kind, code, rules=press.rules)
    if waiting is None:
        end_hand(session, kind.name, code, press.act)
        return _before(session, kind, code, press)
    _require_seen(waiting, press.given.seen)
    press.on(session, [code])
    return _keep(session, new_code(LOT_LENGTH), waiting, press)


def decide_in_table(session: Session, kind: WaitingKind, code: str, press: Press) -> None:
    """The same from a table that shows it too. What does not wait any more, or waits for something else by now, is left
    to the verb alone."""
    if waiting_one(session, kind, code, rules=press.rules) is None:
        press.on(session, [code])
    else:
        decide_waiting(session, kind, code, press)


def require_hand_free(session: Session, kind: WaitingKind, codes: Iterable[str], act: Act) -> None:
    """Raises Refused with the name of who else has one of these in hand."""
    held = hands_of(session, [(kind.name, code) for code in codes], at=act.at)
    other = next((one for one in held.values() if one.member_id != act.member.id), None)
    if other is not None:
        raise Refused("", N_("%(name)s 正在看其中一件，先去掉它再一起处理"), name=other.name)


def decide_each(session: Session, kind: WaitingKind, seen: Mapping[str, str], press: Press) -> Lot:
    """Decides several of one kind, `seen` their marks by code. What cannot be is left, with the reason."""
    lot = _each(session, kind, seen, press, keeps=not press.verb.together)
    if press.verb.together and lot.done:
        press.on(session, [waiting.code for waiting in lot.done])
    for waiting in lot.done:
        _keep(session, lot.code, waiting, press)
    return lot


def rehearse(session: Session, kind: WaitingKind, seen: Mapping[str, str], press: Press) -> Lot:
    """What deciding them would come to: the very verb is tried on each, and nothing of it is kept."""
    return _each(session, kind, seen, press, keeps=False)


def _each(session: Session, kind: WaitingKind, seen: Mapping[str, str], press: Press, *, keeps: bool) -> Lot:
    lot = Lot(new_code(LOT_LENGTH))
    found = waiting_coded(session, kind, seen, rules=press.rules)
    # In one order, so that two who decide the same things never wait for each other in a circle.
    for code in sorted(seen):
        waiting = found.get(code)
        try:
            if waiting is None:
                raise Refused("", N_("已经不在等了"))
            _try(session, kind, waiting, seen[code], press, keeps)
        except Refused as refusal:
            lot.left.append(Left(code, waiting.face.title if waiting else code, refusal.said))
        else:
            lot.done.append(waiting)
    return lot


class _Undone(Exception):
    """Nothing was refused; what was tried is undone all the same."""


def _try(session: Session, kind: WaitingKind, waiting: Waiting, seen: str, press: Press, keeps: bool) -> None:
    """Each stands or falls by itself. Raises Refused, and leaves no trace then."""
    session.flush()
    try:
        with session.begin_nested():
            take_in_hand(session, kind.name, waiting.code, press.act, rules=press.rules)
            # Behind that, nobody else in the queue decides it.
            current = waiting_one(session, kind, waiting.code, rules=press.rules)
            if current is None:
                raise Refused("", N_("已经不在等了"))
            _require_seen(current, seen)
            press.on(session, [waiting.code], seen)
            session.flush()
            if not keeps:
                raise _Undone
    except _Undone:
        pass


def _require_seen(waiting: Waiting, seen: str) -> None:
    if seen and seen != waiting.mark:
        raise Refused("", N_("刚刚改过，请再看一眼现在的样子"))


def _before(session: Session, kind: WaitingKind, code: str, press: Press) -> Verdict:
    if not kind.exists(session, code):
        raise Gone(code)
    last = newest_verdict(session, kind.name, code)
    if last is None or (last.verb, last.member_id) != (press.verb.name, press.act.member.id) or last.taken_back_at:
        raise Refused("", N_("这件已经不在等了"))
    return last


def _keep(session: Session, lot: str, waiting: Waiting, press: Press) -> Verdict:
    end_hand(session, waiting.kind, waiting.code, press.act)
    seconds, title = press.rules.take_back_seconds if press.verb.undoes else 0, waiting.face.title
    verdict = Verdict(
        lot=lot,
        kind=waiting.kind,
        subject=waiting.code,
        title=title if isinstance(title, Said) else title[:120],
        verb=press.verb.name,
        member_id=press.act.member.id,
        at=press.act.at,
        why=press.given.why or press.given.reference,
        until=press.act.at + timedelta(seconds=seconds) if seconds else None,
    )
    session.add(verdict)
    session.flush()
    return verdict
