"""What keepers and suppliers do alike: the reviews of their own sales, each with an answer, once; and saying that one
breaks a stated rule."""

from dataclasses import dataclass

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlmodel import col, select
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.review.answering_reviews import answer_of
from models.review.finding import OWN_REVIEWS_PAGE, read_review, reviews_of
from models.review.hide_rules import REPORTABLE
from models.review.hiding import report_review, review_coded
from models.review.review import ANSWER_WORDS, AnswerSide, Review
from models.stories.review.answer import answer_review
from views.kit import store
from views.kit.asked import number_asked
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page, see
from views.kit.screens import Screens
from views.kit.words import STATES


@dataclass(frozen=True, slots=True)
class ReviewedSide:
    """Whose sales were reviewed: the "keeper"'s or the "supplier"'s of this id."""

    side: AnswerSide
    id: int

    def own(self, code: str) -> Review:
        """One of their own sales. Raises Gone for any other."""
        found = review_coded(store.session(), read_code(code))
        if found is None or (found.shop_id if self.side == "keeper" else found.supplier_id) != self.id:
            raise Gone(code)
        return found


class AnswerReviewForm(TokenForm):
    """An answer."""

    called = "answer"
    words = TextAreaField(_("回复"))


class ReportReviewForm(TokenForm):
    """Which stated rule it breaks."""

    called = "report"
    rule = RadioField(
        _("它违反了哪一条"),
        [InputRequired(_("选一条它违反的规矩"))],
        choices=[SelectChoice(one, _(STATES[f"hide_rule.{one}"])) for one in REPORTABLE],
        validate_choice=False,
    )
    words = StringField(_("补充说明"))


screens = Screens[ReviewedSide]()


@screens.get("/reviews")
def reviews(who: ReviewedSide) -> Response:
    """What buyers said of the own sales, or (?only=waiting) what was not answered."""
    session, only = store.session(), request.args.get("only") == "waiting"
    before = number_asked(request.args, "before")
    found = reviews_of(session, who.side, who.id, unanswered=only, before=before)
    shown = found[:OWN_REVIEWS_PAGE]
    titles = select(col(Goods.id), col(Goods.title)).where(col(Goods.id).in_({one.row.goods_id for one in shown}))
    return page(
        "parts/reviews/list.html",
        side=who.side,
        found=shown,
        titles=dict(session.exec(titles).all()),
        only=only,
        before=before,
        more=len(found) > OWN_REVIEWS_PAGE,
    )


@screens.get("/reviews/<code>")
def review(who: ReviewedSide, code: str) -> Response:
    """One."""
    return _show(who, code, AnswerReviewForm(formdata=None), ReportReviewForm(formdata=None))


@screens.post("/reviews/<code>/answer")
def answer(who: ReviewedSide, code: str) -> Response:
    """Answers, once."""
    form = AnswerReviewForm()
    if form.validate():
        with attempt(form) as outcome:
            act = Act(who.side, member(), now())
            answer_review(store.session(), who.own(code), who.side, form.words.data or "", act, rules=house().rules)
        if outcome.ok:
            flash(gettext("回复了，商品的评价里看得到"), "ok")
            return see(url_for(".review", code=code))
    return _show(who, code, form, ReportReviewForm(formdata=None), status=422)


@screens.post("/reviews/<code>/report")
def report(who: ReviewedSide, code: str) -> Response:
    """Says which rule it breaks."""
    form = ReportReviewForm()
    if form.validate():
        with attempt(form) as outcome:
            rule, words = form.rule.data or "", form.words.data or ""
            report_review(store.session(), who.own(code), who.side, rule, words, at=now())
        if outcome.ok:
            flash(gettext("收到了，平台会看。只有违反写明的规矩才会收起来。"), "ok")
            return see(url_for(".review", code=code))
    return _show(who, code, AnswerReviewForm(formdata=None), form, status=422)


def _show(
    who: ReviewedSide, code: str, form: AnswerReviewForm, reporting: ReportReviewForm, *, status: int = 200
) -> Response:
    found = who.own(code)
    return page(
        "parts/reviews/one.html",
        side=who.side,
        review=found,
        one=read_review(store.session(), found.id),
        answered=answer_of(store.session(), found, who.side),
        form=form,
        reporting=reporting,
        most=ANSWER_WORDS,
        status=status,
    )
