"""Reporting a post: which rule it breaks, in two taps, without an account."""

from flask import request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice

from models.feed.finding import post_coded
from models.feed.post import Post
from models.feed.report import POST_RULES, REPORT_LIMIT
from models.feed.reporting import report_post
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from views.buyer.blueprint import buyer
from views.buyer.mine.pages import personal
from views.kit import store, visitor
from views.kit.forms import BuyerForm, attempt
from views.kit.limits import limiter, lookups, messages, told_nothing
from views.kit.page import page, see

walking_limit = limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)


class ReportForm(BuyerForm):
    """The rule, and words where the reader wants to say more."""

    rule = RadioField(
        _("哪里不对"),
        choices=[SelectChoice(name, _(words)) for name, words in POST_RULES.items()],
        validate_choice=False,
    )
    words = StringField(_("还想说的"))


@buyer.get("/<door:number>/posts/<code>/report")
@walking_limit
def report_post_page(number: str, code: str) -> Response:
    """The rules to choose from."""
    return _page(_post(number, code), ReportForm())


@buyer.post("/<door:number>/posts/<code>/report")
@walking_limit
@limiter.shared_limit(messages, scope="messages")
def report_a_post(number: str, code: str) -> Response:
    """Goes to the desk. Sent again it changes nothing."""
    post, form = _post(number, code), ReportForm(request.form)
    with attempt(form) as outcome:
        report_post(
            store.session(), post, visitor.known(), rule=form.rule.data or "", words=form.words.data or "", at=now()
        )
    if not outcome.ok:
        return _page(_post(number, code), form, status=422)
    return visitor.remember(see(url_for("buyer.post_reported", number=number, code=code)))


@buyer.get("/<door:number>/posts/<code>/reported")
@walking_limit
def post_reported(number: str, code: str) -> Response:
    """Says that it was heard."""
    return _page(_post(number, code), None)


def _post(number: str, code: str) -> Post:
    post = post_coded(store.session(), read_code(code))
    if post is None or post.shop.number != int(number) or post.state != "out" or post.shop.closed_at:
        raise Gone(code)
    return post


def _page(post: Post, form: ReportForm | None, *, status: int = 200) -> Response:
    return personal(page("buyer/report.html", post=post, form=form, most=REPORT_LIMIT, status=status))
