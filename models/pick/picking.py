"""Picking goods into a shop, and taking them out. Their order there: moving.py."""

from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods
from models.kernel import text
from models.kernel.errors import N_, Gone, Refused
from models.kernel.rules import Rules
from models.pick.first_look import is_for_stars
from models.pick.pick import Pick
from models.shop.shop import Shop


def pick(session: Session, shop: Shop, goods: Goods, *, rules: Rules, at: datetime) -> Pick:
    """Puts goods on sale into the shop, on top. Picking again changes nothing. Raises Refused past the limit, and Gone
    for another shop's own goods."""
    hold_shelf(session, shop)
    existing = pick_of(session, shop, goods)
    if existing:
        return existing
    if goods.supplier.shop_id not in (None, shop.id):
        raise Gone(goods.code)
    if goods.state != "on_sale":
        raise Refused("", N_("这件商品现在不在售，先不能选"))
    if is_for_stars(session, shop, goods, rules=rules, at=at):
        words = N_("刚上架的新货，红人掌柜先看 %(hours)s 小时，晚些再来选")
        raise Refused("", words, hours=rules.star_first_look_hours)
    return put_on_shelf(session, shop, goods, rules=rules, at=at)


def hold_shelf(session: Session, shop: Shop) -> None:
    """Two taps at once wait for each other here; the second finds the pick that the first one made."""
    session.exec(select(Shop.id).where(Shop.id == shop.id).with_for_update())


def put_on_shelf(session: Session, shop: Shop, goods: Goods, *, rules: Rules, at: datetime) -> Pick:
    """Writes a pick down, on top. Only for who holds the shelf and has looked that it may be there. Raises Refused past
    the limit."""
    # The count is the guard: two taps at once cannot both take the last place.
    room = update(Shop).where(col(Shop.id) == shop.id, col(Shop.picks_count) < rules.pick_limit)
    if session.exec(room.values(picks_count=Shop.picks_count + 1)).rowcount != 1:
        raise Refused("", N_("店里已经有 %(limit)s 件了，先撤下几件再选"), limit=rules.pick_limit)
    top = session.exec(select(func.max(Pick.position)).where(Pick.shop_id == shop.id)).one()
    picked = Pick(shop_id=shop.id, goods_id=goods.id, position=(top or 0) + 1, picked_at=at)
    session.add(picked)
    session.flush()
    session.refresh(shop)
    return picked


def unpick(session: Session, picked: Pick) -> None:
    """Takes goods out of the shop. Its links keep working and say that the keeper no longer carries them."""
    shop_id = picked.shop_id
    # Only the tap that really took it out counts it off, where two come at once.
    if session.exec(delete(Pick).where(col(Pick.id) == picked.id)).rowcount != 1:
        return
    session.exec(update(Shop).where(col(Shop.id) == shop_id).values(picks_count=Shop.picks_count - 1))


def checked_reason(reason: str, rules: Rules) -> str:
    """The recommendation as it will be kept. Raises Refused past 200 characters."""
    plain = text.paragraphs(reason)
    if len(plain) > rules.reason_limit:
        raise Refused(
            "reason",
            N_("推荐理由最多 %(limit)s 个字，现在是 %(length)s 个"),
            limit=rules.reason_limit,
            length=len(plain),
        )
    return plain


def pick_of(session: Session, shop: Shop, goods: Goods) -> Pick | None:
    """This goods in this shop, hidden or not."""
    return session.exec(select(Pick).where(Pick.shop_id == shop.id, Pick.goods_id == goods.id)).first()


def pick_coded(session: Session, shop: Shop, code: str) -> Pick | None:
    """The shop's pick by its goods' public code."""
    query = select(Pick).join(Goods).where(Pick.shop_id == shop.id, Goods.code == code)
    return session.exec(query).first()
