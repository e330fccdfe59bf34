"""Recovery codes: ten, shown once, each used once."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from models.account.second_factor.factor import RecoveryCode
from models.kernel.codes import new_code, read_code
from models.kernel.reading.letters import plain, with_plain_dashes

HOW_MANY = 10
RECOVERY_LENGTH, _GROUP = 16, 4


def renew_recovery_codes(session: Session, member_id: int, *, at: datetime) -> list[str]:
    """Ten fresh ones, as people read them; those before open nothing any more."""
    end_recovery_codes(session, member_id)
    codes = [new_code(RECOVERY_LENGTH) for _ in range(HOW_MANY)]
    for code in codes:
        session.add(RecoveryCode(member_id=member_id, digest=_digest(member_id, code), made_at=at))
    session.flush()
    return [grouped(code) for code in codes]


def end_recovery_codes(session: Session, member_id: int) -> None:
    """None opens anything from now on."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.member_id) == member_id))


def use_recovery_code(session: Session, member_id: int, typed: str, *, at: datetime) -> bool:
    """Uses one up; of two at once with the same, one has it."""
    digest = _digest(member_id, read_recovery_code(typed))
    unused = (col(RecoveryCode.digest) == digest, col(RecoveryCode.used_at).is_(None))
    return session.exec(update(RecoveryCode).where(*unused).values(used_at=at)).rowcount == 1


def read_recovery_code(typed: str) -> str:
    """What was meant: signs of any width, with spaces and dashes or without."""
    return "".join(read_code(with_plain_dashes(plain(typed[:80]))).split())


def grouped(code: str) -> str:
    """In fours, to be read and typed."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def _digest(member_id: int, code: str) -> str:
    return hashlib.sha256(f"recovery code:{member_id}:{code}".encode()).hexdigest()
