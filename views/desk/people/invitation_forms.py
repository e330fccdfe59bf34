"""What making invitations asks for. `once` marks a form: sent twice, it makes them once."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, NumberRange

from models.account.invitation.making import ForMany
from models.kernel.codes import new_token
from views.kit.forms import TokenForm, WholeField

# How long a code for many may be good, in days: whoever wants it longer makes another.
LONGEST_DAYS = 366


class InvitationsForm(TokenForm):
    """How many to make, for one person each."""

    how_many = WholeField(_("做几个"), [InputRequired(_("请填 1 到 100 的数"))])
    campaign = StringField(_("活动名"))
    once = HiddenField()


class ForManyForm(TokenForm):
    """One short code: for how many, until when, and the word itself where somebody has one in mind."""

    called = "many"
    quota = WholeField(_("给多少人"), [InputRequired(_("请填给多少人用"))])
    days = WholeField(
        _("几天后到期"),
        [
            InputRequired(_("请填几天后到期")),
            NumberRange(1, LONGEST_DAYS, message=_("1 到 %(most)s 天", most=LONGEST_DAYS)),
        ],
    )
    campaign = StringField(_("活动名"))
    word = StringField(_("想用的字母"))
    once = HiddenField()

    def wanted(self, at: datetime) -> ForMany:
        """What it asks for, counted from now."""
        ends_at = at + timedelta(days=self.days.data or 0)
        return ForMany(self.quota.data or 0, ends_at, self.campaign.data or "", self.word.data or "")


def fresh_invitations() -> InvitationsForm:
    """One that nobody has filled in."""
    return InvitationsForm(formdata=None, how_many=5, once=new_token())


def fresh_for_many() -> ForManyForm:
    """The same, for many."""
    return ForManyForm(formdata=None, prefix="many-", quota=100, days=30, once=new_token())
