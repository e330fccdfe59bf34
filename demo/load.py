"""Loads the demo network once, and tells what it holds: people to sign in as, shops to visit, links to scan."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from demo.art import NAMES
from demo.content import SHOPS, SUPPLIERS
from demo.pictures import store_all
from demo.stock import PASSWORD, add_categories, add_goods, add_suppliers, pay_deposits
from demo.trade import open_shops, place_orders
from models.account.invitation import invite, unused
from models.account.member import Member, Operator
from models.catalogue.goods import Goods
from models.catalogue.supplier import supplier_of
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.link.link import Link
from models.payment.gateways import Gateway
from models.pick.pick import Pick
from models.shop.opening import shop_of
from models.shop.shop import Shop
from models.stories.share_pick import STYLES, Place, share_pick

OPERATOR = "13800000001"
SHARED = 4
PLACEMENTS = ("moments", "group", "print", "chat")


def is_loaded(database: Database) -> bool:
    """Whether the network stands already."""
    with database.reading() as session:
        return session.exec(select(Member.id).where(Member.phone == OPERATOR)).first() is not None


def load(
    database: Database,
    media: MediaStore,
    *,
    gateways: dict[str, Gateway],
    public_url: str,
    rules: Rules,
    at: datetime,
) -> None:
    """Loads everything; the records in one transaction, so that a crash leaves none of them."""
    digests = store_all(media, list(NAMES))
    with database.transaction() as session:
        opened_at = at - timedelta(days=60)
        operator = Member.join(session, phone=OPERATOR, name="小铺平台", password=PASSWORD, at=opened_at)
        session.add(Operator(member_id=operator.id, since=opened_at))
        suppliers = add_suppliers(session, opened_at)
        pay_deposits(session, suppliers, rules, operator, opened_at)
        goods = add_goods(session, suppliers, add_categories(session), digests, operator, opened_at)
        picks = open_shops(session, goods, digests, operator, rules, at - timedelta(days=45))
        links = _share(session, media, picks, Place(public_url, rules), at - timedelta(days=40))
        shops = {handle: row[0].shop for handle, row in picks.items()}
        place_orders(session, shops, goods, links, gateways, rules, at)
        for _ in range(3):
            invite(session, by=operator, at=at)


def _share(session: Session, media: MediaStore, picks: dict[str, list[Pick]], place: Place, at: datetime) -> list[Link]:
    @contextmanager
    def still_inside() -> Iterator[None]:
        # Nobody else waits for this database yet, so the drawing may stay inside the one transaction.
        session.flush()
        yield

    return [
        share_pick(session, media, picked, placement, place=place, at=at, outside=still_inside)
        for row in picks.values()
        for picked, placement in zip(row[:SHARED], PLACEMENTS, strict=False)
    ]


def tell(database: Database, public_url: str) -> dict[str, Any]:
    """What the network holds, as HOUSE.md's contract for `flask demo --json` has it."""
    with database.reading() as session:
        return {
            "url": public_url,
            "operator": {"phone": OPERATOR, "password": PASSWORD},
            "suppliers": [_tell_supplier(session, one.phone) for one in SUPPLIERS],
            "shops": [_tell_shop(session, one.phone) for one in SHOPS],
            "invitations": [invitation.code for invitation in unused(session)],
        }


def _member(session: Session, phone: str) -> Member:
    return session.exec(select(Member).where(Member.phone == phone)).one()


def _tell_supplier(session: Session, phone: str) -> dict[str, Any]:
    supplier = supplier_of(session, _member(session, phone).id)
    assert supplier is not None, "the demo enrolled it"
    return {"code": supplier.code, "name": supplier.name, "phone": phone, "password": PASSWORD}


def _tell_shop(session: Session, phone: str) -> dict[str, Any]:
    shop = shop_of(session, _member(session, phone))
    assert shop is not None, "the demo opened it"
    goods = session.exec(select(Goods.code).join(Pick).where(col(Pick.shop_id) == shop.id).order_by(col(Pick.id)))
    return {
        "number": str(shop.number),
        "name": shop.name,
        "phone": phone,
        "password": PASSWORD,
        "goods": list(goods),
        "links": _tell_links(session, shop),
    }


def _tell_links(session: Session, shop: Shop) -> list[dict[str, Any]]:
    rows = session.exec(select(Link, Goods.code).join(Goods).where(col(Link.shop_id) == shop.id).order_by(col(Link.id)))
    return [
        {"code": link.code, "goods": code, "posters": [f"/posters/{link.code}-{style}.jpg" for style in STYLES]}
        for link, code in rows
    ]
