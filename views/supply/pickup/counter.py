"""/supply/pickup: what is to be made ready, what lies there, and handing it out to whoever says its code."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from models.catalogue.supplier.pickup_place import pickup_place_of
from models.kernel.errors import Refused
from models.stories.order.fetch import AtCounter, fetch_parcel, look_at_counter
from models.trade.order.order import Parcel
from models.trade.parcel.finding import ParcelFilter, parcels_count, parcels_of
from models.trade.parcel.owed import owed
from models.trade.pickup.readying import ready_parcel
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import TokenForm, attempt, complain
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see
from views.kit.written import Written
from views.supply.blueprint import supply
from views.supply.parcels.table import own_parcel, parcel_page

SHOWN = 50
_CODE_LENGTH = 200


class CodeForm(TokenForm):
    """What the buyer says, or what was scanned from the buyer's phone."""

    code = StringField(
        _("取货码"), [Written(_("请输入取货码")), Length(max=_CODE_LENGTH, message=_("取货码是 6 位数字"))]
    )


@supply.get("/pickup")
def counter() -> Response:
    """The field for a code, filled by the address that is in the buyer's picture; nothing happens by looking."""
    return _page(CodeForm(formdata=None, data={"code": request.args.get("code", "")[:_CODE_LENGTH]}))


@supply.post("/pickup")
def look_up_code() -> Response:
    """What the code is for, to bring it from the shelf. A wrong one is counted."""
    form = CodeForm()
    said = _tried(form, look_at_counter)
    return _page(form, said.parcel) if said else _page(form, status=422)


@supply.post("/pickup/handover")
def hand_out() -> Response:
    """The buyer has it: sent, received, and paid, if it was not."""
    form = CodeForm()
    said = _tried(form, fetch_parcel)
    if said is None or said.parcel is None:
        return _page(form, status=422)
    flash(gettext("包裹 %(code)s 交给买家了", code=said.parcel.code), "ok")
    return see(url_for("supply.parcel", code=said.parcel.code))


@supply.post("/parcels/<code>/ready")
def ready_to_fetch(code: str) -> Response:
    """It lies at the counter: the buyer has a code from now on."""
    found, form = own_parcel(code), TokenForm()
    with attempt(form) as outcome:
        ready_parcel(store.session(), found, as_supplier())
    if outcome.ok:
        flash(gettext("包裹 %(code)s 备好了，买家的订单页有取货码了", code=code), "ok")
        return see(url_for("supply.counter") if request.form.get("back") else url_for("supply.parcel", code=code))
    return parcel_page(own_parcel(code), status=422, ready_form=form)


def _tried(form: CodeForm, verb: Callable[..., AtCounter]) -> AtCounter | None:
    """What came of the code; None where it was refused, which is kept: a wrong code counts."""
    if not form.validate():
        return None
    try:
        said = verb(store.session(), supplier(), form.code.data or "", as_supplier(), rules=house().rules)
    except Refused as refusal:
        store.give_up()
        complain(form, refusal)
        return None
    store.commit()
    if said.refusal is not None:
        complain(form, said.refusal)
        return None
    return said


def _page(form: CodeForm, found: Parcel | None = None, *, status: int = 200) -> Response:
    session, own = store.session(), supplier()
    to_ready, lying = ParcelFilter("to_ready"), ParcelFilter("to_fetch")
    reply = page(
        "supply/pickup/counter.html",
        form=form,
        found=found,
        owed=owed(found) if found else None,
        place=pickup_place_of(session, own),
        to_ready=parcels_of(session, own, to_ready, limit=SHOWN),
        to_ready_count=parcels_count(session, own, to_ready),
        lying=parcels_of(session, own, lying, limit=SHOWN),
        lying_count=parcels_count(session, own, lying),
        status=status,
    )
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
