"""Having a parcel sent elsewhere, before anything of it left. An order that waits for its payment goes there at once;
else the supplier decides."""

from flask import request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField, ValidationError
from wtforms.validators import Length

from models.kernel import regions, text
from models.kernel.address.recipient import Recipient, written_on
from models.kernel.clock import now
from models.kernel.errors import N_, Gone, Refused
from models.kernel.reading.phones import reachable
from models.trade.order.finding import order_by_token
from models.trade.order.order import Parcel
from models.trade.parcel.readdressing import MOVABLE, ask_address, open_change, ship_to
from models.trade.parcel.unpaid_address import readdress_unpaid
from views.buyer.blueprint import buyer
from views.kit import store
from views.kit.forms import BuyerForm, attempt, complain
from views.kit.page import page, see
from views.kit.written import Written
from views.parts.regions import RegionFields, wrong_phone


def _plain(typed: str | None) -> str | None:
    """What is invisible is nothing: it must not pass for an answer."""
    return text.one_line(typed) if typed else typed


class MoveForm(RegionFields, BuyerForm):
    """The new address. The number of the old one is not written out: who has the link need not have the phone."""

    name = StringField(
        _("收货人"),
        [Written(_("请填收货人")), Length(max=30, message=_("最多 30 个字"))],
        filters=[_plain],
    )
    phone = StringField(_("手机号"))
    street = StringField(
        _("详细地址"),
        [Written(_("请填街道和门牌")), Length(max=120, message=_("最多 120 个字"))],
        filters=[_plain],
    )

    def validate_phone(self, field: StringField) -> None:
        """However it was typed, and where the parcel goes; nothing keeps the old number."""
        if field.data and not reachable(field.data, self.region_code):
            raise ValidationError(wrong_phone(self.region_code))

    def read(self, phone: str) -> Recipient:
        """What was typed, once it is valid; `phone` where none was."""
        return Recipient(
            self.name.data or "",
            reachable(self.phone.data or "", self.region_code) or phone,
            regions.written(self.region_code),
            self.street.data or "",
            self.region_code,
        )


@buyer.get("/orders/<token>/parcels/<code>/address")
def move_page(token: str, code: str) -> Response:
    """The form, filled with where the parcel goes now."""
    parcel = _parcel(token, code)
    to = _now(parcel)
    form = MoveForm(name=to.name, street=to.street)
    form.choose(to.region_code)
    return _page(parcel, form)


@buyer.get("/orders/<token>/parcels/<code>/address/regions")
def move_regions(token: str, code: str) -> Response:
    """The three selects as they are after a choice."""
    parcel, form = _parcel(token, code), MoveForm(request.args)
    form.offer()
    return _page(parcel, form, template="buyer/moving_regions.html")


@buyer.post("/orders/<token>/parcels/<code>/address")
def move(token: str, code: str) -> Response:
    """Changes it, or asks the supplier. `do` says that only the form is to be filled."""
    parcel, form = _parcel(token, code), MoveForm(request.form)
    form.offer()
    if request.form.get("do"):
        return _page(parcel, form)
    if form.validate():
        with attempt(form) as outcome:
            _go(parcel, form.read(_now(parcel).phone))
        if outcome.ok:
            return see(url_for("buyer.order", token=token, _anchor=f"parcel-{code}"))
    return _page(_parcel(token, code), form, status=422)


def _go(parcel: Parcel, to: Recipient) -> None:
    """What is not paid yet goes there at once; else its supplier is asked."""
    if parcel.order.state == "unpaid":
        readdress_unpaid(store.session(), parcel.order, to, at=now())
    else:
        ask_address(store.session(), parcel, to, at=now())


def _parcel(token: str, code: str) -> Parcel:
    order = order_by_token(store.session(), token)
    parcel = next((parcel for parcel in order.parcels if parcel.code == code), None) if order else None
    if parcel is None:
        raise Gone(code)
    return parcel


def _now(parcel: Parcel) -> Recipient:
    """Where it is to go: as last asked for, else as agreed or ordered."""
    change = open_change(store.session(), parcel)
    return written_on(change) if change else ship_to(store.session(), parcel)


def _page(parcel: Parcel, form: MoveForm, *, template: str = "buyer/moving.html", status: int = 200) -> Response:
    movable = parcel.state in MOVABLE
    if not movable and not form.form_errors:
        complain(form, Refused("", N_("包裹已经发出或取消，地址不能再改")))
        status = 422 if request.method == "POST" else 200
    return page(
        template,
        order=parcel.order,
        parcel=parcel,
        form=form,
        movable=movable,
        to=ship_to(store.session(), parcel),
        phone=_now(parcel).phone,
        status=status,
    )
