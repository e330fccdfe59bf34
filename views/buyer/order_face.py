"""What the page of an order shows besides the order: where it stands, where its parcels go, what is still open."""

from datetime import timedelta
from typing import Any

from flask import url_for
from sqlmodel import Session

from models.kernel.address.recipient import written_on
from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.stories.order.time_out import UNFETCHED
from models.stories.review.write import may_review, reviews_on
from models.talk.finding import tokens
from models.trade.order.order import Order, Parcel
from models.trade.order.paying_time import pays_until
from models.trade.order.progress import progress_of
from models.trade.parcel.owed import given_back
from models.trade.parcel.readdressing import MOVABLE, changes_of, destinations
from views.kit.house import house
from views.parts.order_facts import for_buyer
from views.parts.qr import Square, square

# Which step of the bar is the current one; for cash on delivery, which has no step of paying, one less.
STEPS = {"unpaid": 1, "to_ship": 2, "part_shipped": 2, "shipped": 3, "received": 4, "closed": 4}
STEPS |= {"preparing": 2, "ready": 3}


def face(session: Session, order: Order, rules: Rules) -> dict[str, Any]:
    """The values of buyer/orders/show.html and its partials."""
    places, ordered = destinations(session, order.parcels), written_on(order)
    where, lines = progress_of(order), [line for parcel in order.parcels for line in parcel.lines]
    at, all_fetched = STEPS.get(where), all(parcel.is_pickup for parcel in order.parcels)
    if where == "ready" and not all_fetched:
        at = STEPS["to_ship"]
    return {
        "standing": where,
        "step": at - (order.payment_method == "cod") if at is not None else None,
        "known": for_buyer(order, places[order.parcels[0].id] if len(set(places.values())) == 1 else ordered),
        "places": {parcel: to for parcel, to in places.items() if len(set(places.values())) > 1 and to != ordered},
        "changes": changes_of(session, order.parcels),
        "talks": tokens(session, order.visitor, _pairs(order)),
        "movable": MOVABLE if order.state != "cancelled" else (),
        # Of what is paid at the door, nothing was taken yet that could be given back.
        "unpaid_cod": order.payment_method == "cod" and order.state in ("placed", "cancelled"),
        "back": Money(sum(given_back(parcel) for parcel in order.parcels)),
        "minutes_to_pay": (pays_until(order, rules) - order.placed_at) // timedelta(minutes=1),
        "ask_until": {
            parcel.id: parcel.received_at + timedelta(days=rules.after_sale_days)
            for parcel in order.parcels
            if parcel.state == "received" and parcel.received_at and any(line.refundable for line in parcel.lines)
        },
        "all_fetched": all_fetched,
        "reviews": reviews_on(session, lines),
        "reviewable": {line.id for line in lines if may_review(line, rules=rules, at=now())},
        "codes": {parcel.id: _to_scan(parcel) for parcel in order.parcels if parcel.standing == "ready"},
        "unfetched": {event.parcel_id for event in order.events if event.why == UNFETCHED},
        "came_back": {
            event.parcel_id: event.why for event in order.events if event.step in ("come_back", "come_back_late")
        },
    }


def _to_scan(parcel: Parcel) -> Square:
    """The code as the staff's own phone reads it: the address of their counter, with the code filled in."""
    assert parcel.pickup is not None, "what is ready has its terms"
    return square(house().config.where + url_for("supply.counter", code=parcel.pickup.code))


def _pairs(order: Order) -> list[tuple[int, int]]:
    """What was bought where: each has its conversation."""
    return [(line.goods_id, line.shop_id) for parcel in order.parcels for line in parcel.lines]
