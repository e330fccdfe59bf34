"""What a code that an operator typed points to, as evidence of a violation: an order or a conversation of that shop, or
goods."""

from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods
from models.kernel.codes import read_code
from models.kernel.errors import N_, Refused
from models.kernel.text import narrow
from models.shop.shop import Shop
from models.shop.violations import Evidence
from models.talk.conversation import Conversation
from models.trade.order.order import Line, Order, Parcel


def pointed_at(session: Session, shop: Shop, typed: str, picture: str | None = None) -> Evidence:
    """The evidence; without a code only the picture. Raises Refused("about_code") where there is no such thing, or
    where it is another shop's."""
    plain = "".join(narrow(typed).split())
    if not plain:
        return Evidence(picture=picture)
    of_shop = select(Order.number).join(Parcel, col(Parcel.order_id) == Order.id)
    of_shop = of_shop.join(Line, col(Line.parcel_id) == Parcel.id).where(Line.shop_id == shop.id, Order.number == plain)
    order = session.exec(of_shop.limit(1)).first()
    if order:
        return Evidence("order", order, picture)
    code = read_code(plain)
    talk = select(Conversation.code).where(Conversation.code == code, Conversation.shop_id == shop.id)
    found = session.exec(talk).first()
    if found:
        return Evidence("talk", found, picture)
    goods = session.exec(select(Goods.code).where(Goods.code == code)).first()
    if goods is None:
        raise Refused("about_code", N_("没有找到：要这间店的订单号、对话编号，或者商品编号"))
    return Evidence("goods", goods, picture)
