"""A member: somebody with an account. Shopkeepers, supplier staff and operators are members; buyers are not."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from models.account.password import is_password
from models.kernel.codes import new_code, new_token
from models.kernel.prefixes import PATTERN
from models.kernel.record import Record, belongs_to, moment, row_id


class Member(Record, table=True):
    """Signs in by phone number and password. `code` is the member's public name, unique by chance and by its
    constraint. `key` is what a browser carried instead of the id before sign-ins were rows (signing_in.py)."""

    __table_args__ = (Index("ix_member_name", "name", postgresql_ops={"name": PATTERN}),)

    id: int = row_id()
    code: str = Field(default_factory=lambda: new_code(8), unique=True, max_length=8)
    key: str = Field(default_factory=new_token, unique=True, max_length=24)
    phone: str = Field(unique=True, max_length=11)
    name: str = Field(max_length=20)
    password_hash: str = Field(max_length=200)
    joined_at: datetime = moment()
    # May not sign in for now (stop.py).
    stopped: bool = False


class Operator(Record, table=True):
    """That a member works the desk."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    since: datetime = moment()


class Invitation(Record, table=True):
    """A code that lets one person sign up, once, unless it was revoked before."""

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    made_by: int | None = belongs_to("member.id", default=None, nullable=True)
    made_at: datetime = moment()
    used_by: int | None = Field(default=None, foreign_key="member.id", unique=True)
    used_at: datetime | None = moment(default=None, nullable=True)
    revoked_at: datetime | None = moment(default=None, nullable=True)


def password_matches(member: Member | None, password: str) -> bool:
    """Whether this is the member's password; takes as long when there is no such member."""
    return is_password(member.password_hash if member else None, password)
