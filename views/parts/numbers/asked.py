"""Which days a page of figures is asked for (?from=&to=&by=), and what is wrong with them, said beside the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast, get_args

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from models.kernel.errors import Refused
from models.kernel.reading.days import day
from models.report.numbers.day_range import MOST_RANGE_DAYS, By, DayRange
from views.kit.page import sentence

# A curve of more steps than this shows nothing, and its table is no table any more.
MOST_BY: Final[dict[By, int]] = {"hour": 14, "day": 366, "week": MOST_RANGE_DAYS, "month": MOST_RANGE_DAYS}
# Before it there was no network; and what is compared with lies earlier still.
FIRST_YEAR = 2010
USUAL_DAYS = 7
# What one tap asks for: so many days up to today.
QUICK_DAYS = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class SpanAsked:
    """`typed` is the form as it came, `errors` are sentences by field; with any, `span` and `by` are the usual ones."""

    span: DayRange
    by: By
    today: date
    typed: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.span.ends - self.span.begins).days + 1

    @property
    def open_ended(self) -> bool:
        """Whether its last day is not over."""
        return self.span.ends >= self.today

    @property
    def filters(self) -> dict[str, str]:
        """For addresses that ask for the same."""
        usual = usual_span(self.today)
        named = {"from": self.span.begins.isoformat(), "to": self.span.ends.isoformat()}
        if self.span == usual:
            named = {}
        return named if self.by == by_itself(self.days) else named | {"by": self.by}


def usual_span(today: date, days: int = USUAL_DAYS) -> DayRange:
    """The last so many days, today too."""
    return DayRange(today - timedelta(days=days - 1), today)


def by_itself(days: int) -> By:
    """The step that suits a span best."""
    return "hour" if days == 1 else "day" if days <= 92 else "week" if days <= 366 else "month"


def span_asked(source: MultiDict[str, str], today: date, *, usual: int = USUAL_DAYS) -> SpanAsked:
    """What the address asks for, the last `usual` days where it asks for none. Days may be typed as people write them;
    one that is missing follows from the other."""
    typed = {name: source.get(name, "").strip()[:60] for name in ("from", "to", "by")}
    errors: dict[str, str] = {}
    begins, ends = _day(typed, "from", errors), _day(typed, "to", errors)
    if not errors:
        ends = ends or (today if begins is None or begins <= today else begins)
        # Whatever lies before the first year is refused as it was typed; what is reckoned back from it may be no day.
        begins = begins or (ends if ends.year < FIRST_YEAR else ends - timedelta(days=usual - 1))
        errors = _wrong(begins, ends, today)
    by = cast(By, typed["by"]) if typed["by"] in get_args(By) else None
    if typed["by"] and by is None:
        errors["by"] = _("请从列出的里面选")
    if errors or begins is None or ends is None:
        span = usual_span(today, usual)
        return SpanAsked(span, by_itself(usual), today, typed, errors)
    days = (ends - begins).days + 1
    if by and days > MOST_BY[by]:
        errors["by"] = _("这样看最多 %(days)s 天，请换一种，或者把日子缩短", days=MOST_BY[by])
        by = None
    return SpanAsked(DayRange(begins, ends), by or by_itself(days), today, typed, errors)


def _day(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    if not typed[name]:
        return None
    try:
        return day(typed[name], name)
    except Refused as no:
        errors[name] = sentence(no)
        return None


def _wrong(begins: date, ends: date, today: date) -> dict[str, str]:
    """What is wrong with these two days, by field."""
    if begins > today:
        return {"from": _("这一天还没到")}
    if ends > today:
        return {"to": _("这一天还没到")}
    if begins > ends:
        return {"to": _("要在开始那天或以后")}
    if begins.year < FIRST_YEAR:
        return {"from": _("没有那么早的数字")}
    if (ends - begins).days >= MOST_RANGE_DAYS:
        return {"from": _("一次最多看三年")}
    return {}
