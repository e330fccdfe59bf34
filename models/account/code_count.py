"""How many one-time codes a phone was sent in a day, counted by the network that asked for them: somebody elsewhere
does not use up what its owner may ask for; all networks together are bounded too."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, case, delete, or_
from sqlmodel import Field, Session

from models.kernel.database import insert_into
from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import LONGEST_PHONE
from models.kernel.record import Record, moment, table_of
from models.kernel.rules import Rules

CODE_DAY = timedelta(days=1)
# Whose count is that of all networks together, and how many times what one of them may.
_ALL, TIMES_ALL = "", 4


class CodeCount(Record, table=True):
    """`network` is a keyed digest: what it is of is not kept. Of a browser that is known, it is that browser's own."""

    __table_args__ = (CheckConstraint("in_day >= 1", name="counts_make_sense"),)
    phone: str = Field(primary_key=True, max_length=LONGEST_PHONE)
    network: str = Field(primary_key=True, max_length=32)
    day_began: datetime = moment(index=True)
    in_day: int = 1


_table = table_of(CodeCount)


def count_code(session: Session, phone: str, network: str, *, known: bool, rules: Rules, at: datetime) -> None:
    """One more. A known browser has an allowance of its own, which nobody else can use up. Raises Refused where it
    would be too many; the caller rolls back."""
    for counted, most in ((network, rules.codes_a_day), (_ALL, TIMES_ALL * rules.codes_a_day)):
        if counted == _ALL and known:
            continue
        if not _is_counted(session, phone, counted, most, at):
            raise Refused("", N_("这个号码一天最多发 %(most)d 条，明天再试"), most=rules.codes_a_day)


def forget_code_counts(session: Session, *, at: datetime) -> int:
    """Drops those of days that are over; returns how many."""
    return int(session.connection().execute(delete(_table).where(_table.c.day_began <= at - CODE_DAY)).rowcount)


def _is_counted(session: Session, phone: str, network: str, most: int, at: datetime) -> bool:
    """One statement: of two at once that would be one too many, one is refused."""
    over = _table.c.day_began <= at - CODE_DAY
    anew = {
        "day_began": case((over, at), else_=_table.c.day_began),
        "in_day": case((over, 1), else_=_table.c.in_day + 1),
    }
    first = insert_into(session, CodeCount).values(phone=phone, network=network, day_began=at, in_day=1)
    counted = first.on_conflict_do_update(
        index_elements=["phone", "network"], set_=anew, where=or_(over, _table.c.in_day < most)
    )
    return session.connection().execute(counted.returning(_table.c.phone)).first() is not None
