"""News: what a member is told of, once each; and the messages that carry it out of the program.

News is a row for each member and subject, so that nothing is told twice. A dispatch is one message with all that was
new then: who gets fifty orders at once gets one text. What was read in the program before is not sent.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, json_list, moment, row_id, said_text, word

Audience = Literal["keeper", "supplier", "operator"]
_UNSEEN = text("seen_at IS NULL")
_UNSENT = text("dispatch_id IS NULL AND seen_at IS NULL")


class News(Record, table=True):
    """That something happened: `subject` names it among its kind, `words` say it, `path` is where it is read."""

    __table_args__ = (
        UniqueConstraint("member_id", "kind", "subject"),
        CheckConstraint("audience IN ('keeper', 'supplier', 'operator')", name="audience_known"),
        Index("ix_news_unseen", "member_id", sqlite_where=_UNSEEN, postgresql_where=_UNSEEN),
        Index("ix_news_unsent", "member_id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    )

    id: int = row_id()
    member_id: int = belongs_to("member.id", index=False)
    audience: Audience = word(10)
    kind: str = Field(max_length=20)
    subject: str = Field(max_length=60)
    words: str = said_text()
    path: str = Field(max_length=120)
    happened_at: datetime = moment()
    noted_at: datetime = moment(index=True)
    seen_at: datetime | None = moment(default=None, nullable=True)
    dispatch_id: int | None = belongs_to("dispatch.id", default=None, nullable=True)


class Dispatch(Record, table=True):
    """A message on its way. `next_at` is when it is tried (again); empty once it is over. `done` are the ways that took
    it, `trouble` what the last try came to; `given_up_at` says that a way never took it."""

    id: int = row_id()
    member_id: int = belongs_to("member.id")
    audience: Audience = word(10)
    made_at: datetime = moment()
    next_at: datetime | None = moment(default=None, nullable=True, index=True)
    tries: int = 0
    done: list[str] = json_list()
    trouble: str = Field(default="", max_length=200)
    given_up_at: datetime | None = moment(default=None, nullable=True)


class NewsWatch(Record, table=True):
    """How far it was looked for news: one row. What happened before `began_at` is history, and told to nobody."""

    id: int = Field(default=1, primary_key=True)
    began_at: datetime = moment()
    looked_at: datetime = moment()


class NoticeChoice(Record, table=True):
    """By which ways a member wants to be told, and in which language. Who has not chosen is told by all that stand."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    by_sms: bool = True
    by_email: bool = True
    language: str = Field(default="zh_CN", max_length=12)
    since: datetime = moment()
