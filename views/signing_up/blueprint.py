"""The pages of signing up, and how far this browser has come in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Blueprint, g, session
from werkzeug.wrappers import Response

from models.account.invitation.taking_up import NOTHING_TYPED, require_free
from models.account.one_time_code import CodeFor
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import Refused
from views.kit import store
from views.kit.door_mark import ASKED
from views.kit.house import house

bp = Blueprint("signing_up", __name__)
# What the browser is told to remember on the way, sealed by its session; the digits only in a demo.
PHONE, INVITE, DIGITS, ASKER, PROVEN, TOWARD = (
    "join_phone",
    "join_invite",
    "join_digits",
    "join_asker",
    "join_proven",
    "join_toward",
)


def wanted_code(phone: str) -> CodeFor:
    """The code for this browser: another one that asks for the same phone gets another code."""
    return CodeFor("phone", phone, session.setdefault(ASKER, new_token()))


def note_proven(phone: str, at: datetime) -> None:
    """This browser has shown that the phone is its person's: what else is wrong in the form takes no second code."""
    until = at + timedelta(minutes=house().rules.code_minutes)
    session[PROVEN] = [phone, int(until.timestamp())]


def is_proven(phone: str, at: datetime) -> bool:
    """Whether it has, a short while ago."""
    kept = session.get(PROVEN)
    return isinstance(kept, list) and kept[0] == phone and kept[1] > at.timestamp()


def note_toward(wanted: str) -> None:
    """What somebody signs up for, where the link says it: a shop, or to supply."""
    if wanted in ("shop", "supply"):
        session[TOWARD] = wanted


def goes_to_supply() -> bool:
    """Whether this browser signs up to supply; a shop else."""
    return session.get(TOWARD) == "supply"


def forget_way() -> None:
    """The way is over."""
    for name in (PHONE, INVITE, DIGITS, ASKER, PROVEN, TOWARD, ASKED):
        session.pop(name, None)


def is_invitation_asked(typed: str) -> bool:
    """Whether an invitation decides who may come in; one that somebody has is used where none is needed too."""
    return house().rules.invitation_required or bool(typed.strip())


def require_invitation(typed: str) -> None:
    """Raises Refused where nobody could come in by it."""
    if is_invitation_asked(typed):
        with counting_misses():
            require_free(store.session(), typed, at=now())


@contextmanager
def counting_misses() -> Iterator[None]:
    """Around naming a code. Of one that opens nothing this address may name only so many: short ones can be walked
    through, as the numbers of shops can."""
    try:
        yield
    except Refused as refusal:
        g.invitation_missed = refusal.field == "invite" and refusal.message != NOTHING_TYPED
        raise


def missed_invitation(_reply: Response) -> bool:
    """Whether this request named a code that opens nothing."""
    return bool(g.get("invitation_missed"))
