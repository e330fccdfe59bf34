"""A promise in words: how long it is past, how long is left, or when it is."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from models.kernel.clock import local

_SOON = timedelta(hours=4)


def promised_words(promised: datetime, at: datetime) -> tuple[str, str]:
    """How it is set ("late", "soon" or ""), and the words."""
    if promised < at:
        return "late", _("过了 %(span)s", span=_span(at - promised))
    if promised - at < _SOON:
        return "soon", _("还剩 %(span)s", span=_span(promised - at))
    there, here = local(promised), local(at)
    if there.date() == here.date():
        return "", _("今天 %(time)s", time=f"{there:%H:%M}")
    if there.date() == (here + timedelta(days=1)).date():
        return "", _("明天 %(time)s", time=f"{there:%H:%M}")
    return "", f"{there:%m-%d %H:%M}"


def _span(left: timedelta) -> str:
    minutes = int(left.total_seconds()) // 60
    if minutes < 60:
        return _("%(minutes)s 分", minutes=max(1, minutes))
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return (
            _("%(hours)s 小时 %(minutes)s 分", hours=hours, minutes=minutes)
            if minutes
            else _("%(hours)s 小时", hours=hours)
        )
    return _("%(days)s 天", days=hours // 24)
