"""A setting that was changed at the desk: the value it has now, every change of it, and the number of the last save."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, long_text, moment, row_id

# Names are those of models/kernel/rules/, and `words.` with a kind of words.
NAME_LIMIT, WHY_LIMIT = 60, 200


class SettingChange(Record, table=True):
    """One change. Values are JSON; none means the default. What one save changed has one `number`, which no other save
    has. `who` is empty where a command did it."""

    __table_args__ = (
        UniqueConstraint("name", "number"),
        CheckConstraint("why <> ''", name="says_why"),
        CheckConstraint("number > 0", name="is_numbered"),
        CheckConstraint("before IS NULL OR after IS NULL OR before <> after", name="changes"),
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="is_something"),
    )
    id: int = row_id()
    number: int = Field(index=True)
    name: str = Field(max_length=NAME_LIMIT)
    before: str | None = long_text(default=None)
    after: str | None = long_text(default=None)
    who: int | None = belongs_to("member.id", default=None, nullable=True)
    why: str = Field(max_length=WHY_LIMIT)
    at: datetime = moment(index=True)


class ChangedValue(Record, table=True):
    """A setting that isn't at its default, as its last change left it."""

    name: str = Field(max_length=NAME_LIMIT, primary_key=True)
    value: str = long_text()


class ChangedNumber(Record, table=True):
    """The number of the last save: who looks at it learns whether anything is new. None before the first."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True)
    number: int = 0
