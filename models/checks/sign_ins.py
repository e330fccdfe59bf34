"""Sign-ins begin before they end, and are open of members who may come in; codes open once."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, exists, or_, select

from models.account.code_count import CODE_DAY
from models.account.member import Member
from models.account.one_time_code import OneTimeCode
from models.account.sign_in import SignIn
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.notify.news import NewsWatch

_sign_in, _member, _code, _watch = table_of(SignIn), table_of(Member), table_of(OneTimeCode), table_of(NewsWatch)
# Codes are forgotten once a night; a night that was missed is made up for.
_NIGHTS = timedelta(days=2)


def open_sign_ins(connection: Connection) -> Iterator[Fault]:
    """None is open of who is stopped, or of nobody; none ends before it begins."""
    is_open = _sign_in.c.ended_at.is_(None)
    stopped = select(_sign_in.c.code).join_from(_sign_in, _member).where(is_open, _member.c.stopped)
    for row in stream(connection, stopped):
        yield Fault("sign_in.stopped", f"sign-in {row.code}", "open, yet its member is stopped")
    nobody = select(_sign_in.c.code).where(~exists().where(_member.c.id == _sign_in.c.member_id))
    for row in stream(connection, nobody):
        yield Fault("sign_in.member", f"sign-in {row.code}", "of nobody that there is")
    began = _sign_in.c.began_at
    backwards = or_(_sign_in.c.ended_at < began, _sign_in.c.last_used_at < began)
    for row in stream(connection, select(_sign_in.c.code).where(backwards)):
        yield Fault("sign_in.times", f"sign-in {row.code}", "it was over, or last used, before it began")


def one_time_codes(connection: Connection) -> Iterator[Fault]:
    """Used is used: by a try that counted, while the code was open. What is over is not kept for long."""
    used = _code.c.used_at
    outside = or_(used < _code.c.asked_at, used >= _code.c.until, used.is_not(None) & (_code.c.tries == 0))
    query = select(_code.c.phone, _code.c.purpose)
    for row in stream(connection, query.where(outside)):
        yield Fault("code.used", _said(row.purpose, row.phone), "it was used while it opened nothing")
    for row in stream(connection, query.where(_code.c.until <= _code.c.asked_at)):
        yield Fault("code.times", _said(row.purpose, row.phone), "it was over before it was sent")
    looked = connection.execute(select(_watch.c.looked_at)).scalar()
    if looked is None:
        return
    for row in stream(connection, query.where(_code.c.until < looked - CODE_DAY - _NIGHTS)):
        yield Fault("code.kept", _said(row.purpose, row.phone), "it was over days ago, and is still kept")


def _said(purpose: str, phone: str) -> str:
    """A log need not hold a number whole."""
    return f"code for {purpose} of …{phone[-4:]}"
