"""Passwords: which are good enough, and how they are kept. As Argon2id hashes, slow to make on purpose."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from models.kernel.errors import N_, Refused

LEAST_PASSWORD, MOST_PASSWORD = 8, 200
# zxcvbn's scale of 0 to 4. 2 means more than a million guesses: one account lets 20 wrong ones through an hour, and a
# hash takes as long as a guess. Three would refuse eight characters drawn by chance.
GOOD_ENOUGH = 2
# The estimate takes the longer the more there is to look at; and much longer where many letters are written as other
# signs ("p@$$w0rd"), since each may stand for several: then less of it is looked at.
LOOKED_AT, LOOKED_AT_SIGNS, MOST_SIGNS = 72, 20, 8
_SIGNS = frozenset("4@8({[<369&#!1/|0$5+7%2")
_OWN = N_("里面有手机号、名字或店名，别人一猜就中。换一个")
_COMMON = Path(__file__).with_name("common_passwords.txt")

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


def require_good_password(password: str, *, about: Sequence[str], field: str = "password") -> None:
    """Raises Refused for one that is short, or that others would try first. `about` is what others know of its owner:
    phone, name, the name of a shop. It says why, never what was typed."""
    if len(password) < LEAST_PASSWORD:
        raise Refused(field, N_("密码至少 8 位"))
    if len(password) > MOST_PASSWORD:
        raise Refused(field, N_("密码最多 200 位"))
    # Not loaded before somebody sets a password: its lists are 14 MB.
    from zxcvbn import zxcvbn

    own = [words.casefold() for words in about if words]
    looked_at = LOOKED_AT if len(_SIGNS & set(password)) <= MOST_SIGNS else LOOKED_AT_SIGNS
    found = zxcvbn(password[:looked_at], user_inputs=[*own, *_common()])
    if any(password.casefold() in words for words in own):
        raise Refused(field, _OWN)
    if found["score"] < GOOD_ENOUGH:
        raise Refused(field, _why(found["sequence"], own))


def _why(parts: Sequence[dict[str, Any]], own: Sequence[str]) -> str:
    """Of all that makes it easy, what its longest part is."""
    if any(part["token"].casefold() in own for part in parts):
        return _OWN
    longest = max(parts, key=lambda part: len(part["token"]))
    if longest["pattern"] == "dictionary":
        return N_("这个密码太多人用，别人会先试它。换几个不相干的词连起来")
    if longest["pattern"] in ("sequence", "repeat", "spatial", "date", "regex"):
        return N_("连号、重复、键盘上挨着的键和日期都好猜。换几个不相干的词连起来")
    return N_("太好猜了。再长一点，或换几个不相干的词连起来")


@cache
def _common() -> tuple[str, ...]:
    """What people here set, the most usual first; zxcvbn's own lists are of English ones."""
    return tuple(_COMMON.read_text().split())
