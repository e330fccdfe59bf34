"""The checkout's form: who receives it, where, how it is paid."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from models.kernel import regions, text
from models.kernel.address.pasted import Pasted
from models.kernel.address.recipient import Recipient
from models.kernel.money import Money
from models.kernel.reading.letters import is_blank
from models.kernel.reading.phones import reachable
from views.kit.forms import BuyerForm
from views.kit.house import house
from views.kit.words import gateway
from views.kit.written import Written
from views.parts.regions import RegionFields, wrong_phone

# What the form says where no coupon is to be used.
NO_COUPON = "none"
# Of each supplier that offers pick-up a choice of its own: POSTED, or the code of the terms on which it is fetched.
WAY, POSTED = "way-", "post"
_MOST_WAYS = 60


def _plain(typed: str | None) -> str | None:
    """What is invisible is nothing: it must not pass for an answer."""
    return text.one_line(typed) if typed else typed


class CheckoutForm(RegionFields, BuyerForm):
    """`once` marks this very form, `seen` is the total it showed, `shown` the province that total was for, `taken` what
    the coupon took off and `ways` what was to be fetched. `coupon` is the code of the buyer's claim, or NO_COUPON; a
    `passphrase` gives another. `fetching` is what is to be fetched: the code of its terms, by the supplier's code. An
    address is asked for where `is_sent`."""

    paste = TextAreaField(_("粘贴一整段地址，自动填好"))
    name = StringField(
        _("收货人"),
        [Written(_("请填名字")), Length(max=30, message=_("最多 30 个字"))],
        filters=[_plain],
    )
    phone = StringField(_("手机号"), [Written(_("请填手机号"))])
    street = StringField(
        _("详细地址"),
        [Length(max=120, message=_("最多 120 个字"))],
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
    ways = HiddenField()

    def __init__(self, formdata: Any = None, **kept: Any) -> None:
        super().__init__(formdata, **kept)
        chosen = [(name, value) for name, value in (formdata or {}).items() if name.startswith(WAY)][:_MOST_WAYS]
        self.fetching = {name.removeprefix(WAY): value for name, value in chosen if value != POSTED}
        self.is_sent = True

    def validate_province(self, field: Any) -> None:
        """Asked for where something is sent; so are the next three."""
        if self.is_sent:
            super().validate_province(field)

    def validate_city(self, field: Any) -> None:
        """The city,"""
        if self.is_sent:
            super().validate_city(field)

    def validate_district(self, field: Any) -> None:
        """the district,"""
        if self.is_sent:
            super().validate_district(field)

    def validate_street(self, field: StringField) -> None:
        """and the street."""
        if self.is_sent and is_blank(field.data or ""):
            raise ValidationError(_("请填街道和门牌"))

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

    @property
    def shown_fetching(self) -> dict[str, str]:
        """What was to be fetched on that page: the codes of terms, by those of suppliers."""
        pairs = (pair.partition(":") for pair in (self.ways.data or "").split(",")[:_MOST_WAYS])
        return {code: terms for code, _colon, terms in pairs if terms}

    def show(self, total: Money, discount: Money) -> None:
        """The page shows this total, so agreeing to it is what the next press of the button does."""
        self.ways.data = ",".join(f"{code}:{terms}" for code, terms in sorted(self.fetching.items()))
        self.seen.data, self.shown.data = str(int(total)), self.province_digits or ""
        self.taken.data = str(int(discount))


def _fen(field: HiddenField) -> Money | None:
    typed = field.data or ""
    return Money(int(typed)) if typed.isdecimal() and typed.isascii() and len(typed) <= 12 else None
