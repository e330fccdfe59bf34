"""The forms by which a supplier answers an after-sale."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from models.trade.after_sale.after_sale import RECEPTIONS
from models.trade.parcel.carriers import CARRIERS
from views.kit.forms import MoneyField, TokenForm
from views.kit.words import STATES
from views.kit.written import OneChosen, Written


class AgreeForm(TokenForm):
    """The amount as the page showed it, in fen."""

    called = "agree"
    seen = HiddenField()


class ReturnForm(TokenForm):
    """Where the buyer sends the goods."""

    called = "return"
    return_to = TextAreaField(_("寄回的地址"))


class RefuseForm(TokenForm):
    """Why not, and what would be given instead."""

    called = "refuse"
    why = TextAreaField(_("理由"))
    offer = MoneyField(_("愿意退多少"))


class ArriveForm(TokenForm):
    """What arrived."""

    called = "arrive"
    reception = RadioField(
        _("收到的是"),
        choices=[SelectChoice(one, _(STATES[f"reception.{one}"])) for one in RECEPTIONS],
        validate_choice=False,
    )
    words = TextAreaField(_("说明"))


class ResendForm(TokenForm):
    """How it goes to the buyer."""

    called = "resend"
    carrier = SelectField(_("快递公司"), [OneChosen(_("选一家快递公司"))], choices=CARRIERS, validate_choice=False)
    tracking = StringField(_("运单号"), [Written(_("请填运单号"))])


class ByHandForm(TokenForm):
    """That it was handed over at the counter: there is nothing to fill in."""

    called = "resend"


class SayForm(TokenForm):
    """Words in a dispute."""

    called = "say"
    words = TextAreaField(_("说明"))
