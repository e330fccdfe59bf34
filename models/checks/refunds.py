"""Money given back: refunds against their lines, payments and freight, and the after-sales that asked for them."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, or_, select

from models.checks.sums import count_of, money_of
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.payment.payment import Payment
from models.payment.refund import Refund, RefundLine
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.order import Line, Order, Parcel

_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)
_payment, _refund, _part, _after_sale = table_of(Payment), table_of(Refund), table_of(RefundLine), table_of(AfterSale)
_OVER = ("done", "waived")


def refund_amounts(connection: Connection) -> Iterator[Fault]:
    """Each refund is its lines and its freight; one of late money names neither."""
    lines = money_of(_part.c.amount, _part.c.refund_id == _refund.c.id, _refund)
    sums = select(_refund.c.code, _refund.c.amount, _refund.c.freight, _refund.c.cause, lines.label("lines")).subquery()
    wrong = and_(sums.c.cause != "late", sums.c.amount != sums.c.lines + sums.c.freight)
    for row in stream(connection, select(sums).where(or_(wrong, and_(sums.c.cause == "late", sums.c.lines != 0)))):
        words = f"it says {row.amount.yuan}, freight {row.freight.yuan}; its lines add up to {row.lines.yuan}"
        yield Fault("refund.totals", f"refund {row.code}", words)


def payments_given_back(connection: Connection) -> Iterator[Fault]:
    """What each payment says was given back, against its refunds; and what a gateway said that could not be booked."""
    given = money_of(_refund.c.amount, _refund.c.payment_id == _payment.c.id, _payment)
    query = select(_payment.c.code, _payment.c.refunded, _payment.c.trouble, given.label("given")).subquery()
    for row in stream(connection, select(query).where(or_(query.c.refunded != query.c.given, query.c.trouble != ""))):
        if row.refunded != row.given:
            words = f"it says {row.refunded.yuan} was given back, its refunds add up to {row.given.yuan}"
            yield Fault("payment.refunded", f"payment {row.code}", words)
        if row.trouble:
            yield Fault("payment.trouble", f"payment {row.code}", row.trouble)


def lines_given_back(connection: Connection) -> Iterator[Fault]:
    """What each line says was given back, against its parts of refunds."""
    mine = _part.c.line_id == _line.c.id
    pieces, money = count_of(_part.c.quantity, mine, _line), money_of(_part.c.amount, mine, _line)
    facts = (_line.c.title, _line.c.refunded, _line.c.refunded_amount)
    query = select(_parcel.c.code, *facts, pieces.label("pieces"), money.label("money"))
    sums = query.join_from(_line, _parcel).subquery()
    odd = or_(sums.c.refunded != sums.c.pieces, sums.c.refunded_amount != sums.c.money)
    for row in stream(connection, select(sums).where(odd)):
        words = (
            f"“{row.title}” says {row.refunded} pieces and {row.refunded_amount.yuan} were given back, "
            f"its refunds say {row.pieces} and {row.money.yuan}"
        )
        yield Fault("line.refunded", f"parcel {row.code}", words)


def freight_given_back(connection: Connection) -> Iterator[Fault]:
    """The freight given back of an order's parcels, against its refunds."""
    of_payment = and_(_refund.c.payment_id == _payment.c.id, _payment.c.order_id == _order.c.id)
    parcels = money_of(_parcel.c.freight_refunded, _parcel.c.order_id == _order.c.id, _order)
    given = money_of(_refund.c.freight, of_payment, _order)
    sums = select(_order.c.number, parcels.label("parcels"), given.label("given")).subquery()
    for row in stream(connection, select(sums).where(sums.c.parcels != sums.c.given)):
        words = f"its parcels gave {row.parcels.yuan} of freight back, its refunds {row.given.yuan}"
        yield Fault("order.freight", f"order {row.number}", words)


def after_sales(connection: Connection) -> Iterator[Fault]:
    """An after-sale is in "refunding" while its refund is under way, and done with it."""
    query = select(_after_sale.c.code, _after_sale.c.state, _refund.c.state.label("refund_state"))
    query = query.join_from(_refund, _after_sale, _refund.c.after_sale_id == _after_sale.c.id)
    over = _refund.c.state.in_(_OVER)
    odd = or_(and_(over, _after_sale.c.state != "done"), and_(~over, _after_sale.c.state != "refunding"))
    for row in stream(connection, query.where(odd)):
        words = f"it is {row.state}, its refund is {row.refund_state}"
        yield Fault("after_sale.refund", f"after-sale {row.code}", words)
    has = exists().where(_refund.c.after_sale_id == _after_sale.c.id)
    for row in stream(connection, select(_after_sale.c.code).where(_after_sale.c.state == "refunding", ~has)):
        yield Fault("after_sale.refund", f"after-sale {row.code}", "it waits for a refund that there is not")
