"""Becoming a star keeper: the desk invites, or the keeper applies; the desk looks at what shows the audience."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.shop.opening import hold_keeper
from models.shop.points import bars_of, points_by_keeper
from models.shop.shop import Shop
from models.shop.star import AudienceProof, Star
from models.shop.violations import checked_keeper_why

AUDIENCE_PLACE_LIMIT = 60
STAR_DAYS = 30
_STANDING = ("invited", "waiting", "granted")
_OWN = N_("这是你自己的申请，要由另一位平台人员来办")
_CHANGED = N_("这一条刚刚有了变化，刷新看看")


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows an audience: how many people, where those are, and the code of the document that shows what is
    only declared."""

    audience: AudienceProof
    people: int
    place: str = ""
    picture: str | None = None


def invite_star(session: Session, keeper: Member, act: Act, *, rules: Rules) -> Star:
    """Asks a keeper to become one; whoever has been asked, or is one, stays as they are. Raises Refused while their
    points forbid it, and on the operator's own."""
    _require_fit(session, keeper, rules, act.at)
    if keeper.id == act.by_id:
        raise Refused("", _OWN)
    hold_keeper(session, keeper)
    standing = star_of(session, keeper)
    if standing and standing.state in _STANDING:
        return standing
    made = Star(
        code=fresh_code(session, Star.code, 8),
        keeper_id=keeper.id,
        state="invited",
        invited_by=act.member.id,
        begun_at=act.at,
    )
    session.add(made)
    session.flush()
    note_audit(session, "star.invite", keeper, act)
    return made


def ask_for_star(session: Session, keeper: Member, shown: Shown, act: Act, *, rules: Rules) -> Star:
    """The keeper's application, invited or not; a second press gives the one there is. Raises Refused while points
    forbid it, and where the audience is too small or is not shown."""
    hold_keeper(session, keeper)
    standing = star_of(session, keeper)
    if standing and standing.state in ("waiting", "granted"):
        return standing
    _require_fit(session, keeper, rules, act.at)
    _require_audience(shown, rules)
    facts: dict[str, Any] = {
        "state": "waiting",
        "audience": shown.audience,
        "people": shown.people,
        "place": text.one_line(shown.place)[:AUDIENCE_PLACE_LIMIT],
        "picture": shown.picture,
        "asked_at": act.at,
    }
    if standing and standing.state == "invited":
        for name, value in facts.items():
            setattr(standing, name, value)
    else:
        code = fresh_code(session, Star.code, 8)
        standing = Star(code=code, keeper_id=keeper.id, begun_at=act.at, **facts)
        session.add(standing)
    session.flush()
    note_audit(session, "star.ask", keeper, act.because(""))
    return standing


def decide_star(
    session: Session, asked: Star, outcome: Literal["granted", "refused"], act: Act, *, rules: Rules
) -> None:
    """Yes, or no with a word why. Raises Refused on the operator's own, where it is decided, and where points forbid it
    by now."""
    if asked.keeper_id == act.by_id:
        raise Refused("", _OWN)
    if outcome == "granted":
        _require_fit(session, asked.keeper, rules, act.at)
    why = checked_keeper_why(act.why) if outcome == "refused" else ""
    waits = (col(Star.id) == asked.id, col(Star.state) == "waiting")
    facts = {"state": outcome, "decided_by": act.member.id, "decided_at": act.at, "why": why}
    if not session.exec(update(Star).where(*waits).values(**facts)).rowcount:
        raise Refused("", _CHANGED)
    session.refresh(asked)
    note_audit(session, f"star.{outcome}", asked.keeper, act.because(why))


def undecide_star(session: Session, asked: Star, act: Act) -> None:
    """Takes back the own decision: it waits again. Raises Refused where the keeper has begun anew meanwhile."""
    hold_keeper(session, asked.keeper)
    newest = star_of(session, asked.keeper)
    own = (
        col(Star.id) == asked.id,
        col(Star.state).in_(("granted", "refused")),
        col(Star.decided_by) == act.member.id,
    )
    facts = {"state": "waiting", "decided_by": None, "decided_at": None, "why": ""}
    is_newest = newest is not None and newest.id == asked.id
    if not is_newest or not session.exec(update(Star).where(*own).values(**facts)).rowcount:
        raise Refused("", _CHANGED)
    session.refresh(asked)
    note_audit(session, "star.undecide", asked.keeper, act)


def end_star(session: Session, star: Star, act: Act) -> None:
    """Ends it, an invitation too, with a word why; a second press changes nothing."""
    if star.keeper_id == act.by_id:
        raise Refused("", _OWN)
    why = checked_keeper_why(act.why)
    stands = (col(Star.id) == star.id, col(Star.state).in_(("invited", "granted")))
    facts = {"state": "ended", "decided_by": act.member.id, "decided_at": act.at, "why": why}
    if session.exec(update(Star).where(*stands).values(**facts)).rowcount:
        note_audit(session, "star.end", star.keeper, act.because(why))
    session.refresh(star)


def star_of(session: Session, keeper: Member) -> Star | None:
    """The keeper's newest."""
    return session.exec(select(Star).where(Star.keeper_id == keeper.id).order_by(col(Star.id).desc()).limit(1)).first()


def star_coded(session: Session, code: str) -> Star | None:
    """One at the desk."""
    return session.exec(select(Star).where(Star.code == code)).first()


def is_star(session: Session, keeper: Member, *, rules: Rules, at: datetime) -> bool:
    """Whether a keeper is one, and is allowed to be at this moment."""
    granted = select(Star.id).where(Star.keeper_id == keeper.id, Star.state == "granted")
    return session.exec(granted).first() is not None and not bars_of(session, keeper, rules=rules, at=at).star


def star_shops(session: Session, shops: Collection[int], *, rules: Rules, at: datetime) -> set[int]:
    """Which of these shops, by their ids, are kept by star keepers that are allowed to be at this moment."""
    query = select(Shop.id, Shop.keeper_id).join(Star, col(Star.keeper_id) == Shop.keeper_id)
    kept = dict(session.exec(query.where(col(Shop.id).in_(shops), Star.state == "granted")).all())
    if not kept:
        return set()
    points = points_by_keeper(session, list(set(kept.values())), at=at)
    return {shop for shop, keeper in kept.items() if points.get(keeper, 0) < rules.points_no_further_shop}


def _require_fit(session: Session, keeper: Member, rules: Rules, at: datetime) -> None:
    if bars_of(session, keeper, rules=rules, at=at).star:
        raise Refused("", N_("扣分到了 %(points)s 分，不能当红人掌柜"), points=rules.points_no_further_shop)


def _require_audience(shown: Shown, rules: Rules) -> None:
    if shown.audience == "measured":
        if shown.people <= rules.star_visitors:
            words = N_("最近 30 天平均一天 %(people)s 位访客，要超过 %(most)s 位")
            raise Refused("", words, people=shown.people, most=rules.star_visitors)
        return
    if shown.people <= rules.star_followers:
        raise Refused("people", N_("要超过 %(most)s 位粉丝"), most=rules.star_followers)
    if not text.one_line(shown.place):
        raise Refused("place", N_("写一写在哪里、叫什么，比如“小红书 林间阿林”"))
    if shown.picture is None:
        raise Refused("pictures", N_("传一张看得到粉丝数的截图"))
