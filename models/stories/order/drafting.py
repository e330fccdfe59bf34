"""An order before it is written: all its rows, made of a quote before the lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from models.books.placing import fixed_figures
from models.kernel.address.recipient import Recipient
from models.kernel.rules import Rules
from models.payment.gateways import Gateway
from models.shop.bonus import LevelBonus
from models.stories.order.naming import Names
from models.talk.handing import Handover, handover
from models.trade.cart.lines import QuotedLine
from models.trade.cart.quote import ParcelQuote, Quote
from models.trade.order.paying_time import time_to_pay
from models.trade.order.placing import ParcelRows

_Row = dict[str, Any]


class ClaimIds(NamedTuple):
    """A coupon's claim that is to be used."""

    id: int
    coupon_id: int


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """Rows that lack only the ids which the database gives. `handover` is empty where the order waits for its money:
    until then its shopkeeper answers."""

    order: _Row
    parcels: Sequence[ParcelRows]
    payment: _Row
    claim: ClaimIds | None
    handover: Handover | None


def draft_of(
    quote: Quote,
    recipient: Recipient,
    names: Names,
    levels: Mapping[int, LevelBonus],
    gateway: Gateway,
    rules: Rules,
) -> OrderDraft:
    """The draft of a quote without troubles; `levels` are its shops', by their ids, and the recipient is plain."""
    parcels = [
        ParcelRows(
            _parcel(parcel, code, gateway), [_line(quote, line, levels[line.shop_id], rules) for line in parcel.lines]
        )
        for parcel, code in zip(quote.parcels, names.parcels, strict=True)
    ]
    claim = quote.coupon.claim if quote.coupon else None
    return OrderDraft(
        order=_order(quote, recipient, names, gateway, rules),
        parcels=parcels,
        payment=_payment(quote, names, gateway),
        claim=ClaimIds(claim.id, claim.coupon_id) if claim else None,
        handover=None if gateway.prepaid else _handover(quote, recipient),
    )


def _handover(quote: Quote, recipient: Recipient) -> Handover:
    bought = [(line.goods_id, line.shop_id, line.supplier.id) for line in quote.lines]
    return handover(quote.visitor, recipient.name, bought, at=quote.at)


def _order(quote: Quote, to: Recipient, names: Names, gateway: Gateway, rules: Rules) -> _Row:
    return {
        "number": names.number,
        "token": names.token,
        "once": names.once,
        "visitor": quote.visitor,
        "name": to.name,
        "phone": to.phone,
        "region": to.region,
        "region_code": to.region_code,
        "street": to.street,
        "note": to.note,
        "payment_method": gateway.name,
        "goods_total": quote.goods_total,
        "freight_total": quote.freight,
        "discount_total": quote.discount,
        "total": quote.total,
        "state": "unpaid" if gateway.prepaid else "placed",
        "placed_at": quote.at,
        "pay_by": quote.at + time_to_pay(rules) if gateway.prepaid else None,
    }


def _parcel(parcel: ParcelQuote, code: str, gateway: Gateway) -> _Row:
    return {
        "code": code,
        "supplier_id": parcel.supplier.id,
        "goods_total": parcel.goods_total,
        "freight": parcel.freight,
        "state": "waiting" if gateway.prepaid else "to_ship",
    }


def _line(quote: Quote, line: QuotedLine, level: LevelBonus, rules: Rules) -> _Row:
    off = quote.off(line)
    return dict(
        sku_id=line.sku_id,
        goods_id=line.goods_id,
        shop_id=line.shop_id,
        link_id=line.link_id,
        opened_at=line.opened_at,
        title=line.title,
        options=line.label[:200],
        picture=line.cover,
        price=line.price,
        quantity=line.quantity,
        discount=off,
        discount_payer=quote.coupon.discount.coupon.payer if quote.coupon and off else "",
        **fixed_figures(line.gross - off, line.rate_bp, level, rules),
    )


def _payment(quote: Quote, names: Names, gateway: Gateway) -> _Row:
    # Cash is never asked for; a gateway is when a minute has passed without its notice.
    ask_at = quote.at + timedelta(minutes=1) if gateway.prepaid else None
    return {
        "code": names.payment,
        "gateway": gateway.name,
        "amount": quote.total,
        "asked_at": quote.at,
        "ask_at": ask_at,
    }
