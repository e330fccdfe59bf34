"""Opening a shop: a name, a few words, and the number is on the door. The door opens when its checklist is done."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField

from models.account.audit.editing import edited_by
from models.gate.beginning import begin_opening
from models.gate.kind import asked_besides
from models.shop.facts import shop_facts, shop_subject
from models.shop.opening import INTRODUCTION_LIMIT, SHOP_NAME_LIMIT, Door, hold_keeper, shop_of
from models.shop.shop import Shop
from views.console.blueprint import console
from views.console.checklist import is_asked, show_checklist
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member, shop
from views.kit.page import page, see
from views.kit.written import Written


class OpeningForm(TokenForm):
    """What stands on the door. The naming rule itself is the domain's."""

    name = StringField(_("店名"), [Written(_("给小铺起个名字吧"))])
    introduction = TextAreaField(_("介绍"))


@console.route("/opening", methods=["GET", "POST"])
def opening() -> Response:
    """The form, and what it does; from then on the checklist, until nothing is asked any more. A second tap finds the
    shop begun and goes on to the same page."""
    if shop_of(store.session(), member()):
        return _on() if request.method == "POST" else _asked_for()
    form = OpeningForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            words = Door(form.name.data or "", form.introduction.data or "")
            begun = begin_opening(store.session(), member(), words, as_keeper(), rules=house().rules)
        if outcome.ok:
            return see(url_for("console.opening" if begun.opens_soon else "console.welcome"))
    limits = {"name_limit": SHOP_NAME_LIMIT, "introduction_limit": INTRODUCTION_LIMIT}
    more = [gettext(kind.words) for kind in asked_besides(house().rules)]
    status = 422 if form.is_submitted() else 200
    return page("console/opening/form.html", form=form, more=more, status=status, **limits)


def _on() -> Response:
    return redirect(url_for("console.opening" if shop().opens_soon else "console.welcome"), 303)


def _asked_for() -> Response:
    return show_checklist() if is_asked() else redirect(url_for("console.today"), 303)


def opens(find: Callable[[], Shop | None]) -> AbstractContextManager[None]:
    """Around the opening of the shop that `find` finds from then on, which leaves a row in the trail. Of two taps at
    once the later finds it standing, and leaves none."""

    def subject() -> str:
        shop = find()
        return shop_subject(shop) if shop else ""

    def facts() -> dict[str, str]:
        shop = find()
        return shop_facts(shop) if shop else {}

    hold_keeper(store.session(), member())
    return edited_by(store.session(), as_keeper(), "shop.open", subject, facts)
