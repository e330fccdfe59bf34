"""Opening a shop: a name, a few words, and the number is on the door."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField

from models.account.audit.editing import edited_by
from models.kernel.clock import now
from models.shop.facts import shop_facts, shop_subject
from models.shop.opening import INTRODUCTION_LIMIT, SHOP_NAME_LIMIT, Door, hold_keeper, open_shop, shop_of
from models.shop.shop import Shop
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page, see
from views.kit.written import Written


class OpeningForm(TokenForm):
    """What stands on the door. The naming rule itself is the domain's."""

    name = StringField(_("店名"), [Written(_("给小铺起个名字吧"))])
    introduction = TextAreaField(_("介绍"))


@console.route("/opening", methods=["GET", "POST"])
def opening() -> Response:
    """The form, and what it does. A second tap finds the shop standing and goes on to the same page."""
    form = OpeningForm()
    if shop_of(store.session(), member()):
        return redirect(url_for("console.welcome" if request.method == "POST" else "console.today"), 303)
    if form.validate_on_submit():
        with attempt(form) as outcome, opens(lambda: shop_of(store.session(), member())):
            open_shop(
                store.session(),
                member(),
                Door(form.name.data or "", form.introduction.data or ""),
                rules=house().rules,
                at=now(),
            )
        if outcome.ok:
            return see(url_for("console.welcome"))
    limits = {"name_limit": SHOP_NAME_LIMIT, "introduction_limit": INTRODUCTION_LIMIT}
    return page("console/opening.html", form=form, status=422 if form.is_submitted() else 200, **limits)


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
