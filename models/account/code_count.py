"""How many one-time codes a phone was sent in a day, counted by the network that asked for them: somebody elsewhere
does not use up what its owner may ask for; all networks together are bounded too. Apart from them a phone has a
reserve, which only those touch who are known to have it: whoever they are, each text costs money. Once strangers have
used up what all may ask for, a network that asks for the first time still gets one now and then: the owner may come
with a wholly new phone."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, case, delete, or_
from sqlmodel import Field, Session

from models.kernel.database import insert_into
from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import LONGEST_PHONE
from models.kernel.record import Record, moment, table_of
from models.kernel.rules import Rules

CODE_DAY = timedelta(days=1)
NETWORK = 32
# Whose count is that of all networks together, and how many times what one of them may; the same of all who are known.
_ALL, TIMES_ALL = "", 4
_RESERVE, TIMES_RESERVE = "known", 2
# How often one goes out past that, to a network that had none that day.
_SLOW, SLOW_PACE = "slow", timedelta(hours=1)


class CodeCount(Record, table=True):
    """`network` is a keyed digest: what it is of is not kept. Of a browser that is known, it is that browser's own."""

    __table_args__ = (CheckConstraint("in_day >= 1", name="counts_make_sense"),)
    phone: str = Field(primary_key=True, max_length=LONGEST_PHONE)
    network: str = Field(primary_key=True, max_length=NETWORK)
    day_began: datetime = moment(index=True)
    in_day: int = 1


_table = table_of(CodeCount)


def count_code(session: Session, phone: str, network: str, *, known: bool, rules: Rules, at: datetime) -> None:
    """One more. Who is known has an allowance of the reserve, which no stranger can use up. Raises Refused where it
    would be too many; the caller rolls back."""
    together, times = (_RESERVE, TIMES_RESERVE) if known else (_ALL, TIMES_ALL)
    asked_here = _counted(session, phone, network, rules.codes_a_day, at)
    if not asked_here:
        raise Refused("", N_("这个号码一天最多发 %(most)d 条，明天再试"), most=rules.codes_a_day)
    if _counted(session, phone, together, times * rules.codes_a_day, at):
        return
    if known:
        raise Refused("", N_("这个号码一天最多发 %(most)d 条，明天再试"), most=rules.codes_a_day)
    if asked_here > 1 or not _counted(session, phone, _SLOW, 1, at, span=SLOW_PACE):
        raise Refused("", N_("今天太多地方为这个号码要过验证码，现在一小时只发一条，过一会儿再试"))


def forget_code_counts(session: Session, *, at: datetime) -> int:
    """Drops those of days that are over; returns how many."""
    return int(session.connection().execute(delete(_table).where(_table.c.day_began <= at - CODE_DAY)).rowcount)


def _counted(session: Session, phone: str, network: str, most: int, at: datetime, *, span: timedelta = CODE_DAY) -> int:
    """How many it is with this one, 0 where it would be too many. One statement: of two at once that would be one too
    many, one is refused. The count begins anew after `span`."""
    over = _table.c.day_began <= at - span
    anew = {
        "day_began": case((over, at), else_=_table.c.day_began),
        "in_day": case((over, 1), else_=_table.c.in_day + 1),
    }
    first = insert_into(session, CodeCount).values(phone=phone, network=network, day_began=at, in_day=1)
    counted = first.on_conflict_do_update(
        index_elements=["phone", "network"], set_=anew, where=or_(over, _table.c.in_day < most)
    )
    return int(session.connection().execute(counted.returning(_table.c.in_day)).scalar() or 0)
