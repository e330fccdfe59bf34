"""Suppliers at the desk: the list, one of them, and taking a new one on."""

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from models.catalogue.supplier.enrolling import SUPPLIER_NAME_LIMIT, Candidate
from models.catalogue.supplier.profile import PLACE_LIMIT, STORY_LIMIT
from models.catalogue.supplier.register import SUPPLIERS_PAGE, supplier_coded, supplier_count, supplier_rows
from models.catalogue.supplier.supplier import SUPPLIER_KINDS, Supplier
from models.gate.by_hand import take_on_by_hand
from models.kernel.errors import Gone
from models.kernel.money import Money
from views.desk.blueprint import desk
from views.desk.money.deposits import show_supplier
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import MoneyField, TokenForm, attempt
from views.kit.groups import opened_by
from views.kit.house import house
from views.kit.page import page, see
from views.kit.paging import Paged
from views.kit.proven import asks_again
from views.kit.words import STATES
from views.kit.written import Written


class SupplierForm(TokenForm):
    """A new supplier and the first person who works for it."""

    name = StringField(_("名称"), [Written(_("请填供货商的名字")), Length(max=SUPPLIER_NAME_LIMIT)])
    kind = SelectField(
        _("类型"), choices=[SelectChoice(kind, _(STATES[f"supplier.{kind}"])) for kind in SUPPLIER_KINDS]
    )
    ships_from = StringField(_("发货地"), [Length(max=PLACE_LIMIT, message=_("最多 40 个字"))])
    story = TextAreaField(_("介绍"), [Length(max=STORY_LIMIT, message=_("最多 1000 个字"))])
    freight = MoneyField(_("运费"))
    free_over = MoneyField(_("满多少包邮"))
    deposit = MoneyField(_("保证金"))
    staff = StringField(_("怎么称呼"), [Written(_("请填对接人的称呼")), Length(max=20, message=_("最多 20 个字"))])
    phone = StringField(_("手机号"), [InputRequired(_("请填手机号"))])
    password = StringField(_("第一个密码"), [InputRequired(_("请设一个密码"))])

    def candidate(self) -> Candidate:
        """What was typed; freight left empty is free."""
        return Candidate(
            name=self.name.data or "",
            kind=self.kind.data,
            ships_from=self.ships_from.data or "",
            story=self.story.data or "",
            freight=self.freight.data or Money(0),
            free_over=self.free_over.data,
            deposit=self.deposit.data,
            staff=self.staff.data or "",
            phone=self.phone.data or "",
            password=self.password.data or "",
        )


@desk.get("/suppliers")
@opened_by("people", "approval", "finance", "service")
def suppliers() -> Response:
    """All suppliers, the newest first, or those that apply or leave."""
    session, words = store.session(), request.args.get("q", "").strip()[:80]
    wanted = request.args.get("state", "")
    standing = wanted if wanted in ("applying", "leaving") else ""
    counts = {one: supplier_count(session, words, one) for one in ("", "applying", "leaving")}
    paged = Paged(counts[standing], SUPPLIERS_PAGE, "desk.suppliers", {"q": words, "state": standing})
    rows = supplier_rows(session, words, standing, limit=SUPPLIERS_PAGE, offset=paged.offset)
    return page("desk/people/suppliers.html", rows=rows, words=words, standing=standing, counts=counts, paged=paged)


@desk.get("/suppliers/new")
def new_supplier() -> Response:
    """The form for a new supplier."""
    return _show_form(SupplierForm(formdata=None))


@desk.post("/suppliers")
@asks_again
def add_supplier() -> Response:
    """Takes a supplier on."""
    form = SupplierForm()
    if form.validate():
        with attempt(form) as outcome:
            supplier = take_on_by_hand(store.session(), form.candidate(), as_operator(), rules=house().rules)
        if outcome.ok:
            flash(gettext("%(name)s可以登录了，把手机号和第一个密码告诉对方", name=supplier.name), "ok")
            return see(url_for("desk.one_supplier", code=supplier.code))
    return _show_form(form, status=422)


@desk.get("/suppliers/<code>")
@opened_by("people", "approval", "finance", "service")
def one_supplier(code: str) -> Response:
    """What a supplier says of itself, who works for it, its goods by state, and its deposit."""
    return show_supplier(_found(code))


def _show_form(form: SupplierForm, *, status: int = 200) -> Response:
    usual = Money(house().rules.supplier_deposit)
    return page("desk/people/supplier_form.html", form=form, usual=usual, status=status)


def _found(code: str) -> Supplier:
    supplier = supplier_coded(store.session(), code)
    if supplier is None:
        raise Gone(code)
    return supplier
