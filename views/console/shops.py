"""Several shops of one keeper: going from one to another, and opening a further one with the operator's grant."""

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.gate.by_hand import begin_by_hand
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.shop.granting import grant_coded, open_further, shop_on
from models.shop.opening import INTRODUCTION_LIMIT, SHOP_NAME_LIMIT, Door
from models.shop.points import bars_of
from views.console.blueprint import console
from views.console.opening import OpeningForm, opens
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import enter, member
from views.kit.page import page, see


@console.post("/door")
def change_door() -> Response:
    """Goes to another of the keeper's shops; every page is that shop's from here on."""
    wanted = request.form.get("to", "")
    found = next((one for one in g.shops if str(one.number) == wanted), None)
    if found is None:
        raise Gone(wanted)
    enter(found)
    return see(url_for("console.today"))


@console.route("/shops/<grant>", methods=["GET", "POST"])
def further_shop(grant: str) -> Response:
    """Opening one more shop. A second tap finds it standing and goes on to the same page."""
    given = grant_coded(store.session(), member(), grant)
    if given is None or given.withdrawn_at is not None:
        raise Gone(grant)
    if given.used_at is not None and request.method == "GET":
        return redirect(url_for("console.me") + "#shops", 303)
    rules = house().rules
    if bars_of(store.session(), member(), rules=rules, at=now()).further_shop:
        flash(gettext("扣分到了 %(points)s 分，暂时不能再开店", points=rules.points_no_further_shop), "warn")
        return see(url_for("console.me") + "#shops")
    form = OpeningForm()
    if form.validate_on_submit():
        with attempt(form) as outcome, opens(lambda: shop_on(store.session(), given)):
            opened = open_further(
                store.session(),
                member(),
                given,
                Door(form.name.data or "", form.introduction.data or ""),
                rules=house().rules,
                at=now(),
            )
            begin_by_hand(store.session(), member(), opened, as_keeper(), rules=house().rules)
        if outcome.ok:
            enter(opened)
            return see(url_for("console.welcome"))
    limits = {"name_limit": SHOP_NAME_LIMIT, "introduction_limit": INTRODUCTION_LIMIT}
    return page(
        "console/opening/form.html", form=form, grant=given, status=422 if form.is_submitted() else 200, **limits
    )
