"""The shop's door: name, words, logo, closing and opening again. The keeper's account is views/account/."""

from contextlib import AbstractContextManager
from functools import partial

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from models.account.audit.editing import edited_by
from models.kernel import text
from models.kernel.clock import now
from models.kernel.errors import N_
from models.kernel.media import square_key
from models.kernel.pictures import normalise
from models.shop.closing import is_kept_closed, reopen_shop
from models.shop.facts import shop_facts, shop_subject
from models.shop.opening import INTRODUCTION_LIMIT, SHOP_NAME_LIMIT, Door, rename
from models.shop.violations import violations_of
from models.stories.own.beginning import rename_self_run
from models.stories.own.closing import follow_door
from models.stories.shop.grant import keeper_standing
from views.console.blueprint import console
from views.console.opening import OpeningForm
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member, shop
from views.kit.page import page, see

FAREWELL_LIMIT = 200


class LogoForm(TokenForm):
    """One picture; it is decoded and encoded anew."""

    pictures = FileField(_("店标图片"))


class FarewellForm(TokenForm):
    """What stands on the closed door."""

    farewell = TextAreaField(_("留一句话"), [Length(max=FAREWELL_LIMIT, message=_("最多 200 个字"))])


@console.get("/me")
def me() -> Response:
    """Everything on one page, each part with its own button."""
    return _show()


@console.post("/me/shop")
def rename_shop() -> Response:
    """New words on the door."""
    form = OpeningForm()
    store.hold(shop())
    form.catch_up(_door())
    if form.validate():
        with attempt(form) as outcome, _edits():
            rename(shop(), Door(form.name.data or "", form.introduction.data or ""), rules=house().rules)
            rename_self_run(store.session(), shop(), rules=house().rules)
        if outcome.ok:
            return _done(N_("店名和介绍已保存"), "shop")
    return _show(door=form)


@console.post("/me/logo")
@carries(FILES)
def logo() -> Response:
    """A new logo. The picture is decoded while no transaction is open."""
    form = LogoForm()
    data = form.pictures.data.read() if form.pictures.data else b""
    with attempt(form) as outcome, store.outside_transaction():
        squares = normalise(data)
        for side, encoded in squares.sizes.items():
            house().media.put(square_key(squares.digest, side), encoded)
    if not outcome.ok:
        return _show(mark=form)
    with _edits():
        shop().logo = squares.digest
    return _done(N_("店标换好了"), "logo")


@console.post("/me/closing")
def closing() -> Response:
    """Shuts the shop with a farewell; it can be opened again any day."""
    form = FarewellForm()
    if not form.validate():
        return _show(farewell=form)
    if shop().closed_at is None:
        with _edits():
            shop().close(farewell=text.paragraphs(form.farewell.data or ""), at=now())
        follow_door(store.session(), shop(), as_keeper())
    return _done(N_("小铺打烊了，店铺号给你留着"), "door")


@console.post("/me/reopening")
def reopening() -> Response:
    """Opens the door again under the same number."""
    form = FarewellForm(formdata=None)
    with attempt(form) as outcome, _edits():
        reopen_shop(store.session(), shop(), rules=house().rules, at=now())
        follow_door(store.session(), shop(), as_keeper())
    return _done(N_("小铺又开门了"), "door") if outcome.ok else _show(farewell=form)


def _edits() -> AbstractContextManager[None]:
    """Around a change of the door, which leaves a row in the trail."""
    told = partial(shop_subject, shop()), partial(shop_facts, shop())
    return edited_by(store.session(), as_keeper(), "shop.edit", *told)


def _done(words: str, part: str) -> Response:
    flash(gettext(words), "ok")
    return see(f"{url_for('console.me')}#{part}")


def _door() -> OpeningForm:
    """What stands on the door."""
    return OpeningForm(formdata=None, name=shop().name, introduction=shop().introduction)


def _show(**sent: TokenForm) -> Response:
    """The page; a form that was sent comes back with what was typed and why it was refused."""
    mine, who, session = shop(), member(), store.session()
    forms = {
        "door": _door(),
        "mark": LogoForm(formdata=None),
        "farewell": FarewellForm(formdata=None),
    }
    limits = {"name_limit": SHOP_NAME_LIMIT, "introduction_limit": INTRODUCTION_LIMIT, "farewell_limit": FAREWELL_LIMIT}
    shops: dict[str, object] = {
        "standing": keeper_standing(session, who, now()),
        "violations": violations_of(session, who),
    }
    status = 422 if sent else 200
    shops["kept_closed"] = is_kept_closed(session, mine, rules=house().rules, at=now())
    return page("console/me.html", status=status, shop=mine, member=who, **forms | sent, **limits, **shops)
