"""A shop with goods to buy over HTTP, and what a buyer's hands do there."""

import re
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import select
from werkzeug.test import TestResponse

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.clock import now
from models.link.linking import link_for, shop_link
from models.pick.pick import Pick
from models.shop.shop import Shop
from models.trade.order.order import Order
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.people import Person
from views.kit.house import House

DETAILS = {
    "name": "王小明",
    "phone": "138 0013 8000",
    "province": "330000",
    "city": "330100",
    "district": "330106",
    "street": "文三路 138 号",
    "payment": "cod",
}


# What tests call a SKU's facts, where the record says it more exactly.
OF_SKU = {"price": "listed_price", "commission_bp": "listed_rate"}


@dataclass
class Stall:
    """One shop with one goods; `form` is what the goods page's buttons send."""

    house: House
    number: int
    goods: str
    form: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.form = {"shop": str(self.number), "goods": self.goods}

    @property
    def page(self) -> str:
        """The goods' own address."""
        return f"/{self.number}/{self.goods}"

    def link(self, placement: str = "moments", *, to_shop: bool = False) -> str:
        """A printed code."""
        with self.house.database.transaction() as session:
            picked = session.exec(select(Pick).join(Goods).where(Goods.code == self.goods)).one()
            if to_shop:
                return shop_link(session, picked.shop, placement, at=now()).code
            return link_for(session, picked, placement, at=now()).code

    def change(self, **facts: Any) -> None:
        """Sets facts of the SKU, or of the goods where it has them (state, title), behind everybody's back."""
        with self.house.database.transaction() as session:
            goods = session.exec(select(Goods).where(Goods.code == self.goods)).one()
            for name, value in facts.items():
                of_goods = name in ("state", "title", "description")
                setattr(goods if of_goods else goods.skus[0], OF_SKU.get(name, name), value)

    def stock(self) -> int:
        """Pieces on the shelf."""
        with self.house.database.reading() as session:
            return session.exec(select(SKU.stock).join(Goods).where(Goods.code == self.goods)).one()


def open_stall(house: House, *, name: str = "林间", **goods: Any) -> Stall:
    """A new shop that carries new goods of a new supplier; `freight` is the supplier's."""
    freight = goods.pop("freight", 0)
    with house.database.transaction() as session:
        made = make_goods(session, make_supplier(session, freight=freight), **goods)
        shop = make_shop(session, name=name, keeper="阿林", introduction="山里的好东西")
        make_pick(session, shop, made)
        return Stall(house, shop.number, made.code)


def hidden(text: str, name: str) -> str:
    """The value of a form's hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
    assert found, f"no field {name}"
    return found[1]


def checkout_form(person: Person, **changes: str) -> dict[str, str]:
    """What the checkout page would send."""
    text = person.get("/checkout").text
    return DETAILS | {"once": hidden(text, "once"), "seen": hidden(text, "seen")} | changes


def buy(person: Person, stall: Stall, *, quantity: int = 1, payment: str = "cod") -> str:
    """Puts goods in and orders; returns where the reply leads."""
    assert person.post("/cart", stall.form | {"quantity": str(quantity)}).status_code == 303
    reply = person.post("/checkout", checkout_form(person, payment=payment))
    assert reply.status_code == 303, reply.text
    return reply.location


def orders(house: House) -> list[tuple[str, int]]:
    """Every order's state and total."""
    with house.database.reading() as session:
        return [(order.state, int(order.total)) for order in session.exec(select(Order).order_by(Order.placed_at))]  # type: ignore[arg-type]


def close(house: House, number: int, farewell: str) -> None:
    """Shuts a shop's door."""
    with house.database.transaction() as session:
        session.exec(select(Shop).where(Shop.number == number)).one().close(farewell=farewell, at=now())


def cookie(reply: TestResponse, name: str) -> str:
    """A Set-Cookie line of a reply, or ""."""
    return next((line for line in reply.headers.getlist("Set-Cookie") if line.startswith(f"{name}=")), "")
