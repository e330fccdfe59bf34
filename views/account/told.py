"""How a keeper or a supplier's staff want to be told of what is new: by which of the ways that this network has."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, PasswordField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from models.account.password import is_password
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.languages import LANGUAGES, SOURCE_LANGUAGE, language_name
from models.kernel.reading.mails import is_mail, narrowed_mail
from models.notify.dispatching import undelivered
from models.notify.news import NoticeChoice
from models.talk.conversation import MailAddress
from views.account.blueprint import account
from views.account.page import done, section, shown
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.limits import failed, limiter, sign_ins
from views.kit.signed_in import note_wrong_try
from views.parts.one_time_codes import way_of_codes


class ToldForm(TokenForm):
    """An address or nothing, which ways, and the language of what is sent. Where the digits of a lost password go by
    mail, only who knows the password says where to: a browser that was left open is no account."""

    address = EmailField(_("邮箱"), filters=[narrowed_mail])
    own_password = PasswordField(_("现在的密码"))
    by_email = BooleanField(_("发邮件"))
    by_sms = BooleanField(_("发短信"))
    language = RadioField(
        _("用哪种语言"),
        choices=[SelectChoice(one, language_name(one, one)) for one in LANGUAGES],
        default=SOURCE_LANGUAGE,
    )

    def validate_address(self, field: EmailField) -> None:
        """Empty means: no mail."""
        if field.data and not is_mail(field.data):
            raise ValidationError(_("这不像邮箱地址，再看一眼"))


@section("told", place=30)
def facts() -> dict[str, Any]:
    """The form as it stands, and what could not be sent. Who has nothing yet has no news."""
    config = house().config
    return {
        "telling": _today(),
        "by_ways": {"sms": bool(config.sms), "email": bool(config.smtp_url)},
        "is_key": way_of_codes("password") == "email",
        "has_news": "shop" in g or "supplier" in g or g.home == "/desk",
        "at_desk": g.home == "/desk",
        "undelivered": undelivered(store.session(), member().id, at=now()),
    }


@account.post("/told")
@limiter.limit(sign_ins, deduct_when=failed)
def tell_me() -> Response:
    """Keeps or forgets the address, and the choice. What the page did not offer stays as it was."""
    form = ToldForm()
    if not form.validate():
        return shown(telling=form)
    with attempt(form) as outcome:
        _require_own(form)
        _keep(form)
    return done(N_("记下了，以后这样告诉你"), "told") if outcome.ok else shown(telling=form)


def _require_own(form: ToldForm) -> None:
    """Raises Refused where the digits of a lost password would go to a new address, and the password is wrong."""
    kept = store.session().get(MailAddress, member().id)
    address, before = form.address.data, kept.address if kept else ""
    if way_of_codes("password") != "email" or not address or address == before:
        return
    if not form.own_password.data:
        raise Refused("own_password", N_("换邮箱要填现在的密码：忘了密码时，六位数会发到这里"))
    was = member().password_hash
    with store.outside_transaction():
        right = is_password(was, form.own_password.data)
    if not right:
        note_wrong_try(member())
        raise Refused("own_password", N_("现在的密码不对"))


def _keep(form: ToldForm) -> None:
    session, config = store.session(), house().config
    choice = session.get(NoticeChoice, member().id) or NoticeChoice(member_id=member().id, since=now())
    choice.language, choice.since = form.language.data, now()
    if config.sms:
        choice.by_sms = form.by_sms.data
    if config.smtp_url:
        choice.by_email = form.by_email.data
        _keep_address(form.address.data)
    session.add(choice)


def _keep_address(address: str) -> None:
    session = store.session()
    kept = session.get(MailAddress, member().id)
    if not address:
        if kept:
            session.delete(kept)
    elif kept:
        kept.address, kept.since = address, now()
    else:
        session.add(MailAddress(member_id=member().id, address=address, since=now()))


def _today() -> ToldForm:
    session = store.session()
    choice, mail = session.get(NoticeChoice, member().id), session.get(MailAddress, member().id)
    ways = {"by_sms": choice.by_sms, "by_email": choice.by_email} if choice else {"by_sms": True, "by_email": True}
    language = choice.language if choice else SOURCE_LANGUAGE
    return ToldForm(formdata=None, address=mail.address if mail else "", language=language, **ways)
