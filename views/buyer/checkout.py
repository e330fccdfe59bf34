"""Checkout: name, phone, address, a way to pay; one order, however often the button is pressed."""

import secrets

from flask import request
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from models.kernel import text
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.payment.gateways import Gateway
from models.stories.place_order import Contact, place_order, placed_with
from models.trade import carting
from models.trade.cart import CartLine
from models.trade.order import Order
from views.buyer import buyer
from views.buyer.paying import go_pay
from views.kit import store, visitor
from views.kit.filters import state
from views.kit.forms import BuyerForm, complain
from views.kit.house import house
from views.kit.page import page, see


def _plain(typed: str | None) -> str | None:
    """What is invisible is nothing: it must not pass for an answer."""
    return text.one_line(typed) if typed else typed


class CheckoutForm(BuyerForm):
    """Who receives it, and how it is paid. `once` marks this very form, `seen` is the total it showed."""

    name = StringField(
        _("收货人"),
        [DataRequired(_("请填收货人")), Length(max=30, message=_("最多 30 个字"))],
        filters=[_plain],
    )
    phone = StringField(_("手机号"), [DataRequired(_("请填手机号"))])
    region = StringField(
        _("省市区"),
        [DataRequired(_("请填省市区")), Length(max=60, message=_("最多 60 个字"))],
        filters=[_plain],
    )
    street = StringField(
        _("详细地址"),
        [DataRequired(_("请填街道和门牌")), Length(max=120, message=_("最多 120 个字"))],
        filters=[_plain],
    )
    note = StringField(_("留言"), [Length(max=100, message=_("最多 100 个字"))])
    payment = RadioField(_("付款方式"), validate_choice=False)
    once = HiddenField(validators=[Length(min=16, max=32)])
    seen = HiddenField()

    def validate_phone(self, field: StringField) -> None:
        """Eleven digits, however they were typed."""
        if not text.phone(field.data or ""):
            raise ValidationError(_("请填 11 位手机号"))

    def validate_payment(self, field: RadioField) -> None:
        """One of the ways there are."""
        if field.data not in house().gateways:
            raise ValidationError(_("请选一种付款方式"))


@buyer.get("/checkout")
def checkout() -> Response:
    """The form, for the whole cart or for one line of it (?only=)."""
    lines = _lines()
    if not lines:
        return see("/cart")
    form = _form(payment=next(iter(house().gateways)), once=secrets.token_hex(16), seen=str(int(_total(lines))))
    return _page(form, lines)


@buyer.post("/checkout")
def place() -> Response:
    """Places the order. The same form again finds the order it made."""
    form = _form(request.form)
    lines = _lines()
    # Asked after the cart was read: where the same form arrived twice at once, its order stands by now.
    standing = _placed(form)
    if standing:
        return _go_pay(standing)
    if not lines:
        return see("/cart")
    if not form.validate():
        if form.once.errors:
            # The form's own mark was lost on the way: with a new one it can be sent again.
            form.once.data = secrets.token_hex(16)
        return _page(form, lines, status=422)
    try:
        return _go_pay(_place(form, lines))
    except (Refused, IntegrityError) as trouble:
        store.give_up()
        # The same form arrived twice at once and the other one was first.
        first = _placed(form)
        if first:
            return _go_pay(first)
        if isinstance(trouble, Refused):
            return _refused(form, trouble)
        # Somebody else's form has this mark; with one of its own this one can be sent again.
        form.once.data = secrets.token_hex(16)
        return _refused(form, Refused("", N_("这张表单不完整，请再提交一次")))


def _placed(form: CheckoutForm) -> Order | None:
    return placed_with(store.session(), visitor.current(), form.once.data or "")


def _refused(form: CheckoutForm, refusal: Refused) -> Response:
    complain(form, refusal)
    lines = _lines()
    # The page shows today's total, so agreeing to it is what the next press of the button does.
    form.seen.data = str(int(_total(lines)))
    return _page(form, lines, status=422) if lines else see("/cart")


def _place(form: CheckoutForm, lines: list[CartLine]) -> Order:
    seen = form.seen.data or ""
    if not (seen.isdecimal() and len(seen) <= 12):
        raise Refused("", N_("这张表单不完整，请再提交一次"))
    contact = Contact(
        name=form.name.data or "",
        phone=text.phone(form.phone.data or ""),
        region=form.region.data or "",
        street=form.street.data or "",
        note=form.note.data or "",
    )
    return place_order(
        store.session(),
        visitor.current(),
        lines,
        contact,
        gateway=_gateway(form),
        once=form.once.data or "",
        seen_total=Money(int(seen)),
        at=now(),
    )


def _gateway(form: CheckoutForm) -> Gateway:
    return house().gateways[form.payment.data]


def _form(data: object = None, **values: str) -> CheckoutForm:
    form = CheckoutForm(data, **values)
    form.payment.choices = [(name, state(name, "payment")) for name in house().gateways]
    return form


def _lines() -> list[CartLine]:
    """What is to be bought: what cannot be had stays in the cart."""
    who, only = visitor.current(), request.args.get("only", "")
    lines = carting.lines_of(store.session(), who) if who else []
    return [line for line in lines if not carting.trouble(store.session(), line) and only in ("", line.code)]


def _total(lines: list[CartLine]) -> Money:
    return Money(sum(part.goods_total + part.freight for part in carting.by_supplier(lines)))


def _page(form: CheckoutForm, lines: list[CartLine], *, status: int = 200) -> Response:
    reply = page("buyer/checkout.html", form=form, parts=carting.by_supplier(lines), total=_total(lines), status=status)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _go_pay(order: Order) -> Response:
    return visitor.remember(go_pay(order), cart=carting.pieces(store.session(), visitor.known()))
