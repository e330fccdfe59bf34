"""Changing what is set. A save is all of it or nothing, one after another; each setting in it is a row of history."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.audit.audit import Change
from models.kernel.act import Act
from models.kernel.database import in_turn, insert_ignoring
from models.kernel.errors import N_, Gone, Refused
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.kernel.setting import declaration_in, declared
from models.setting.change import WHY_LIMIT, ChangedNumber, ChangedValue, SettingChange
from models.setting.finding import change_numbered, values_set
from models.setting.harmony import broken_pairs
from models.setting.values import Fixed, adapters, checked_value, kept_value, read_value, rules_with
from models.setting.wording import WORDS, checked_wording, word_kinds, wording_of

IN_TURN = "settings"
_FIXED = N_("这一项由环境变量定了，在这里改不了")


def change_settings(session: Session, wanted: Mapping[str, Any], act: Act, *, fixed: Fixed) -> list[SettingChange]:
    """Sets what differs from today; None means the default again. Raises Refused beside the first that cannot be: a
    value, a pair that contradicts itself, a reason that is missing, nothing that differs."""
    in_turn(session, IN_TURN)
    before = values_set(session)
    kept = {name: _as_kept(name, value, fixed) for name, value in wanted.items()}
    return _save(session, before, kept, act, fixed=fixed)


def undo_change(session: Session, number: int, name: str, act: Act, *, seen: int, fixed: Fixed) -> SettingChange:
    """Sets one setting back to what it was before that save. `seen` is the number of the setting's newest change when
    it was decided. Raises Gone, Refused."""
    in_turn(session, IN_TURN)
    change, newest = change_numbered(session, number, name)
    if change is None or newest is None:
        raise Gone("change")
    if newest.number != seen:
        raise Refused("", N_("这一项刚才又有人改过，请看清楚再撤销"))
    kept = None if change.before is None else _as_kept(name, _read(name, change.before), fixed)
    return _save(session, values_set(session), {name: kept}, act, fixed=fixed)[0]


def problems(wanted: Mapping[str, Any], rows: Mapping[str, str], *, fixed: Fixed) -> dict[str, Refused]:
    """What is the matter with rules that somebody wants, beside each of them: all of it at once."""
    found: dict[str, Refused] = {}
    after = dict(rows)
    for name, value in wanted.items():
        try:
            kept = _as_kept(name, value, fixed)
        except Refused as refused:
            found[name] = refused
        else:
            _put(after, name, kept)
    changed = {name for name in wanted if after.get(name) != rows.get(name)}
    for pair in broken_pairs(rules_with(after, fixed)[0]):
        for name in changed & set(pair.names):
            found.setdefault(name, pair.refusal(name))
    return found


def _as_kept(name: str, value: Any, fixed: Fixed) -> str | None:
    """As it is stored; None where it is the default."""
    if name in fixed.names:
        raise Refused(name, _FIXED)
    if name.removeprefix(WORDS) in word_kinds() and name.startswith(WORDS):
        return None if value is None else kept_value(checked_wording(value))
    if name not in adapters():
        raise Refused(name, N_("没有这一项"))
    if value is None:
        return None
    made = checked_value(name, value)
    return None if made == getattr(fixed.rules, name) else kept_value(made)


def _read(name: str, kept: str) -> Any:
    return wording_of(kept) if name.startswith(WORDS) else read_value(name, kept) if name in adapters() else None


def _save(
    session: Session, before: Mapping[str, str], kept: Mapping[str, str | None], act: Act, *, fixed: Fixed
) -> list[SettingChange]:
    changed = {name: value for name, value in kept.items() if value != before.get(name)}
    if not changed:
        raise Refused("", N_("什么都没改"))
    why = act.why.strip()
    if not why:
        raise Refused("why", N_("请写明原因"))
    if len(why) > WHY_LIMIT:
        raise Refused("why", N_("原因最多 %(most)s 个字"), most=WHY_LIMIT)
    after = dict(before)
    for name, value in changed.items():
        _put(after, name, value)
    for pair in broken_pairs(rules_with(after, fixed)[0]):
        if ours := [name for name in pair.names if name in changed]:
            raise pair.refusal(ours[0])
    number = _next_number(session)
    by = act.because(why)
    return [_note(session, name, (before.get(name), value), by, number) for name, value in changed.items()]


def _msgid(name: str) -> str:
    """What it is called."""
    if name.startswith(WORDS):
        return word_kinds()[name.removeprefix(WORDS)].called
    said = declaration_in(declared(Rules)[name][0].__metadata__)
    return said.at_desk or said.words if said else name


def _told(name: str, kept: str | None) -> str:
    """A value as the trail tells it: words as sentences, in each of their languages."""
    words = wording_of(kept) if kept is not None and name.startswith(WORDS) else None
    return kept or "" if words is None else "；".join(" / ".join(one.values()) for one in words)


def _put(rows: dict[str, str], name: str, kept: str | None) -> None:
    if kept is None:
        rows.pop(name, None)
    else:
        rows[name] = kept


def _next_number(session: Session) -> int:
    """Whoever saves waits here for whoever saved before, until that is committed."""
    session.connection().execute(insert_ignoring(session, ChangedNumber).values(id=1, number=0))
    session.connection().execute(update(ChangedNumber).values(number=ChangedNumber.number + 1))
    return session.exec(select(ChangedNumber.number)).one()


def _note(session: Session, name: str, values: tuple[str | None, str | None], act: Act, number: int) -> SettingChange:
    before, after = values
    change = SettingChange(number=number, name=name, before=before, after=after, who=act.by_id, why=act.why, at=act.at)
    session.add(change)
    session.connection().execute(delete(ChangedValue).where(col(ChangedValue.name) == name))
    if after is not None:
        session.add(ChangedValue(name=name, value=after))
    change_told = Change(Said(_msgid(name)), _told(name, before), _told(name, after))
    note_audit(session, "setting.change", name, act, [change_told])
    session.flush()
    return change
