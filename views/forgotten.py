"""A forgotten password: by six digits that are sent to the phone, or by a link that an operator made. Whoever's number
it is, and whether it is anybody's, words, status and limits are the same."""

from flask import Blueprint, flash, redirect, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlmodel import select
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from models.account.member import Member
from models.account.one_time_code import CodeFor, seconds_to_wait
from models.account.password import hash_password, require_good_password
from models.account.reset_link import ResetLink
from models.account.resetting import opens_now, reset_link_at, reset_password, use_reset_link
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import N_, Gone, Refused
from models.kernel.reading.phones import mobile
from views.kit import store
from views.kit.entering import enter, second_step
from views.kit.familiar import is_familiar, make_familiar
from views.kit.forms import TokenForm, attempt, complain
from views.kit.house import house
from views.kit.identity import csrf, home_of, known_of
from views.kit.limits import account_tries, asked_phone_here, code_asks, failed, limiter, sign_ins
from views.kit.page import page, sentence
from views.kit.written import Written
from views.parts.one_time_codes import ask_for_code, redeem, way_of_codes

bp = Blueprint("forgotten", __name__)
# What the browser is told to remember between the two pages; the digits only in a demo.
PHONE, DIGITS, ASKER = "code_phone", "code_digits", "code_asker"


class AskForm(TokenForm):
    """Whose password it is."""

    phone = StringField(_("手机号"), [Written(_("请填手机号"))])


class FreshPasswordForm(TokenForm):
    """The password that is to be."""

    password = PasswordField(_("新密码"), [InputRequired(_("请设一个密码"))])


class CodeForm(FreshPasswordForm):
    """The digits, and the password that is to be."""

    phone = HiddenField()
    code = StringField(_("收到的六位数"), [Written(_("请填收到的六位数"))])


@bp.get("/sign-in/forgotten")
def ask_page() -> Response:
    """Where to send the digits."""
    return _ask_page(AskForm(formdata=None, phone=session.get(PHONE, "")))


@bp.post("/sign-in/forgotten")
@limiter.limit(code_asks)
def ask() -> Response:
    """Has six digits sent, and goes on to where they are typed. What is asked for too soon or too often goes there too:
    the digits sent before still count."""
    csrf.protect()
    form = AskForm()
    phone = mobile(form.phone.data or "")
    if form.validate() and not phone:
        complain(form, Refused("phone", N_("请填 11 位手机号")))
    if form.errors or not way_of_codes("password"):
        return _ask_page(form, status=422)
    try:
        shown = ask_for_code(_wanted(phone), is_known=is_familiar(phone))
    except Refused as refusal:
        store.give_up()
        flash(sentence(refusal), "warn")
    else:
        session[DIGITS] = shown
    session[PHONE] = phone
    return redirect(url_for("forgotten.code_page"), 303)


@bp.get("/sign-in/forgotten/code")
def code_page() -> Response:
    """Where the digits and a new password are typed."""
    phone = session.get(PHONE, "")
    if not phone:
        return redirect(url_for("forgotten.ask_page"), 303)
    return _code_page(CodeForm(formdata=None, phone=phone))


@bp.post("/sign-in/forgotten/code")
@limiter.limit(sign_ins, deduct_when=failed)
@limiter.limit(account_tries, key_func=asked_phone_here, deduct_when=failed)
def take_code() -> Response:
    """The digits first, since every try counts; then the password, and this browser is signed in."""
    csrf.protect()
    form = CodeForm()
    if form.validate():
        phone = mobile(form.phone.data or "")
        with attempt(form) as outcome:
            # Refused before the digits are used up. The names of whoever's number it is would tell of them.
            fresh = _hashed(form, [phone])
            redeem(_wanted(phone), form.code.data)
            found = store.session().exec(select(Member).where(Member.phone == phone)).first()
            if found is None:
                # The digits were never sent: somebody guessed them.
                raise Refused("code", N_("这六位数用不了，重新要一条"))
            reset_password(store.session(), found, fresh, Act.owner(found, now(), "one-time code"))
            is_in = enter(found)
        if outcome.ok and found is not None:
            return _welcome(found, is_in=is_in)
    return _code_page(form, status=422)


@bp.get("/sign-in/forgotten/<address>")
def link_page(address: str) -> Response:
    """Where an operator's link leads. Opening it changes nothing: previews of messages open it too."""
    return _link_page(_link(address), address, FreshPasswordForm(formdata=None))


@bp.post("/sign-in/forgotten/<address>")
@limiter.limit(sign_ins, deduct_when=failed)
def take_link(address: str) -> Response:
    """Sets the password, once, and signs this browser in."""
    csrf.protect()
    form, link = FreshPasswordForm(), _link(address)
    if form.validate() and opens_now(store.session(), link, at=now()) == "open":
        with attempt(form) as outcome:
            fresh = _hashed(form, known_of(store.session().get_one(Member, link.member_id)))
            member = use_reset_link(store.session(), _link(address), fresh, at=now())
            is_in = enter(member)
        if outcome.ok:
            return _welcome(member, is_in=is_in)
    return _link_page(_link(address), address, form, status=422)


def _wanted(phone: str) -> CodeFor:
    """The code for this browser: another one that asks for the same phone gets another code."""
    return CodeFor("password", phone, session.setdefault(ASKER, new_token()))


def _hashed(form: FreshPasswordForm, known: list[str]) -> str:
    with store.outside_transaction():
        require_good_password(form.password.data, about=known)
        return hash_password(form.password.data)


def _welcome(who: Member, *, is_in: bool) -> Response:
    for name in (PHONE, DIGITS):
        session.pop(name, None)
    flash(gettext("密码换好了，别的手机和电脑上都退出了"), "ok")
    return make_familiar(redirect(home_of(who), 303), who.phone) if is_in else second_step()


def _link(address: str) -> ResetLink:
    link = reset_link_at(store.session(), address, secret=house().hash_secret)
    if link is None:
        raise Gone(address)
    return link


def _ask_page(form: AskForm, *, status: int = 200) -> Response:
    return page("session/forgotten.html", form=form, way=way_of_codes("password"), status=status)


def _code_page(form: CodeForm, *, status: int = 200) -> Response:
    phone = mobile(form.phone.data or "")
    return page(
        "session/forgotten_code.html",
        form=form,
        phone=phone,
        way=way_of_codes("password"),
        digits=session.get(DIGITS, "") if phone == session.get(PHONE) else "",
        wait=seconds_to_wait(store.session(), _wanted(phone), rules=house().rules, at=now()),
        again=AskForm(formdata=None, phone=phone),
        status=status,
    )


def _link_page(link: ResetLink, address: str, form: FreshPasswordForm, *, status: int = 200) -> Response:
    state = opens_now(store.session(), link, at=now())
    who = store.session().get_one(Member, link.member_id)
    return page(
        "session/forgotten_link.html",
        form=form,
        state=state,
        who=who,
        address=address,
        until=link.until,
        status=status if state == "open" else 409 if state == "waiting" else 410,
    )
