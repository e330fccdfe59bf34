"""A poster that was drawn and proven: where its bytes are, and with which settings its code was read back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship

from models.kernel.record import Record, belongs_to, long_text, moment, row_id
from models.link.link import Link


class Poster(Record, table=True):
    """The current poster of one link in one style and size. One fingerprint means the same bytes, so nothing is drawn
    twice."""

    __table_args__ = (
        UniqueConstraint("link_id", "style", "size"),
        CheckConstraint("size IN ('phone', 'moments', 'a6', 'a4')", name="size_known"),
    )

    id: int = row_id()
    link_id: int = belongs_to("link.id")
    style: str = Field(max_length=20)
    size: str = Field(default="phone", max_length=8)
    fingerprint: str = Field(max_length=32)
    media_key: str = Field(max_length=80)
    payload: str = Field(max_length=200)
    proof: dict[str, Any] = Field(sa_type=JSON)
    dropped: str = long_text(default="")
    drawn_at: datetime = moment()

    link: Link = Relationship()
