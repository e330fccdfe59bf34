"""Deposits are what the suppliers' rows say of them, and nobody sells while one is short."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, func, or_, select, type_coerce

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.fault import Fault
from models.kernel.money import MoneyColumn
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.ledger.account import Account
from models.ledger.balance import AMOUNT, Balance

_supplier, _goods = table_of(Supplier), table_of(Goods)
_account, _balance = table_of(Account), table_of(Balance)
_held = (
    select(AMOUNT)
    .outerjoin_from(_account, _balance)
    .where(_account.c.supplier_id == _supplier.c.id, _account.c.kind == "supplier_deposit")
    .correlate(_supplier)
    .scalar_subquery()
)


def short_marks(connection: Connection) -> Iterator[Fault]:
    """A supplier is marked short, or as one whose deposit may wait, exactly where the ledger holds less than is
    required."""
    query = select(
        _supplier.c.code,
        _supplier.c.deposit_required.label("required"),
        or_(_supplier.c.deposit_short, _supplier.c.deposit_waits).label("short"),
        type_coerce(func.coalesce(_held, 0), MoneyColumn).label("held"),
    ).subquery()
    lacking = query.c.held < query.c.required
    wrong = or_(and_(lacking, ~query.c.short), and_(~lacking, query.c.short))
    for row in stream(connection, select(query).where(wrong)):
        marked = "short" if row.short else "not short"
        words = f"it is marked {marked} with {row.held.yuan} held of {row.required.yuan}"
        yield Fault("deposit.short", f"supplier {row.code}", words)


def off_sale(connection: Connection) -> Iterator[Fault]:
    """Nothing of a supplier whose deposit is short is on sale."""
    sells = exists().where(_goods.c.supplier_id == _supplier.c.id, _goods.c.state == "on_sale")
    for row in stream(connection, select(_supplier.c.code).where(_supplier.c.deposit_short, sells)):
        yield Fault("deposit.sells", f"supplier {row.code}", "its deposit is short, yet goods of it are on sale")
