"""Things that tests need to stand already, made through the domain where a verb makes them."""

import io
import itertools
from datetime import UTC, datetime
from typing import Any

from PIL import Image
from sqlmodel import Session, select

from models.account.desk.appointment import DeskAppointment
from models.account.member import Member, Operator
from models.account.password import TOKEN
from models.account.role import DESK_ROLES, DeskRole
from models.catalogue.category.category import Attribute, Category
from models.catalogue.goods.goods import SKU, Goods, GoodsState, Picture
from models.catalogue.goods.version import keep_version
from models.catalogue.supplier.supplier import Supplier, enrol
from models.gate.beginning import begin_opening
from models.gate.by_hand import open_by_hand
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.codes import fresh_code
from models.kernel.media import MediaStore, square_key
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.pick.pick import Pick
from models.pick.picking import pick
from models.shop.opening import Door
from models.shop.shop import Shop

PASSWORD = "a-long-password"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_HASH = TOKEN.hash(PASSWORD)
_count = itertools.count(1)


def make_member(session: Session, *, name: str = "小明") -> Member:
    """A member who signs in with PASSWORD."""
    made = Member(phone=f"139{next(_count):08d}", name=name, password_hash=_HASH, joined_at=now())
    session.add(made)
    session.flush()
    return made


def at_desk(session: Session, member_id: int, *roles: DeskRole, at: datetime | None = None) -> None:
    """Lets a member work the desk, with these roles or with all of them; since long, where no moment is said."""
    began = at or LONG_AGO
    session.add(Operator(member_id=member_id, since=began))
    for role in roles or [role.name for role in DESK_ROLES]:
        session.add(DeskAppointment(member_id=member_id, role=role, given_at=began))


def make_supplier(session: Session, *, name: str = "", staff: Member | None = None, **facts: Any) -> Supplier:
    """A supplier with somebody who works for it. Freight is free unless said otherwise."""
    usual: dict[str, Any] = {"name": name or f"供货商{next(_count)}", "kind": "factory", "ships_from": "福建福鼎"}
    supplier = Supplier(**usual | facts)
    return enrol(session, supplier, staff=staff or make_member(session), at=now())


def make_question(session: Session, category_id: int) -> Attribute:
    """What a category asks of its goods: the kind of tea, which must be answered."""
    kinds = ["白茶", "红茶"]
    facts: dict[str, Any] = {"names": {"en": "Kind"}, "type": "choice", "choices": kinds, "required": True}
    made = Attribute(category_id=category_id, name="茶类", **facts)
    session.add(made)
    return made


def make_category(session: Session, *, slug: str = "tea", root: str = "food", floor_bp: int = 0) -> Category:
    """A child category with its root; found again if it stands."""
    standing = session.exec(select(Category).where(Category.slug == slug)).first()
    if standing:
        return standing
    top = session.exec(select(Category).where(Category.slug == root)).first()
    if top is None:
        top = Category(slug=root, name="食品保健", names={"en": "Food"})
        session.add(top)
        session.flush()
    child = Category(slug=slug, name="茶", names={"en": "Tea"}, parent_id=top.id, commission_floor_bp=floor_bp)
    session.add(child)
    session.flush()
    return child


def make_goods(
    session: Session,
    supplier: Supplier,
    *,
    title: str = "福鼎白茶 老寿眉 2019",
    price: str = "128",
    stock: int = 10,
    commission_bp: int = 1500,
    state: GoodsState = "on_sale",
    digest: str = "",
    at: datetime | None = None,
) -> Goods:
    """Goods with one SKU; with a picture where `digest` names a stored one."""
    goods = Goods(
        code=fresh_code(session, Goods.code, 8),
        supplier_id=supplier.id,
        category_id=make_category(session).id,
        handle=f"goods-{next(_count)}",
        title=title,
        description="<p>第一泡八秒就出水，别闷。</p>",
        state=state,
        made_at=at or now(),
        changed_at=at or now(),
        submitted_at=None if state == "draft" else at or now(),
    )
    goods.skus.append(
        SKU(code=f"SKU-{next(_count)}", listed_price=Money.parse(price), stock=stock, listed_rate=commission_bp)
    )
    if digest:
        goods.pictures.append(Picture(digest=digest))
    if state in ("on_sale", "off_sale"):
        goods.version = 1
    session.add(goods)
    session.flush()
    if goods.version:
        keep_version(session, goods, Act.program(goods.made_at))
    return goods


def make_shop(session: Session, *, name: str = "小店", keeper: str = "掌柜", introduction: str = "") -> Shop:
    """An open shop, of which nothing more is asked."""
    who = make_member(session, name=keeper)
    return open_by_hand(session, who, Door(name, introduction), Act.program(now()), rules=DEFAULT)


def make_unopened(session: Session, *, name: str = "新店", keeper: str = "新掌柜", introduction: str = "") -> Shop:
    """A shop that was begun under the strict rules: its checklist waits for its keeper."""
    who = make_member(session, name=keeper)
    return begin_opening(session, who, Door(name, introduction), Act.keeper(who, now()), rules=DEFAULT)


def make_pick(session: Session, shop: Shop, goods: Goods, *, reason: str = "我自己喝了三年，回甘很长。") -> Pick:
    """Goods in a shop, with a recommendation."""
    picked = pick(session, shop, goods, rules=DEFAULT, at=now())
    picked.recommend(reason, at=now())
    session.flush()
    return picked


def picture_bytes(colour: str = "#2F5A4A", side: int = 1080, kind: str = "JPEG") -> bytes:
    """A plain square picture."""
    held = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(held, kind)
    return held.getvalue()


def store_picture(media: MediaStore, digest: str = "ab" * 16) -> str:
    """A stored picture in its three sizes; returns its digest."""
    for side in (1080, 540, 270):
        media.put(square_key(digest, side), picture_bytes(side=side))
    return digest
