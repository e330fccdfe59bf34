"""Finding an order again: by its number with the phone on it, or because this browser made it."""

from flask import request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField

from models.kernel.clock import now
from models.kernel.errors import Refused
from models.trade.order.finding import find_order, orders_of
from models.trade.order.keeping import keep_orders
from views.buyer.blueprint import buyer
from views.kit import store, visitor
from views.kit.forms import BuyerForm, complain
from views.kit.limits import asked_phone, limiter, lookups, order_tries, phone_tries, told_nothing
from views.kit.page import page, see
from views.kit.written import Written
from views.parts.one_time_codes import way_of_codes


class FindingForm(BuyerForm):
    """What stands on the receipt."""

    number = StringField(_("订单号"), [Written(_("请填订单号"))])
    phone = StringField(_("手机号"), [Written(_("请填手机号"))])


@buyer.get("/orders")
def orders() -> Response:
    """The form, and this browser's own orders."""
    return _page(FindingForm())


@buyer.post("/orders")
@limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)
@limiter.limit(order_tries, deduct_when=told_nothing)
@limiter.limit(phone_tries, key_func=asked_phone, deduct_when=told_nothing)
def find_again() -> Response:
    """Leads to the order, and keeps it in this browser. A wrong number and a wrong phone are told apart by nothing."""
    form = FindingForm(request.form)
    if form.validate():
        try:
            order = find_order(store.session(), form.number.data or "", form.phone.data or "")
            keep_orders(store.session(), visitor.known(), [order.id], at=now())
            return visitor.remember(see(url_for("buyer.order", token=order.token)))
        except Refused as refusal:
            complain(form, refusal)
    return _page(form, status=422)


def _page(form: FindingForm, *, status: int = 200) -> Response:
    who = visitor.current()
    own = orders_of(store.session(), who) if who else []
    return page("buyer/finding.html", form=form, orders=own, by_phone=bool(way_of_codes("orders")), status=status)
