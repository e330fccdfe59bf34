"""A member: somebody with an account. Shopkeepers, supplier staff and operators are members; buyers are not."""

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.account.password import is_password
from models.kernel.codes import new_code, new_token
from models.kernel.errors import N_
from models.kernel.prefixes import PATTERN
from models.kernel.record import Record, moment, row_id, word
from models.kernel.steps import one_of

# What a person says of themselves who signs up: new with goods to share, who makes content, who promotes, who buys and
# likes it. Counted, and asked for nothing (docs/product.md, Opening).
Persona = Literal["newcomer", "creator", "promoter", "fan"]
PERSONAS: tuple[Persona, ...] = get_args(Persona)
# Nobody has to say it: NULL passes.
PERSONA_KNOWN = one_of("persona", PERSONAS)
# What people call them, by noun and value.
PERSONA_WORDS = {
    "persona": {
        "newcomer": N_("手里有好货的新人"),
        "creator": N_("内容创作者"),
        "promoter": N_("会推广的人"),
        "fan": N_("用着喜欢的买家"),
    },
}


class Member(Record, table=True):
    """Signs in by phone number and password. `code` is the member's public name, unique by chance and by its
    constraint. `key` is what a browser carried instead of the id before sign-ins were rows (signing_in.py)."""

    __table_args__ = (
        CheckConstraint(PERSONA_KNOWN, name="persona_known"),
        Index("ix_member_name", "name", postgresql_ops={"name": PATTERN}),
        Index("ix_member_joined_at", "joined_at"),
    )

    id: int = row_id()
    code: str = Field(default_factory=lambda: new_code(8), unique=True, max_length=8)
    key: str = Field(default_factory=new_token, unique=True, max_length=24)
    phone: str = Field(unique=True, max_length=11)
    name: str = Field(max_length=20)
    password_hash: str = Field(max_length=200)
    joined_at: datetime = moment()
    # That they read what is sent to the phone: by a code, or by an operator who called.
    phone_proven_at: datetime | None = moment(default=None, nullable=True)
    persona: Persona | None = word(10, default=None, nullable=True)
    # May not sign in for now (stop.py).
    stopped: bool = False


class Operator(Record, table=True):
    """That a member works the desk."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    since: datetime = moment()


def password_matches(member: Member | None, password: str) -> bool:
    """Whether this is the member's password; takes as long when there is no such member."""
    return is_password(member.password_hash if member else None, password)
