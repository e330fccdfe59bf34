"""Deciding what waits, one thing or several at once. Each goes through the kind's own verb; whoever else has it in hand
is named, and what changed since it was looked at is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.codes import new_code
from models.kernel.errors import N_, Gone, Refused
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.stories.waiting import Told, Verb, Waiting, WaitingKind
from models.stories.waiting.reading import waiting_coded, waiting_one
from models.waiting.hands import end_hand, take_in_hand
from models.waiting.verdict import Verdict
from models.waiting.verdicts import newest_verdict

LOT_LENGTH = 10


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


def decide_waiting(
    session: Session, kind: WaitingKind, code: str, verb: Verb, told: Told, act: Act, *, rules: Rules
) -> Verdict:
    """Decides one thing. A second press gives the first verdict. Raises Refused where another has it, where it was
    decided otherwise, or has changed since it was seen."""
    take_in_hand(session, kind.name, code, act, rules=rules)
    waiting = waiting_one(session, kind, code, rules=rules)
    if waiting is None:
        end_hand(session, kind.name, code, act)
        return _before(session, kind, code, verb, act)
    _require_seen(waiting, told)
    verb.does(session, [code], told, act.because(told.why), rules)
    return _keep(session, new_code(LOT_LENGTH), waiting, verb, told, act, rules)


def decide_each(
    session: Session, kind: WaitingKind, seen: Mapping[str, str], verb: Verb, told: Told, act: Act, *, rules: Rules
) -> Lot:
    """Decides several of one kind, `seen` their marks by code. What cannot be is left, with the reason."""
    lot = _each(session, kind, seen, Trial(verb, told, act, rules, keeps=not verb.together))
    if verb.together and lot.done:
        verb.does(session, [waiting.code for waiting in lot.done], told, act.because(told.why), rules)
    for waiting in lot.done:
        _keep(session, lot.code, waiting, verb, told, act, rules)
    return lot


def rehearse(
    session: Session, kind: WaitingKind, seen: Mapping[str, str], verb: Verb, told: Told, act: Act, *, rules: Rules
) -> Lot:
    """What deciding them would come to: the very verb is tried on each, and nothing of it is kept."""
    return _each(session, kind, seen, Trial(verb, told, act, rules, keeps=False))


def _each(session: Session, kind: WaitingKind, seen: Mapping[str, str], trial: "Trial") -> Lot:
    lot = Lot(new_code(LOT_LENGTH))
    found = waiting_coded(session, kind, seen, rules=trial.rules)
    # In one order, so that two who decide the same things never wait for each other in a circle.
    for code in sorted(seen):
        waiting = found.get(code)
        try:
            if waiting is None:
                raise Refused("", N_("已经不在等了"))
            trial.on(session, kind, waiting, seen[code])
        except Refused as refusal:
            lot.left.append(Left(code, waiting.face.title if waiting else code, refusal.said))
        else:
            lot.done.append(waiting)
    return lot


class _Undone(Exception):
    """Nothing was refused; what was tried is undone all the same."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A verb on one thing after the other; each stands or falls by itself. `keeps`: or is it only tried?"""

    verb: Verb
    told: Told
    act: Act
    rules: Rules
    keeps: bool

    def on(self, session: Session, kind: WaitingKind, waiting: Waiting, seen: str) -> None:
        """Raises Refused, and leaves no trace then."""
        session.flush()
        try:
            with session.begin_nested():
                take_in_hand(session, kind.name, waiting.code, self.act, rules=self.rules)
                # Behind that, nobody else in the queue decides it.
                now = waiting_one(session, kind, waiting.code, rules=self.rules)
                if now is None:
                    raise Refused("", N_("已经不在等了"))
                told = replace(self.told, seen=seen)
                _require_seen(now, told)
                self.verb.does(session, [waiting.code], told, self.act.because(told.why), self.rules)
                session.flush()
                if not self.keeps:
                    raise _Undone
        except _Undone:
            pass


def _require_seen(waiting: Waiting, told: Told) -> None:
    if told.seen and told.seen != waiting.mark:
        raise Refused("", N_("刚刚有了变化，请再看一眼现在的样子"))


def _before(session: Session, kind: WaitingKind, code: str, verb: Verb, act: Act) -> Verdict:
    if not kind.exists(session, code):
        raise Gone(code)
    last = newest_verdict(session, kind.name, code)
    if last is None or (last.verb, last.member_id) != (verb.name, act.member.id) or last.taken_back_at:
        raise Refused("", N_("这件已经不在等了"))
    return last


def _keep(session: Session, lot: str, waiting: Waiting, verb: Verb, told: Told, act: Act, rules: Rules) -> Verdict:
    end_hand(session, waiting.kind, waiting.code, act)
    verdict = Verdict(
        lot=lot,
        kind=waiting.kind,
        subject=waiting.code,
        title=waiting.face.title[:120],
        verb=verb.name,
        member_id=act.member.id,
        at=act.at,
        why=told.why,
        until=act.at + timedelta(seconds=rules.take_back_seconds) if verb.undoes and rules.take_back_seconds else None,
    )
    session.add(verdict)
    session.flush()
    return verdict
