"""/supply/pickup/place: whether buyers may fetch, where, and when."""

from contextlib import AbstractContextManager
from functools import partial

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from models.account.audit.editing import edited_by
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.pickup_place import (
    PICKUP_HOURS_LIMIT,
    PICKUP_PLACE_LIMIT,
    PICKUP_WORDS_LIMIT,
    PickupPlace,
    PickupTerms,
    offer_pickup,
    pickup_facts,
    pickup_place_of,
    withdraw_pickup,
)
from models.trade.parcel.counts import parcel_counts
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import TokenForm, WholeField, attempt
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see
from views.kit.written import Written
from views.supply.blueprint import supply


class PlaceForm(TokenForm):
    """Where and when; `days` is how long a parcel is kept once it is ready."""

    place = StringField(
        _("店在哪里"),
        [
            Written(_("请填店在哪里，买家照着找")),
            Length(max=PICKUP_PLACE_LIMIT, message=_("最多 %(most)s 字", most=PICKUP_PLACE_LIMIT)),
        ],
    )
    hours = StringField(
        _("什么时候能取"),
        [
            Written(_("请填几点到几点能取")),
            Length(max=PICKUP_HOURS_LIMIT, message=_("最多 %(most)s 字", most=PICKUP_HOURS_LIMIT)),
        ],
    )
    words = StringField(
        _("给来取的人的话"),
        [Length(max=PICKUP_WORDS_LIMIT, message=_("最多 %(most)s 字", most=PICKUP_WORDS_LIMIT))],
    )
    days = WholeField(_("备好后留几天"), [Written(_("请填一个数字"))])

    @property
    def terms(self) -> PickupTerms:
        """What was asked for."""
        return PickupTerms(self.place.data or "", self.hours.data or "", self.words.data or "", self.days.data or 0)


@supply.get("/pickup/place")
def pickup_place() -> Response:
    """The form, filled with what stands."""
    return _page(_standing())


@supply.post("/pickup/place")
def save_pickup_place() -> Response:
    """From now on buyers may fetch there."""
    form = PlaceForm()
    store.hold(supplier())
    form.catch_up(_standing())
    if form.validate():
        with attempt(form) as outcome, _edits():
            offer_pickup(store.session(), supplier(), form.terms, at=as_supplier().at)
        if outcome.ok:
            flash(gettext("保存好了，买家结账时可以选到店自取"), "ok")
            return see(url_for("supply.pickup_place"))
    return _page(form, status=422)


@supply.post("/pickup/place/withdrawal")
def withdraw_pickup_place() -> Response:
    """New orders are sent again; what was to be fetched still is."""
    store.hold(supplier())
    with _edits():
        withdraw_pickup(store.session(), supplier())
    flash(gettext("不再提供到店自取；已经下的单照常来取"), "ok")
    return see(url_for("supply.pickup_place"))


def _edits() -> AbstractContextManager[None]:
    session, own = store.session(), supplier()
    facts = partial(_facts, own.id)
    return edited_by(session, as_supplier(), "supplier.pickup", partial(supplier_subject, own), facts)


def _facts(supplier_id: int) -> dict[str, str]:
    return pickup_facts(store.session().get(PickupPlace, supplier_id))


def _standing() -> PlaceForm:
    place = pickup_place_of(store.session(), supplier())
    if place is None:
        return PlaceForm(formdata=None, data={"days": house().rules.pickup_days})
    return PlaceForm(formdata=None, obj=place)


def _page(form: PlaceForm, *, status: int = 200) -> Response:
    return page(
        "supply/pickup/place.html",
        form=form,
        stands=pickup_place_of(store.session(), supplier()),
        lying=parcel_counts(store.session(), supplier())["to_fetch"],
        limits={"place": PICKUP_PLACE_LIMIT, "hours": PICKUP_HOURS_LIMIT, "words": PICKUP_WORDS_LIMIT},
        status=status,
    )
