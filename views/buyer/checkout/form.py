"""The checkout's form: who receives it, where, how it is paid."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from models.kernel import regions, text
from models.kernel.address.pasted import Pasted
from models.kernel.address.recipient import Recipient
from models.kernel.money import Money
from models.kernel.reading.phones import reachable
from views.kit.forms import BuyerForm
from views.kit.house import house
from views.kit.words import gateway
from views.kit.written import Written
from views.parts.regions import RegionFields, wrong_phone

# What the form says where no coupon is to be used.
NO_COUPON = "none"


def _plain(typed: str | None) -> str | None:
    """What is invisible is nothing: it must not pass for an answer."""
    return text.one_line(typed) if typed else typed


class CheckoutForm(RegionFields, BuyerForm):
    """`once` marks this very form, `seen` is the total it showed, `shown` the province that total was for and `taken`
    what the coupon took off. `coupon` is the code of the buyer's claim, or NO_COUPON; a `passphrase` gives another."""

    paste = TextAreaField(_("粘贴一整段地址，自动填好"))
    name = StringField(
        _("收货人"),
        [Written(_("请填收货人")), Length(max=30, message=_("最多 30 个字"))],
        filters=[_plain],
    )
    phone = StringField(_("手机号"), [Written(_("请填手机号"))])
    street = StringField(
        _("详细地址"),
        [Written(_("请填街道和门牌")), Length(max=120, message=_("最多 120 个字"))],
        filters=[_plain],
    )
    remember = BooleanField(_("记住，下次不用再填"), default=True)
    note = StringField(_("留言"), [Length(max=100, message=_("最多 100 个字"))])
    coupon = StringField(_("优惠券"))
    passphrase = StringField(_("优惠口令"), filters=[_plain])
    payment = RadioField(_("付款方式"), validate_choice=False)
    once = HiddenField(validators=[Length(min=16, max=32)])
    seen = HiddenField()
    shown = HiddenField()
    taken = HiddenField()

    def validate_phone(self, field: StringField) -> None:
        """However it was typed, and where the parcel goes."""
        if not reachable(field.data or "", self.region_code):
            raise ValidationError(wrong_phone(self.region_code))

    def validate_payment(self, field: RadioField) -> None:
        """One of the ways there are."""
        if field.data not in house().gateways:
            raise ValidationError(_("请选一种付款方式"))

    def offer(self) -> None:
        """The regions and the ways to pay that can be chosen."""
        super().offer()
        self.payment.choices = [(name, gateway(name)) for name in house().gateways]

    def take_in(self, read: Pasted) -> None:
        """Fills what was understood of a pasted text; the rest stays in the box."""
        self.name.data = read.name or self.name.data
        self.phone.data = read.phone or self.phone.data
        self.street.data = read.street or self.street.data
        self.paste.data = read.rest
        if read.region_code:
            self.choose(read.region_code)

    @property
    def recipient(self) -> Recipient:
        """What was typed, once it is valid."""
        return Recipient(
            name=self.name.data or "",
            phone=reachable(self.phone.data or "", self.region_code),
            region=regions.written(self.region_code),
            region_code=self.region_code,
            street=self.street.data or "",
            note=self.note.data or "",
        )

    @property
    def seen_total(self) -> Money | None:
        """The total that the page showed; None where it was lost or tampered with."""
        return _fen(self.seen)

    @property
    def shown_discount(self) -> Money:
        """What the coupon took off on that page."""
        return _fen(self.taken) or Money(0)

    def show(self, total: Money, discount: Money) -> None:
        """The page shows this total, so agreeing to it is what the next press of the button does."""
        self.seen.data, self.shown.data = str(int(total)), self.province_digits or ""
        self.taken.data = str(int(discount))


def _fen(field: HiddenField) -> Money | None:
    typed = field.data or ""
    return Money(int(typed)) if typed.isdecimal() and typed.isascii() and len(typed) <= 12 else None
