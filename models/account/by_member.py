"""What members change about themselves."""

from datetime import datetime

from sqlmodel import Session

from models.account.audit import Change, note_audit
from models.account.member import Member
from models.account.resetting import end_reset_links
from models.account.signing_in import end_sign_ins, hold_member
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.said import Said


def change_password(session: Session, member: Member, fresh_hash: str, *, was: str, at: datetime) -> None:
    """Takes a new password's hash, made outside the transaction: hashing is slow on purpose. `was` is the hash of the
    password that was checked; Refused where it is another by now. Every browser is signed out, this one too: the view
    begins a new sign-in for it, so that a copy of its old cookie opens nothing; nor does a reset link."""
    if hold_member(session, member.id).password_hash != was:
        raise Refused("old", N_("密码刚刚在别处改过了"))
    member.password_hash = fresh_hash
    end_sign_ins(session, member, at=at)
    end_reset_links(session, member.id, at=at)
    note_audit(session, "password.change", member, Act.owner(member, at))


def change_name(session: Session, member: Member, called: str, *, at: datetime) -> None:
    """What a member is called from now on, once its row is held; the same name again leaves no row."""
    was, member.name = member.name, called
    if called != was:
        note_audit(session, "member.rename", member, Act.owner(member, at), [Change(Said(N_("称呼")), was, called)])
