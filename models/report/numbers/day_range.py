"""The range of days that figures are asked for. There is no figure without one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from models.kernel.clock import SHANGHAI
from models.kernel.errors import N_, Refused

By = Literal["hour", "day", "week", "month"]
# Three years, a leap day among them.
MOST_RANGE_DAYS = 1096
# By the hour a curve of a month is long enough.
MOST_DAYS_BY_HOUR = 31
_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 31)
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days in Asia/Shanghai, both ends within. Raises Refused where the end comes before the beginning, or three years
    after it."""

    begins: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise Refused("ends", N_("结束的日子要在开始的日子之后"))
        if not (self.begins >= _FIRST and self.ends <= _LAST):
            raise Refused("begins", N_("日期要在 2000 年到 2999 年之间"))
        if self.days > MOST_RANGE_DAYS:
            raise Refused("ends", N_("一次最多看三年，把日子选近一点"))

    @property
    def days(self) -> int:
        """How many."""
        return (self.ends - self.begins).days + 1

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return midnight_of(self.begins)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return midnight_of(self.ends + _DAY)

    def before(self) -> "DayRange":
        """As many days that end the day before it begins."""
        return DayRange(self.begins - timedelta(days=self.days), self.begins - _DAY)

    def steps(self, by: By) -> list[datetime]:
        """When each of its hours, days, weeks (from Monday) or months begins; the first may begin before the span.
        Raises Refused where a curve by hours would be too long."""
        if by == "hour":
            if self.days > MOST_DAYS_BY_HOUR:
                raise Refused("by", N_("按小时最多看 %(most)s 天"), most=MOST_DAYS_BY_HOUR)
            return [self.since + _HOUR * n for n in range(24 * self.days)]
        days = (self.begins + timedelta(days=n) for n in range(self.days))
        return list(dict.fromkeys(midnight_of(first_of(day, by)) for day in days))


def first_of(day: date, by: By) -> date:
    """The first day of the week or month in which a day lies; by day, itself."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def midnight_of(day: date) -> datetime:
    """Its first moment, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
