"""What may be asked for after the sale: on which line, how many pieces, how much money.

Source: docs/product.md, After the sale.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.finding import of_order
from models.trade.after_sale.kinds import AfterSaleKind, after_sale_kinds
from models.trade.order.order import Line, Order


@dataclass(frozen=True, slots=True)
class OnLine:
    """A line's place in its order, its latest after-sale, and whether one may be asked for now."""

    position: int
    latest: AfterSale | None
    may_ask: bool


def refusal_for(line: Line, *, rules: Rules, at: datetime) -> Refused | None:
    """Why nothing can be asked on a line now; None where something can."""
    parcel = line.parcel
    if parcel.order.state == "refunded":
        return Refused("", N_("这笔订单已经全部退款了"))
    if parcel.order.payment_method == "cod" and parcel.state in ("to_ship", "part_shipped", "shipped"):
        return Refused("", N_("货到付款的订单，收到货以后才能申请售后"))
    if parcel.state == "waiting":
        return Refused("", N_("付款以后才能申请售后"))
    if parcel.state in ("cancelled", "came_back"):
        return Refused("", N_("这个包裹没有送成，不用申请售后"))
    is_over = parcel.received_at is not None and at > parcel.received_at + timedelta(days=rules.after_sale_days)
    if parcel.state == "closed" or is_over:
        return Refused("", N_("收货超过 %(days)s 天，已经过了售后期"), days=rules.after_sale_days)
    if not line.refundable or not any(pieces_for(line, kind) for kind in after_sale_kinds().values()):
        return Refused("", N_("这件商品已经全部退过了"))
    return None


def pieces_for(line: Line, kind: AfterSaleKind) -> int:
    """How many pieces of a line a request of this kind may name."""
    kept = line.shipped - (line.refunded - line.refunded_unshipped)
    if kind.before_shipping and line.to_ship:
        kept = line.to_ship
    return kept if line.refundable or not kind.gives_money else 0


def most_for(line: Line, quantity: int) -> Money:
    """The most that these pieces can give back: their part of what was paid, less what the line gave back already."""
    return line.worth(quantity)


def lines_by_position(order: Order) -> dict[int, Line]:
    """An order's lines counted from 1, as its page shows them: what forms name them by."""
    return dict(enumerate((line for parcel in order.parcels for line in parcel.lines), 1))


def after_sales_on(session: Session, order: Order, *, rules: Rules, at: datetime) -> dict[int, OnLine]:
    """What each line's after-sale looks like on the order's page, by the line's id."""
    latest = {after_sale.line_id: after_sale for after_sale in of_order(session, order)}
    on_lines = {}
    for position, line in lines_by_position(order).items():
        existing = latest.get(line.id)
        is_busy = existing is not None and existing.is_open
        may = not is_busy and refusal_for(line, rules=rules, at=at) is None
        on_lines[line.id] = OnLine(position, existing, may)
    return on_lines
