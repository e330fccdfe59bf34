"""Passkeys: registered by whoever has the six digits already, so that a lost key locks nobody out; each answer is of
one challenge, which is used up whatever comes of it."""

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.account.second_factor.factor import has_factor
from models.account.second_factor.passkey import (
    CHALLENGE_LIVES,
    MOST_PASSKEYS,
    PASSKEY_NAME_LIMIT,
    Challenge,
    ChallengeFor,
    Passkey,
    passkeys_of,
)
from models.account.signing_in import hold_member
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line

_BYTES = 32
_NOT_TAKEN = N_("这把通行密钥没认出来，再试一次，或者填六位数")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Site:
    """Whom keys are for: the host, and the one address from which they answer."""

    host: str
    origin: str


def ask_challenge(session: Session, member_id: int, wanted_for: ChallengeFor, *, at: datetime) -> bytes:
    """Fresh bytes for this member to sign, for one thing."""
    fresh = secrets.token_bytes(_BYTES)
    session.add(Challenge(asked=_text(fresh), member_id=member_id, wanted_for=wanted_for, made_at=at))
    session.flush()
    return fresh


def add_passkey(session: Session, member: Member, answer: str, name: str, act: Act, *, site: Site) -> Passkey:
    """Keeps the public half of a new key. Raises Refused."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    name = one_line(name)[:PASSKEY_NAME_LIMIT]
    if not name:
        raise Refused("name", N_("给它起个名字，比如“办公室的电脑”"))
    hold_member(session, member.id)
    _require_room(session, member)
    asked = _use_challenge(session, member.id, "register", answer, at=act.at)
    try:
        read = verify_registration_response(
            credential=answer, expected_challenge=asked, expected_rp_id=site.host, expected_origin=site.origin
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused("", N_("这把通行密钥没加上，再试一次")) from None
    credential = _text(read.credential_id)
    if session.exec(select(Passkey.id).where(Passkey.credential == credential)).first() is not None:
        raise Refused("", N_("这把通行密钥已经加过了"))
    made = Passkey(
        code=fresh_code(session, Passkey.code, 8),
        member_id=member.id,
        name=name,
        credential=credential,
        public_key=_text(read.credential_public_key),
        sign_count=read.sign_count,
        made_at=act.at,
    )
    session.add(made)
    session.flush()
    note_audit(session, "passkey.add", member, act.because(name))
    return made


def remove_passkey(session: Session, member: Member, passkey: Passkey, act: Act) -> bool:
    """It opens nothing from now on. Removed twice is removed once: False."""
    name = passkey.name
    if session.exec(delete(Passkey).where(col(Passkey.id) == passkey.id)).rowcount != 1:
        return False
    note_audit(session, "passkey.remove", member, act.because(name))
    return True


def prove_by_passkey(
    database: Database, member_id: int, answer: str, wanted_for: ChallengeFor, *, site: Site, at: datetime
) -> None:
    """Takes an answer, in a transaction of its own: its challenge is used up also where it is wrong. Call it before the
    request's own session writes. Raises Refused."""
    with database.transaction() as session:
        try:
            _take_answer(session, member_id, answer, wanted_for, site, at)
            refusal = None
        except Refused as found:
            refusal = found
    if refusal:
        raise refusal


def forget_challenges(session: Session, *, at: datetime) -> int:
    """Drops those that are long over; returns how many."""
    return int(session.exec(delete(Challenge).where(col(Challenge.made_at) < at - 10 * CHALLENGE_LIVES)).rowcount)


def credentials_of(keys: Sequence[Passkey]) -> list[bytes]:
    """What a device is asked for by."""
    return [_bytes(one.credential) for one in keys]


def _require_room(session: Session, member: Member) -> None:
    if not has_factor(session, member.id):
        raise Refused("", N_("先把第二步开起来"))
    if len(passkeys_of(session, member.id)) >= MOST_PASSKEYS:
        raise Refused("", N_("最多 %(most)d 把，先去掉不用的"), most=MOST_PASSKEYS)


def _take_answer(
    session: Session, member_id: int, answer: str, wanted_for: ChallengeFor, site: Site, at: datetime
) -> None:
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    asked = _use_challenge(session, member_id, wanted_for, answer, at=at)
    mine = select(Passkey).where(Passkey.member_id == member_id, Passkey.credential == str(_read(answer).get("id")))
    passkey = session.exec(mine.with_for_update()).first()
    if passkey is None or not has_factor(session, member_id):
        raise Refused("", _NOT_TAKEN)
    try:
        read = verify_authentication_response(
            credential=answer,
            expected_challenge=asked,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused("", _NOT_TAKEN) from None
    passkey.sign_count, passkey.used_at = read.new_sign_count, at


def _use_challenge(session: Session, member_id: int, wanted_for: ChallengeFor, answer: str, *, at: datetime) -> bytes:
    """The bytes that the answer says it signed, used up. Raises Refused where nobody asked this member for them, they
    were used, or it was long ago."""
    asked = _asked(answer)
    open_ = (
        col(Challenge.asked) == asked,
        col(Challenge.member_id) == member_id,
        col(Challenge.wanted_for) == wanted_for,
        col(Challenge.used_at).is_(None),
        col(Challenge.made_at) > at - CHALLENGE_LIVES,
    )
    if session.exec(update(Challenge).where(*open_).values(used_at=at)).rowcount != 1:
        raise Refused("", _NOT_TAKEN)
    return _bytes(asked)


def _asked(answer: str) -> str:
    response = _read(answer).get("response")
    said = response.get("clientDataJSON") if isinstance(response, dict) else None
    try:
        client = json.loads(_bytes(str(said)))
        return str(client["challenge"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused("", _NOT_TAKEN) from None


def _read(answer: str) -> dict[str, object]:
    try:
        read = json.loads(answer) if len(answer) <= _LONGEST else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise Refused("", _NOT_TAKEN)
    return read


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
