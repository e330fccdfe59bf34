"""Days as people write them: 2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日, 20261122."""

import re
from datetime import date

from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain, with_plain_dashes

_DAY = re.compile(r"(\d{4})\s*(?:[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))")


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
