"""Setting several facts of a record at once, and knowing whether anything changed: what did not leaves no trace."""

from sqlmodel import SQLModel


def set_facts(record: SQLModel, **facts: object) -> bool:
    """Sets what differs; says whether anything did."""
    changed = {name: value for name, value in facts.items() if getattr(record, name) != value}
    for name, value in changed.items():
        setattr(record, name, value)
    return bool(changed)
