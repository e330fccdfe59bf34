"""The first page: an invitation, and a phone to which six digits are sent. Whose number it is, is not looked up: words,
status and time are the same."""

from flask import flash, redirect, request, session, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField

from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import mobile
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.identity import csrf, home_of, member
from views.kit.limits import join_asks, limiter, lookups
from views.kit.page import page, sentence
from views.kit.written import Written
from views.parts.one_time_codes import ask_for_code, way_of_codes
from views.signing_up.blueprint import (
    DIGITS,
    INVITE,
    PHONE,
    bp,
    goes_to_supply,
    missed_invitation,
    note_toward,
    require_invitation,
    wanted_code,
)


class PhoneForm(TokenForm):
    """By which invitation, and which phone."""

    invite = StringField(_("邀请码"))
    phone = StringField(_("手机号"), [Written(_("请填手机号"))])


@bp.get("/sign-up")
def sign_up_page() -> Response:
    """The form; the invitation comes with the link. Opening it tells nothing of the code."""
    if current_user.is_authenticated:
        return redirect(home_of(member()), 303)
    note_toward(request.args.get("to", ""))
    return _show(PhoneForm(formdata=None, invite=request.args.get("invite", ""), phone=session.get(PHONE, "")))


@bp.post("/sign-up")
@limiter.limit(join_asks)
@limiter.shared_limit(lookups, scope="lookup", deduct_when=missed_invitation)
def sign_up() -> Response:
    """Has six digits sent, and goes on to where they are typed. Where no message can be sent, the desk asks later."""
    csrf.protect()
    form = PhoneForm()
    if not form.validate():
        return _show(form, status=422)
    phone = mobile(form.phone.data or "")
    with attempt(form) as outcome:
        # The invitation first: nobody without one has messages sent.
        require_invitation(form.invite.data or "")
        if not phone:
            raise Refused("phone", N_("请填 11 位手机号"))
    if not outcome.ok:
        return _show(form, status=422)
    if way_of_codes("phone"):
        _send(phone)
    session[PHONE], session[INVITE] = phone, (form.invite.data or "")[:60]
    return redirect(url_for("signing_up.details_page"), 303)


def _send(phone: str) -> None:
    """What is asked for too soon or too often goes on too: the digits sent before still count."""
    try:
        session[DIGITS] = ask_for_code(wanted_code(phone))
    except Refused as refusal:
        store.give_up()
        flash(sentence(refusal), "warn")


def _show(form: PhoneForm, *, status: int = 200) -> Response:
    to_supply, way = goes_to_supply(), way_of_codes("phone")
    return page("session/sign_up.html", form=form, way=way, to_supply=to_supply, status=status)
