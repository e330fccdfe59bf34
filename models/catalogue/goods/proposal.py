"""A proposal: what a supplier wants approved goods to become. At most one of a goods waits; the later takes the place
of the earlier. Made, replaced and withdrawn in change.py, decided in deciding_proposals.py."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, Relationship, Session, col, select

from models.catalogue.goods.goods import Goods
from models.kernel.record import Record, belongs_to, json_map, moment, row_id, said_text, word
from models.kernel.steps import Steps, state_check

ProposalState = Literal["waiting", "approved", "refused", "withdrawn", "replaced"]
ProposalStep = Literal["approve", "refuse", "withdraw", "replace", "wait"]

PROPOSAL_CODE = 10
# Every step starts from waiting, but the way back: who decided takes it back.
PROPOSAL: Steps[ProposalStep, ProposalState] = {
    "approve": (("waiting",), "approved"),
    "refuse": (("waiting",), "refused"),
    "withdraw": (("waiting",), "withdrawn"),
    "replace": (("waiting",), "replaced"),
    "wait": (("approved", "refused"), "waiting"),
}


class Proposal(Record, table=True):
    """`wanted` are the differences to what stands (look.py). `since` is when the supplier began to wait: a later
    proposal does not go back to the end of the queue. `was` is what an approval changed, kept to be taken back."""

    __table_args__ = (
        CheckConstraint(state_check(PROPOSAL, "waiting"), name="state_known"),
        Index("ix_proposal_waiting", "state", "since", "code"),
        Index(
            "ix_proposal_one_waits",
            "goods_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=PROPOSAL_CODE)
    goods_id: int = belongs_to("goods.id")
    wanted: dict[str, Any] = Field(sa_type=JSON)
    was: dict[str, Any] = json_map()
    state: ProposalState = word(10, default="waiting")
    by: int | None = Field(default=None, foreign_key="member.id")
    at: datetime = moment()
    since: datetime = moment()
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = moment(default=None, nullable=True, index=True)
    why: str = said_text(default="")
    # The version that an approval made.
    version: int | None = None

    goods: Goods = Relationship()


def waiting_proposal(session: Session, goods: Goods) -> Proposal | None:
    """What waits of these goods."""
    return waiting_proposals(session, [goods.id]).get(goods.id)


def waiting_proposals(session: Session, goods_ids: Collection[int]) -> dict[int, Proposal]:
    """What waits of several goods, by their ids."""
    if not goods_ids:
        return {}
    query = select(Proposal).where(col(Proposal.goods_id).in_(goods_ids), Proposal.state == "waiting")
    return {one.goods_id: one for one in session.exec(query)}


def proposals_of(session: Session, goods: Goods, *, limit: int = 20) -> list[Proposal]:
    """What was proposed of these goods, the newest first."""
    query = select(Proposal).where(Proposal.goods_id == goods.id).order_by(col(Proposal.id).desc())
    return list(session.exec(query.limit(limit)))
