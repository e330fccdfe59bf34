"""Sign in, sign out, and the language of the pages."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext
from flask_login import current_user
from sqlmodel import select
from werkzeug.wrappers import Response

from models.account.member import Member, password_matches
from models.account.signing_in import end_sign_ins
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.languages import LANGUAGES
from models.kernel.reading.phones import mobile
from views.kit import locale, store
from views.kit.entering import arrived, enter, inside, second_step
from views.kit.familiar import familiar
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import csrf, home_of, member
from views.kit.limits import account_tries, asked_phone, failed, limiter, sign_ins
from views.kit.page import page
from views.kit.resuming import unpacked
from views.kit.safety import own_forms_only, parsed
from views.kit.sign_in_form import SignInForm
from views.kit.signed_in import note_wrong_try, sign_out_here
from views.second_step import SecondStepForm, show

bp = Blueprint("session", __name__)


@bp.get("/sign-in")
def sign_in_page() -> Response:
    """The sign-in form."""
    if current_user.is_authenticated:
        return redirect(home_of(member()), 303)
    return page("session/sign_in.html", form=SignInForm(next=request.args.get("next", "")), unsaved=True)


@bp.post("/sign-in")
@limiter.limit(sign_ins, deduct_when=failed)
@limiter.limit(account_tries, key_func=asked_phone, deduct_when=failed, exempt_when=familiar)
def sign_in() -> Response:
    """Checks the password; the same sentence whichever of the two was wrong."""
    csrf.protect()
    form = SignInForm()
    if form.validate():
        session = store.session()
        found = session.exec(select(Member).where(Member.phone == mobile(form.phone.data))).first()
        if found:
            # Taken out of the session, it is not read again, and locks nothing, while its password is checked.
            session.expunge(found)
        # Checking takes as long as it should take an attacker; nobody else's writes wait for it.
        with store.outside_transaction():
            right = password_matches(found, form.password.data)
        with attempt(form) as outcome:
            if found and not right:
                note_wrong_try(found)
            if not found or not right:
                raise Refused("", N_("手机号或密码不对"))
            is_in = enter(found)
        if found and outcome.ok:
            return _onward(form, found) if is_in else _second_step(form)
    return page("session/sign_in.html", form=form, kept=unpacked(form.kept.data or ""), status=422)


def _onward(form: SignInForm, who: Member) -> Response:
    return arrived(who, onward=form.next.data or "", kept=form.kept.data or "")


def _second_step(form: SignInForm) -> Response:
    """What was written waits in the page itself; without anything the way to go on is in the address."""
    if unpacked(form.kept.data or ""):
        return show(SecondStepForm(formdata=None, next=form.next.data, kept=form.kept.data))
    return second_step(onward=inside(form.next.data))


@bp.post("/sign-out")
def sign_out() -> Response:
    """Ends the sign-in of this browser."""
    csrf.protect()
    sign_out_here()
    return redirect("/", 303)


@bp.post("/sign-out/everywhere")
def sign_out_everywhere() -> Response:
    """Ends the sign-in of every browser; a cookie that somebody copied opens nothing any more."""
    csrf.protect()
    if current_user.is_authenticated:
        end_sign_ins(store.session(), member(), at=now())
        sign_out_here()
        flash(gettext("所有设备上都退出了"), "ok")
    return redirect("/sign-in", 303)


@bp.post("/language")
def language() -> Response:
    """Sets the language and goes back where the reader was."""
    own_forms_only()
    wanted = request.form.get("language", "")
    reply = redirect(inside(parsed(request.referrer or "").path) or "/", 303)
    if wanted in LANGUAGES:
        reply.set_cookie(locale.COOKIE, wanted, max_age=31536000, samesite="Lax", secure=house().config.is_https)
    return reply
