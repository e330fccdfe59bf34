"""Many orders that were paid and have arrived: a few made by the shop's own stories, the others copies of them.

The database copies its own rows, with new ids and codes: a million lines with their entries in a minute or two."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, String, Table, cast, func, insert, literal, select, text, true

from models.catalogue.goods.goods import SKU
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.record import Record, table_of
from models.ledger.balance import roll_snapshots
from models.ledger.transaction import Entry, Transaction
from models.payment.gateways import PaymentNotice
from models.payment.gateways.test.gateway import TestGateway
from models.payment.payment import Payment, payment_for
from models.shop.shop import Shop
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.trade.cart.changing import Chosen, put_in
from models.trade.order.order import Line, Order, Parcel
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import order_all
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier

START = datetime(2026, 1, 1, tzinfo=UTC)
ARRIVED = START + timedelta(days=3)
# Copies of all that was made first, in one transaction.
CHUNK = 200
# What of a copy is its own: ids, and the codes that are made of them.
OWN: dict[type[Record], dict[str, str]] = {
    Order: {"id": "", "number": "O", "token": "O", "once": "O"},
    Parcel: {"id": "", "order_id": "", "code": "P"},
    Line: {"id": "", "parcel_id": ""},
    Payment: {"id": "", "order_id": "", "code": "Y"},
    Transaction: {"id": "", "code": "X", "reference": "Y", "key": "capture-Y"},
    Entry: {"id": "", "transaction_id": "", "line_id": ""},
}
_transaction, _payment = table_of(Transaction), table_of(Payment)


def seed(database: Database, lines: int, *, shops: int = 4) -> int:
    """Adds at least so many lines of orders that arrived at ARRIVED, paid, sold by as many shops to as many buyers;
    into a database with a schema and nothing in it. Returns how many lines there are."""
    if not database.is_sqlite:
        with database.transaction() as session:
            # Copies stand as far apart as ids go: where something stood before, they would soon be too large.
            _each_table(session, "SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1, false)")
    with database.transaction() as session:
        _orders(session, shops)
        stride = max(int(session.execute(select(func.max(table_of(record).c.id))).scalar_one()) for record in OWN)
        first = int(session.execute(select(func.count()).select_from(table_of(Line))).scalar_one())
    copies = -(-lines // first) - 1
    for begun in range(0, copies, CHUNK):
        with database.transaction() as session:
            _copy(session, stride, range(begun + 1, min(begun + CHUNK, copies) + 1))
    if not database.is_sqlite:
        with database.transaction() as session:
            _each_table(session, "SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
            # After so many rows at once the server would plan for those that it saw last, until it looks by itself.
            _each_table(session, "ANALYZE {name}")
    roll_snapshots(database)
    return first * (copies + 1)


def _each_table(session: Any, said: str) -> None:
    for record in OWN:
        session.execute(text(said.format(name=table_of(record).name)))


def _orders(session: Any, shops: int) -> None:
    """Each shop sells two goods of one supplier and one of another, freight on top."""
    till = TestGateway("a secret for the bench")
    suppliers = [make_supplier(session, freight=freight) for freight in (800, 0)]
    goods = [
        make_goods(session, suppliers[n], price=price, stock=9_000)
        for n, price in ((0, "128"), (0, "19.99"), (1, "68"))
    ]
    for n in range(shops):
        shop = make_shop(session)
        for one in goods:
            make_pick(session, shop, one)
        order = _order(session, till, shop, [one.skus[0] for one in goods], f"buyer-{n}")
        payment = payment_for(session, order)
        confirm_payment(session, till.name, PaymentNotice(payment.code, payment.amount, f"T-{n}"), at=START)
        for parcel in order.parcels:
            ship(session, parcel, Way("顺丰速运", f"SF{parcel.id:010d}"), Act.supplier(None, START))
            receive_parcel(session, parcel, Act.buyer(ARRIVED))


def _order(session: Any, till: TestGateway, shop: Shop, skus: list[SKU], visitor: str) -> Order:
    for sku in skus:
        put_in(session, visitor, Chosen(sku, shop), at=START)
    return order_all(session, visitor, gateway=till, at=START)


def _copy(session: Any, stride: int, numbers: range) -> None:
    counted = select(literal(numbers.start).label("n")).cte("counted", recursive=True)
    counted = counted.union_all(select(counted.c.n + 1).where(counted.c.n + 1 < numbers.stop))
    for record, own in OWN.items():
        table = table_of(record)
        # A transaction is named after its payment.
        source = table.join(_payment, _payment.c.code == table.c.reference) if record is Transaction else table
        figures = [_figure(record, table, one, own, stride, counted.c.n) for one in table.columns]
        rows = select(*figures).select_from(source).join(counted, true()).where(table.c.id <= stride)
        session.execute(insert(table).from_select([one.name for one in table.columns], rows))


def _figure(record: type[Record], table: Table, one: Column[Any], own: dict[str, str], stride: int, n: Any) -> Any:
    if one.name not in own:
        return one
    prefix = own[one.name]
    if not prefix:
        return one + stride * n
    id_ = _payment.c.id if record is Transaction and prefix.endswith("Y") else table.c.id
    return literal(prefix) + cast(id_ + stride * n, String)
