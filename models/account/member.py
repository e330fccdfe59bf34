"""A member: somebody with an account. Shopkeepers, supplier staff and operators are members; buyers are not."""

from datetime import datetime
from typing import Self

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, select

from models.account.password import hash_password, is_password
from models.kernel import text
from models.kernel.codes import new_token
from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import mobile
from models.kernel.record import Record, belongs_to, moment, row_id


class Member(Record, table=True):
    """Signs in by phone number and password. `key` is what a signed-in browser carries instead of the id."""

    id: int = row_id()
    key: str = Field(default_factory=new_token, unique=True, max_length=24)
    phone: str = Field(unique=True, max_length=11)
    name: str = Field(max_length=20)
    password_hash: str = Field(max_length=200)
    joined_at: datetime = moment()

    def change_password(self, fresh_hash: str) -> None:
        """Takes a new password's hash (made outside the transaction: hashing is slow on purpose). Every browser that is
        signed in with the old one is signed out."""
        self.password_hash, self.key = fresh_hash, new_token()

    def sign_out_everywhere(self) -> None:
        """No browser is signed in from now on, and no copied cookie is anybody's."""
        self.key = new_token()

    @classmethod
    def join(cls, session: Session, *, phone: str, name: str, password: str, at: datetime) -> Self:
        """A new member. Raises Refused on a number that is wrong or taken."""
        number = mobile(phone)
        if not number:
            raise Refused("phone", N_("请填 11 位手机号"))
        # Hashed before the first statement: it is slow on purpose, and nobody else's writes should wait for it.
        hashed = hash_password(password)
        taken = Refused("phone", N_("这个手机号已经注册过，直接登录就好"))
        if session.exec(select(Member.id).where(Member.phone == number)).first():
            raise taken
        member = cls(phone=number, name=text.one_line(name)[:20], password_hash=hashed, joined_at=at)
        session.add(member)
        try:
            session.flush()
        except IntegrityError:
            # The unique constraint lets one of two in who join with one number at once.
            raise taken from None
        return member


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
