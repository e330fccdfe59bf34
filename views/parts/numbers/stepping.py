"""Steps of a span as points of a curve, and which earlier span stands beside it on the same weekdays."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_skeleton
from flask_babel import gettext as _

from models.kernel.clock import local
from models.report.numbers.day_range import By, DayRange
from models.report.numbers.figures import Step
from views.kit import locale
from views.parts.curve import Point
from views.parts.numbers.measures import Measure

_WEEK = 7


def same_weekdays(span: DayRange, by: By) -> DayRange:
    """The newest span of whole weeks ago that does not meet this one; of months, the same of the year before."""
    if by == "month":
        return DayRange(_year_before(span.begins), _year_before(span.ends))
    days = (span.ends - span.begins).days + 1
    back = timedelta(days=-(-days // _WEEK) * _WEEK)
    return DayRange(span.begins - back, span.ends - back)


def beside_words(span: DayRange, by: By) -> str:
    """What that span is called."""
    if by == "month":
        return _("去年同月")
    weeks = (span.begins - same_weekdays(span, by).begins).days // _WEEK
    if by == "hour" and span.begins == span.ends:
        return _("上周这一天")
    return _("上周同一天") if weeks == 1 else _("%(weeks)s 周前同一天", weeks=weeks)


def points_of(steps: Sequence[Step], measure: Measure, by: By) -> list[Point]:
    """One a step."""
    few = len(steps) <= _WEEK
    found = []
    for step in steps:
        value, at = measure.of(step.figures), local(step.begins)
        found.append(Point(step_label(at, by), value, measure.said(value), _brief(at, by, few)))
    return found


def step_label(at: datetime, by: By) -> str:
    """A step by its beginning."""
    at = local(at)
    if by == "hour":
        return f"{at:%m-%d %H:00}"
    if by == "day":
        return f"{at:%m-%d} {_weekday(at.date())}"
    return _("%(day)s 起的一周", day=f"{at:%m-%d}") if by == "week" else f"{at:%Y-%m}"


def _brief(at: datetime, by: By, few: bool) -> str:
    if by == "hour":
        return f"{at:%H:00}"
    if by == "day":
        return _weekday(at.date()) if few else f"{at:%m-%d}"
    return f"{at:%m-%d}" if by == "week" else format_skeleton("yMMM", at, locale=locale.selected())


def _weekday(day: date) -> str:
    return format_date(day, "EEE", locale.selected())


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
