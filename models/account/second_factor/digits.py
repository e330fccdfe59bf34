"""Six digits of a secret (RFC 6238: half a minute each), and which of them were typed."""

import hmac
from datetime import datetime

from models.kernel.reading.letters import plain

STEP_SECONDS, DIGITS = 30, 6
# Clocks of phones are a little off, and typing takes a moment: one step before and one after count as well.
_SLACK = (0, -1, 1)
_SECRET_LENGTH = 32


def new_secret() -> str:
    """160 random bits, in the base32 that every app reads."""
    import pyotp

    return str(pyotp.random_base32(_SECRET_LENGTH))


def step_typed(secret: str, typed: str, at: datetime) -> int | None:
    """The step whose digits were typed; None where they are of none around this moment."""
    import pyotp

    digits, here = six_digits(typed), int(at.timestamp()) // STEP_SECONDS
    if digits is None:
        return None
    made = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    # All are compared: the time taken tells nothing of which it was.
    right = [here + off for off in _SLACK if hmac.compare_digest(made.generate_otp(here + off), digits)]
    return right[0] if right else None


def six_digits(typed: str) -> str | None:
    """What was typed as six digits, of any script, with spaces and dashes between; None where it is something else."""
    kept = "".join(one for one in plain(typed[:80]) if one not in " -\u2013\u2014\u3000\t")
    return kept if len(kept) == DIGITS and all(one in "0123456789" for one in kept) else None


def address_for_app(secret: str, phone: str, network: str) -> str:
    """What the QR code says: an app that reads it shows digits from then on."""
    import pyotp

    return str(
        pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS).provisioning_uri(name=phone, issuer_name=network)
    )
