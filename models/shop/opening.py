"""Opening a shop: the naming rule, then a number. The one verb that every way of opening ends in."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.account.member import Member
from models.kernel import text
from models.kernel.errors import N_, Refused
from models.kernel.naming import refuse_forbidden, without_suffix
from models.kernel.rules import Rules
from models.shop.numbers import issue
from models.shop.shop import Shop

SHOP_NAME_LIMIT = 12
INTRODUCTION_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Door:
    """What stands on a shop's door, as its keeper typed it."""

    name: str
    introduction: str = ""


def open_shop(session: Session, keeper: Member, door: Door, *, rules: Rules, at: datetime) -> Shop:
    """A member's first shop, with a number of its own, open at once: by hand, where somebody vouches for it
    (models/gate/beginning.py). A second call, or a double tap, gives the shop there is; further ones take a grant
    (granting.py)."""
    hold_keeper(session, keeper)
    existing = shop_of(session, keeper)
    if existing:
        return existing
    return new_shop(session, keeper, door, rules=rules, at=at)


def begin_shop(session: Session, keeper: Member, door: Door, *, rules: Rules, at: datetime) -> Shop:
    """A member's first shop with a number of its own, its door still shut: it opens when its checklist is done
    (models/gate). A second call, or a double tap, gives the shop there is."""
    hold_keeper(session, keeper)
    existing = shop_of(session, keeper)
    if existing:
        return existing
    shop = new_shop(session, keeper, door, rules=rules, at=at)
    shop.opened_at, shop.closed_at = None, at
    session.flush()
    return shop


def hold_keeper(session: Session, keeper: Member) -> None:
    """The keeper's row is the queue of two taps at once; SQLite's writers queue anyhow."""
    session.exec(select(Member.id).where(Member.id == keeper.id).with_for_update())


def new_shop(
    session: Session, keeper: Member, door: Door, *, grant_id: int | None = None, rules: Rules, at: datetime
) -> Shop:
    """Writes a shop down. Only for who has looked, under `hold_keeper`, whether the keeper may have it."""
    shop = Shop(
        number=issue(session, at=at),
        keeper_id=keeper.id,
        grant_id=grant_id,
        name=checked_name(door.name, rules),
        introduction=checked_introduction(door.introduction),
        begun_at=at,
        opened_at=at,
    )
    session.add(shop)
    session.flush()
    return shop


def rename(shop: Shop, door: Door, *, rules: Rules) -> None:
    """New words on the door; the number stays."""
    shop.name, shop.introduction = checked_name(door.name, rules), checked_introduction(door.introduction)


def checked_name(name: str, rules: Rules) -> str:
    """The name as it will be kept, without the suffix. Raises Refused by the naming rule (docs/product.md, Opening)."""
    plain = without_suffix(text.one_line(name), rules)
    if not plain:
        raise Refused("name", N_("给小铺起个名字吧"))
    if len(plain) > SHOP_NAME_LIMIT:
        raise Refused(
            "name", N_("名字最多 %(limit)s 个字，现在是 %(length)s 个"), limit=SHOP_NAME_LIMIT, length=len(plain)
        )
    refuse_forbidden("name", plain, rules)
    return plain


def checked_introduction(introduction: str) -> str:
    """The introduction as it will be kept. Raises Refused past its length."""
    plain = text.paragraphs(introduction)
    if len(plain) > INTRODUCTION_LIMIT:
        raise Refused("introduction", N_("介绍最多 %(limit)s 个字"), limit=INTRODUCTION_LIMIT)
    return plain


def shop_of(session: Session, keeper: Member) -> Shop | None:
    """The first shop a member opened."""
    return session.exec(select(Shop).where(Shop.keeper_id == keeper.id).order_by(col(Shop.id)).limit(1)).first()


def shops_of(session: Session, keeper: Member) -> list[Shop]:
    """Every shop a member keeps, closed ones too, in the order of opening."""
    return list(session.exec(select(Shop).where(Shop.keeper_id == keeper.id).order_by(col(Shop.id))))


def shop_numbered(session: Session, number: int) -> Shop | None:
    """The shop behind a number, open or closed."""
    return session.exec(select(Shop).where(Shop.number == number)).first()
