"""The form that a coupon is written in."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from models.catalogue.goods.goods import Goods
from models.coupon.making import Terms
from models.coupon.passphrases import PASSPHRASE_LIMIT, folded
from models.kernel.clock import SHANGHAI, local
from models.kernel.money import Money
from views.kit.forms import DayField, MoneyField, TokenForm, WholeField
from views.kit.written import Written
from views.parts.coupon.beginnings import TEMPLATES
from views.parts.coupon.fields import FoldField
from views.parts.coupon.words import firm

_DAY = timedelta(days=1)
# A select with more is not looked through; goods beyond it are reached by ?goods= from their own page.
MOST_GOODS = 200


class CouponForm(TokenForm):
    """One coupon. What the template's kind does not use is not read."""

    template = HiddenField()
    title = StringField(_("名字"), [Written(_("给券起个名字"))])
    off = MoneyField(_("减多少"))
    off_bp = FoldField(_("打几折"))
    most_off = MoneyField(_("最多减"))
    minimum = MoneyField(_("满多少可用"))
    goods = SelectField(_("用在哪些商品"), validate_choice=False)
    quota = WholeField(_("发多少张"), [InputRequired(_("请填一个数字"))])
    per_buyer = WholeField(_("每人几张"), [InputRequired(_("请填一个数字"))])
    on_page = BooleanField(_("放在页面上，点一下就领"))
    passphrase = StringField(_("口令"))
    begins_at = DayField(_("哪天开始"), [InputRequired(_("请填日期"))])
    ends_at = DayField(_("哪天结束"), [InputRequired(_("请填日期"))])

    def validate_off(self, field: MoneyField) -> None:
        """Asked for where the template takes an amount off."""
        if self.kind == "off" and not field.errors and field.data is None:
            raise ValidationError(gettext("写明减多少"))

    def validate_off_bp(self, field: "FoldField") -> None:
        """Asked for where it takes a part off."""
        if self.kind == "rate" and not field.errors and field.data is None:
            raise ValidationError(gettext("写明打几折"))

    @property
    def kind(self) -> str:
        """ "off" or "rate"."""
        return TEMPLATES[self.template.data].kind if self.template.data in TEMPLATES else "off"

    def terms(self, goods: Goods | None) -> Terms:
        """What was written; days begin and end at midnight in China, and the last one counts."""
        fixed, begins, ends = self.kind == "off", self.begins_at.data, self.ends_at.data
        return Terms(
            title=self.title.data or "",
            off=self.off.data if fixed else None,
            off_bp=None if fixed else self.off_bp.data,
            most_off=None if fixed else self.most_off.data,
            minimum=self.minimum.data or Money(0),
            quota=self.quota.data or 0,
            per_buyer=self.per_buyer.data or 0,
            passphrase=self.passphrase.data or None,
            on_page=bool(self.on_page.data),
            begins_at=midnight(begins) if begins else datetime.now(SHANGHAI),
            ends_at=midnight(ends + _DAY) if ends else datetime.now(SHANGHAI) + _DAY,
            goods=goods,
        )

    def offer(self, rows: Sequence[Any], chosen: Goods | None, all_words: str) -> None:
        """What the coupon may be for: everything, or one of these goods; the chosen one too where it is not among
        them."""
        named = {row.code: row.title for row in rows}
        if chosen is not None:
            named.setdefault(chosen.code, chosen.title)
        self.goods.choices = [SelectChoice("", all_words)] + [SelectChoice(code, name) for code, name in named.items()]


def midnight(day: date) -> datetime:
    """When a day begins in China."""
    return datetime.combine(day, time(), SHANGHAI)


def begun(slug: str, giver: str, *, goods: str, at: datetime) -> CouponForm:
    """A form with what the template proposes."""
    one, today = TEMPLATES[slug], local(at).date()
    said = gettext(one.greeting) if one.greeting else ""
    return CouponForm(
        formdata=None,
        template=slug,
        title=gettext(one.name),
        off=Money(one.off) if one.off else None,
        off_bp=one.off_bp,
        most_off=Money(one.most_off) if one.most_off else None,
        minimum=Money(one.minimum) if one.minimum else None,
        goods=goods,
        quota=100,
        per_buyer=1,
        on_page=not said,
        passphrase=folded(firm(giver) + said)[:PASSPHRASE_LIMIT] if said else "",
        begins_at=today,
        ends_at=today + timedelta(days=one.days - 1),
    )
