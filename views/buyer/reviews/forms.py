"""The forms of reviews that buyers and readers fill in."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from models.kernel.codes import new_token
from models.review.hide_rules import REPORTABLE
from models.review.review import Review
from models.review.review_pictures import ReviewPhoto
from models.review.writing import ReviewDraft
from views.kit.forms import BuyerForm
from views.kit.words import STATES

_WORDS = (_("很差"), _("不好"), _("一般"), _("好"), _("很好"))
_STARS = [SelectChoice(str(stars), words) for stars, words in enumerate(_WORDS, 1)]


def _star_field(label: Any, *validators: Any) -> RadioField:
    return RadioField(label, validators, choices=_STARS, validate_choice=False)


class ReviewForm(BuyerForm):
    """Stars, words and pictures. `seen` is the version that the page was made from, `once` marks this very form."""

    called = "review"
    stars = _star_field(_("东西怎么样"), InputRequired(_("点一到五颗星")))
    words = TextAreaField(_("说两句"))
    pictures = MultipleFileField(_("加图片"))
    without = SelectMultipleField(_("去掉的图片"), validate_choice=False)
    service_stars = _star_field(_("掌柜的服务"))
    shipping_stars = _star_field(_("供货商发货"))
    seen = HiddenField()
    once = HiddenField(validators=[Length(min=16, max=32)])

    @classmethod
    def of(cls, review: Review | None) -> "ReviewForm":
        """As the review stands."""
        if review is None:
            return cls(once=new_token(), seen="0")
        return cls(
            stars=str(review.stars),
            words=review.words,
            service_stars=_picked(review.service_stars),
            shipping_stars=_picked(review.shipping_stars),
            seen=str(review.version),
            once=new_token(),
        )

    def draft(self, photos: Sequence[ReviewPhoto]) -> ReviewDraft:
        """What was filled in; a number of stars that is none counts as no star."""
        return ReviewDraft(
            stars=_number(self.stars.data) or 0,
            words=self.words.data or "",
            service_stars=_number(self.service_stars.data),
            shipping_stars=_number(self.shipping_stars.data),
            photos=photos,
            without=tuple(self.without.data or ()),
            seen=_number(self.seen.data) or 0,
            once=self.once.data or "",
        )


class ReportForm(BuyerForm):
    """Which stated rule a review breaks."""

    called = "report"
    rule = RadioField(
        _("它违反了哪一条"),
        [InputRequired(_("选一条它违反的规矩"))],
        choices=[SelectChoice(one, _(STATES[f"hide_rule.{one}"])) for one in REPORTABLE],
        validate_choice=False,
    )
    words = StringField(_("补充说明"))


def _picked(stars: int | None) -> str | None:
    return None if stars is None else str(stars)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) <= 6 else None
