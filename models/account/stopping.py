"""Stopping a member: no browser of theirs is signed in from then on, and none signs in, until they are let back."""

from datetime import datetime

from sqlmodel import Session, col

from models.account.audit import note_audit
from models.account.desk.appointing import DESK_TURN
from models.account.desk.appointment import members_with, roles_of
from models.account.member import Member
from models.account.role import LAST_AT_DESK
from models.account.signing_in import end_sign_ins, hold_member
from models.account.stop import MemberStop, checked_stop, lift_stop, stop_facts
from models.kernel.act import Act
from models.kernel.database import in_turn
from models.kernel.errors import N_, Refused


def end_membership_for_now(session: Session, member: Member, act: Act, *, until: datetime | None) -> bool:
    """Signs a member out everywhere and keeps them out. Stopped already is stopped once: False. Raises Refused without
    a reason, of oneself, of somebody at the desk by somebody else than an admin, and of the last admin."""
    act = checked_stop(act, until)
    in_turn(session, DESK_TURN)
    held = hold_member(session, member.id)
    _require_right(session, held, act)
    if held.stopped:
        return False
    session.add(MemberStop(member_id=held.id, **stop_facts(act, until)))
    held.stopped = True
    session.flush()
    end_sign_ins(session, held, at=act.at)
    note_audit(session, "member.stop", held, act)
    return True


def let_member_in(session: Session, member: Member, act: Act) -> bool:
    """They may sign in again. Says whether they could not before. Raises Refused of somebody at the desk by somebody
    else than an admin; when time is up, the clock may."""
    in_turn(session, DESK_TURN)
    held = hold_member(session, member.id)
    if act.by is not None:
        _require_right(session, held, act)
    if not held.stopped:
        return False
    lift_stop(session, MemberStop, col(MemberStop.member_id) == held.id, act)
    held.stopped = False
    session.flush()
    note_audit(session, "member.let_back", held, act)
    return True


def _require_right(session: Session, member: Member, act: Act) -> None:
    if act.by_id == member.id:
        raise Refused("", N_("自己不能停自己，请别的平台人员来办"))
    has = roles_of(session, member)
    # A stop takes somebody out of those through whose hands money passes (models/payout/hands.py).
    if has and act.by is not None and LAST_AT_DESK not in roles_of(session, act.by):
        raise Refused("", N_("平台人员只能由管理员来停用和恢复"))
    if (
        LAST_AT_DESK in has
        and not member.stopped
        and all(one.id == member.id for one in members_with(session, LAST_AT_DESK))
    ):
        raise Refused("", N_("这是最后一位管理员，先让另一位当管理员"))
