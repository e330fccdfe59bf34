"""Proving it is oneself by what one has: the digits of this half minute, or a recovery code. Wrong digits slow whoever
types them, however many machines do."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.account.second_factor.digits import six_digits, step_typed
from models.account.second_factor.factor import LONGEST_WAIT, SecondFactor
from models.account.second_factor.recovery import RECOVERY_LENGTH, read_recovery_code, use_recovery_code
from models.account.second_factor.setting_up import secret_of
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.sealing import Seal

ProvenBy = Literal["code", "recovery"]
# So many wrong ones in a row cost nothing but themselves.
FREE_TRIES = 5


def prove_by_code(database: Database, member_id: int, typed: str, *, seal: Seal, at: datetime) -> ProvenBy:
    """Uses digits or a recovery code up, in a transaction of its own: a try counts also where the caller's is rolled
    back. Call it before the request's own session writes. Raises Refused("code")."""
    with database.transaction() as session:
        proven = _tried(session, member_id, typed, seal, at)
    if isinstance(proven, Refused):
        raise proven
    return proven


def _tried(session: Session, member_id: int, typed: str, seal: Seal, at: datetime) -> ProvenBy | Refused:
    held = select(SecondFactor).where(SecondFactor.member_id == member_id, col(SecondFactor.confirmed_at).is_not(None))
    factor = session.exec(held.with_for_update()).first()
    if factor is None:
        return Refused("code", N_("第二步刚刚变了，从头登录一次"))
    if six_digits(typed) is None:
        return _recovered(session, member_id, typed, at)
    left = factor.seconds_left(at)
    if left:
        return Refused("code", N_("错得太多了，%(minutes)d 分钟后再试；恢复码现在就能用"), minutes=-(-left // 60))
    try:
        step = step_typed(secret_of(factor, seal), typed, at)
    except Refused as refusal:
        return Refused("code", refusal.message)
    if step is None:
        return _slow_down(session, factor, at)
    fresh = (col(SecondFactor.member_id) == member_id, col(SecondFactor.last_step) < step)
    taken = update(SecondFactor).where(*fresh).values(last_step=step, wrong=0, wait_until=None)
    if session.exec(taken).rowcount == 1:
        return "code"
    if factor.last_step > step + 2:
        return Refused("code", N_("网站的时钟往回走过，现在的六位数还不能用。用恢复码，或者过一会再试"))
    return Refused("code", N_("这六位数用过了，等下一个"))


def _recovered(session: Session, member_id: int, typed: str, at: datetime) -> ProvenBy | Refused:
    if use_recovery_code(session, member_id, typed, at=at):
        member = session.get_one(Member, member_id)
        note_audit(session, "factor.recovery", member, Act.owner(member, at))
        return "recovery"
    if len(read_recovery_code(typed)) == RECOVERY_LENGTH:
        return Refused("code", N_("这个恢复码不对，或者已经用过了"))
    return Refused("code", N_("填手机上的六位数，或者一个恢复码"))


def _slow_down(session: Session, factor: SecondFactor, at: datetime) -> Refused:
    wrong = factor.wrong + 1
    waits = None
    if wrong >= FREE_TRIES:
        waits = min(timedelta(minutes=2 ** min(wrong - FREE_TRIES, 10)), LONGEST_WAIT)
    factor.wrong, factor.wait_until = wrong, at + waits if waits else None
    if waits:
        minutes = int(waits.total_seconds()) // 60
        return Refused("code", N_("错得太多了，%(minutes)d 分钟后再试；恢复码现在就能用"), minutes=minutes)
    return Refused("code", N_("这六位数不对，看看手机的时间准不准"))
