"""How long something waited, in words."""

from datetime import timedelta

from flask_babel import ngettext


def waited_words(waited: timedelta | None) -> str:
    """Minutes, hours up to two days, or days; a dash where nothing is known."""
    if waited is None:
        return "—"
    minutes = round(waited.total_seconds() / 60)
    if minutes < 60:
        return ngettext("%(num)s 分钟", "%(num)s 分钟", minutes)
    if minutes < 48 * 60:
        hours = round(minutes / 60)
        return ngettext("%(num)s 小时", "%(num)s 小时", hours)
    days = round(minutes / 60 / 24)
    return ngettext("%(num)s 天", "%(num)s 天", days)
