"""Reviewing a line of an order: one tap on stars on the order's page, words and pictures after. Who knows the order's
address is the buyer."""

from datetime import timedelta

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import Gone, Refused
from models.review.review import REVIEW_PICTURES, REVIEW_WORDS, Review
from models.review.review_pictures import drop_pictures, kept_pictures
from models.review.writing import CLASHED, checked_review, review_of_line
from models.stories.review.write import refusal_to_review, tap_stars, write_review
from models.trade.after_sale.allowed import lines_by_position
from models.trade.order.finding import order_by_token
from models.trade.order.order import Line
from views.buyer.blueprint import buyer
from views.buyer.checkout.own import signed_in_id
from views.buyer.reviews.forms import ReviewForm
from views.kit import store
from views.kit.asked import number_asked
from views.kit.bodies import FILES, carries
from views.kit.forms import complain
from views.kit.house import house
from views.kit.limits import limiter, messages
from views.kit.page import page, see, sentence


@buyer.post("/orders/<token>/lines/<int:position>/stars")
@limiter.shared_limit(messages, scope="messages")
def tap(token: str, position: int) -> Response:
    """One tap. Another one changes the stars."""
    line = _line(token, position)
    try:
        _tapped(line, number_asked(request.form, "stars"))
    except Refused as refusal:
        store.give_up()
        return _show(_line(token, position), position, problem=refusal, status=422)
    return see(url_for("buyer.review_page", token=token, position=position, done=1))


@buyer.get("/orders/<token>/lines/<int:position>/review")
def review_page(token: str, position: int) -> Response:
    """The review as it stands, to say more or change it."""
    return _show(_line(token, position), position)


@buyer.post("/orders/<token>/lines/<int:position>/review")
@carries(FILES)
@limiter.shared_limit(messages, scope="messages")
def save_review(token: str, position: int) -> Response:
    """Saves all of it. The same form again is the same change."""
    line, form = _line(token, position), ReviewForm(request.form)
    if not form.validate():
        if form.once.errors:
            # The form's own mark was lost on the way: with a new one it can be sent again.
            form.once.data, form.once.errors = new_token(), []
        return _show(line, position, form=form, status=422)
    try:
        _saved(line, form)
    except Refused as refusal:
        store.give_up()
        line = _line(token, position)
        if refusal.message == CLASHED:
            _meet(form, review_of_line(store.session(), line.id))
        complain(form, refusal)
        return _show(line, position, form=form, status=422)
    return see(url_for("buyer.review_page", token=token, position=position, done=1))


def _tapped(line: Line, stars: int) -> None:
    tap_stars(store.session(), line, stars, signed_in=signed_in_id(), rules=house().rules, at=now())


def _saved(line: Line, form: ReviewForm) -> None:
    """Pictures are decoded and stored outside the transaction, and only where something can be written at all."""
    session, rules, media, line_id = store.session(), house().rules, house().media, line.id
    standing = review_of_line(session, line_id)
    if standing is not None and standing.once == form.once.data:
        return
    if standing is None and (why_not := refusal_to_review(line, rules=rules, at=now())):
        raise why_not
    checked_review(form.draft(()), rules)
    uploads = [upload.stream.read() for upload in request.files.getlist("pictures") if upload.filename]
    with store.outside_transaction(), kept_pictures(media, uploads) as photos:
        line = session.get_one(Line, line_id)
        dropped = write_review(session, line, form.draft(photos), signed_in=signed_in_id(), rules=rules, at=now())
    store.after_commit(lambda: drop_pictures(media, dropped))


def _meet(form: ReviewForm, review: Review | None) -> None:
    """Another page was first: what stands is shown beside what was typed, and the next sending is over that."""
    if review is None:
        return
    form.seen.data, form.once.data = str(review.version), new_token()
    if review.words != (form.words.data or ""):
        form.words.theirs = review.words


def _line(token: str, position: int) -> Line:
    order = order_by_token(store.session(), token)
    line = lines_by_position(order).get(position) if order else None
    if line is None:
        raise Gone(token)
    return line


def _show(
    line: Line, position: int, *, form: ReviewForm | None = None, problem: Refused | None = None, status: int = 200
) -> Response:
    rules, at = house().rules, now()
    review = review_of_line(store.session(), line.id)
    may = review.may_change(at, rules.review_change_days) if review else False
    problem = problem or (None if review else refusal_to_review(line, rules=rules, at=at))
    return page(
        "buyer/reviews/write.html",
        line=line,
        order=line.parcel.order,
        position=position,
        review=review,
        may_change=may,
        until=review.at + timedelta(days=rules.review_change_days) if review else None,
        problem=sentence(problem) if problem else "",
        form=form or ReviewForm.of(review),
        done="done" in request.args and status < 400,
        most_pictures=REVIEW_PICTURES,
        most_words=REVIEW_WORDS,
        status=status,
    )
