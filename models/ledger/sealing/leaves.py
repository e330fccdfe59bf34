"""What is hashed: an entry, and what a log has come to. Each with a salt of its own, so that whoever sees a hash cannot
try out what it may stand for. Salts follow from the log's secret; an owner is told those of the own entries alone."""

from collections.abc import Sequence
from hashlib import sha256

from models.ledger.account import OF_SHOP, OF_SUPPLIER

# What a supplier has as security is in the log, and is not part of what statements add up.
DEPOSIT = "deposit"
PURSES = ("pending", "available", "reserved", DEPOSIT)


def log_code(account_code: str, kind: str) -> str:
    """Whose log an account's entries go into: all of a shop's in one, all of a supplier's, the network's by account."""
    return account_code.rpartition("-")[0] if kind in (*OF_SHOP, *OF_SUPPLIER) else account_code


def purse_kind(kind: str) -> str:
    """Which of the owner's purses it is: "pending", "available", "reserved", "deposit"; else the account's kind."""
    return kind.rpartition("_")[2]


def entry_salt(secret: bytes, number: int, line_id: int | None) -> str:
    """Of the entry with this number in its log, from 1. The order line is part of it: it is proven, and not told."""
    return sha256(b"%b entry %d %d" % (secret, number, line_id or 0)).hexdigest()[:32]


def log_salt(secret: bytes, size: int) -> str:
    """Of a log that has so many entries."""
    return sha256(b"%b log %d" % (secret, size)).hexdigest()[:32]


def entry_said(salt: str, number: int, facts: Sequence[object]) -> bytes:
    """What an entry's leaf says. `facts` are purse, moment (as `written_moment` has it, UTC), kind and code of the
    transaction, fen, reference, note: of the texts only the last two are of any length."""
    purse, at, kind, code, amount, reference, note = facts
    return f"{salt}\n{number}\n{purse}\n{at}\n{kind}\n{code}\n{amount}\n{reference}\n{note}".encode()


def log_said(salt: str, code: str, size: int, held: int, root: str) -> bytes:
    """What a log's leaf says: whose it is, how many entries it has, what they make in fen without a deposit, and the
    root over them."""
    return f"{salt}\n{code}\n{size}\n{held}\n{root}".encode()
