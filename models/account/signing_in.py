"""Signing in and out: rows that begin and end. Each verb holds the member's row first: nothing begins beside an end.

Before there were rows a cookie held the member's key. A browser that still comes with one is given a token that ends in
that key, and its row is written behind the page (uses.py). Until the row stands the key in the token opens, so that
nobody is signed out on the way. Where such a sign-in ends, the key is changed too: a copy of the old cookie is
worthless.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.browser import Browser
from models.account.member import Member, Operator
from models.account.sign_in import SignIn, SignInAge, hash_of_token
from models.kernel.codes import fresh_code, new_token
from models.kernel.errors import N_, Refused

_JOINT = "."
STOPPED_OUT = N_("这个账号暂时停用了，东西都还在。想知道原因，或者觉得弄错了，请联系平台")


class SignedInAs(NamedTuple):
    """Whose token it is. Without a row it still carries a member's key."""

    member: Member
    sign_in: SignIn | None


def begin_sign_in(
    session: Session, member: Member, browser: Browser, *, secret: str, at: datetime, age: SignInAge | None = None
) -> str:
    """A new row; returns the token for the browser. `age` of one that was signed in and only gets another token: nobody
    showed anything. Raises Refused where the password was changed since `member`, whose password was checked, was read:
    checking is slow, and outside the transaction; and where the member is stopped."""
    checked = member.password_hash
    held = hold_member(session, member.id)
    if held.password_hash != checked:
        raise Refused("", N_("手机号或密码不对"))
    if held.stopped:
        raise Refused("", STOPPED_OUT)
    token = new_token()
    facts = facts_of(member.id, token, browser, secret=secret, at=at) | (age._asdict() if age else {})
    session.add(SignIn(code=fresh_code(session, SignIn.code, 8), **facts))
    session.flush()
    return token


def end_sign_in(session: Session, sign_in: SignIn, *, at: datetime) -> None:
    """Its token opens nothing from now on. Ended twice is ended once."""
    hold_member(session, sign_in.member_id)
    _end(session, at, col(SignIn.id) == sign_in.id)
    if sign_in.came_over:
        _change_key(session, col(Member.id) == sign_in.member_id)


def end_token(session: Session, token: str, *, secret: str, at: datetime) -> None:
    """The same for a browser that signs out with its token, whether or not its row stands already."""
    key = key_in(token)
    _change_key(session, col(Member.key) == key)
    _end(session, at, col(SignIn.token_hash) == hash_of_token(token, secret))


def end_sign_ins(session: Session, member: Member, *, at: datetime) -> None:
    """No browser is signed in from now on, and no copied cookie is anybody's."""
    hold_member(session, member.id)
    _change_key(session, col(Member.id) == member.id)
    _end(session, at, col(SignIn.member_id) == member.id)


def signed_in(session: Session, token: str, *, secret: str, days: int, at: datetime) -> SignedInAs | None:
    """Who comes with this token; `days` without use end a sign-in."""
    rows = select(Member, SignIn).join(SignIn, col(SignIn.member_id) == Member.id)
    found = session.exec(rows.where(SignIn.token_hash == hash_of_token(token, secret))).first()
    if found:
        return SignedInAs(*found) if found[1].is_open(at, days=days) and not found[0].stopped else None
    member = session.exec(select(Member).where(Member.key == key_in(token))).first()
    return SignedInAs(member, None) if member and not member.stopped else None


def is_over_at_desk(session: Session, sign_in: SignIn, *, hours: int, at: datetime) -> bool:
    """Whether it is an operator's, who signs in anew after so many hours however much was done meanwhile."""
    return not sign_in.began_within(at, hours=hours) and session.get(Operator, sign_in.member_id) is not None


def sign_ins_of(session: Session, member: Member, *, days: int, at: datetime) -> list[SignIn]:
    """Those that are open, the last used first."""
    rows = select(SignIn).where(SignIn.member_id == member.id, col(SignIn.ended_at).is_(None))
    found = session.exec(rows.order_by(col(SignIn.last_used_at).desc(), col(SignIn.id).desc()))
    return [one for one in found if one.is_open(at, days=days)]


def sign_in_coded(session: Session, member: Member, code: str) -> SignIn | None:
    """One of the member's own."""
    return session.exec(select(SignIn).where(SignIn.code == code, SignIn.member_id == member.id)).first()


def token_with_key(token: str, seed: str, *, secret: str) -> str:
    """For a browser that comes with a bare key: a token of its own that carries it. `seed` is what only this browser
    knows: two tabs that open at once get one token. Without any, the token is a random one."""
    if _JOINT in token:
        return token
    own = hash_of_token(f"{token}\n{seed}", secret)[:32] if seed else new_token()
    return f"{own}{_JOINT}{token}"


def key_in(token: str) -> str:
    """The member's key in a token of that time; of any other token what is nobody's key."""
    return token.rpartition(_JOINT)[2]


def facts_of(member_id: int, token: str, browser: Browser, *, secret: str, at: datetime) -> dict[str, Any]:
    """A row's columns, but for its code."""
    where = {"system": browser.system, "program": browser.program, "network": browser.network}
    return {
        "member_id": member_id,
        "token_hash": hash_of_token(token, secret),
        "began_at": at,
        "last_used_at": at,
        "proven_at": at,
    } | where


def hold_member(session: Session, member_id: int) -> Member:
    """The member as it is now, held until the transaction ends."""
    held = select(Member).where(Member.id == member_id).with_for_update(key_share=True)
    return session.exec(held.execution_options(populate_existing=True)).one()


def _end(session: Session, at: datetime, condition: Any) -> None:
    """Rows are locked in their order: whoever writes uses down (uses.py) locks several too."""
    still_open = select(SignIn.id).where(condition, col(SignIn.ended_at).is_(None))
    ids = session.exec(still_open.order_by(col(SignIn.id)).with_for_update(key_share=True)).all()
    session.exec(update(SignIn).where(col(SignIn.id).in_(ids)).values(ended_at=at))


def _change_key(session: Session, condition: Any) -> None:
    session.exec(update(Member).where(condition).values(key=new_token()))
