"""The forms of an after-sale that a buyer fills in."""

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from models.trade.after_sale.after_sale import REASONS
from models.trade.after_sale.allowed import pieces_for
from models.trade.after_sale.by_buyer import AfterSaleWish
from models.trade.after_sale.kinds import after_sale_kinds
from models.trade.order.order import Line
from models.trade.parcel.carriers import CARRIERS
from views.kit.forms import BuyerForm, MoneyField
from views.kit.words import STATES
from views.kit.written import OneChosen, Written


class AskForm(BuyerForm):
    """What went wrong with which pieces, and what the buyer wants. `once` marks this very form."""

    kind = RadioField(_("想怎么处理"), [InputRequired(_("选一种售后方式"))], validate_choice=False)
    reason = SelectField(
        _("原因"), choices=[SelectChoice(one, _(STATES[f"reason.{one}"])) for one in REASONS], validate_choice=False
    )
    quantity = SelectField(_("几件"), validate_choice=False)
    amount = MoneyField(_("退多少"))
    words = TextAreaField(_("说一说"))
    pictures = FileField(_("照片"))
    once = HiddenField(validators=[Length(min=16, max=32)])

    def offer(self, line: Line) -> None:
        """Shows what may be asked on this line."""
        most = {kind.name: pieces_for(line, kind) for kind in after_sale_kinds().values()}
        self.kind.choices = [
            SelectChoice(kind.name, _(kind.words)) for kind in after_sale_kinds().values() if most[kind.name]
        ]
        self.quantity.choices = [str(number) for number in range(1, max(most.values()) + 1)]

    def wish(self, photos: tuple[str, ...]) -> AfterSaleWish:
        """What was filled in; a number of pieces that is none counts as no piece."""
        pieces = self.quantity.data or ""
        return AfterSaleWish(
            kind=self.kind.data or "",
            reason=self.reason.data or "",
            quantity=int(pieces) if pieces.isdecimal() and len(pieces) <= 2 else 0,
            words=self.words.data or "",
            amount=self.amount.data,
            photos=photos,
        )


class AmendForm(BuyerForm):
    """A lower amount."""

    called = "amend"
    amount = MoneyField(_("新的金额"))


class SeenForm(BuyerForm):
    """The offer as the page showed it, in fen."""

    called = "seen"
    seen = HiddenField()


class SendForm(BuyerForm):
    """How the goods go back."""

    called = "send"
    carrier = SelectField(_("快递公司"), [OneChosen(_("选一家快递公司"))], choices=CARRIERS, validate_choice=False)
    tracking = StringField(_("运单号"), [Written(_("请填运单号"))])


class DisputeForm(BuyerForm):
    """Why the operator should decide."""

    called = "dispute"
    words = TextAreaField(_("说明"))


class SayForm(BuyerForm):
    """More words in a dispute."""

    called = "say"
    words = TextAreaField(_("补充说明"))


class PlainForm(BuyerForm):
    """A button without anything to fill in."""

    called = "plain"


def sent_photos() -> list[bytes]:
    """The bytes of the photos in this request."""
    return [upload.stream.read() for upload in request.files.getlist("pictures") if upload.filename]
