"""/supply/parcels: what to send, and what was sent. The buyer's address is on the parcel's own page only."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from models.catalogue.supplier.pickup_place import pickup_place_of
from models.kernel.address.recipient import written_on
from models.kernel.errors import Gone
from models.stories.order.bring_back import trouble_late
from models.trade.after_sale.overtaken import open_after_sales
from models.trade.order.order import Parcel
from models.trade.parcel.carriers import CARRIERS
from models.trade.parcel.counts import TO_SEND, VISIBLE, parcel_counts
from models.trade.parcel.finding import ParcelFilter, parcels_count, parcels_of
from models.trade.parcel.owed import given_back, owed
from models.trade.parcel.readdressing import changes_of, open_changes, ship_to
from models.trade.parcel.shipping import parcel_coded
from models.trade.parcel.slips import MOST_SLIPS
from views.kit import store
from views.kit.identity import supplier
from views.kit.page import page
from views.kit.paging import Paged
from views.parts.order_facts import for_supplier
from views.supply.blueprint import supply
from views.supply.parcels.forms import ReturnForm, ShipForm

SIZE = 30
WORDS_LENGTH = 40


@supply.get("/parcels")
def parcels() -> Response:
    """The supplier's parcels, those to send first."""
    return parcels_page(wanted())


@supply.get("/parcels/<code>")
def parcel(code: str) -> Response:
    """One parcel, with whom it goes to."""
    return parcel_page(own_parcel(code))


def wanted() -> ParcelFilter:
    """What the address asks for; without anything, what is to send."""
    words = request.args.get("q", "")[:WORDS_LENGTH].replace("\0", "").strip()
    state = request.args.get("state", "" if words else "to_send")
    return ParcelFilter(state if state in ("", "to_send", "to_fetch", "moving", *VISIBLE) else "to_send", words)


def own_parcel(code: str) -> Parcel:
    """One of the supplier's own parcels. Raises Gone for any other, and for what is not paid."""
    parcel = parcel_coded(store.session(), supplier(), code)
    if parcel is None:
        raise Gone(code)
    return parcel


def parcels_page(asked: ParcelFilter, *, status: int = 200, **more: Any) -> Response:
    """The table; with a form that was refused where there is one."""
    session, own = store.session(), supplier()
    counts = parcel_counts(session, own)
    total = counts[asked.state] if asked.state in counts and not asked.words else parcels_count(session, own, asked)
    paged = Paged(total, SIZE, "supply.parcels", {"state": asked.state, "q": asked.words})
    shown = parcels_of(session, own, asked, limit=SIZE, offset=paged.offset)
    return page(
        "supply/parcels/table.html",
        wanted=asked,
        states=("to_send", *VISIBLE[1:]),
        counts=counts | {"moving": parcels_count(session, own, ParcelFilter("moving"))},
        paged=paged,
        rows=shown,
        moving=open_changes(session, shown),
        to_send=TO_SEND,
        carriers=CARRIERS,
        most_slips=MOST_SLIPS,
        any_parcel=any(counts.values()),
        counter=counts["to_fetch"] or pickup_place_of(session, own),
        status=status,
        **more,
    )


def parcel_page(parcel: Parcel, *, status: int = 200, **more: Any) -> Response:
    """One parcel's page; with a form that was refused where there is one."""
    session = store.session()
    change = changes_of(session, [parcel]).get(parcel.id)
    asked = change if change is not None and parcel.id in open_changes(session, [parcel]) else None
    shown = {
        "parcel": parcel,
        "to": ship_to(session, parcel),
        "known": for_supplier(parcel),
        "change": change,
        "asked": written_on(asked) if asked else None,
        "back": given_back(parcel),
        "owed": owed(parcel),
        "after_sales": open_after_sales(session, parcel),
        "form": ShipForm(formdata=None),
        "return_form": ReturnForm(formdata=None),
        "can_come_back": parcel.state == "shipped"
        or (parcel.state == "received" and not trouble_late(session, parcel)),
        "to_send": TO_SEND,
        "carriers": CARRIERS,
    }
    reply = page("supply/parcels/parcel.html", status=status, **shown | more)
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
