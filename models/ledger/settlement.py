"""A settlement run: what was released, how far it has got, and why it stopped where it did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import Record, fen, long_text, moment, row_id, word

# In this order; a run goes through all of them, and after a crash goes on in the one where it was.
Stage = Literal["proof", "lines", "freights", "second_proof"]
STAGES: tuple[Stage, ...] = get_args(Stage)
SettlementState = Literal["running", "stopped", "done"]


class SettlementRun(Record, table=True):
    """It releases what was due at `upto`. `last_id` is the last line or parcel of its stage that was looked at. Only
    one runs at a time; one that found a wrong book is `stopped`, with the faults, until an operator lets it go on."""

    __table_args__ = (
        CheckConstraint(f"stage IN {STAGES}", name="stage_known"),
        CheckConstraint("state IN ('running', 'stopped', 'done')", name="state_known"),
        CheckConstraint("(state = 'done') = (ended_at IS NOT NULL)", name="done_has_its_time"),
        CheckConstraint("(state = 'done') = (slot IS NULL)", name="open_has_the_slot"),
    )

    id: int = row_id()
    begun_at: datetime = moment()
    upto: datetime = moment()
    stage: Stage = word(12, default=STAGES[0])
    last_id: int = 0
    state: SettlementState = word(8, default="running")
    # There is one, so only one run can be open.
    slot: int | None = Field(default=1, unique=True)
    lines: int = 0
    earned: Money = fen(default=0)
    due: Money = fen(default=0)
    faults: str = long_text(default="")
    ended_at: datetime | None = moment(default=None, nullable=True)


def open_run(session: Session) -> SettlementRun | None:
    """The run that has not ended, if there is one."""
    return session.exec(select(SettlementRun).where(SettlementRun.state != "done")).first()


def stopped_runs(session: Session) -> int:
    """How many wait for an operator: one or none."""
    return int((run := open_run(session)) is not None and run.state == "stopped")


def runs(session: Session, *, limit: int = 30) -> list[SettlementRun]:
    """The newest runs first."""
    return list(session.exec(select(SettlementRun).order_by(col(SettlementRun.id).desc()).limit(limit)))


def resumptions(session: Session, rows: Sequence[SettlementRun]) -> dict[int, list[tuple[str, datetime]]]:
    """Who let each of these runs go on after it had stopped, and when, by the runs' ids; runs that never stopped are
    not named."""
    query = (
        select(Audit.subject, Audit.at, Member.name)
        .join(Member, col(Audit.who) == col(Member.id), isouter=True)
        .order_by(col(Audit.id))
    )
    query = query.where(Audit.what == "settlement.resume", col(Audit.subject).in_([str(run.id) for run in rows]))
    told: dict[int, list[tuple[str, datetime]]] = {}
    for subject, at, name in session.exec(query):
        told.setdefault(int(subject), []).append((name or "", at))
    return told


# What people call them, by noun and value.
SETTLEMENT_WORDS = {
    "settlement": {
        "running": N_("进行中"),
        "stopped": N_("停下了"),
        "done": N_("结清"),
    },
    "settlement_stage": {
        "proof": N_("核账"),
        "lines": N_("结算商品"),
        "freights": N_("结算运费"),
        "second_proof": N_("再次核账"),
    },
}
