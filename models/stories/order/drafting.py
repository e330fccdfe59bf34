"""An order before it is written: all its rows, made of a quote before the lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from models.books.placing import Sold, fixed_figures
from models.kernel.address.recipient import Recipient
from models.kernel.rules import Rules
from models.payment.gateways import Gateway
from models.stories.order.naming import Names
from models.stories.order.shop_terms import ShopTerms
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
    shops: Mapping[int, ShopTerms],
    gateway: Gateway,
    rules: Rules,
) -> OrderDraft:
    """The draft of a quote without troubles; `shops` are its shops' terms, by their ids, and the recipient is plain."""
    # Said of each parcel where any is fetched: an order of which all is sent is written as it ever was.
    some = any(parcel.pickup for parcel in quote.parcels)
    parcels = [
        ParcelRows(
            _parcel(parcel, code, gateway) | ({"is_pickup": parcel.pickup is not None} if some else {}),
            [_line(quote, line, shops[line.shop_id], rules) for line in parcel.lines],
            _pickup(parcel),
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
        "freight_how": parcel.how,
        "state": "waiting" if gateway.prepaid else "to_ship",
    }


def _pickup(parcel: ParcelQuote) -> _Row | None:
    if parcel.pickup is None:
        return None
    terms = parcel.pickup
    return {
        "supplier_id": parcel.supplier.id,
        "place": terms.place,
        "hours": terms.hours,
        "words": terms.words,
        "days": terms.days,
    }


def _line(quote: Quote, line: QuotedLine, terms: ShopTerms, rules: Rules) -> _Row:
    off = quote.off(line)
    payer = quote.coupon.discount.coupon.payer if quote.coupon and off else ""
    # A shop that sells its own goods has all of the price as their supplier: there is nothing to share.
    self_run = line.supplier.shop_id is not None
    sold = Sold(line.gross - off, off, payer, bool(terms.own) and not self_run)
    rate_bp, bonus = (0, terms.bonus._replace(bonus_bp=0)) if self_run else (line.rate_bp, terms.bonus)
    return dict(
        sku_id=line.sku_id,
        goods_id=line.goods_id,
        shop_id=line.shop_id,
        link_id=line.link_id,
        opened_at=line.opened_at,
        sharing_id=line.sharing_id,
        title=line.title,
        options=line.label[:200],
        picture=line.cover,
        price=line.price,
        quantity=line.quantity,
        discount=off,
        discount_payer=payer,
        own=terms.own,
        **fixed_figures(sold, rate_bp, bonus, rules),
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
