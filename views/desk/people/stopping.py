"""Stopping a supplier or a member, and letting them back: a reason is asked for, and what happens was said before."""

from collections.abc import Callable

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.act import Act
from models.kernel.errors import N_
from models.stories.stop.member import let_member_back, stop_member
from models.stories.stop.supplier import let_supplier_back, stop_supplier
from views.desk.blueprint import desk
from views.desk.money.deposits import found_supplier, show_supplier
from views.desk.people.members import found_member, show_member
from views.desk.people.stop_forms import BackForm, StopForm, stopping_member, stopping_supplier
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.groups import opened_by
from views.kit.page import see
from views.kit.proven import asks_again

BACK_ON_SALE = N_("恢复了，停的时候下架的商品又在售了")
BACK_IN = N_("恢复了，对方可以登录，停的时候关的店又开了")
AS_IT_WAS = N_("已经是这样了，没有再记一次")


@desk.post("/suppliers/<code>/stops")
@asks_again
def stop_one_supplier(code: str) -> Response:
    """Takes its goods off sale."""
    supplier, form = found_supplier(code), StopForm(prefix="stop-")

    def stop(act: Act) -> bool:
        return stop_supplier(store.session(), supplier, act, until=form.until(act.at))

    if _done(form, stop, N_("停了，商品都下架了，没发的订单照常发")):
        return see(url_for("desk.one_supplier", code=code) + "#stopping")
    supplier = found_supplier(code)
    return show_supplier(supplier, stopping=stopping_supplier(supplier, stop=form), status=422)


@desk.post("/suppliers/<code>/stops/end")
@asks_again
def let_one_supplier_back(code: str) -> Response:
    """Brings back what the stop took away."""
    supplier, form = found_supplier(code), BackForm(prefix="back-")
    if _done(form, lambda act: let_supplier_back(store.session(), supplier, act), BACK_ON_SALE):
        return see(url_for("desk.one_supplier", code=code) + "#stopping")
    supplier = found_supplier(code)
    return show_supplier(supplier, stopping=stopping_supplier(supplier, back=form), status=422)


@desk.post("/members/<code>/stops")
@opened_by("admin", "people")
@asks_again
def stop_one_member(code: str) -> Response:
    """Shuts the account."""
    who, form = found_member(code), StopForm(prefix="stop-")

    def stop(act: Act) -> bool:
        return stop_member(store.session(), who, act, until=form.until(act.at))

    if _done(form, stop, N_("停了，对方在所有设备上都退出了")):
        return see(url_for("desk.one_member", code=code) + "#stopping")
    who = found_member(code)
    return show_member(who, stopping_member(who, stop=form), status=422)


@desk.post("/members/<code>/stops/end")
@opened_by("admin", "people")
@asks_again
def let_one_member_back(code: str) -> Response:
    """Opens it again."""
    who, form = found_member(code), BackForm(prefix="back-")
    if _done(form, lambda act: let_member_back(store.session(), who, act), BACK_IN):
        return see(url_for("desk.one_member", code=code) + "#stopping")
    who = found_member(code)
    return show_member(who, stopping_member(who, back=form), status=422)


def _done(form: TokenForm, verb: Callable[[Act], bool], words: str) -> bool:
    """Whether it was decided; what was decided already is said so."""
    if not form.validate():
        return False
    with attempt(form) as outcome:
        news = verb(as_operator(form["why"].data or ""))
    if outcome.ok:
        flash(gettext(words) if news else gettext(AS_IT_WAS), "ok" if news else "info")
    return outcome.ok
