"""Invitations: each place that is taken is somebody who came by it, or who waits until the desk has confirmed a phone;
whoever became a member by the desk came by the invitation they named."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, func, or_, select

from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.signing_up.sign_up import SignUp
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream

_code, _use, _asked = table_of(Invitation), table_of(InvitationUse), table_of(SignUp)


def places_taken(connection: Connection) -> Iterator[Fault]:
    """The count of every invitation, against the rows it stands for and against its quota."""
    came = select(func.count()).where(_use.c.invitation_id == _code.c.id).scalar_subquery()
    wait = select(func.count()).where(_asked.c.invitation_id == _code.c.id, _asked.c.state == "waiting")
    waiting = wait.scalar_subquery()
    wrong = or_(_code.c.used_count != came + waiting, _code.c.used_count > _code.c.quota)
    query = select(_code.c.code, _code.c.used_count, _code.c.quota, came.label("came"), waiting.label("waiting"))
    for row in stream(connection, query.where(wrong)):
        said = f"{row.used_count} of {row.quota} places taken, {row.came} came by it and {row.waiting} wait"
        yield Fault("invitation.places", f"invitation {row.code}", said)


def confirmed_sign_ups(connection: Connection) -> Iterator[Fault]:
    """A sign-up that was confirmed is a member who came by the invitation that was named."""
    by_it = and_(_use.c.member_id == _asked.c.member_id, _use.c.invitation_id == _asked.c.invitation_id)
    lost = (
        _asked.c.state == "confirmed",
        _asked.c.invitation_id.is_not(None),
        ~exists().where(by_it),
    )
    for row in stream(connection, select(_asked.c.code).where(*lost)):
        yield Fault("invitation.sign_up", f"sign-up {row.code}", "was confirmed, and did not come by its invitation")
