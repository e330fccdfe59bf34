"""What buyers say of goods: all of it, in one stated order, page by page."""

from flask import request
from werkzeug.wrappers import Response

from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.pick import storefront
from models.review.finding import REVIEW_LISTS, REVIEWS_PAGE, ReviewList, read_reviews, review_counts
from views.kit import store
from views.kit.page import keep, page
from views.landing.blueprint import bp, walking_limit
from views.landing.elsewhere import closed


@bp.get("/<door:number>/<code>/reviews")
@walking_limit
def reviews(number: str, code: str) -> Response:
    """Reviews of the goods, wherever they were bought: ?list= is one of REVIEW_LISTS, ?after= the last one read."""
    session = store.session()
    door = storefront.door(session, int(number))
    if door and door.opened_at is None:
        return closed(door)
    offer = storefront.offer(session, door.id, code=read_code(code)) if door and not door.closed_at else None
    if offer is None or offer.pick_id is None:
        raise Gone(code)
    which: ReviewList = next((one for one in REVIEW_LISTS if one == request.args.get("list", "")), "")
    after = read_code(request.args.get("after", "")[:20])
    found = read_reviews(session, offer.id, which, after=after)
    reply = page(
        "landing/reviews.html",
        door=door,
        inside=door,
        offer=offer,
        cover=next(iter(storefront.goods_pictures(session, offer.id)), None),
        counts=review_counts(session, [offer.id])[offer.id],
        which=which,
        after=after,
        found=found[:REVIEWS_PAGE],
        more=len(found) > REVIEWS_PAGE,
    )
    return keep(reply, seen=None)
