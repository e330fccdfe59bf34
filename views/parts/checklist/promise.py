"""A moment as an applicant reads it: yesterday, today or tomorrow by the clock, others with their day."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from models.kernel.clock import local
from views.kit.filters import day


def moment_in_words(due: datetime, at: datetime) -> str:
    """By when, or when it was, in words."""
    there, here = local(due), local(at)
    time = f"{there:%H:%M}"
    if there.date() == (here - timedelta(days=1)).date():
        return _("昨天 %(time)s", time=time)
    if there.date() == here.date():
        return _("今天 %(time)s", time=time)
    if there.date() == (here + timedelta(days=1)).date():
        return _("明天 %(time)s", time=time)
    # Between a word and a figure stands a space; between two words none does.
    return _(" %(day)s %(time)s", day=day(due), time=time)
