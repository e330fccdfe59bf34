"""Comparing honestly: only what is over, with as much of the time before; and saying "more" only where chance would
not bring it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from models.report.numbers.asking import ShopDays
from models.report.numbers.day_range import DayRange
from models.report.numbers.figures import Figures, Step, added
from views.parts.numbers.asked import SpanAsked
from views.parts.numbers.measures import Measure

_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), 7
# Of fewer than this on both sides nothing is said.
LEAST_COMPARED = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure beside the same of the time before."""

    measure: Measure
    now: int
    before: int

    @property
    def more(self) -> int:
        """How much more it is; less where negative."""
        return self.now - self.before

    @property
    def is_clear(self) -> bool:
        """Of counts: whether they lie further apart than twice the spread of two chance counts. Sums of money have no
        such spread, and are never called clear."""
        both = self.now + self.before
        return not self.measure.is_money and both >= LEAST_COMPARED and self.more**2 > 4 * both


@dataclass(frozen=True, slots=True)
class Pair:
    """The figures of what is over and of the time before; `words` say which that is, `days` which days of both, None
    where only hours are compared."""

    now: Figures
    before: Figures
    words: str
    days: tuple[DayRange, DayRange] | None

    def of(self, measure: Measure) -> Compared:
        """One measure of both."""
        return Compared(measure, measure.of(self.now), measure.of(self.before))


def compared(
    days: ShopDays, asked: SpanAsked, steps: Sequence[Step], other: Sequence[Step], *, at: datetime
) -> Pair | None:
    """What of the span is over, and as much before it; `days` has both. Today by itself is compared hour by hour, with
    the same weekday of last week."""
    span = asked.span
    if asked.open_ended and asked.days == 1:
        over = sum(step.begins + _HOUR <= at for step in steps)
        if asked.by != "hour" or not over:
            return None
        return Pair(_sum(steps[:over]), _sum(other[:over]), _("上周这一天同一时刻"), None)
    whole = DayRange(span.begins, span.ends - _DAY) if asked.open_ended else span
    if asked.open_ended and asked.days == _WEEK:
        # Six days of a week are compared with the same six.
        before, words = DayRange(whole.begins - 7 * _DAY, whole.ends - 7 * _DAY), _("上周同期")
    else:
        before, words = whole.before(), ngettext("前 %(num)s 天", "前 %(num)s 天", whole.days)
    return Pair(days.total(whole), days.total(before), words, (whole, before))


def _sum(steps: Sequence[Step]) -> Figures:
    """Counts that add up; visitors of a day do not, hour by hour."""
    return added(step.figures for step in steps)
