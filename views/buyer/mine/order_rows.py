"""A buyer's orders as lists show them: the state is said before the name, and what waits for the buyer has its
button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from models.kernel.errors import N_
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.finding import waiting_after_sales
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.progress import progress_of
from views.buyer.paying.going import expires_at
from views.kit.filters import day, until_when
from views.kit.house import house
from views.kit.words import state

# What an after-sale that waits for the buyer asks of them.
WAITS = {
    "refused": N_("商家没有同意，等你决定"),
    "to_return": N_("等你寄回"),
    "resent": N_("重新寄出了，等你确认"),
    "to_bring": N_("等你带回店里"),
    "handed": N_("当面交给你了，等你确认"),
}


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order. `act` is its button: "pay" costs money and has a clock; "answer" leads to an after-sale that waits for
    the buyer."""

    order: Order
    standing: str
    title: str
    picture: str | None
    facts: str
    href: str
    act: Literal["", "pay", "answer"] = ""


def order_rows(session: Session, orders: Sequence[Order], at: datetime) -> list[OrderRow]:
    """The rows of a list, in its order."""
    waiting = waiting_after_sales(session, orders)
    return [_row(order, waiting.get(order.id), at) for order in orders]


def _row(order: Order, waiting: AfterSale | None, at: datetime) -> OrderRow:
    lines, progress = [line for parcel in order.parcels for line in parcel.lines], progress_of(order)
    title, picture, facts = _title(lines), lines[0].picture, f"¥{order.total.short} · {_fact(order, progress, at)}"
    if waiting is not None:
        href = url_for("buyer.after_sale", token=order.token, code=waiting.code)
        return OrderRow(order, _(WAITS[waiting.standing]), title, picture, facts, href, "answer")
    may_pay = progress == "unpaid" and expires_at(order) > at
    href = url_for("buyer.order", token=order.token)
    return OrderRow(order, state(progress, "progress"), title, picture, facts, href, "pay" if may_pay else "")


def _title(lines: Sequence[Line]) -> str:
    first = lines[0].title
    return first if len(lines) == 1 else _("%(title)s 等 %(count)s 样", title=first, count=len(lines))


def _fact(order: Order, progress: str, at: datetime) -> str:
    """What is worth knowing of it now: until when, by whom, since when."""
    if progress == "unpaid":
        until = expires_at(order)
        return _("给你留到 %(time)s", time=until_when(until, at)) if until > at else _("过了付款时间，正在取消")
    if progress == "ready":
        return _("留到 %(time)s", time=until_when(_kept_until(order.parcels), at))
    asking = _asking_until(order.parcels) if progress == "received" else None
    if asking and asking > at:
        return _("可退到 %(day)s", day=day(asking))
    sent = _sent(order.parcels) if progress in ("shipped", "part_shipped") else ""
    return sent or _("%(day)s下单", day=day(order.placed_at))


def _kept_until(parcels: Sequence[Parcel]) -> datetime:
    """Until when the first of those lies at its counter that are to be fetched."""
    lying = [parcel.pickup.fetch_by for parcel in parcels if parcel.standing == "ready" and parcel.pickup]
    return min(until for until in lying if until)


def _sent(parcels: Sequence[Parcel]) -> str:
    """By whom the last box went, and when."""
    boxes = sorted((box for parcel in parcels for box in parcel.shipments), key=lambda box: box.shipped_at)
    return f"{boxes[-1].carrier} {_('%(day)s发出', day=day(boxes[-1].shipped_at))}" if boxes else ""


def _asking_until(parcels: Sequence[Parcel]) -> datetime | None:
    """The last moment to ask for something after the sale."""
    received = [
        parcel.received_at
        for parcel in parcels
        if parcel.state == "received" and parcel.received_at and any(line.refundable for line in parcel.lines)
    ]
    return max(received) + timedelta(days=house().rules.after_sale_days) if received else None
