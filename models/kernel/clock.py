"""Time: aware UTC inside, Asia/Shanghai for people. The domain is given `at=`; only edges call `now()`."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The moment, aware, in UTC, whole microseconds."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """The same moment on a Chinese wall clock: days and months of statements are counted in it."""
    return at.astimezone(SHANGHAI)


class Moment(TypeDecorator[datetime]):
    """Stores an aware datetime as UTC without zone (SQLite has none) and gives it back aware."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database: pass aware times")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)
