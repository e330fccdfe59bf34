"""Shop numbers: issuing them, and finding the real ones that lie one slip of the finger away."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from models.kernel.codes import damm
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.shop.shop import DoorNumber, Shop

FIRST, LAST = 100_000, 999_999
_DRAWS = 40


def issue(session: Session, *, at: datetime) -> int:
    """A number nobody ever had, in random order; typo-safe ones (Damm) as long as there are any (docs/product.md)."""
    number = _draw(session, _random_safe, at) or _draw(session, _from_rest(session), at)
    if number is None:
        raise Refused("", N_("六位店铺号已经全部发完，请联系平台"))
    return number


def _draw(session: Session, source: Callable[[], int | None], at: datetime) -> int | None:
    """Takes numbers from `source` until one is ours: the primary key decides between two openings at once."""
    for _ in range(_DRAWS):
        number = source()
        if number is None:
            return None
        row = insert_ignoring(session, DoorNumber).values(number=number, issued_at=at)
        if session.exec(row).rowcount == 1:
            return number
    return None


def _random_safe() -> int:
    """Five random digits and the check digit that makes Damm's sum come out as 0."""
    head = secrets.randbelow(90_000) + 10_000
    return head * 10 + damm(str(head))


def _from_rest(session: Session) -> Callable[[], int | None]:
    """A number for a nearly full network: drawn from what is really left, the typo-safe ones first."""
    taken: set[int] = set()
    left: list[int] = []

    def source() -> int | None:
        if not left:
            taken.update(session.exec(select(DoorNumber.number)))
            free = [n for n in range(FIRST, LAST + 1) if n not in taken]
            left.extend([n for n in free if damm(str(n)) == 0] or free)
        return left.pop(secrets.randbelow(len(left))) if left else None

    return source


def slips(digits: str) -> set[int]:
    """The numbers that one slip turns into `digits`: a wrong digit, swapped neighbours, one too few or too many."""
    ten = "0123456789"
    near: set[str] = set()
    if len(digits) == 6:
        near |= {digits[:i] + d + digits[i + 1 :] for i in range(6) for d in ten}
        near |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(5)}
    elif len(digits) == 5:
        near |= {digits[:i] + d + digits[i:] for i in range(6) for d in ten}
    elif len(digits) == 7:
        near |= {digits[:i] + digits[i + 1 :] for i in range(7)}
    return {int(n) for n in near if n != digits and n[0] != "0"}


def one_slip_away(session: Session, digits: str) -> list[Shop]:
    """The open shops that somebody who typed `digits` may have meant, at most six."""
    near = slips(digits)
    if not near:
        return []
    query = select(Shop).where(col(Shop.number).in_(near), col(Shop.closed_at).is_(None))
    return list(session.exec(query.order_by(col(Shop.number)).limit(6)))
