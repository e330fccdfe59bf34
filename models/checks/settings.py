"""What is set is what its history says last, can be read by this version, and does not contradict itself."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from models.setting.change import ChangedNumber, ChangedValue, SettingChange
from models.setting.harmony import broken_pairs
from models.setting.values import Fixed, rules_with
from models.setting.wording import WORDS, word_kinds, wording_of

_value, _change, _number = table_of(ChangedValue), table_of(SettingChange), table_of(ChangedNumber)


def set_values(connection: Connection) -> Iterator[Fault]:
    """The last change of each setting says its value, and each change goes on from the one before."""
    values = _set(connection)
    last: dict[str, str | None] = {}
    for row in connection.execute(select(_change).order_by(_change.c.id)):
        if row.before != last.get(row.name):
            words = f"save {row.number} goes on from {row.before}, and {last.get(row.name)} stood there"
            yield Fault("setting.history", f"setting {row.name}", words)
        last[row.name] = row.after
    for name in sorted(values.keys() | last.keys()):
        if values.get(name) != last.get(name):
            words = f"it is {values.get(name)}, and its last change says {last.get(name)}"
            yield Fault("setting.value", f"setting {name}", words)


def set_number(connection: Connection) -> Iterator[Fault]:
    """The number of the last save is that of the last change, or machines would not learn of it."""
    last = connection.execute(select(func.max(_change.c.number))).scalar_one() or 0
    told = connection.execute(select(_number.c.number)).scalar_one_or_none() or 0
    if last != told:
        yield Fault("setting.number", "settings", f"the last save is {last}, and machines are told of {told}")


def set_together(connection: Connection) -> Iterator[Fault]:
    """Every value can be read by this version, and no two contradict each other. What the environment says beside is
    said at the desk."""
    rows = _set(connection)
    plain = {name: kept for name, kept in rows.items() if not name.startswith(WORDS)}
    rules, idle = rules_with(plain, Fixed(DEFAULT))
    for name, matter in sorted(idle.items()):
        yield Fault("setting.idle", f"setting {name}", f"it {matter}")
    for name, kept in sorted(rows.items()):
        if name.startswith(WORDS) and (name.removeprefix(WORDS) not in word_kinds() or wording_of(kept) is None):
            yield Fault("setting.idle", f"setting {name}", "these words cannot be used by this version")
    for pair in broken_pairs(rules):
        yield Fault("setting.pair", f"settings {pair.names[0]} and {pair.names[1]}", "they contradict each other")


def _set(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(_value.c.name, _value.c.value))}
