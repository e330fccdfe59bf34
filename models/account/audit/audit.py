"""One row of the trail: who did what, to what, when and why, and what changed by it."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Index
from sqlmodel import Field

from models.kernel.act import Who
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word
from models.kernel.said import as_kept, from_kept

AUDIT_SUBJECT_LIMIT = 120


class Change(NamedTuple):
    """One thing that is not as it was. `what` is a msgid (N_), or a plain name where people gave it; `was` and `now`
    are told as people read them, empty where there was or is nothing."""

    what: str
    was: str
    now: str


class Audit(Record, table=True):
    """`who` is empty where the program itself or its command line decided; `acting` says on whose behalf it was, and is
    empty in rows from before it was kept. `thing` is the public code that the subject begins with, `about` the member
    whom the row concerns. `altered` holds the changes as text, so that it reads alike on every database."""

    __table_args__ = (
        Index("ix_audit_thing_at", "thing", "at"),
        Index("ix_audit_what_at", "what", "at"),
        Index("ix_audit_who_at", "who", "at"),
        Index("ix_audit_who_what_at", "who", "what", "at"),
        Index("ix_audit_about_at", "about", "at"),
    )

    id: int = row_id()
    who: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    acting: Who | str = word(8, default="")
    what: str = Field(max_length=60)
    subject: str = Field(max_length=AUDIT_SUBJECT_LIMIT)
    thing: str = Field(default="", max_length=40)
    about: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    why: str = long_text(default="")
    altered: str = long_text(default="")
    at: datetime = moment(index=True)

    @property
    def changes(self) -> list[Change]:
        """What changed, each part Said or plain."""
        if not self.altered:
            return []
        return [Change(*(from_kept(part) for part in parts)) for parts in json.loads(self.altered)]


def kept_changes(changes: list[Change]) -> str:
    """As `altered` holds them."""
    if not changes:
        return ""
    kept = [[as_kept(part) for part in change] for change in changes]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
