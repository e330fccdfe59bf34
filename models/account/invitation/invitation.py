"""An invitation, and that it was used. Nothing of money refers to either: who brought whom is known, and pays nobody
(docs/product.md, Opening; tests/house/test_nobody_earns_on_others.py)."""

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id, word
from models.kernel.steps import one_of

# For one person, who is given a code of eight characters; for many, who are told a word of four to six letters.
InvitationKind = Literal["single", "many"]
PERSONAL_LENGTH, CAMPAIGN_LIMIT, MOST_PLACES = 8, 30, 10_000


class Invitation(Record, table=True):
    """A code that lets people sign up, unless it was revoked, ended, or all its places are taken. `used_count` moves by
    conditional updates alone (taking_up.py). `by_keeper`: a shopkeeper made it, out of what the level gives. `once` is
    the mark of the form that made a code for many."""

    __table_args__ = (
        CheckConstraint(one_of("kind", get_args(InvitationKind)), name="kind_known"),
        CheckConstraint("used_count BETWEEN 0 AND quota", name="never_above_quota"),
        CheckConstraint("kind = 'many' OR quota = 1", name="single_is_for_one"),
        CheckConstraint("kind = 'single' OR ends_at IS NOT NULL", name="many_has_an_end"),
        CheckConstraint("(kind = 'single') = (length(code) = 8)", name="length_tells_the_kind"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=PERSONAL_LENGTH)
    kind: InvitationKind = word(6, default="single")
    quota: int = 1
    used_count: int = 0
    campaign: str = Field(default="", max_length=CAMPAIGN_LIMIT)
    ends_at: datetime | None = moment(default=None, nullable=True)
    by_keeper: bool = False
    once: str | None = Field(default=None, unique=True, max_length=32)
    made_by: int | None = belongs_to("member.id", default=None, nullable=True)
    made_at: datetime = moment()
    revoked_at: datetime | None = moment(default=None, nullable=True)

    @property
    def places_left(self) -> int:
        """How many more people it lets in, if nothing else speaks against it."""
        return self.quota - self.used_count


class InvitationUse(Record, table=True):
    """That a member came by this invitation: who brought whom. A member comes once."""

    id: int = row_id()
    invitation_id: int = belongs_to("invitation.id")
    member_id: int = Field(foreign_key="member.id", unique=True)
    at: datetime = moment()
