"""What each audience may know of an order. Templates draw the rows that they are given and decide nothing: the buyer's
whole name and address are in the rows of the buyer alone; a supplier has the parcel's address in a place of its own."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from models.kernel.address.recipient import Recipient
from models.kernel.text import mask_name, mask_phone
from models.trade.order.order import Line, Order, Parcel
from views.kit.filters import minute
from views.kit.house import house
from views.kit.words import gateway, state


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what is said. `cls` is how it is set ("num" for digits, "faint"); `href` is where it leads."""

    text: str
    cls: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is said under it, in one line or in two."""

    label: str
    said: tuple[Piece, ...]
    below: tuple[Piece, ...] = ()


def for_buyer(order: Order, to: Recipient) -> list[Fact]:
    """The order's own page, at its unguessable address."""
    there = (Piece(f"{to.name} {mask_phone(to.phone)}"),)
    facts = [
        _number(order),
        _figure(_("下单"), minute(order.placed_at)),
        _paid_by(order),
        Fact(_("收货"), there, (Piece(f"{to.region} {to.street}"),)) if to.street else Fact(_("谁来取"), there),
    ]
    return facts + ([_words(_("留言"), order.note)] if order.note else [])


def for_paying(order: Order) -> list[Fact]:
    """Between the order and its provider."""
    return [_number(order), _paid_by(order)]


def for_supplier(parcel: Parcel) -> list[Fact]:
    """Beside a parcel of the supplier's own."""
    order = parcel.order
    facts = [_number(order), _figure(_("下单"), minute(order.placed_at)), _paid_by(order)]
    if parcel.ready_at:
        facts.append(_figure(_("备好"), minute(parcel.ready_at)))
    if parcel.is_pickup and parcel.received_at:
        return [*facts, _figure(_("取走"), minute(parcel.received_at))]
    if parcel.shipped_at:
        facts.append(_figure(_("发齐"), minute(parcel.shipped_at)))
    if parcel.received_at:
        facts.append(_figure(_("签收"), minute(parcel.received_at)))
    return facts


def for_desk(line: Line, why: str) -> list[Fact]:
    """Beside a dispute about a line. `why` is what the trail keeps where the operator goes on to the conversations."""
    parcel, order = line.parcel, line.parcel.order
    talks, supplier = url_for("desk.talks", order=order.number, why=why), parcel.supplier
    facts = [
        _number(order, talks),
        _words(_("买家"), mask_name(order.name)),
        _words(_("供货商名称"), supplier.name, url_for("desk.one_supplier", code=supplier.code)),
        Fact(_("哪家店铺"), (Piece(line.shop.name + house().rules.name_suffix), Piece(str(line.shop.number), "num"))),
        _figure(_("下单时间"), minute(order.placed_at)),
        _paid_by(order),
        Fact(_("包裹号"), (Piece(parcel.code, "num"), Piece(state(parcel.standing, "parcel")))),
    ]
    for box in parcel.shipments:
        sent = Piece(minute(box.shipped_at), "faint num")
        facts.append(Fact(_("物流"), (Piece(box.carrier), Piece(box.tracking, "num"), sent)))
    if parcel.received_at:
        facts.append(_figure(_("收货时间"), minute(parcel.received_at)))
    pieces = _(
        "下单 %(ordered)s，发出 %(shipped)s，退回 %(returned)s，退款 %(refunded)s",
        ordered=line.quantity,
        shipped=line.shipped,
        returned=line.returned,
        refunded=line.refunded,
    )
    return [*facts, _words(_("件数"), pieces), _figure(_("已经退"), f"¥{line.refunded_amount.yuan}")]


def _number(order: Order, href: str = "") -> Fact:
    return _figure(_("订单号"), order.number, href)


def _paid_by(order: Order) -> Fact:
    at_counter = order.payment_method == "cod" and all(parcel.is_pickup for parcel in order.parcels)
    return _words(_("付款"), _("取货时付款") if at_counter else gateway(order.payment_method))


def _figure(label: str, digits: str, href: str = "") -> Fact:
    return Fact(label, (Piece(digits, "num", href),))


def _words(label: str, text: str, href: str = "") -> Fact:
    return Fact(label, (Piece(text, "", href),))
