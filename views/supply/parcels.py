"""/supply/parcels: what to ship, and what was shipped. The buyer's address is on the parcel's own page only."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.trade.order import Parcel
from models.trade.parcel_counts import VISIBLE, parcel_counts
from models.trade.parcels import CARRIERS, correct, parcel_coded, parcels_of, ship, way
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.identity import member, supplier
from views.kit.page import page, see
from views.kit.paging import Paged
from views.supply import supply

SIZE = 30


class ShipForm(TokenForm):
    """Carrier and tracking number. `back` is the list's page, where it was sent from there."""

    carrier = SelectField(_("快递公司"), [InputRequired(_("选一家快递公司"))], choices=CARRIERS)
    tracking = StringField(_("运单号"), [InputRequired(_("请填运单号"))])
    back = HiddenField()


@supply.get("/parcels")
def parcels() -> Response:
    """The supplier's parcels in one state, to ship first."""
    return page("supply/parcels.html", **_listed(request.args.get("state", "")))


@supply.get("/parcels/<code>")
def parcel(code: str) -> Response:
    """One parcel, with whom it goes to."""
    found = _own(code)
    form = _form(found)
    return page("supply/parcel.html", parcel=found, form=form)


@supply.post("/parcels/<code>/shipment")
def ship_parcel(code: str) -> Response:
    """Ships it, or corrects the tracking number of one under way."""
    found, form = _own(code), ShipForm()
    if form.validate():
        with attempt(form) as outcome:
            sent = way(form.carrier.data, form.tracking.data)
            if found.state == "shipped":
                correct(store.session(), found.shipments[-1], sent, by=member(), at=now())
            else:
                ship(store.session(), found, sent, by=member(), at=now())
        if outcome.ok:
            flash(gettext("包裹 %(code)s 已发货：%(way)s", code=code, way=str(sent)), "ok")
            return see(url_for("supply.parcels") if form.back.data == "list" else url_for("supply.parcel", code=code))
    if form.back.data == "list":
        return page("supply/parcels.html", status=422, failed=code, form=form, **_listed("to_ship"))
    return page("supply/parcel.html", parcel=_own(code), form=form, status=422)


def _form(parcel: Parcel) -> ShipForm:
    last = parcel.shipments[-1] if parcel.shipments else None
    return ShipForm(carrier=last.carrier, tracking=last.tracking) if last else ShipForm()


def _own(code: str) -> Parcel:
    found = parcel_coded(store.session(), supplier(), code)
    if found is None:
        raise Gone(code)
    return found


def _listed(asked: str) -> dict[str, Any]:
    session, own = store.session(), supplier()
    state = asked if asked in VISIBLE else "to_ship"
    counts = parcel_counts(session, own)
    paged = Paged(counts[state], SIZE, "supply.parcels", {"state": state})
    shown = parcels_of(session, own, state=state, limit=SIZE, offset=paged.offset)
    return {
        "state": state,
        "states": VISIBLE,
        "counts": counts,
        "paged": paged,
        "parcels": shown,
        "carriers": CARRIERS,
        "any_parcel": any(counts.values()),
    }
