"""Days as people write them: 2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日, 20261122."""

import re
from datetime import date, datetime, time

from models.kernel.clock import SHANGHAI
from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain, with_plain_dashes

_DAY = re.compile(r"(\d{4})\s*(?:[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))")
# What parts day and time begins behind something else, so that a long run of spaces is gone through once.
_TIME = re.compile(r"(?P<day>.+?)(?<![\sTt])[\sTt]+(?P<hour>\d{1,2})[:点时](?P<minute>\d{2})?(?::00)?分?")


def day(text: str, field: str = "") -> date:
    """A day of the calendar, the year first. Raises Refused."""
    found = _DAY.fullmatch(with_plain_dashes(plain(text[:60])))
    if found:
        year, month, of_month = (int(part) for part in (found[1], found[2] or found[4], found[3] or found[5]))
        try:
            return date(year, month, of_month)
        except ValueError:
            pass
    raise Refused(field, N_("日期写成 2026-11-22 这样"))


def minute_of_day(text: str, field: str = "") -> datetime:
    """A minute on a Chinese wall clock: a day as above, then the time ("2026-11-22 08:30", also as browsers send it,
    with a T between). Raises Refused."""
    found = _TIME.fullmatch(with_plain_dashes(plain(text[:60])))
    if found:
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        of_day = day(found["day"], field)
        # Years near the calendar's ends do not bear a change of zone.
        if hour < 24 and minute < 60 and 2000 <= of_day.year < 2200:
            return datetime.combine(of_day, time(hour, minute), SHANGHAI)
    raise Refused(field, N_("时间写成 2026-11-22 08:30 这样"))
