"""Becoming a member."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.account.member import Member, Persona
from models.account.password import hash_password, require_good_password
from models.kernel import text
from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import mobile

TAKEN = N_("这个手机号已经注册过，直接登录就好")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who may become a member: a mobile number as it is kept, a name, and what is kept of a password."""

    phone: str
    name: str
    password_hash: str
    persona: Persona | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """By the names of columns."""
        return asdict(self)


def newcomer(
    *, phone: str, name: str, password: str, persona: Persona | None = None, about: Sequence[str] = ()
) -> Newcomer:
    """What somebody typed, as it is kept. Raises Refused on a number that is none, and on a password that is easily
    guessed; `about` is what else is known of them. Hashing is slow on purpose: call it before anything is written."""
    number = mobile(phone)
    if not number:
        raise Refused("phone", N_("请填 11 位手机号"))
    require_good_password(password, about=[number, name, *about])
    return Newcomer(number, text.one_line(name)[:20], hash_password(password), persona)


def new_member(
    session: Session, *, phone: str, name: str, password: str, at: datetime, about: Sequence[str] = ()
) -> Member:
    """A new member. Raises Refused as `newcomer` does, and on a number that is taken."""
    return add_member(session, newcomer(phone=phone, name=name, password=password, about=about), at=at)


def add_member(session: Session, who: Newcomer, *, at: datetime) -> Member:
    """Somebody becomes a member. Raises Refused("phone") where the number is taken: only who has shown that the phone
    is theirs may be told so."""
    taken = Refused("phone", TAKEN)
    if session.exec(select(Member.id).where(Member.phone == who.phone)).first():
        raise taken
    member = Member(**who.facts, joined_at=at)
    session.add(member)
    try:
        session.flush()
    except IntegrityError:
        # The unique constraint lets one of two in who join with one number at once.
        raise taken from None
    return member
