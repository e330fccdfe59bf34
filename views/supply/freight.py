"""/supply/freight: what sending a parcel costs: usually, and in the provinces where it costs something else."""

from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from models.account.audit.editing import edited_by
from models.catalogue.supplier.facts import freight_facts, supplier_subject
from models.catalogue.supplier.freight import ZoneTerms, add_zone, change_zone, charge, drop_zone, zone_coded, zones_of
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate, GrowsBy
from models.catalogue.supplier.supplier import FreightZone
from models.kernel import regions
from models.kernel.money import Money
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import MoneyField, TokenForm, WholeField, attempt
from views.kit.identity import supplier
from views.kit.page import page, see
from views.supply.blueprint import supply

OPENED_BY = ("shipping",)

KINDS = (
    SelectChoice("free", _("包邮")),
    SelectChoice("flat", _("固定运费")),
    SelectChoice("over", _("满额包邮")),
    SelectChoice("weight", _("按重量")),
    SelectChoice("piece", _("按件数")),
)
_WITH_FEE = ("flat", "over", "weight", "piece")
_GROWING: tuple[GrowsBy, ...] = ("weight", "piece")


class FreightForm(TokenForm):
    """One freight: free, flat, free from an amount on, or by weight or pieces. What the kind does not use is not
    read."""

    kind = RadioField(_("怎么收"), choices=list(KINDS), default="free")
    fee = MoneyField(_("运费"))
    free_over = MoneyField(_("满多少包邮"))
    first = WholeField(_("首重（克）或首件（件）"))
    per = WholeField(_("每多几克或几件"))
    more = MoneyField(_("加多少运费"))

    def validate_fee(self, field: MoneyField) -> None:
        """Asked for where there is one."""
        if self.kind.data in _WITH_FEE and not field.errors and field.data is None:
            raise ValidationError(_("请填运费"))
        if self.kind.data in ("flat", "over") and not field.errors and not field.data:
            raise ValidationError(_("请填运费"))

    def validate_free_over(self, field: MoneyField) -> None:
        """Asked for where something is free from it on."""
        if self.kind.data == "over" and not field.errors and not field.data:
            raise ValidationError(_("请填金额"))

    def validate_first(self, field: WholeField) -> None:
        """Asked for where the freight grows; so are the next two."""
        self._asked(field)

    def validate_per(self, field: WholeField) -> None:
        """How much further one fee goes."""
        self._asked(field)

    def validate_more(self, field: MoneyField) -> None:
        """What that costs."""
        self._asked(field)

    @property
    def rate(self) -> FreightRate:
        """What was asked for."""
        kind = self.kind.data
        fee = self.fee.data if kind in _WITH_FEE else Money(0)
        over = self.free_over.data if kind in ("over", *_GROWING) else None
        growing = next((by for by in _GROWING if by == kind), None)
        steps = self.first.data or 0, self.per.data or 0, self.more.data or Money(0)
        growth = FreightGrowth(growing, *steps) if growing else None
        return FreightRate(fee, over, growth)

    def _asked(self, field: Any) -> None:
        if self.kind.data in _GROWING and not field.errors and field.data is None:
            raise ValidationError(_("请填这一格"))


class UsualForm(FreightForm):
    """The freight of whatever zone has none of its own."""

    usual_grams = WholeField(_("没写重量的一件按几克"))


class ZoneForm(FreightForm):
    """A freight for some provinces; or none goes there."""

    kind = RadioField(_("怎么收"), choices=[*KINDS, SelectChoice("never", _("不送"))], default="flat")
    provinces = SelectMultipleField(
        _("哪些省"), widget=ListWidget(), option_widget=CheckboxInput(), validate_choice=False
    )

    def offer(self) -> None:
        """The provinces there are."""
        self.provinces.choices = [SelectChoice(place.code[:2], place.name) for place in regions.provinces()]

    @property
    def zone(self) -> ZoneTerms:
        """What was asked for."""
        rate, provinces = self.rate, tuple(self.provinces.data or ())
        return ZoneTerms(provinces, rate.fee, rate.free_over, self.kind.data != "never", rate.growth)


