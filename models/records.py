"""Every record, imported once, so that the metadata is whole: for migrations, and for relationships by name."""

from sqlmodel import SQLModel

from models.account import audit, member
from models.catalogue import category, goods, import_run, supplier
from models.lesson import lesson
from models.link import link
from models.payment import payment, refund
from models.pick import pick
from models.poster import kept_copy, poster
from models.shop import shop
from models.trade import address_change, after_sale, cart, order

MODULES = (
    audit,
    member,
    category,
    goods,
    import_run,
    supplier,
    lesson,
    link,
    payment,
    refund,
    pick,
    poster,
    kept_copy,
    shop,
    cart,
    order,
    after_sale,
    address_change,
)
metadata = SQLModel.metadata
