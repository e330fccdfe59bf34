"""One review at its own address, and what readers do with it: find it useful, take that back, say which stated rule it
breaks. The list of them all is a kept page (views/landing/reviews.py)."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone, Refused
from models.pick import storefront
from models.review.finding import read_review, shown_picture
from models.review.hiding import report_review, review_coded
from models.review.review import Review
from models.review.review_pictures import picture_key
from models.review.useful import find_useful, find_useless, found_useful
from models.stories.review.write import is_own_review
from views.buyer.blueprint import buyer
from views.buyer.reviews.forms import ReportForm
from views.kit import store, visitor
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.limits import limiter, lookups, messages, told_nothing
from views.kit.page import page, see

writing = limiter.shared_limit(messages, scope="messages")
walking = limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)


@buyer.get("/<door:number>/<code>/reviews/<review>")
@walking
def one_review(number: str, code: str, review: str) -> Response:
    """One review."""
    return _show(number, code, review, ReportForm())


@buyer.post("/<door:number>/<code>/reviews/<review>/useful")
@writing
def useful(number: str, code: str, review: str) -> Response:
    """Finds it useful; a second time changes nothing, and who wrote it is not counted."""
    _, found = _place(number, code, review)
    if not is_own_review(store.session(), found, visitor.current()):
        try:
            find_useful(store.session(), found, visitor.known(), at=now())
        except Refused:
            # Its page says by itself that it is hidden, and why.
            store.give_up()
            return _show(number, code, review, ReportForm(formdata=None), status=422)
    return visitor.remember(see(_address(number, code, found)))


@buyer.post("/<door:number>/<code>/reviews/<review>/useful/withdrawal")
@writing
def useless(number: str, code: str, review: str) -> Response:
    """Takes that back."""
    _, found = _place(number, code, review)
    find_useless(store.session(), found, visitor.current())
    return see(_address(number, code, found))


@buyer.post("/<door:number>/<code>/reviews/<review>/report")
@writing
def report(number: str, code: str, review: str) -> Response:
    """Says which rule it breaks; once a visitor."""
    form = ReportForm(request.form)
    if form.validate():
        with attempt(form) as outcome:
            _, found = _place(number, code, review)
            rule, words = form.rule.data or "", form.words.data or ""
            report_review(store.session(), found, visitor.known(), rule, words, at=now())
        if outcome.ok:
            return visitor.remember(see(_address(number, code, found, told=1)))
    return _show(number, code, review, form, status=422)


@buyer.get("/reviews/pictures/<key>.jpg")
def review_picture(key: str) -> Response:
    """A picture of a review, whole, or small where the key says so. One that is hidden is shown to nobody."""
    small = key.endswith("-small")
    key = key.removesuffix("-small")
    if not shown_picture(store.session(), key):
        raise Gone(key)
    reply = Response(house().media.get_quickly(picture_key(key, "small" if small else "whole")), mimetype="image/jpeg")
    # Not for ever: it may be hidden.
    reply.headers["Cache-Control"] = "public, max-age=3600"
    return reply


def _place(number: str, code: str, review: str) -> tuple[dict[str, Any], Review]:
    """The goods in this shop, and a review of them. Raises Gone."""
    session = store.session()
    door = storefront.door(session, int(number))
    offer = (
        storefront.offer(session, door.id, code=read_code(code))
        if door and door.opened_at and not door.closed_at
        else None
    )
    found = review_coded(session, read_code(review))
    if offer is None or offer.pick_id is None or found is None or found.goods_id != offer.id:
        raise Gone(review)
    return {"door": door, "inside": door, "offer": offer}, found


def _address(number: str, code: str, review: Review, **more: Any) -> str:
    return url_for("buyer.one_review", number=number, code=read_code(code), review=review.code, **more)


def _show(number: str, code: str, review: str, form: ReportForm, *, status: int = 200) -> Response:
    place, found = _place(number, code, review)
    return page(
        "buyer/reviews/show.html",
        one=read_review(store.session(), found.id),
        is_useful=bool(found_useful(store.session(), visitor.current(), [found.id])),
        is_own=is_own_review(store.session(), found, visitor.current()),
        told="told" in request.args and status < 400,
        form=form,
        status=status,
        **place,
    )
