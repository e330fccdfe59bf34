"""Making a shop's stale posters anew, all by one tap: how far it has got, and what came of it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.kernel.record import Record, belongs_to, moment, row_id, word
from models.shop.shop import Shop

RenewalState = Literal["waiting", "running", "done", "failed"]
_STANDS = text("state IN ('waiting', 'running')")


class PosterRenewal(Record, table=True):
    """waiting → running → done or failed; a shop has one that stands at most. It goes from the newest link to the
    oldest: `last_id` is the link it came to, empty at the beginning. `total` is how many were stale when it was asked
    for, `made` and `refused` how many were drawn and how many could not be; `moved_at` the last sign of life, `starts`
    how many workers have begun."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_known"),
        CheckConstraint("made >= 0 AND refused >= 0 AND total >= 0 AND starts >= 0", name="counts_not_negative"),
        CheckConstraint("(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name="ended_some_time"),
        Index("uq_poster_renewal_standing", "shop_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    shop_id: int = belongs_to("shop.id")
    asked_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    state: RenewalState = word(8, default="waiting")
    starts: int = 0
    last_id: int | None = None
    total: int = 0
    made: int = 0
    refused: int = 0
    asked_at: datetime = moment()
    moved_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)

    shop: Shop = Relationship()

    @property
    def is_standing(self) -> bool:
        """Whether it is not over yet."""
        return self.ended_at is None
