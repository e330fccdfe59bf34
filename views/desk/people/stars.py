"""Star keepers at the desk: asking one, and ending it."""

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from models.kernel.errors import Gone
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.shop.starring import end_star, invite_star, star_of
from models.shop.violations import VIOLATION_WHY_LIMIT
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.groups import opened_by
from views.kit.house import house
from views.kit.page import page, see


class StarEndForm(TokenForm):
    """A word why, for the keeper to read."""

    why = StringField(_("为什么"), [Length(max=VIOLATION_WHY_LIMIT, message=_("最多 200 个字"))])


@desk.get("/shops/<door:number>/star")
@opened_by("people")
def star_page(number: str) -> Response:
    """Where the keeper stands."""
    return _show(_found(number), StarEndForm(formdata=None))


@desk.post("/shops/<door:number>/star")
@opened_by("people")
def ask_star(number: str) -> Response:
    """Asks the keeper to become one."""
    shop, form = _found(number), StarEndForm(formdata=None)
    with attempt(form) as outcome:
        invite_star(store.session(), shop.keeper, as_operator(), rules=house().rules)
    return _done(shop, gettext("请了，掌柜会收到通知")) if outcome.ok else _show(shop, form, 422)


@desk.post("/shops/<door:number>/star/ending")
@opened_by("people")
def stop_being_star(number: str) -> Response:
    """Ends it, or takes the invitation back."""
    shop, form = _found(number), StarEndForm()
    star = star_of(store.session(), shop.keeper)
    if star is None:
        raise Gone(number)
    if form.validate():
        with attempt(form) as outcome:
            end_star(store.session(), star, as_operator(form.why.data or ""))
        if outcome.ok:
            return _done(shop, gettext("结束了"))
    return _show(shop, form, 422)


def _found(number: str) -> Shop:
    shop = shop_numbered(store.session(), int(number))
    if shop is None:
        raise Gone(number)
    return shop


def _done(shop: Shop, words: str) -> Response:
    flash(words, "ok")
    return see(url_for("desk.star_page", number=shop.number))


def _show(shop: Shop, form: StarEndForm, status: int = 200) -> Response:
    star = star_of(store.session(), shop.keeper)
    return page("desk/people/star.html", shop=shop, star=star, form=form, status=status)
