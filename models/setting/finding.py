"""What is set, and how it came to that."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from models.account.member import Member
from models.setting.change import ChangedNumber, ChangedValue, SettingChange

HISTORY_PAGE = 50


def values_set(session: Session) -> dict[str, str]:
    """Every value that isn't a default, as it is kept."""
    return dict(session.exec(select(ChangedValue.name, ChangedValue.value)).all())


def last_number(session: Session) -> int:
    """The number of the last save."""
    return session.exec(select(ChangedNumber.number)).one_or_none() or 0


def last_changes(session: Session) -> dict[str, tuple[SettingChange, str | None]]:
    """The newest change of each setting that was ever changed, with the name of who made it."""
    newest = select(func.max(SettingChange.id)).group_by(col(SettingChange.name))
    found = select(SettingChange, Member.name).join(Member, isouter=True).where(col(SettingChange.id).in_(newest))
    return {change.name: (change, name) for change, name in session.exec(found)}


def changes(session: Session, *, of: str = "", page: int = 1) -> Sequence[tuple[SettingChange, str | None]]:
    """A page of history, the newest first; `of` one setting, or of all."""
    found = select(SettingChange, Member.name).join(Member, isouter=True).order_by(col(SettingChange.id).desc())
    if of:
        found = found.where(SettingChange.name == of)
    return session.exec(found.limit(HISTORY_PAGE).offset((page - 1) * HISTORY_PAGE)).all()


def how_many_changes(session: Session, *, of: str = "") -> int:
    """How many there are."""
    found = select(func.count()).select_from(SettingChange)
    return session.exec(found.where(SettingChange.name == of) if of else found).one()


def change_numbered(session: Session, number: int, name: str) -> tuple[SettingChange | None, SettingChange | None]:
    """A setting's change in that save, and the newest change of the same setting."""
    theirs = select(SettingChange).where(SettingChange.name == name)
    return (
        session.exec(theirs.where(SettingChange.number == number)).first(),
        session.exec(theirs.order_by(col(SettingChange.id).desc()).limit(1)).first(),
    )
