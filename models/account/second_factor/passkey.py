"""A passkey: a key pair on a member's own device, of which the row has the public half. And challenges, which a device
signs once."""

from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, Session, col, select

from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word
from models.kernel.steps import one_of

# What signing a challenge is for: one for one thing does nothing else.
ChallengeFor = Literal["register", "sign_in", "again"]
PASSKEY_NAME_LIMIT, MOST_PASSKEYS = 30, 10
CHALLENGE_LIVES = timedelta(minutes=10)


class Passkey(Record, table=True):
    """`credential` is the device's name for it, `public_key` what its signatures are read with, both in base64url.
    `sign_count` is the highest that the device has said: a copy of the key would say less."""

    __table_args__ = (CheckConstraint("sign_count >= 0", name="count_not_negative"),)

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    member_id: int = belongs_to("member.id")
    name: str = Field(max_length=PASSKEY_NAME_LIMIT)
    credential: str = Field(unique=True, max_length=1400)
    public_key: str = long_text()
    sign_count: int = Field(default=0, sa_type=BigInteger)
    made_at: datetime = moment()
    used_at: datetime | None = moment(default=None, nullable=True)


class Challenge(Record, table=True):
    """What a device is asked to sign: random, of one member, for one thing, once."""

    __table_args__ = (CheckConstraint(one_of("wanted_for", get_args(ChallengeFor)), name="wanted_for_known"),)

    id: int = row_id()
    asked: str = Field(unique=True, max_length=64)
    member_id: int = belongs_to("member.id")
    wanted_for: ChallengeFor = word(10)
    made_at: datetime = moment(index=True)
    used_at: datetime | None = moment(default=None, nullable=True)


def passkeys_of(session: Session, member_id: int) -> list[Passkey]:
    """A member's, the oldest first."""
    return list(session.exec(select(Passkey).where(Passkey.member_id == member_id).order_by(col(Passkey.id))))


def passkey_coded(session: Session, member_id: int, code: str) -> Passkey | None:
    """One of the member's own."""
    return session.exec(select(Passkey).where(Passkey.code == code, Passkey.member_id == member_id)).first()
