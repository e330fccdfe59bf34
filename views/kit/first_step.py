"""That this browser's person gave the right password, and has a second step to take: kept in its session, which is
signed, for a short while and for that password alone."""

from datetime import timedelta

from flask import session
from sqlmodel import select

from models.account.member import Member
from models.account.sign_in import hash_of_token
from models.kernel.clock import now
from views.kit import store
from views.kit.house import house

_KEPT = "first_step"
# From the password to the digits.
LASTS = timedelta(minutes=10)


def remember(who: Member) -> None:
    """From the right password on. The browser learns nothing that it did not send."""
    session[_KEPT] = {"phone": who.phone, "mark": _mark(who), "at": now().timestamp()}


def forget() -> None:
    """The step was taken, or somebody else is here."""
    session.pop(_KEPT, None)


def who_took() -> Member | None:
    """Whose second step it is; nobody's where the password was changed since, or it was too long ago."""
    kept = session.get(_KEPT)
    if not isinstance(kept, dict):
        return None
    since = now().timestamp() - kept["at"]
    if not -1 <= since < LASTS.total_seconds():
        return None
    found = store.session().exec(select(Member).where(Member.phone == kept["phone"])).first()
    return found if found and _mark(found) == kept["mark"] else None


def begun() -> str:
    """The phone of whoever took the first step, for limits; "" where nobody did."""
    kept = session.get(_KEPT)
    return str(kept["phone"]) if isinstance(kept, dict) else ""


def _mark(who: Member) -> str:
    return hash_of_token(f"first step\n{who.password_hash}", house().hash_secret)[:24]
