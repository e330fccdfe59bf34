"""The second page: the six digits, and who it is. That a number is taken is said only to who has shown that it is
theirs."""

from typing import cast

from flask import redirect, session, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from models.account.invitation.taking_up import take_up
from models.account.joining import Newcomer, add_member, newcomer
from models.account.member import PERSONAS, Member, Persona
from models.account.one_time_code import seconds_to_wait
from models.account.signing_up.confirming import AnswerTo, ask_to_join
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import N_, Refused
from models.kernel.naming import refuse_forbidden
from models.kernel.reading.letters import is_blank
from models.kernel.reading.mails import narrowed_mail
from models.kernel.reading.phones import mobile
from views.kit import locale, store
from views.kit.door_mark import ASKED, mark_door
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import csrf, home_of, member
from views.kit.limits import failed, limiter, lookups, sign_ins
from views.kit.page import page
from views.kit.signed_in import sign_in_here
from views.kit.words import state
from views.kit.written import Written
from views.parts.one_time_codes import redeem, way_of_codes
from views.signing_up.blueprint import (
    DIGITS,
    INVITE,
    PHONE,
    bp,
    counting_misses,
    forget_way,
    goes_to_supply,
    is_invitation_asked,
    is_proven,
    missed_invitation,
    note_proven,
    require_invitation,
    wanted_code,
)
from views.signing_up.phone import PhoneForm


class DetailsForm(TokenForm):
    """Who it is. `phone` and `invite` come along from the page before; `once` marks the form where the desk decides;
    `mail` is where its answer may go, too."""

    invite = StringField(_("邀请码"))
    phone = HiddenField(_("手机号"))
    code = StringField(_("收到的六位数"))
    name = StringField(_("怎么称呼你"), [Written(_("请填一个称呼")), Length(max=20, message=_("最多 20 个字"))])
    password = PasswordField(_("密码"), [InputRequired(_("请设一个密码"))])
    persona = RadioField(_("你更像哪一种"), validate_choice=False)
    mail = EmailField(_("邮箱"), filters=[narrowed_mail])
    once = HiddenField()

    @property
    def said_persona(self) -> Persona | None:
        """What was said; nothing where it is none of these."""
        return cast(Persona, self.persona.data) if self.persona.data in PERSONAS else None


@bp.get("/sign-up/details")
def details_page() -> Response:
    """Where the digits are typed, and who it is."""
    if current_user.is_authenticated:
        return redirect(home_of(member()), 303)
    phone = session.get(PHONE, "")
    if not phone:
        return redirect(url_for("signing_up.sign_up_page"), 303)
    return _show(DetailsForm(formdata=None, phone=phone, invite=session.get(INVITE, ""), once=new_token()))


@bp.post("/sign-up/details")
@limiter.limit(sign_ins, deduct_when=failed)
@limiter.shared_limit(lookups, scope="lookup", deduct_when=missed_invitation)
def give_details() -> Response:
    """A new member, signed in, on the way to opening a shop; or, where no message could be sent, somebody who waits for
    the desk."""
    csrf.protect()
    form, way = DetailsForm(), way_of_codes("phone")
    if not mobile(form.phone.data or ""):
        return redirect(url_for("signing_up.sign_up_page"), 303)
    joined: Member | None = None
    if form.validate():
        with attempt(form) as outcome:
            who = _checked(form)
            if way:
                joined = _join(form, who)
            else:
                _ask_desk(form, who)
        if outcome.ok and joined is not None:
            onward = "applying.checklist" if goes_to_supply() else "console.opening"
            forget_way()
            sign_in_here(joined)
            return redirect(url_for(onward), 303)
        if outcome.ok:
            return redirect(url_for("signing_up.waiting_page"), 303)
    return _show(form, status=422)


def _checked(form: DetailsForm) -> Newcomer:
    """What can be refused before the digits are used up. The invitation first: without one nobody learns anything."""
    require_invitation(form.invite.data or "")
    refuse_forbidden("name", form.name.data or "", house().rules)
    facts = {"phone": form.phone.data or "", "name": form.name.data or "", "password": form.password.data or ""}
    with store.outside_transaction():
        return newcomer(**facts, persona=form.said_persona)


def _join(form: DetailsForm, who: Newcomer) -> Member:
    at, invite = now(), form.invite.data or ""
    if not is_proven(who.phone, at):
        if is_blank(form.code.data or ""):
            raise Refused("code", N_("请填收到的六位数"))
        redeem(wanted_code(who.phone), form.code.data or "")
        note_proven(who.phone, at)
    joined = add_member(store.session(), who, at=at)
    joined.phone_proven_at = at
    if is_invitation_asked(invite):
        with counting_misses():
            take_up(store.session(), invite, Act.keeper(joined, at))
    return joined


def _ask_desk(form: DetailsForm, who: Newcomer) -> None:
    """Where no message can be sent. What comes of it is said later, also of a number that is taken."""
    invite = form.invite.data or ""
    with counting_misses():
        asked = ask_to_join(
            store.session(),
            who,
            invite if is_invitation_asked(invite) else "",
            once=form.once.data or new_token(),
            act=Act.owner(None, now()),
            answer=AnswerTo(form.mail.data or "", locale.current()),
        )
    session[ASKED] = asked.code
    mark_door()


def _show(form: DetailsForm, *, status: int = 200) -> Response:
    phone, at, way = mobile(form.phone.data or ""), now(), way_of_codes("phone")
    form.persona.choices = [(one, state(one, "persona")) for one in PERSONAS]
    return page(
        "session/sign_up_details.html",
        form=form,
        phone=phone,
        writes=bool(house().config.smtp_url),
        way=way,
        proven=is_proven(phone, at),
        digits=session.get(DIGITS, "") if phone == session.get(PHONE) else "",
        wait=seconds_to_wait(store.session(), wanted_code(phone), rules=house().rules, at=at) if way else 0,
        again=PhoneForm(formdata=None, phone=phone, invite=form.invite.data or ""),
        to_supply=goes_to_supply(),
        status=status,
    )
