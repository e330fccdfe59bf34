"""Real name and ID number. What was typed comes back with what is wrong; nothing of it is kept in the browser."""

from flask_babel import lazy_gettext as _
from flask_limiter import RateLimitExceeded
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from models.account.identity.card_number import checked_card_number
from models.account.identity.giving import RealIdentity
from models.account.identity.real_name import REAL_NAME_LIMIT, checked_real_name
from models.gate.checklist import ChecklistItem
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.errors import N_, Refused
from models.stories.gate.giving import give_item_identity
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.house import house
from views.kit.identity import member
from views.kit.limits import card_tries, card_tries_here, limiter
from views.parts.checklist.screen import ItemScreen
from views.parts.documents import identity_keys


class IdentityForm(TokenForm):
    """As on the card. The domain says what is wrong, field by field."""

    name = StringField(_("姓名"), [InputRequired(_("填证件上的姓名")), Length(max=2 * REAL_NAME_LIMIT)])
    number = StringField(_("身份证号"), [InputRequired(_("填身份证号")), Length(max=60)])


def _takes(item: ChecklistItem, form: IdentityForm, act: Act) -> None:
    given = RealIdentity(form.name.data or "", form.number.data or "")
    # What anybody could tell from the card itself costs no try.
    checked_real_name(given.name)
    checked_card_number(given.number, on=local(act.at).date())
    try:
        _give(item, given, act)
    except RateLimitExceeded:
        raise Refused("number", N_("今天填过太多个号码了，明天再来；急的话请联系平台")) from None


def _asker() -> str:
    return f"card:{member().code}"


@limiter.limit(card_tries, key_func=_asker)
@limiter.limit(card_tries_here)
def _give(item: ChecklistItem, given: RealIdentity, act: Act) -> None:
    """Only so often: each is somebody's work at the desk, or a question to a service that costs money."""
    give_item_identity(store.session(), item, given, act, keys=identity_keys(), rules=house().rules)


SCREEN = ItemScreen("identity", 3, IdentityForm, _takes)
