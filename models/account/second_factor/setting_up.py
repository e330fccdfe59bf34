"""Setting a second factor up, and taking it off. Each change leaves a row in the audit trail, of which its owner is
told."""

from sqlalchemy import delete, update
from sqlmodel import Session, col

from models.account.audit import note_audit
from models.account.desk.appointment import roles_of, works_at_desk
from models.account.member import Member
from models.account.role import LAST_AT_DESK
from models.account.second_factor.digits import new_secret, step_typed
from models.account.second_factor.factor import SecondFactor
from models.account.second_factor.passkey import Challenge, Passkey
from models.account.second_factor.recovery import end_recovery_codes, renew_recovery_codes
from models.account.signing_in import end_sign_ins, hold_member
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.sealing import Seal, Unreadable

_STANDS = N_("第二步已经开着了")


def begin_factor(session: Session, member: Member, act: Act, *, seal: Seal) -> SecondFactor:
    """A fresh secret that counts once its first digits are typed; of one that was never confirmed nothing is left.
    Raises Refused where one stands."""
    hold_member(session, member.id)
    found = session.get(SecondFactor, member.id, populate_existing=True)
    if found and found.confirmed_at:
        raise Refused("", _STANDS)
    if found is None:
        found = SecondFactor(member_id=member.id, sealed=seal.close(new_secret()), asked_at=act.at)
        session.add(found)
    else:
        found.sealed, found.asked_at = seal.close(new_secret()), act.at
    session.flush()
    return found


def confirm_factor(session: Session, member: Member, typed: str, act: Act, *, seal: Seal) -> list[str]:
    """The first digits show that the device has the secret. Returns ten recovery codes, shown this once. Every
    browser is signed out: what was signed in by the password alone is no more. Raises Refused."""
    hold_member(session, member.id)
    found = session.get(SecondFactor, member.id, populate_existing=True)
    if found is None:
        raise Refused("", N_("从头再设一次"))
    if found.confirmed_at:
        raise Refused("", _STANDS)
    step = step_typed(secret_of(found, seal), typed, act.at)
    if step is None:
        raise Refused("code", N_("这六位数不对。看看手机的时间准不准，再填现在显示的那六位"))
    pending = (col(SecondFactor.member_id) == member.id, col(SecondFactor.confirmed_at).is_(None))
    stands = {"confirmed_at": act.at, "last_step": step, "wrong": 0, "wait_until": None}
    if session.exec(update(SecondFactor).where(*pending).values(**stands)).rowcount != 1:
        raise Refused("", _STANDS)
    end_sign_ins(session, member, at=act.at)
    note_audit(session, "factor.on", member, act)
    return renew_recovery_codes(session, member.id, at=act.at)


def replace_recovery_codes(session: Session, member: Member, act: Act) -> list[str]:
    """Ten others, shown this once. Raises Refused where there is no second factor."""
    hold_member(session, member.id)
    found = session.get(SecondFactor, member.id, populate_existing=True)
    if found is None or found.confirmed_at is None:
        raise Refused("", N_("先把第二步开起来"))
    note_audit(session, "factor.codes", member, act)
    return renew_recovery_codes(session, member.id, at=act.at)


def drop_factor(session: Session, member: Member, act: Act) -> bool:
    """The owner takes it off; whoever asks for that has shown password and code. False where there was none."""
    return _end_factor(session, member, "factor.off", act)


def reset_factor(session: Session, member: Member, act: Act) -> None:
    """Somebody else takes it off, for a member who lost it: with a reason, never for oneself. Every browser is
    signed out. Raises Refused."""
    if not act.why.strip():
        raise Refused("why", N_("写一句怎么确认是本人的"))
    if act.by_id == member.id:
        raise Refused("", N_("自己的第二步要由别人来解除"))
    _require_entitled(session, member, act)
    if not _end_factor(session, member, "factor.reset", act):
        raise Refused("", N_("%(name)s没有开第二步"), name=member.name)
    end_sign_ins(session, member, at=act.at)


def _require_entitled(session: Session, member: Member, act: Act) -> None:
    """Raises Refused: of somebody at the desk an admin decides, of others who looks after people too. The command line
    always may."""
    if act.by is None:
        return
    roles = roles_of(session, act.by)
    if works_at_desk(session, member.id):
        if LAST_AT_DESK not in roles:
            raise Refused("", N_("平台人员的第二步由管理员来解除"))
    elif not roles & {"admin", "people"}:
        raise Refused("", N_("要由管理员或者管店铺的平台人员解除"))


def secret_of(factor: SecondFactor, seal: Seal) -> str:
    """The secret. Raises Refused where the network's key was changed since."""
    try:
        return seal.open(factor.sealed)
    except Unreadable:
        raise Refused("", N_("六位数的密钥读不出来：网站的密钥换过。用恢复码，再重新设一次")) from None


def _end_factor(session: Session, member: Member, what: str, act: Act) -> bool:
    hold_member(session, member.id)
    gone = session.exec(delete(SecondFactor).where(col(SecondFactor.member_id) == member.id)).rowcount
    end_recovery_codes(session, member.id)
    for record in (Passkey, Challenge):
        session.exec(delete(record).where(col(record.member_id) == member.id))
    session.expire_all()
    if gone:
        note_audit(session, what, member, act)
    return bool(gone)
