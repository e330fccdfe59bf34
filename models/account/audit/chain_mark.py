"""A place in the chain: which row of the trail stands there, and the mark that ties it to all before it."""

from datetime import datetime

from sqlmodel import Field

from models.kernel.record import Record, moment

MARK_LENGTH = 64


class ChainMark(Record, table=True):
    """Places are counted from 1 without a gap. A row has one place, and a place one row, for ever."""

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    audit_id: int = Field(foreign_key="audit.id", unique=True)
    mark: str = Field(max_length=MARK_LENGTH)
    chained_at: datetime = moment()
