"""Self-run sellers: each is its shop's own, is picked by nobody else, gives no commission, and its deposit is what its
categories ask."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, or_, select, type_coerce

from models.account.role import LAST_ON_STAFF
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import LISTED_RATE
from models.catalogue.supplier.supplier import StaffAppointment, Supplier
from models.kernel.fault import Fault
from models.kernel.money import MoneyColumn
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.ledger.transaction import Entry, Transaction
from models.payment.deposit_payment import DepositPayment
from models.pick.pick import Pick
from models.shop.shop import Shop
from models.trade.order.order import Line, Parcel

_supplier, _shop, _staff = table_of(Supplier), table_of(Shop), table_of(StaffAppointment)
_goods, _sku, _pick, _category = table_of(Goods), table_of(SKU), table_of(Pick), table_of(Category)
_line, _parcel, _payment = table_of(Line), table_of(Parcel), table_of(DepositPayment)
_transaction, _entry = table_of(Transaction), table_of(Entry)


def self_run_sellers(connection: Connection) -> Iterator[Fault]:
    """The shop's keeper, and nobody else, owns the account; a shop that closed sells nothing."""
    owner = (
        _staff.c.supplier_id == _supplier.c.id,
        _staff.c.role == LAST_ON_STAFF,
        _staff.c.taken_at.is_(None),
    )
    keeps = exists().where(*owner, _staff.c.member_id == _shop.c.keeper_id)
    foreign = exists().where(*owner, _staff.c.member_id != _shop.c.keeper_id)
    joined = select(_supplier.c.code).join_from(_supplier, _shop, _supplier.c.shop_id == _shop.c.id)
    for row in stream(connection, joined.where(or_(~keeps, foreign))):
        yield Fault("own.owner", f"supplier {row.code}", "its owner is not the keeper of its shop")
    shut = (_shop.c.closed_at.is_not(None), _shop.c.opened_at.is_not(None), ~_shop.c.paused)
    for row in stream(connection, joined.where(*shut, _supplier.c.leaving_at.is_(None))):
        yield Fault("own.closed", f"supplier {row.code}", "its shop is closed, yet it goes on selling")


def own_picks(connection: Connection) -> Iterator[Fault]:
    """Own goods stand on their own shop's shelf alone, and were sold by it alone."""
    picked = select(_goods.c.code, _shop.c.number).select_from(_pick).join(_goods, _pick.c.goods_id == _goods.c.id)
    picked = picked.join(_supplier, _goods.c.supplier_id == _supplier.c.id).join(_shop, _pick.c.shop_id == _shop.c.id)
    for row in stream(connection, picked.where(_supplier.c.shop_id != _pick.c.shop_id)):
        yield Fault("own.picked", f"goods {row.code}", f"shop {row.number} picked what another shop sells of its own")
    sold = select(_parcel.c.code, _line.c.title).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    sold = sold.join(_supplier, _parcel.c.supplier_id == _supplier.c.id)
    for row in stream(connection, sold.where(_supplier.c.shop_id != _line.c.shop_id)):
        yield Fault("own.sold", f"parcel {row.code}", f"“{row.title}” was sold by a shop whose own goods it is not")


def own_commissions(connection: Connection) -> Iterator[Fault]:
    """Own goods never earn a commission or a bonus: neither on sale nor in an order."""
    offered = select(_goods.c.code).select_from(_sku).join(_goods, _sku.c.goods_id == _goods.c.id)
    offered = offered.join(_supplier, _goods.c.supplier_id == _supplier.c.id).distinct()
    gives = and_(_goods.c.state == "on_sale", _sku.c.withdrawn_at.is_(None), LISTED_RATE != 0)
    for row in stream(connection, offered.where(_supplier.c.shop_id.is_not(None), gives)):
        yield Fault("own.rate", f"goods {row.code}", "it is a shop's own, yet gives a commission")
    earned = or_(_line.c.commission != 0, _line.c.bonus != 0)
    sold = select(_parcel.c.code, _line.c.title).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    sold = sold.join(_supplier, _parcel.c.supplier_id == _supplier.c.id)
    for row in stream(connection, sold.where(_supplier.c.shop_id.is_not(None), earned)):
        yield Fault("own.commission", f"parcel {row.code}", f"“{row.title}” is a shop's own, yet earned a commission")


def own_deposits(connection: Connection) -> Iterator[Fault]:
    """Nothing of a category that asks for a larger deposit than is required of its seller is on sale or on its way."""
    query = select(_goods.c.code, _category.c.deposit, _supplier.c.deposit_required.label("required"))
    query = query.join_from(_goods, _supplier, _goods.c.supplier_id == _supplier.c.id)
    query = query.join(_category, _goods.c.category_id == _category.c.id)
    counts = _goods.c.state.in_(("submitted", "on_sale")) & (_category.c.deposit > _supplier.c.deposit_required)
    for row in stream(connection, query.where(_supplier.c.shop_id.is_not(None), counts)):
        words = f"its category asks for {row.deposit.yuan}, {row.required.yuan} is required of its seller"
        yield Fault("own.deposit", f"goods {row.code}", words)


def deposit_payments(connection: Connection) -> Iterator[Fault]:
    """What came in through a gateway, and what goes back through it, is booked once and wholly."""
    came, went = _booked("deposit-paid-"), _booked("deposit-returned-")
    query = select(_payment.c.code, _payment.c.state, _payment.c.amount, _payment.c.back, came, went).subquery()
    paid = query.c.state.not_in(("pending", "void"))
    wrong = or_(query.c.came != case((paid, query.c.amount), else_=0), query.c.went != query.c.back)
    for row in stream(connection, select(query).where(wrong)):
        words = f"it is {row.state} with {row.amount.yuan}, {row.back.yuan} back; the ledger has {row.came}, {row.went}"
        yield Fault("own.payment", f"deposit payment {row.code}", words)


def _booked(prefix: str) -> Any:
    """What the transaction of that key moved, whichever way."""
    key = prefix + _payment.c.gateway + "-" + _payment.c.code
    total = type_coerce(func.coalesce(func.sum(func.abs(_entry.c.amount)), 0) / 2, MoneyColumn)
    query = select(total).join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    name = "came" if "paid" in prefix else "went"
    return query.where(_transaction.c.key == key).correlate(_payment).scalar_subquery().label(name)
