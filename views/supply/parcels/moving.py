"""What the supplier answers a buyer who wants a parcel sent elsewhere."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.address.recipient import written_on
from models.kernel.errors import N_, Refused
from models.trade.order.order import Parcel
from models.trade.parcel.address_change import AddressChange
from models.trade.parcel.readdressing import agree_address, changes_of, refuse_address
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import attempt
from views.kit.page import see
from views.supply.blueprint import supply
from views.supply.parcels.forms import AgreeForm, RefuseForm
from views.supply.parcels.table import own_parcel, parcel_page


@supply.post("/parcels/<code>/move/agreement")
def agree_move(code: str) -> Response:
    """Agrees to the buyer's other address: the parcel goes there from now on."""
    found, form = own_parcel(code), AgreeForm()
    with attempt(form) as outcome:
        change = _newest(found)
        if form.seen.data != str(written_on(change)):
            raise Refused("", N_("买家刚刚又改了一次，请看清新的地址再答复"))
        agree_address(store.session(), change, as_supplier())
    if outcome.ok:
        flash(gettext("地址改好了，包裹 %(code)s 会寄到新地址", code=code), "ok")
        return see(url_for("supply.parcel", code=code))
    return parcel_page(own_parcel(code), status=422, move_form=form)


@supply.post("/parcels/<code>/move/refusal")
def refuse_move(code: str) -> Response:
    """It goes where it was going, and the buyer reads why."""
    found, form = own_parcel(code), RefuseForm()
    if form.validate():
        with attempt(form) as outcome:
            refuse_address(store.session(), _newest(found), as_supplier(form.why.data))
        if outcome.ok:
            flash(gettext("已经告诉买家：地址不改"), "ok")
            return see(url_for("supply.parcel", code=code))
    return parcel_page(own_parcel(code), status=422, move_form=form)


def _newest(parcel: Parcel) -> AddressChange:
    change = changes_of(store.session(), [parcel]).get(parcel.id)
    if change is None:
        raise Refused("", N_("这个请求已经有结果了，刷新看看"))
    return change
