"""Members who have a second factor, and what their app shows."""

from datetime import datetime, timedelta

import pyotp
from sqlmodel import Session

from models.account.member import Member
from models.account.second_factor.factor import SecondFactor
from models.account.second_factor.recovery import renew_recovery_codes
from models.kernel.sealing import Seal

_STEP = timedelta(seconds=30)


def digits_at(secret: str, at: datetime) -> str:
    """What the app shows at a moment."""
    return str(pyotp.TOTP(secret).at(at))


def stands_for(session: Session, member: Member, *, seal: Seal, at: datetime) -> tuple[str, list[str]]:
    """A second factor that stands already: its secret and the recovery codes."""
    secret = str(pyotp.random_base32())
    # Its first digits were typed a while ago: none around this moment was taken.
    first = int((at - 10 * _STEP).timestamp()) // 30
    session.add(
        SecondFactor(member_id=member.id, sealed=seal.close(secret), asked_at=at, confirmed_at=at, last_step=first)
    )
    session.flush()
    return secret, renew_recovery_codes(session, member.id, at=at)
