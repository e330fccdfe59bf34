"""What the demo network holds, as `flask demo --json` tells it."""

from typing import Any

from sqlmodel import Session, col, select

from demo.content import SHOPS, SUPPLIERS
from demo.crew import tell_operators, tell_staff
from demo.network import OPERATOR
from demo.stock import PASSWORD
from models.account.invitation.finding import unused
from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import supplier_of
from models.kernel.clock import now
from models.kernel.database import Database
from models.link.link import Link
from models.pick.pick import Pick
from models.shop.opening import shop_of
from models.shop.shop import Shop
from models.stories.share.share import STYLES


def tell(database: Database, public_url: str) -> dict[str, Any]:
    """What the network holds, as the contract for `flask demo --json` has it."""
    with database.reading() as session:
        return {
            "url": public_url,
            "operator": {"phone": OPERATOR, "password": PASSWORD},
            "operators": tell_operators(session),
            "suppliers": [_tell_supplier(session, one.phone) for one in SUPPLIERS],
            "shops": [_tell_shop(session, one.phone) for one in SHOPS],
            "invitations": [invitation.code for invitation in unused(session, at=now())],
        }


def _member(session: Session, phone: str) -> Member:
    return session.exec(select(Member).where(Member.phone == phone)).one()


def _tell_supplier(session: Session, phone: str) -> dict[str, Any]:
    supplier = supplier_of(session, _member(session, phone).id)
    assert supplier is not None, "the demo enrolled it"
    return {
        "code": supplier.code,
        "name": supplier.name,
        "phone": phone,
        "password": PASSWORD,
        "staff": tell_staff(session, supplier),
    }


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