@supply.get("/freight")
def freight() -> Response:
    """The usual freight as a form, and the zones."""
    return _page(UsualForm(data=_usual()))


@supply.post("/freight")
def save_freight() -> Response:
    """Keeps the usual freight."""
    form = UsualForm()
    store.hold(supplier())
    form.catch_up(UsualForm(formdata=None, data=_usual()))
    if form.validate():
        with attempt(form) as outcome:
            with _freight_edits():
                charge(supplier(), form.rate, usual_grams=form.usual_grams.data)
            store.session().flush()
        if outcome.ok:
            flash(gettext("运费保存好了"), "ok")
            return see(url_for("supply.freight"))
    return _page(form, status=422)


@supply.get("/freight/zones/new")
def new_zone() -> Response:
    """An empty form."""
    return _zone_page(ZoneForm(), None)


@supply.post("/freight/zones")
def make_zone() -> Response:
    """Makes a zone."""
    return _save_zone(None)


@supply.get("/freight/zones/<code>")
def zone(code: str) -> Response:
    """A zone as a form."""
    zone = zone_coded(store.session(), supplier(), code)
    return _zone_page(_zone_form(zone), zone)


@supply.post("/freight/zones/<code>")
def save_zone(code: str) -> Response:
    """Changes a zone."""
    return _save_zone(zone_coded(store.session(), supplier(), code))


@supply.post("/freight/zones/<code>/removal")
def remove_zone(code: str) -> Response:
    """Takes a zone away."""
    with _freight_edits():
        drop_zone(store.session(), zone_coded(store.session(), supplier(), code))
        store.session().flush()
    flash(gettext("去掉了，那些省按通常的运费"), "ok")
    return see(url_for("supply.freight"))


def _save_zone(zone: FreightZone | None) -> Response:
    form = ZoneForm()
    code = zone.code if zone else ""
    if zone is not None:
        store.hold(supplier())
        form.catch_up(_zone_form(zone))
    if form.validate():
        with attempt(form) as outcome:
            with _freight_edits():
                if zone is None:
                    add_zone(store.session(), supplier(), form.zone)
                else:
                    change_zone(store.session(), supplier(), zone, form.zone)
            store.session().flush()
        if outcome.ok:
            flash(gettext("运费保存好了"), "ok")
            return see(url_for("supply.freight"))
    return _zone_page(form, zone_coded(store.session(), supplier(), code) if code else None, status=422)


def _freight_edits() -> AbstractContextManager[None]:
    own, session = supplier(), store.session()
    subject = partial(supplier_subject, own)
    return edited_by(
        session, as_supplier(), "supplier.freight", subject, lambda: freight_facts(own, zones_of(session, own))
    )


def _zone_form(zone: FreightZone) -> ZoneForm:
    """A zone as it stands."""
    told = _told(zone.rate) if zone.delivers else {"kind": "never"}
    form = ZoneForm(formdata=None, data=told | {"provinces": zone.provinces})
    form.offer()
    return form


def _usual() -> dict[str, object]:
    own = supplier()
    return _told(own.rate) | {"usual_grams": own.usual_grams}


def _told(rate: FreightRate) -> dict[str, object]:
    """A freight as the form says it."""
    if rate.growth is not None:
        grows: dict[str, object] = {"first": rate.growth.first, "per": rate.growth.per, "more": rate.growth.more}
        return grows | {"kind": rate.growth.by, "fee": rate.fee, "free_over": rate.free_over}
    kind = "over" if rate.fee and rate.free_over is not None else "flat" if rate.fee else "free"
    return {"kind": kind, "fee": rate.fee or None, "free_over": rate.free_over if rate.fee else None}


def _page(form: UsualForm, *, status: int = 200) -> Response:
    return page("supply/freight.html", form=form, zones=zones_of(store.session(), supplier()), status=status)


def _zone_page(form: ZoneForm, zone: FreightZone | None, *, status: int = 200) -> Response:
    form.offer()
    return page("supply/freight_zone.html", form=form, zone=zone, status=status)
