"""Becoming a member."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.account.member import Member
from models.account.password import hash_password, require_good_password
from models.kernel import text
from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import mobile


def new_member(
    session: Session, *, phone: str, name: str, password: str, at: datetime, about: Sequence[str] = ()
) -> Member:
    """A new member. Raises Refused on a number that is wrong or taken, and on a password that is easily guessed;
    `about` is what else is known of them."""
    number = mobile(phone)
    if not number:
        raise Refused("phone", N_("请填 11 位手机号"))
    require_good_password(password, about=[number, name, *about])
    # Hashed before the first statement: it is slow on purpose, and nobody else's writes should wait for it.
    hashed = hash_password(password)
    taken = Refused("phone", N_("这个手机号已经注册过，直接登录就好"))
    if session.exec(select(Member.id).where(Member.phone == number)).first():
        raise taken
    member = Member(phone=number, name=text.one_line(name)[:20], password_hash=hashed, joined_at=at)
    session.add(member)
    try:
        session.flush()
    except IntegrityError:
        # The unique constraint lets one of two in who join with one number at once.
        raise taken from None
    return member
