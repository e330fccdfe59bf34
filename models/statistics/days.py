"""Days and hours of Asia/Shanghai, asked of the database: it keeps moments in UTC. China has had no summer time since
1991, and there were no shops before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, cast, func, literal_column, type_coerce
from sqlmodel import Session

from models.kernel.clock import Moment, local

_EIGHT_HOURS: ColumnElement[Any] = literal_column("interval '8 hours'")
_ONE_DAY: ColumnElement[Any] = literal_column("interval '1 day'")


def shanghai_day(at: datetime) -> datetime:
    """When the day of this moment began."""
    return local(at).replace(hour=0, minute=0, second=0, microsecond=0)


def day_began(asked: Session | Connection, moment: ColumnElement[Any]) -> ColumnElement[datetime]:
    """When the day of a column's moment began."""
    if _is_sqlite(asked):
        began = func.datetime(moment, "+8 hours", "start of day", "-8 hours").concat(".000000")
    else:
        began = func.date_trunc("day", moment + _EIGHT_HOURS) - _EIGHT_HOURS
    return type_coerce(began, Moment)


def day_after(asked: Session | Connection, day: ColumnElement[Any]) -> ColumnElement[datetime]:
    """When the day ended that begins at a column's moment."""
    if _is_sqlite(asked):
        return type_coerce(func.datetime(day, "+1 day").concat(".000000"), Moment)
    return type_coerce(day + _ONE_DAY, Moment)


def hour_began(asked: Session | Connection, moment: ColumnElement[Any]) -> ColumnElement[datetime]:
    """When the hour of a column's moment began."""
    if _is_sqlite(asked):
        return type_coerce(func.strftime("%Y-%m-%d %H:00:00.000000", moment), Moment)
    return type_coerce(func.date_trunc("hour", moment), Moment)


def clock_hour(asked: Session | Connection, moment: ColumnElement[Any]) -> ColumnElement[int]:
    """The hour on the wall's clock, from 0 to 23."""
    if _is_sqlite(asked):
        return cast(func.strftime("%H", moment, "+8 hours"), Integer)
    return cast(func.extract("hour", moment + _EIGHT_HOURS), Integer)


def _is_sqlite(asked: Session | Connection) -> bool:
    bind = asked.get_bind() if isinstance(asked, Session) else asked
    return bind.dialect.name == "sqlite"
