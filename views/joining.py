"""/join/…: coming to work at the desk or for a supplier, by a link. Opening it changes nothing, since
previews of messages open it too."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from models.account.by_link import maker_of
from models.account.desk.joining import join_desk
from models.account.joining import new_member
from models.account.joining_link import JoiningLink, joining_link_at
from models.account.member import Member
from models.account.role import DESK_ROLES, STAFF_ROLES, Role, roles_named
from models.catalogue.supplier.hired import join_staff
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Gone
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import csrf, member
from views.kit.limits import failed, limiter, sign_ins
from views.kit.page import page
from views.kit.signed_in import sign_in_here
from views.kit.written import Written

bp = Blueprint("joining", __name__, url_prefix="/join")


class JoinForm(TokenForm):
    """Who comes, where they have no account yet."""

    name = StringField(_("怎么称呼你"), [Written(_("请填一个称呼")), Length(max=20, message=_("最多 20 个字"))])
    phone = StringField(_("手机号"), [Written(_("请填手机号"))])
    password = PasswordField(_("密码"), [InputRequired(_("请设一个密码"))])


@bp.get("/<address>")
def link_page(address: str) -> Response:
    """What the link leads to, and the form; somebody who is signed in comes as who they are."""
    link = _link(address)
    return _page(link, address, JoinForm(formdata=None, name=link.called))


@bp.post("/<address>")
@limiter.limit(sign_ins, deduct_when=failed)
def take_link(address: str) -> Response:
    """Makes the account where there is none, gives the roles, once, and signs this browser in."""
    csrf.protect()
    form, link, known = JoinForm(), _link(address), current_user.is_authenticated
    if link.stands(now()) == "open" and (known or form.validate()):
        with attempt(form) as outcome:
            who = member() if known else _made(form)
            _join(link, who)
            if not known:
                sign_in_here(who)
        if outcome.ok:
            flash(gettext("%(name)s，欢迎，从今日开始", name=who.name), "ok")
            return redirect("/desk" if link.supplier_id is None else "/supply", 303)
    return _page(_link(address), address, form, status=422)


def _made(form: JoinForm) -> Member:
    facts = {"phone": form.phone.data, "name": form.name.data or "", "password": form.password.data}
    return new_member(store.session(), **facts, at=now())


def _join(link: JoiningLink, who: Member) -> None:
    act = Act.owner(who, now(), link.called)
    if link.supplier_id is None:
        join_desk(store.session(), link, who, act)
    else:
        join_staff(store.session(), link, who, act)


def _link(address: str) -> JoiningLink:
    link = joining_link_at(store.session(), address, secret=house().hash_secret)
    if link is None:
        raise Gone(address)
    return link


def _page(link: JoiningLink, address: str, form: JoinForm, *, status: int = 200) -> Response:
    session, state = store.session(), link.stands(now())
    supplier = session.get(Supplier, link.supplier_id) if link.supplier_id is not None else None
    known: Sequence[Role[Any]] = DESK_ROLES if supplier is None else STAFF_ROLES
    return page(
        "session/join.html",
        form=form,
        state=state,
        address=address,
        link=link,
        maker=maker_of(session, link).name,
        where=supplier.name if supplier else gettext("平台工作台"),
        roles=[(gettext(role.words), gettext(role.about)) for role in roles_named(link.roles, known)],
        signed_in=member() if current_user.is_authenticated else None,
        status=status if state == "open" else 410,
    )
