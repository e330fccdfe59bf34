"""/supply/profile: what buyers and shopkeepers read about the supplier."""

from functools import partial

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from models.account.audit.editing import edited_by
from models.catalogue.supplier.facts import supplier_facts, supplier_subject
from models.catalogue.supplier.profile import PLACE_LIMIT, STORY_LIMIT, present
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import TokenForm, attempt
from views.kit.identity import supplier
from views.kit.page import page, see
from views.kit.written import Written
from views.supply.blueprint import supply

OPENED_BY = ("owner",)


class ProfileForm(TokenForm):
    """The supplier's own words."""

    story = TextAreaField(_("我们是谁"), [Length(max=STORY_LIMIT, message=_("最多 %(most)s 字", most=STORY_LIMIT))])
    ships_from = StringField(
        _("发货地"),
        [
            Written(_("请填发货地，例如：福建福鼎")),
            Length(max=PLACE_LIMIT, message=_("最多 %(most)s 字", most=PLACE_LIMIT)),
        ],
    )


@supply.get("/profile")
def profile() -> Response:
    """The form, filled with what stands."""
    return page("supply/profile.html", form=ProfileForm(obj=supplier()), supplier=supplier(), story_limit=STORY_LIMIT)


@supply.post("/profile")
def save_profile() -> Response:
    """Keeps it; shops show it at once."""
    form = ProfileForm()
    store.hold(supplier())
    form.catch_up(ProfileForm(formdata=None, obj=supplier()))
    if form.validate():
        with attempt(form) as outcome:
            own = supplier()
            told = partial(supplier_subject, own), partial(supplier_facts, own)
            with edited_by(store.session(), as_supplier(), "supplier.profile", *told):
                present(own, story=form.story.data or "", ships_from=form.ships_from.data)
            store.session().flush()
        if outcome.ok:
            flash(gettext("资料保存好了"), "ok")
            return see(url_for("supply.profile"))
    return page("supply/profile.html", form=form, supplier=supplier(), story_limit=STORY_LIMIT, status=422)
