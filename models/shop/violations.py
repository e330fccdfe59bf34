"""Violations: an operator notes one on a shop, with evidence, and may lift it. The keeper reads both."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.shop.closing import put_closing
from models.shop.opening import hold_keeper
from models.shop.points import kinds_of_violation
from models.shop.shop import Shop
from models.shop.violation import EvidenceKind, ShopViolation

VIOLATION_WHY_LIMIT = 200
OWN_SHOP = N_("这是你自己的小铺，要由另一位平台人员来办")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a violation: an order, goods or a conversation by its code, a picture by its sealed file's key, or
    both."""

    about: EvidenceKind = ""
    about_code: str = ""
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What an operator found: a kind of the network's table, and what shows it."""

    kind: str
    evidence: Evidence


def note_violation(session: Session, shop: Shop, found: Finding, act: Act, *, rules: Rules, once: str) -> ShopViolation:
    """Writes down what a shop did against the rules, and what it costs; the same form again gives the row there is.
    Where the points are too many by then, whether its shops are closed is put to the desk. Raises Refused without
    a word what it was, a kind of the network's table, or evidence; and to the shop's own keeper."""
    hold_keeper(session, shop.keeper)
    # A form's mark counts for its own shop only.
    once = f"{shop.id}-{once}"
    existing = session.exec(select(ShopViolation).where(ShopViolation.once == once)).first()
    if existing:
        return existing
    if shop.keeper_id == act.by_id:
        raise Refused("", OWN_SHOP)
    kind, evidence = found.kind, found.evidence
    costs = {one.name: one.points for one in kinds_of_violation(rules)}
    if kind not in costs:
        raise Refused("kind", N_("请选是哪一种违规"))
    if not evidence.about and not evidence.picture:
        raise Refused("about_code", N_("要有证据：填一个编号，或者传一张图"))
    made = ShopViolation(
        code=fresh_code(session, ShopViolation.code, 8),
        shop_id=shop.id,
        kind=kind,
        points=costs[kind],
        lapses_at=act.at + timedelta(days=rules.points_lapse_days),
        why=checked_keeper_why(act.why),
        about=evidence.about,
        about_code=evidence.about_code,
        sealed_picture=evidence.picture,
        once=once,
        noted_by=act.member.id,
        noted_at=act.at,
    )
    session.add(made)
    session.flush()
    note_audit(session, "shop.violation", f"{shop.number} {made.code}", act.because(made.why))
    put_closing(session, shop.keeper, rules=rules, at=act.at)
    return made


def lift(session: Session, shop: Shop, violation: ShopViolation, act: Act) -> None:
    """It no longer counts, and stays to be read. A second press changes nothing. Raises Refused without a word why, and
    to the shop's own keeper."""
    if shop.keeper_id == act.member.id:
        raise Refused("", OWN_SHOP)
    reason = checked_keeper_why(act.why)
    still = (col(ShopViolation.id) == violation.id, col(ShopViolation.lifted_at).is_(None))
    facts = {"lifted_by": act.member.id, "lifted_at": act.at, "lifted_why": reason}
    if session.exec(update(ShopViolation).where(*still).values(**facts)).rowcount:
        note_audit(session, "shop.lift", f"{shop.number} {violation.code}", act.because(reason))
    session.refresh(violation)


def unlift(session: Session, violation: ShopViolation, act: Act, *, lifted_at: datetime | None) -> None:
    """It counts again, where that lifting still stands."""
    same = (col(ShopViolation.id) == violation.id, col(ShopViolation.lifted_at) == lifted_at)
    facts = {"lifted_by": None, "lifted_at": None, "lifted_why": ""}
    if session.exec(update(ShopViolation).where(*same).values(**facts)).rowcount:
        note_audit(session, "shop.unlift", f"{violation.shop.number} {violation.code}", act)
    session.refresh(violation)


def standing_violations(session: Session, keeper: Member, *, at: datetime) -> list[ShopViolation]:
    """Violations on any of a keeper's shops that count at a moment, newest first."""
    return [violation for violation, _ in violations_of(session, keeper) if violation.counts(at)]


def violations_of(session: Session, keeper: Member) -> list[tuple[ShopViolation, Shop]]:
    """All of them, newest first, lifted and lapsed ones too, each with its shop."""
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
