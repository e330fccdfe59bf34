"""The table of levels: what each asks for and gives, changed from next month on; and who stands where this month."""

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from models.kernel.clock import now
from models.kernel.database import in_turn
from models.kernel.errors import Gone, Refused
from models.kernel.money import Money
from models.kernel.months import following, month_of
from models.kernel.reading import numbers
from models.kernel.reading.numbers import whole
from models.shop.level import SLUGS, Level, LevelTerms
from models.shop.levelling import change_level, levels_in, shops_by_level
from models.shop.register import shop_count
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.filters import rate
from views.kit.forms import MOST_WHOLE, MoneyField, TokenForm, attempt
from views.kit.page import page, see
from views.kit.words import state

OPENED_BY = ("admin", "finance")


class WholeField(StringField):
    """A whole number as a person types it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = whole(valuelist[0] if valuelist else "", most=MOST_WHOLE)
        except Refused:
            raise ValidationError(gettext("请填一个整数，最多六位")) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data)


class BonusField(StringField):
    """A small percentage as a person types it, "0.5" or "0.5%"; `data` is basis points."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = numbers.rate(valuelist[0] if valuelist else "")
        except Refused:
            raise ValidationError(gettext("请写百分数，例如 0.5 或 1.5")) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else rate(self.data or 0)


class LevelForm(TokenForm):
    """One level from next month on. The lowest asks for nothing, so its page leaves the thresholds out."""

    sales = MoneyField(_("上月结算销售额满"))
    orders = WholeField(_("上月结算订单满"))
    bonus_bp = BonusField(_("等级奖励"))
    settles_days_earlier = WholeField(_("提前几天结算"))
    max_shops = WholeField(_("可开店数"))
    invitations = WholeField(_("每月邀请几人"))
    featured_lessons = BooleanField(_("精选课堂"))


@desk.get("/levels")
def levels() -> Response:
    """What is in force, what comes, and the forms."""
    return _show()


@desk.post("/levels/<slug>")
def save_level(slug: str) -> Response:
    """Changes one from next month on; again in the same month takes the first change's place."""
    if slug not in SLUGS:
        raise Gone(slug)
    form = _form(slug)
    in_turn(store.session(), "levels")
    form.catch_up(_form(slug, _coming(slug)))
    if form.validate():
        with attempt(form) as outcome:
            level = _change(slug, form)
        if outcome.ok:
            flash(gettext("%(level)s从 %(month)s 起按新的算", level=state(slug, "level"), month=level.month), "ok")
            return see(url_for("desk.levels"))
    return _show(slug, form, status=422)


def _coming(slug: str) -> Level:
    """The level as it will be next month."""
    levels = levels_in(store.session(), following(month_of(now())))
    return next(level for level in levels if level.slug == slug)


def _change(slug: str, form: LevelForm) -> Level:
    is_lowest = slug == SLUGS[0]
    return change_level(
        store.session(),
        slug,
        LevelTerms(
            sales=Money(0) if is_lowest else form.sales.data or Money(0),
            orders=0 if is_lowest else form.orders.data,
            bonus_bp=form.bonus_bp.data,
            max_shops=form.max_shops.data,
            featured_lessons=form.featured_lessons.data,
            settles_days_earlier=form.settles_days_earlier.data,
            invitations=form.invitations.data,
        ),
        as_operator(),
    )


def _form(slug: str, level: Level | None = None) -> LevelForm:
    """The form of one level, sent or filled; its fields are named for it, so that four fit on a page."""
    prefix = f"{slug}-"
    form = LevelForm(formdata=None, obj=level, prefix=prefix) if level else LevelForm(prefix=prefix)
    if slug == SLUGS[0]:
        del form.sales, form.orders
    return form


def _show(slug: str = "", wrong: LevelForm | None = None, *, status: int = 200) -> Response:
    session, month = store.session(), month_of(now())
    coming = levels_in(session, following(month))
    forms = {level.slug: _form(level.slug, level) for level in coming}
    if wrong is not None:
        forms[slug] = wrong
    counts = shops_by_level(session, month)
    return page(
        "desk/money/levels.html",
        rows=list(zip(levels_in(session, month), coming, strict=True)),
        forms=forms,
        wrong=slug,
        month=month,
        next_month=following(month),
        counts=counts,
        unplaced=shop_count(session) - sum(counts.values()),
        status=status,
    )
