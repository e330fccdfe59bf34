"""Public codes and check digits: Crockford base32 for codes that people may read aloud, Damm for shop numbers."""

import secrets
from typing import Any

from sqlmodel import Session, select

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})

# Damm's quasigroup of order 10: totally anti-symmetric, so one wrong digit or two swapped neighbours never pass.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_code(length: int) -> str:
    """A random code of `length` Crockford characters, 5 bits each."""
    return "".join(ALPHABET[drawn & 31] for drawn in secrets.token_bytes(length))


def read_code(text: str) -> str:
    """The code a person meant: upper-case, O read as 0, I and L as 1, dashes and spaces dropped."""
    return text.upper().translate(_LOOKALIKES)


def fresh_code(session: Session, column: Any, length: int) -> str:
    """A code that `column` does not hold yet. Two writers drawing the same one at once meet its UNIQUE constraint."""
    while True:
        code = new_code(length)
        if session.exec(select(column).where(column == code)).first() is None:
            return code


def fresh_codes(session: Session, column: Any, length: int, count: int) -> list[str]:
    """So many of them, different from each other too."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {new_code(length) for _ in range(count - len(found))}
        found |= drawn - set(session.exec(select(column).where(column.in_(drawn))).all())
    return list(found)


def new_token() -> str:
    """An unguessable address: 128 bits, URL-safe."""
    return secrets.token_urlsafe(16)


def damm(digits: str) -> int:
    """Damm's check value of a string of digits; 0 means the last one is its right check digit."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
