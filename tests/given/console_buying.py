"""Orders for tests of what keepers see, placed through the story that checkout calls."""

from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.link.link import Link
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.shop.opening import shop_numbered
from models.stories.order.place import Contact, place_order
from models.trade.cart.cart import CartLine
from models.trade.cart.lines import add, by_supplier
from views.kit.house import House

BUYER = Contact(name="陈小姐", phone="13655557777", region="浙江省杭州市西湖区", street="龙井路 1 号")


def buy(house: House, code: str, *, shop: int, quantity: int = 1, link: str = "") -> None:
    """A buyer orders goods from a shop, cash on delivery."""
    with house.database.transaction() as session:
        line = _in_cart(session, code, shop, quantity, link)
        (part,) = by_supplier([line])
        place_order(
            session,
            line.visitor,
            [line],
            BUYER,
            gateway=CashOnDelivery(),
            once=new_token(),
            seen_total=part.goods_total + part.freight,
            at=now(),
        )


def _in_cart(session: Session, code: str, shop: int, quantity: int, link: str) -> CartLine:
    goods = session.exec(select(Goods).where(Goods.code == code)).one()
    came = session.exec(select(Link).where(Link.code == link)).first()
    standing = shop_numbered(session, shop)
    assert standing is not None
    return add(session, "v" * 32, goods.on_offer[0], standing, quantity=quantity, link=came, at=now())
