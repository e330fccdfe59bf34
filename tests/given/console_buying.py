"""Orders for tests of what keepers see, placed through the story that checkout calls."""

from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.kernel.address.recipient import Recipient
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.link.link import Link
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.shop.opening import shop_numbered
from models.trade.cart.cart import CartLine
from models.trade.cart.changing import Chosen, put_in
from tests.given.baskets import order_quoted, quote_cart
from views.kit.house import House

BUYER = Recipient(name="陈小姐", phone="13655557777", region="浙江省杭州市西湖区", street="龙井路 1 号")


def buy(house: House, code: str, *, shop: int, quantity: int = 1, link: str = "") -> None:
    """A buyer orders goods from a shop, cash on delivery."""
    with house.database.transaction() as session:
        line = _in_cart(session, code, shop, quantity, link)
        quote = quote_cart(session, line.visitor, only=[line.code], at=now())
        order_quoted(session, quote, gateway=CashOnDelivery(), once=new_token(), contact=BUYER)


def _in_cart(session: Session, code: str, shop: int, quantity: int, link: str) -> CartLine:
    goods = session.exec(select(Goods).where(Goods.code == code)).one()
    came = session.exec(select(Link).where(Link.code == link)).first()
    standing = shop_numbered(session, shop)
    assert standing is not None
    return put_in(session, "v" * 32, Chosen(goods.on_offer[0], standing, quantity, came), at=now())
