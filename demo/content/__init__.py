"""All of the demo network's content, as plain data: who there is, what they sell, what they say and what was bought."""

from demo.content.categories import CATEGORIES
from demo.content.goods_beauty import GOODS as BEAUTY
from demo.content.goods_food import GOODS as FOOD
from demo.content.goods_home import GOODS as HOME
from demo.content.goods_kids import GOODS as KIDS
from demo.content.goods_wear import GOODS as WEAR
from demo.content.history import HISTORY
from demo.content.money import PAYEES, WITHDRAWALS
from demo.content.people import BUYERS, ORDERS
from demo.content.shops import SHOPS
from demo.content.suppliers import SUPPLIERS
from demo.content.talks import TALKS

GOODS = (*FOOD, *BEAUTY, *KIDS, *HOME, *WEAR)

__all__ = [
    "BUYERS",
    "CATEGORIES",
    "GOODS",
    "HISTORY",
    "ORDERS",
    "PAYEES",
    "SHOPS",
    "SUPPLIERS",
    "TALKS",
    "WITHDRAWALS",
]
