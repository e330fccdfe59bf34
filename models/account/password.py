"""Passwords, kept as Argon2id hashes: slow to make on purpose."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

FULL = PasswordHasher()
# For tests alone (Config.hasher): a thousand people sign up and in there, and nobody guesses.
TOKEN = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
# What FULL made of a password that nobody has. It is checked where no member has the number: so the time taken does not
# tell who is one.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$/jc79Vc+2TRgL3psnZerjg$ZK9cTk9/hayu83A42z8d98AGzUhfXxrjPlNY83Th5Ko"

_hasher = FULL


def use(hasher: PasswordHasher) -> None:
    """Hashes passwords this way from now on. Passwords that were hashed another way are still recognized."""
    global _hasher
    _hasher = hasher


def hash_password(password: str) -> str:
    """Argon2id with the library's parameters, but in tests."""
    return _hasher.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether the kept hash is this password's; takes as long where nothing is kept."""
    try:
        return _hasher.verify(kept or NOBODY, password) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
