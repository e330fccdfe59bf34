"""The rows: a member's secret of six digits, and the recovery codes that stand beside it."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, func, select

from models.kernel.record import Record, belongs_to, moment, row_id
from models.kernel.sealing import sealed_text

FACTOR_PURPOSE = "second factor"
# The longest that wrong digits keep anybody waiting; what says more was written by a clock that was wrong.
LONGEST_WAIT = timedelta(hours=1)


class SecondFactor(Record, table=True):
    """The secret is sealed (kernel/sealing.py). It counts once its first digits were typed: until then it is being set
    up. `last_step` is the half minute whose digits were taken last: none of that time or before is taken again.
    `wrong` were typed in a row since, and until `wait_until` no more are looked at."""

    __table_args__ = (
        CheckConstraint("wrong >= 0 AND last_step >= 0", name="counts_make_sense"),
        CheckConstraint("sealed <> ''", name="has_its_secret"),
    )
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    sealed: str = sealed_text(FACTOR_PURPOSE)
    asked_at: datetime = moment()
    confirmed_at: datetime | None = moment(default=None, nullable=True)
    last_step: int = 0
    wrong: int = 0
    wait_until: datetime | None = moment(default=None, nullable=True)

    def seconds_left(self, at: datetime) -> int:
        """How long no digits are looked at; a clock that ran back keeps nobody longer than the longest wait."""
        if self.wait_until is None or not at < self.wait_until <= at + LONGEST_WAIT:
            return 0
        return int((self.wait_until - at).total_seconds()) + 1


class RecoveryCode(Record, table=True):
    """One of ten. It has 80 random bits, so that a plain digest tells nobody what it is, whatever becomes of the
    network's key; it opens once."""

    id: int = row_id()
    member_id: int = belongs_to("member.id")
    digest: str = Field(unique=True, max_length=64)
    made_at: datetime = moment()
    used_at: datetime | None = moment(default=None, nullable=True)


def factor_of(session: Session, member_id: int) -> SecondFactor | None:
    """The member's, where it counts."""
    found = session.get(SecondFactor, member_id)
    return found if found and found.confirmed_at else None


def has_factor(session: Session, member_id: int) -> bool:
    """Whether signing in takes a second step."""
    return factor_of(session, member_id) is not None


def recovery_codes_left(session: Session, member_id: int) -> int:
    """How many still open."""
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.member_id == member_id)
    return int(session.exec(mine.where(col(RecoveryCode.used_at).is_(None))).one())
