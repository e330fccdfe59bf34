"""The demo network as it stands in the database: its people, goods, shops and links by the handles of the content."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from demo.content import GOODS, SHOPS, SUPPLIERS
from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.register import staff_of
from models.catalogue.supplier.supplier import Supplier
from models.ledger.owners import Owner
from models.link.link import Link
from models.shop.shop import Shop

OPERATOR = "13800000001"


@dataclass(frozen=True)
class Network:
    """Of one session. Suppliers, goods and shops by their handles."""

    session: Session
    operator: Member
    suppliers: dict[str, Supplier]
    goods: dict[str, Goods]
    shops: dict[str, Shop]
    links: list[Link]

    def owner(self, handle: str) -> Owner:
        """A shop or a supplier."""
        return self.shops.get(handle) or self.suppliers[handle]

    def person(self, handle: str) -> Member:
        """Who acts for it."""
        shop = self.shops.get(handle)
        return shop.keeper if shop else staff_of(self.session, self.suppliers[handle])[0]


def network(session: Session) -> Network:
    """All of it, once it was founded."""
    suppliers = {supplier.name: supplier for supplier in session.exec(select(Supplier))}
    goods = {(goods.supplier_id, goods.handle): goods for goods in session.exec(select(Goods))}
    shops = {shop.keeper.phone: shop for shop in session.exec(select(Shop))}
    named = {one.handle: suppliers[one.name] for one in SUPPLIERS}
    return Network(
        session=session,
        operator=session.exec(select(Member).where(Member.phone == OPERATOR)).one(),
        suppliers=named,
        goods={one.handle: goods[named[one.supplier].id, one.handle] for one in GOODS},
        shops={one.handle: shops[one.phone] for one in SHOPS},
        links=list(session.exec(select(Link).order_by(col(Link.id)))),
    )
