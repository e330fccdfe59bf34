"""Making a coupon: the templates to begin from, the form, and what it comes to while it is being written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.price import least_price
from models.coupon.making import Terms, checked_terms
from models.coupon.passphrases import LONGEST_PASSPHRASE as PASSPHRASE_LIMIT
from models.coupon.passphrases import folded
from models.coupon.reduction import bearing_bp, face
from models.kernel.clock import SHANGHAI, local
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.text import narrow
from views.kit.coupon_words import firm, folds
from views.kit.forms import MoneyField, TokenForm
from views.kit.page import sentence

_WHOLE = re.compile(r"[0-9]{1,6}")
_FOLD = re.compile(r"[1-9](\.[0-9])?|[1-9][0-9]")
_DAY = timedelta(days=1)
# A select with more is not looked through; goods beyond it are reached by ?goods= from their own page.
MOST_GOODS = 200


@dataclass(frozen=True, slots=True)
class Template:
    """A coupon to begin from. `kind` is "off" or "rate"; amounts in fen, `off_bp` basis points. `greeting` closes the
    passphrase after the giver's name; empty where a button on the pages gives it."""

    name: str
    words: str
    kind: str
    minimum: int
    off: int | None = None
    off_bp: int | None = None
    most_off: int | None = None
    greeting: str = ""
    days: int = 14


# Modest enough that a usual commission bears them whole (reduction.bearing_bp): about nine per cent at most.
TEMPLATES = {
    "welcome": Template(N_("进店立减"), N_("放在店里，进来的人点一下就领"), "off", 5_900, off=500),
    "over": Template(N_("满减"), N_("凑够一单多减一点，客单价更高"), "off", 19_900, off=1_500),
    "rate": Template(N_("折扣"), N_("按比例减，封了顶，大单也不会亏"), "rate", 0, off_bp=500, most_off=2_000),
    "regulars": Template(
        N_("老客口令"), N_("不放在页面上，只告诉老客：报口令就有"), "off", 9_900, off=800, greeting=N_("老友")
    ),
}


class WholeField(StringField):
    """A whole number as a person types it, full-width digits too."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = narrow(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if typed:
            if not _WHOLE.fullmatch(typed):
                raise ValidationError(gettext("请填一个数字"))
            self.data = int(typed)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)


class FoldField(StringField):
    """A discount as it is said in Chinese: 9 is what is left of ten, 8.5 and 85 are the same; `data` is what is taken
    off, in basis points."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = narrow(valuelist[0]).strip().removesuffix("折").strip() if valuelist else ""
        self.data = None
        if typed:
            if not _FOLD.fullmatch(typed):
                raise ValidationError(gettext("写 9 就是九折，8.5 就是八五折"))
            tenths = Decimal(typed) / (10 if len(typed) == 2 else 1)
            self.data = 10_000 - int(tenths * 1_000)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else folds(self.data)


class DayField(StringField):
    """A day on a Chinese calendar; `data` is a date."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = date.fromisoformat(typed)
            except ValueError:
                raise ValidationError(gettext("日期写成 2026-11-22 这样")) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data.isoformat() if self.data else ""


class CouponForm(TokenForm):
    """One coupon. What the template's kind does not use is not read."""

    template = HiddenField()
    title = StringField(_("名字"), [InputRequired(_("给券起个名字"))])
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


@dataclass(frozen=True, slots=True)
class Preview:
    """The ticket as buyers will see it, an example of what it does, what all of them may cost, and from which
    commission rate on a line bears it whole (only where the shop pays). `trouble` is what still has to be mended."""

    terms: Terms
    amount: Money
    off: Money
    most: Money | None
    bearing: str
    trouble: str


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


def preview(form: CouponForm, goods: Goods | None, *, at: datetime) -> Preview:
    """What the form means by now; nothing is kept."""
    terms, trouble = form.terms(goods), next((str(words[0]) for words in form.errors.values() if words), "")
    if not trouble:
        try:
            checked_terms(terms, at=at)
        except Refused as refusal:
            trouble = sentence(refusal)
    has_promise = bool(terms.off or terms.off_bp)
    amount = Money(max(terms.minimum, least_price(goods) if goods else 0) or 10_000)
    most = terms.off or terms.most_off
    return Preview(
        terms=terms,
        amount=amount,
        off=face(terms, amount) if has_promise else Money(0),
        most=most * terms.quota if most else None,
        bearing=f"{bearing_bp(terms) / 100:.1f}".removesuffix(".0") if has_promise and not trouble else "",
        trouble=trouble,
    )


def midnight(day: date) -> datetime:
    """When a day begins in China."""
    return datetime.combine(day, time(), SHANGHAI)
