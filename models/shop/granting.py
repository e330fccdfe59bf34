"""Further shops of one keeper: an operator grants one, or withdraws it; the keeper opens a shop with it.

How many a keeper may have follows from the level (models/stories/shop/grant.py); the count is kept here. Whoever
changes it holds the keeper's row, so that the second of two at once sees what the first did."""

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.shop.grant import ShopGrant
from models.shop.opening import Door, hold_keeper, new_shop, shops_of
from models.shop.points import bars_of
from models.shop.shop import Shop
from models.shop.violations import checked_keeper_why, standing_violations

_OPEN = (col(ShopGrant.used_at).is_(None), col(ShopGrant.withdrawn_at).is_(None))


def grant(session: Session, keeper: Member, act: Act, *, most: int, once: str) -> ShopGrant:
    """One shop more, where those there are and those granted are fewer than `most`; the same form again gives the grant
    there is. Raises Refused past it, while a violation counts, and without a word why."""
    hold_keeper(session, keeper)
    # A form's mark counts for its own keeper only.
    once = f"{keeper.id}-{once}"
    existing = session.exec(select(ShopGrant).where(ShopGrant.once == once)).first()
    if existing:
        return existing
    mine = shops_of(session, keeper)
    if not mine:
        raise Refused("", N_("先开第一间店，才能再批"))
    if standing_violations(session, keeper, at=act.at):
        raise Refused("", N_("这位掌柜还有算着的违规，不能再批"))
    taken = len(mine) + len(open_grants(session, keeper))
    if taken >= most:
        words = N_("按本月的等级最多 %(most)s 间店，开了和批了的已经有 %(taken)s 间，不能再批")
        raise Refused("", words, most=most, taken=taken)
    made = ShopGrant(
        code=fresh_code(session, ShopGrant.code, 8),
        keeper_id=keeper.id,
        why=checked_keeper_why(act.why),
        once=once,
        granted_by=act.member.id,
        granted_at=act.at,
    )
    session.add(made)
    session.flush()
    note_audit(session, "shop.grant", f"{mine[0].number} {made.code}", act.because(made.why))
    return made


def withdraw_grant(session: Session, given: ShopGrant, act: Act) -> None:
    """Takes a grant back before it is used; a second press changes nothing. Raises Refused once a shop stands on it."""
    reason = checked_keeper_why(act.why)
    facts = {"withdrawn_by": act.member.id, "withdrawn_at": act.at, "withdrawn_why": reason}
    taken = session.exec(update(ShopGrant).where(_is(given), *_OPEN).values(**facts)).rowcount
    session.refresh(given)
    if taken:
        first = shops_of(session, given.keeper)[0]
        note_audit(session, "shop.withdraw", f"{first.number} {given.code}", act.because(reason))
    elif given.used_at is not None:
        raise Refused("", N_("已经用它开了店，收不回了"))


def open_further(session: Session, keeper: Member, given: ShopGrant, door: Door, *, rules: Rules, at: datetime) -> Shop:
    """A further shop, with a number of its own; a double tap gives the shop there is. Raises Refused by the naming
    rule, where the grant was withdrawn, and while the keeper's points forbid it."""
    assert given.keeper_id == keeper.id, "a grant is its keeper's alone"
    hold_keeper(session, keeper)
    existing = shop_on(session, given)
    if existing:
        return existing
    if bars_of(session, keeper, rules=rules, at=at).further_shop:
        raise Refused("", N_("扣分到了 %(points)s 分，暂时不能再开店"), points=rules.points_no_further_shop)
    if not session.exec(update(ShopGrant).where(_is(given), *_OPEN).values(used_at=at)).rowcount:
        raise Refused("", N_("平台把这次批准收回了"))
    session.refresh(given)
    return new_shop(session, keeper, door, grant_id=given.id, rules=rules, at=at)


def shop_on(session: Session, given: ShopGrant) -> Shop | None:
    """The shop that was opened with a grant."""
    return session.exec(select(Shop).where(Shop.grant_id == given.id)).first()


def grants_of(session: Session, keeper: Member) -> list[ShopGrant]:
    """Every grant a keeper ever had, newest first."""
    query = select(ShopGrant).where(ShopGrant.keeper_id == keeper.id).order_by(col(ShopGrant.id).desc())
    return list(session.exec(query))


def open_grants(session: Session, keeper: Member) -> list[ShopGrant]:
    """Grants that a shop can be opened with, the oldest first."""
    query = select(ShopGrant).where(ShopGrant.keeper_id == keeper.id, *_OPEN).order_by(col(ShopGrant.id))
    return list(session.exec(query))


def grant_coded(session: Session, keeper: Member, code: str) -> ShopGrant | None:
    """One of the keeper's own grants."""
    return session.exec(select(ShopGrant).where(ShopGrant.keeper_id == keeper.id, ShopGrant.code == code)).first()


def _is(given: ShopGrant) -> ColumnElement[bool]:
    return col(ShopGrant.id) == given.id
