"""Boxes: sent from the list or from the parcel's page, wholly or in part; corrected; and come back unreceived."""

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.errors import N_, Gone, Refused
from models.kernel.text import narrow
from models.stories.order.bring_back import bring_back
from models.trade.order.order import Parcel
from models.trade.parcel.shipment import Shipment
from models.trade.parcel.shipping import correct, ship, way
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.bodies import ROWS, carries
from views.kit.forms import attempt
from views.kit.page import see
from views.supply.blueprint import supply
from views.supply.parcels.forms import ReturnForm, ShipForm, WayForm
from views.supply.parcels.table import own_parcel, parcel_page, parcels_page, wanted


@supply.post("/parcels/<code>/shipment")
@carries(ROWS)
def ship_parcel(code: str) -> Response:
    """Sends a box: the pieces that were named, or all that is left."""
    found, form = own_parcel(code), ShipForm()
    if form.validate():
        with attempt(form) as outcome:
            sent = way(form.carrier.data, form.tracking.data)
            ship(store.session(), found, sent, as_supplier(), pieces=_pieces(found), anyway=bool(form.anyway.data))
        if outcome.ok:
            flash(gettext("包裹 %(code)s 已发货：%(way)s", code=code, way=str(sent)), "ok")
            return see(_after(form, code))
    if form.back.data == "list":
        return parcels_page(wanted(), status=422, failed=code, form=form)
    return parcel_page(own_parcel(code), status=422, form=form)


@supply.post("/parcels/<code>/boxes/<box>")
def correct_box(code: str, box: str) -> Response:
    """Corrects the carrier or the number of a box under way."""
    found, form = _box(own_parcel(code), box), WayForm()
    if form.validate():
        with attempt(form) as outcome:
            sent = way(form.carrier.data, form.tracking.data)
            correct(store.session(), found, sent, as_supplier())
        if outcome.ok:
            flash(gettext("运单号改好了：%(way)s", way=str(sent)), "ok")
            return see(url_for("supply.parcel", code=code))
    return parcel_page(own_parcel(code), status=422, corrected=box, box_form=form)


@supply.post("/parcels/<code>/return")
def return_parcel(code: str) -> Response:
    """The parcel came back unreceived: refused at the door, or nobody there."""
    found, form = own_parcel(code), ReturnForm()
    if form.validate():
        with attempt(form) as outcome:
            bring_back(store.session(), found, as_supplier(form.why.data))
        if outcome.ok:
            flash(gettext("包裹 %(code)s 记为退回，货已放回架上", code=code), "ok")
            return see(url_for("supply.parcel", code=code))
    return parcel_page(own_parcel(code), status=422, return_form=form)


def _pieces(parcel: Parcel) -> dict[int, int] | None:
    """What the form names for each line, by its place in the parcel; None where it names nothing. Raises Refused."""
    typed = {line.id: request.form.get(f"pieces-{place}") for place, line in enumerate(parcel.lines)}
    if all(one is None for one in typed.values()):
        return None
    read = {line: narrow(one or "0").strip() or "0" for line, one in typed.items()}
    if not all(one.isdecimal() and len(one) <= 3 for one in read.values()):
        raise Refused("", N_("件数要写整数"))
    return {line: int(one) for line, one in read.items()}


def _box(parcel: Parcel, code: str) -> Shipment:
    shipment = next((box for box in parcel.shipments if box.code == code), None)
    if shipment is None:
        raise Gone(code)
    return shipment


def _after(form: ShipForm, code: str) -> str:
    if form.back.data != "list":
        return url_for("supply.parcel", code=code)
    asked = wanted()
    state = None if asked.state == "to_send" else asked.state
    return url_for("supply.parcels", state=state, q=asked.words or None)
