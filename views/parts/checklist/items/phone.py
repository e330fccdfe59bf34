"""The phone of a member who stood before phones were proven: six digits are sent and typed back; where no text can be
sent, an operator calls."""

from collections.abc import Mapping
from typing import Any

from flask import flash, session
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField

from models.account.one_time_code import CodeFor
from models.gate.checklist import ChecklistItem
from models.gate.giving import give_item
from models.gate.rereading import reread
from models.kernel.act import Act
from models.kernel.codes import new_token
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.house import house
from views.parts.checklist.screen import ItemScreen
from views.parts.one_time_codes import ask_for_code, redeem, way_of_codes

_ASKER, _DIGITS, _SENT = "checklist-asker", "checklist-digits", "checklist-sent"


class PhoneForm(TokenForm):
    """The digits; none: send them."""

    code = StringField(_("收到的六位数"))


def take(item: ChecklistItem, form: PhoneForm, act: Act) -> None:
    """Sends the digits, or takes them; without a way to send any it is the desk's."""
    rules, member = house().rules, item.checklist.member
    if not way_of_codes("phone"):
        give_item(store.session(), item, act, rules=rules, given={"last": member.phone[-4:]})
    elif not (form.code.data or "").strip():
        _send(item)
    else:
        redeem(_wanted(item), form.code.data or "")
        member.phone_proven_at = act.at
        for key in (_ASKER, _DIGITS, _SENT):
            session.pop(key, None)
        reread(store.session(), item.checklist, act, rules=rules)


def _send(item: ChecklistItem) -> None:
    session[_DIGITS] = ask_for_code(_wanted(item))
    session[_SENT] = True
    flash(gettext("六位数发到 %(phone)s 了", phone=f"****{item.checklist.member.phone[-4:]}"), "ok")


def _wanted(item: ChecklistItem) -> CodeFor:
    return CodeFor("phone", item.checklist.member.phone, session.setdefault(_ASKER, new_token()))


def facts(item: ChecklistItem) -> Mapping[str, Any]:
    """Whose phone it is, in stars; whether digits are on their way, and the digits where the page itself shows them."""
    return {
        "last": item.checklist.member.phone[-4:],
        "sent": bool(session.get(_SENT)),
        "digits": session.get(_DIGITS, ""),
        "way": way_of_codes("phone"),
    }


SCREEN = ItemScreen("phone", 2, form=PhoneForm, takes=take, facts=facts)
