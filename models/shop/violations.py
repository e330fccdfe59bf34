"""Violations: an operator notes one on a shop, and may lift it. The keeper reads both."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.shop.grant import ShopViolation
from models.shop.opening import hold_keeper
from models.shop.shop import Shop

VIOLATION_WHY_LIMIT = 200


def note_violation(session: Session, shop: Shop, act: Act, *, once: str) -> ShopViolation:
    """Writes down what a shop did against the rules; the same form again gives the row there is. Raises Refused without
    a word what it was."""
    hold_keeper(session, shop.keeper)
    # A form's mark counts for its own shop only.
    once = f"{shop.id}-{once}"
    existing = session.exec(select(ShopViolation).where(ShopViolation.once == once)).first()
    if existing:
        return existing
    made = ShopViolation(
        code=fresh_code(session, ShopViolation.code, 8),
        shop_id=shop.id,
        why=checked_keeper_why(act.why),
        once=once,
        noted_by=act.member.id,
        noted_at=act.at,
    )
    session.add(made)
    session.flush()
    note_audit(session, "shop.violation", f"{shop.number} {made.code}", act.because(made.why))
    return made


def lift(session: Session, shop: Shop, violation: ShopViolation, act: Act) -> None:
    """It no longer counts, and stays to be read. A second press changes nothing. Raises Refused without a word why, and
    to the shop's own keeper."""
    if shop.keeper_id == act.member.id:
        raise Refused("", N_("这是你自己的小铺，要由另一位平台人员来办"))
    reason = checked_keeper_why(act.why)
    still = (col(ShopViolation.id) == violation.id, col(ShopViolation.lifted_at).is_(None))
    facts = {"lifted_by": act.member.id, "lifted_at": act.at, "lifted_why": reason}
    if session.exec(update(ShopViolation).where(*still).values(**facts)).rowcount:
        note_audit(session, "shop.lift", f"{shop.number} {violation.code}", act.because(reason))
    session.refresh(violation)


def standing_violations(session: Session, keeper: Member) -> list[ShopViolation]:
    """Violations on any of a keeper's shops that nobody lifted, newest first."""
    return [violation for violation, _ in violations_of(session, keeper) if violation.lifted_at is None]


def violations_of(session: Session, keeper: Member) -> list[tuple[ShopViolation, Shop]]:
    """All of them, newest first, lifted ones too, each with its shop."""
    query = select(ShopViolation, Shop).join(Shop, col(ShopViolation.shop_id) == col(Shop.id))
    return list(session.exec(query.where(Shop.keeper_id == keeper.id).order_by(col(ShopViolation.id).desc())))


def violation_coded(session: Session, shop: Shop, code: str) -> ShopViolation | None:
    """One of the shop's violations."""
    own = (ShopViolation.shop_id == shop.id, ShopViolation.code == code)
    return session.exec(select(ShopViolation).where(*own)).first()


def checked_keeper_why(why: str) -> str:
    """A reason as it will be kept. Raises Refused where none was given, or too long a one."""
    reason = text.one_line(why)
    if not reason:
        raise Refused("why", N_("写一句为什么，掌柜会看到"))
    if len(reason) > VIOLATION_WHY_LIMIT:
        raise Refused("why", N_("最多 %(limit)s 个字"), limit=VIOLATION_WHY_LIMIT)
    return reason
