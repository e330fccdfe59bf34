"""Closing a shop for its points: the question is put to the desk, an operator decides. A closed shop sells no more;
orders that stand are finished as ever. Once the points are fewer the keeper opens it again."""

from datetime import datetime
from typing import Literal

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.shop.opening import hold_keeper, shops_of
from models.shop.points import bars_of, points_of
from models.shop.shop import Shop
from models.shop.violation import ShopClosing

_CHANGED = N_("这一条刚刚有了变化，刷新看看")


def put_closing(session: Session, keeper: Member, *, rules: Rules, at: datetime) -> list[ShopClosing]:
    """Asks the desk about each of a keeper's open shops, where the points are enough; under `hold_keeper`."""
    session.flush()
    points = points_of(session, keeper, at=at)
    if points < rules.points_closing:
        return []
    waiting = select(ShopClosing.shop_id).where(ShopClosing.state == "waiting")
    asked = set(session.exec(waiting.join(Shop).where(Shop.keeper_id == keeper.id)))
    made = [
        ShopClosing(code=fresh_code(session, ShopClosing.code, 8), shop_id=shop.id, points=points, put_at=at)
        for shop in shops_of(session, keeper)
        if shop.closed_at is None and shop.id not in asked
    ]
    session.add_all(made)
    session.flush()
    return made


def decide_closing(
    session: Session, asked: ShopClosing, outcome: Literal["closed", "dropped"], act: Act, *, rules: Rules
) -> None:
    """Closes the shop, or leaves it open for now; the word why is the keeper's to read. Raises Refused on the own shop,
    without a word, where it is decided, and where the points are not enough any more to close it."""
    hold_keeper(session, asked.shop.keeper)
    if asked.shop.keeper_id == act.by_id:
        raise Refused("", N_("这是你自己的小铺，要由另一位平台人员来办"))
    if not act.why.strip():
        raise Refused("why", N_("写一句为什么，掌柜会看到"))
    if outcome == "closed" and not bars_of(session, asked.shop.keeper, rules=rules, at=act.at).closing:
        raise Refused("", N_("分已经没有那么多了，不能因此关店。选“先不关”"))
    waits = (col(ShopClosing.id) == asked.id, col(ShopClosing.state) == "waiting")
    facts = {"state": outcome, "decided_by": act.member.id, "decided_at": act.at, "why": act.why}
    if not session.exec(update(ShopClosing).where(*waits).values(**facts)).rowcount:
        raise Refused("", N_("刚刚已经决定了"))
    session.refresh(asked)
    session.refresh(asked.shop, with_for_update=True)
    if outcome == "closed" and asked.shop.closed_at is None:
        asked.shop.close(farewell="", at=act.at)
    note_audit(session, f"shop.{'close' if outcome == 'closed' else 'spare'}", f"{asked.shop.number}", act)


def undecide_closing(session: Session, asked: ShopClosing, act: Act) -> None:
    """Takes back the own decision: the question waits again, and what it closed is open."""
    was, shop = asked.decided_at, asked.shop
    own = (
        col(ShopClosing.id) == asked.id,
        col(ShopClosing.state) != "waiting",
        col(ShopClosing.decided_by) == act.member.id,
    )
    facts = {"state": "waiting", "decided_by": None, "decided_at": None, "why": ""}
    closed = asked.state == "closed"
    if not session.exec(update(ShopClosing).where(*own).values(**facts)).rowcount:
        raise Refused("", _CHANGED)
    session.refresh(asked)
    session.refresh(shop, with_for_update=True)
    if closed and shop.closed_at == was and not shop.paused:
        shop.reopen()
    note_audit(session, "shop.unclose", f"{shop.number}", act)


def reopen_shop(session: Session, shop: Shop, *, rules: Rules, at: datetime) -> None:
    """Opens the door again. Raises Refused while an operator's decision keeps it closed: until the points that it
    followed from are fewer."""
    if is_kept_closed(session, shop, rules=rules, at=at):
        raise Refused("", N_("平台因为扣分关了这间店。分少于 %(points)s 以后可以再开"), points=rules.points_closing)
    shop.reopen()


def is_kept_closed(session: Session, shop: Shop, *, rules: Rules, at: datetime) -> bool:
    """Whether a decision closed the shop and the points still hold it."""
    if shop.closed_at is None:
        return False
    last = select(ShopClosing).where(ShopClosing.shop_id == shop.id, ShopClosing.state == "closed")
    found = session.exec(last.order_by(col(ShopClosing.id).desc()).limit(1)).first()
    if found is None or found.decided_at is None or found.decided_at < shop.closed_at:
        return False
    return bars_of(session, shop.keeper, rules=rules, at=at).closing


def closing_coded(session: Session, code: str) -> ShopClosing | None:
    """One at the desk."""
    return session.exec(select(ShopClosing).where(ShopClosing.code == code)).first()
