"""What readers report of a post, and what an operator decided about it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.feed.post import Post
from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, moment, row_id, word
from models.kernel.steps import one_of

# The rules that a post may break. A post is hidden by one of them, and the keeper is told which.
POST_RULES = {
    "false": N_("说的和实际不一样"),
    "illegal": N_("卖的或说的是法律不许的"),
    "abuse": N_("骂人、歧视或骚扰人"),
    "privacy": N_("露了别人的电话、地址或照片"),
    "stolen": N_("用了别人的图片或文字"),
    "adult": N_("色情、血腥或吓人"),
}
ReportState = Literal["waiting", "hidden", "kept"]
REPORT_STATES: tuple[ReportState, ...] = ("waiting", "hidden", "kept")
_WAITING = text("state = 'waiting'")
REPORT_LIMIT = 200


class PostReport(Record, table=True):
    """A post that readers reported: one row waits for each post, however many report it; `readers` counts them. The
    rule and the words are the first reader's. Decided: the post was hidden, or kept as it is."""

    __table_args__ = (
        CheckConstraint(one_of("state", REPORT_STATES), name="state_known"),
        CheckConstraint(one_of("rule", POST_RULES), name="rule_known"),
        CheckConstraint("readers >= 1", name="somebody_reported"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_its_time"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="somebody_decided"),
        Index("uq_post_report_waiting", "post_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_post_report_by_state", "state", "reported_at"),
        Index("ix_post_report_of_post", "post_id"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    post_id: int = belongs_to("post.id", index=False)
    state: ReportState = word(8, default="waiting")
    rule: str = Field(max_length=20)
    words: str = Field(default="", max_length=REPORT_LIMIT)
    readers: int = 1
    reported_at: datetime = moment()
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = moment(default=None, nullable=True)
    why: str = Field(default="", max_length=200)

    post: Post = Relationship()


class PostReader(Record, table=True):
    """That a visitor reported a post: once, so that one reader counts once."""

    visitor: str = Field(max_length=32, primary_key=True)
    post_id: int = belongs_to("post.id", primary_key=True)
    at: datetime = moment()
