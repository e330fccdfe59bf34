"""A way back in for keepers and suppliers' staff who lost their password: an operator who knows them makes a link."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from models.account.desk.appointment import works_at_desk
from models.account.member import Member
from models.account.reset_link import ResetLink
from models.account.resetting import make_reset_link, open_reset_links, opens_now
from models.kernel.clock import now
from models.kernel.errors import Gone
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import see
from views.kit.written import Written

_WHY_LIMIT = 200


class ResetLinkForm(TokenForm):
    """Whom it is for, and how the operator knows that it is they who ask."""

    phone = HiddenField()
    why = StringField(
        _("怎么确认是本人"),
        [Written(_("写一句怎么确认是本人的")), Length(max=_WHY_LIMIT, message=_("最多 200 个字"))],
    )


class FactorResetForm(TokenForm):
    """How the operator knows that it is they who ask."""

    why = StringField(
        _("怎么确认是本人"),
        [Written(_("写一句怎么确认是本人的")), Length(max=_WHY_LIMIT, message=_("最多 200 个字"))],
    )


@dataclass(frozen=True, slots=True)
class WayBack:
    """A member of the page, the form for a new link, and the link that is open, with its address. One of somebody at
    the desk waits for a second operator, which the reader may be or not."""

    member: Member
    form: ResetLinkForm
    link: ResetLink | None
    address: str
    waits: bool
    may_confirm: bool


def ways_back(members: Sequence[Member], sent: ResetLinkForm | None = None) -> list[WayBack]:
    """One for each; the form that was sent comes back with what was typed."""
    links = open_reset_links(store.session(), [one.id for one in members], at=now())
    return [_way(one, links.get(one.id), sent) for one in members]


def _way(one: Member, link: ResetLink | None, sent: ResetLinkForm | None) -> WayBack:
    state = opens_now(store.session(), link, at=now()) if link else "over"
    link, waits = None if state == "over" else link, state == "waiting"
    may_confirm = link is not None and waits and member().id not in (link.made_by, link.member_id)
    return WayBack(one, _form(one, sent), link, "" if waits else _address(link), waits, may_confirm)


def send_way_back(members: Sequence[Member], form: ResetLinkForm, back: str) -> Response | None:
    """Makes a link for the one of these members whom the form names; nothing where the form was not right."""
    named = next((one for one in members if one.phone == form.phone.data), None)
    if named is None:
        raise Gone("member")
    if not form.validate():
        return None
    with attempt(form) as outcome:
        make_reset_link(store.session(), named, as_operator(form.why.data or ""), rules=house().rules)
    if not outcome.ok:
        return None
    if works_at_desk(store.session(), named.id):
        flash(gettext("链接做好了：另一位平台人员确认以后才能用"), "ok")
    else:
        flash(gettext("链接做好了：发给%(name)s，只能用一次", name=named.name), "ok")
    return see(f"{back}#way-back")


def _form(member: Member, sent: ResetLinkForm | None) -> ResetLinkForm:
    form = sent
    if form is None or form.phone.data != member.phone:
        form = ResetLinkForm(formdata=None, prefix="reset-", phone=member.phone)
    # A page has one for each member: their fields are told apart by whom they are for.
    form.why.id = form.why.label.field_id = f"why-{member.phone}"
    return form


def _address(link: ResetLink | None) -> str:
    if link is None:
        return ""
    return house().config.where + url_for("forgotten.link_page", address=link.address(house().hash_secret))
