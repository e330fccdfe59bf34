"""Appealing against a violation: the keeper, once; another operator than the one who noted it decides."""

from typing import Literal

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.shop.opening import hold_keeper
from models.shop.shop import Shop
from models.shop.violation import Appeal, ShopViolation
from models.shop.violations import OWN_SHOP, checked_keeper_why, lift, unlift

APPEAL_LIMIT = 500


def appeal(session: Session, violation: ShopViolation, act: Act) -> Appeal:
    """The keeper's word, `why` of the act; a second press gives the appeal there is. Raises Refused without a word, and
    where the violation no longer counts."""
    keeper = violation.shop.keeper
    assert act.by_id == keeper.id, "a violation is its keeper's alone to appeal against"
    hold_keeper(session, keeper)
    existing = appeal_of(session, violation)
    if existing:
        return existing
    session.refresh(violation)
    words = text.paragraphs(act.why)
    if not violation.counts(act.at):
        raise Refused("", N_("这次违规已经不算了，不用申诉"))
    if not words:
        raise Refused("words", N_("写一写为什么不该算"))
    if len(words) > APPEAL_LIMIT:
        raise Refused("words", N_("最多 %(limit)s 个字"), limit=APPEAL_LIMIT)
    made = Appeal(code=fresh_code(session, Appeal.code, 8), violation_id=violation.id, words=words, asked_at=act.at)
    session.add(made)
    session.flush()
    note_audit(session, "shop.appeal", f"{violation.shop.number} {violation.code}", act.because(""))
    return made


def decide_appeal(session: Session, asked: Appeal, outcome: Literal["granted", "rejected"], act: Act) -> None:
    """Granted, the violation is lifted with the same word. Raises Refused to who noted it, to the keeper, without
    a word why, and where it is decided."""
    _require_another(asked, act)
    reason = checked_keeper_why(act.why)
    waits = (col(Appeal.id) == asked.id, col(Appeal.state) == "waiting")
    facts = {"state": outcome, "decided_by": act.member.id, "decided_at": act.at, "why": reason}
    if not session.exec(update(Appeal).where(*waits).values(**facts)).rowcount:
        raise Refused("", N_("刚刚已经答复了"))
    session.refresh(asked)
    subject = f"{asked.violation.shop.number} {asked.violation.code}"
    note_audit(session, f"appeal.{outcome}", subject, act.because(reason))
    if outcome == "granted":
        lift(session, asked.violation.shop, asked.violation, act.because(reason))


def undecide_appeal(session: Session, asked: Appeal, act: Act) -> None:
    """Takes back the own decision: it waits again, and what it lifted counts again."""
    was = asked.decided_at
    own = (col(Appeal.id) == asked.id, col(Appeal.state) != "waiting", col(Appeal.decided_by) == act.member.id)
    facts = {"state": "waiting", "decided_by": None, "decided_at": None, "why": ""}
    granted = asked.state == "granted"
    if not session.exec(update(Appeal).where(*own).values(**facts)).rowcount:
        raise Refused("", N_("这一条刚刚有了变化，刷新看看"))
    if granted:
        unlift(session, asked.violation, act, lifted_at=was)
    session.refresh(asked)
    note_audit(session, "appeal.undecide", f"{asked.violation.shop.number} {asked.violation.code}", act)


def appeal_of(session: Session, violation: ShopViolation) -> Appeal | None:
    """The one appeal against a violation."""
    return session.exec(select(Appeal).where(Appeal.violation_id == violation.id)).first()


def appeals_of(session: Session, keeper: Member) -> dict[int, Appeal]:
    """All of a keeper's, by the ids of their violations."""
    query = select(Appeal).join(ShopViolation, col(Appeal.violation_id) == ShopViolation.id)
    query = query.join(Shop, col(ShopViolation.shop_id) == Shop.id).where(Shop.keeper_id == keeper.id)
    return {one.violation_id: one for one in session.exec(query)}


def appeal_coded(session: Session, code: str) -> Appeal | None:
    """One at the desk."""
    return session.exec(select(Appeal).where(Appeal.code == code)).first()


def _require_another(asked: Appeal, act: Act) -> None:
    if act.by_id == asked.violation.shop.keeper_id:
        raise Refused("", OWN_SHOP)
    if act.by_id == asked.violation.noted_by:
        raise Refused("", N_("这次违规是你记的，申诉要由另一位平台人员来答复"))
