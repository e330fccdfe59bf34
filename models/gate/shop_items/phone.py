"""The phone: that its member reads what is sent to it. A code proves it, or an operator who called."""

from datetime import datetime

from sqlmodel import Session

from models.account.member import Member
from models.gate.checklist import Checklist
from models.gate.kind import FoundState, ItemKind
from models.kernel.errors import N_


def phone_found(session: Session, checklist: Checklist) -> FoundState | None:
    """As the member's account says; nothing where it was not proven."""
    member = session.get_one(Member, checklist.member_id)
    return FoundState("done", {"last": member.phone[-4:]}) if member.phone_proven_at else None


def _called(session: Session, checklist: Checklist, at: datetime) -> None:
    session.get_one(Member, checklist.member_id).phone_proven_at = at


ITEM = ItemKind(
    "phone",
    2,
    N_("手机号"),
    N_("发一条六位数到你的手机，填回来就行。"),
    "people",
    reads=phone_found,
    passed=_called,
)
