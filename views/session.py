"""Sign up, sign in, sign out, and the language of the pages."""

from urllib.parse import urlparse

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from sqlmodel import select
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from models.account.invitation import require_free, take_up
from models.account.joining import new_member
from models.account.member import Member, password_matches
from models.account.signing_in import end_sign_ins
from models.account.wrong_try import tell_wrong_tries
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.languages import LANGUAGES
from models.kernel.reading.phones import mobile
from views.kit import locale, store
from views.kit.familiar import familiar, make_familiar
from views.kit.filters import minute
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import csrf, home_of, member
from views.kit.limits import account_tries, asked_phone, failed, limiter, sign_ins
from views.kit.page import page
from views.kit.resuming import give_back, unpacked
from views.kit.safety import own_forms_only, parsed
from views.kit.sign_in_form import SignInForm
from views.kit.signed_in import note_wrong_try, sign_in_here, sign_out_here
from views.kit.written import Written

bp = Blueprint("session", __name__)


class SignUpForm(TokenForm):
    """What opening an account takes."""

    invite = StringField(_("邀请码"))
    name = StringField(_("怎么称呼你"), [Written(_("请填一个称呼")), Length(max=20, message=_("最多 20 个字"))])
    phone = StringField(_("手机号"), [Written(_("请填手机号"))])
    password = PasswordField(_("密码"), [InputRequired(_("请设一个密码"))])


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
            sign_in_here(found)
        if found and outcome.ok:
            _tell_wrong_tries(found)
            kept = unpacked(form.kept.data or "")
            reply = give_back(kept) if kept else redirect(_inside(form.next.data) or home_of(found), 303)
            return make_familiar(reply, found.phone)
    return page("session/sign_in.html", form=form, kept=unpacked(form.kept.data or ""), status=422)


def _tell_wrong_tries(who: Member) -> None:
    """To the owner, once: how often a wrong password was tried since the last sign-in."""
    tried = tell_wrong_tries(store.session(), who)
    if tried is None:
        return
    told = ngettext(
        "上次登录以来有 %(num)s 次输错密码，最近在 %(when)s 起的一小时里，来自 %(network)s。不是你就去“账号”改密码。",
        "上次登录以来有 %(num)s 次输错密码，最近在 %(when)s 起的一小时里，来自 %(network)s。不是你就去“账号”改密码。",
        tried.count,
        when=minute(tried.hour),
        network=tried.network or "?",
    )
    flash(told, "warn")


@bp.get("/sign-up")
def sign_up_page() -> Response:
    """The sign-up form; the invitation comes with the link."""
    if current_user.is_authenticated:
        return redirect(home_of(member()), 303)
    return page("session/sign_up.html", form=SignUpForm(invite=request.args.get("invite", "")))


@bp.post("/sign-up")
@limiter.limit(sign_ins, deduct_when=failed)
def sign_up() -> Response:
    """A new member, signed in, on the way to opening a shop."""
    csrf.protect()
    form = SignUpForm()
    if form.validate():
        with attempt(form) as outcome:
            session, at = store.session(), now()
            # The invitation first: without one nobody learns whose numbers are members'.
            if house().rules.invitation_required:
                require_free(session, form.invite.data or "")
            joined = new_member(session, phone=form.phone.data, name=form.name.data, password=form.password.data, at=at)
            if house().rules.invitation_required or form.invite.data:
                take_up(session, form.invite.data or "", Act.keeper(joined, at))
        if outcome.ok:
            sign_in_here(joined)
            return redirect("/console/opening", 303)
    return page("session/sign_up.html", form=form, status=422)


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
    reply = redirect(_inside(parsed(request.referrer or "").path) or "/", 303)
    if wanted in LANGUAGES:
        reply.set_cookie(locale.COOKIE, wanted, max_age=31536000, samesite="Lax", secure=house().config.is_https)
    return reply


def _inside(target: str | None) -> str:
    """A path of this site, or "" for anything that could lead away."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return ""
    # Browsers drop tabs and line breaks from an address, and headers cannot hold them.
    if not target.isprintable():
        return ""
    parsed = urlparse(target)
    return "" if parsed.scheme or parsed.netloc else target
