"""Following a shop, without an account; the feed of what those shops post; and that it was read."""

from datetime import UTC, datetime

from flask import request, url_for
from werkzeug.wrappers import Response

from models.feed.following import follow_shop, follows_any, shops_followed, unfollow_shop
from models.feed.reading import feed_of, mark_feed_read
from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from views.buyer.blueprint import buyer
from views.buyer.mine.pages import personal
from views.kit import store, visitor
from views.kit.asked import number_asked
from views.kit.limits import claim_tries, limiter, lookups, told_nothing
from views.kit.page import page, page_or_fragment, see, sentence, wants_fragment

walking_limit = limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)
following_limit = limiter.shared_limit(claim_tries, scope="follow")


@buyer.post("/<door:number>/follow")
@walking_limit
@following_limit
def follow(number: str) -> Response:
    """This browser follows the shop. Again: no change. A page's script stays on its page (follow.js)."""
    shop, who = _shop(number), visitor.known()
    try:
        follow_shop(store.session(), shop, who, at=now())
    except Refused as refusal:
        store.give_up()
        said = sentence(refusal)
        if wants_fragment():
            return Response(said, 422, mimetype="text/plain")
        return personal(page("buyer/followed.html", shop=shop, said=said, status=422))
    return visitor.remember(Response(status=204) if wants_fragment() else see(url_for("buyer.followed", number=number)))


@buyer.post("/<door:number>/unfollow")
@walking_limit
def unfollow(number: str) -> Response:
    """It ends, in one tap. Who does not follow it changes nothing."""
    shop, who = _shop(number), visitor.current()
    if who:
        unfollow_shop(store.session(), shop, who, at=now())
    if wants_fragment():
        return Response(status=204)
    return see(url_for("buyer.followed", number=number))


@buyer.get("/<door:number>/followed")
@walking_limit
def followed(number: str) -> Response:
    """Says how it stands between this browser and the shop, and the way on, where there is no script."""
    shop = _shop(number)
    follows = any(row.number == shop.number for row in shops_followed(store.session(), visitor.current()))
    return personal(page("buyer/followed.html", shop=shop, follows=follows, said=""))


@buyer.get("/feed")
def feed() -> Response:
    """What the shops that this browser follows have posted, the newest first. To a script only the posts."""
    session, who, at = store.session(), visitor.current(), now()
    before = _before()
    posts, more = feed_of(session, who, before=before, at=at)
    reply = page_or_fragment(
        "buyer/feed.html",
        "posts",
        posts=posts,
        more=_micros(posts[-1].out_at) if more else 0,
        is_first=before is None,
        follows=follows_any(session, who),
        upto=_micros(at),
    )
    return personal(reply)


@buyer.post("/feed/reading")
def read_feed() -> Response:
    """Everything up to a moment was seen."""
    who, upto = visitor.current(), _moment(number_asked(request.form, "upto", 0, most=2**53))
    if who and upto is not None:
        mark_feed_read(store.session(), who, upto=upto, at=now())
    return see(url_for("buyer.feed"))


def _shop(number: str) -> Shop:
    shop = shop_numbered(store.session(), int(number))
    if shop is None:
        raise Gone(number)
    return shop


def _before() -> datetime | None:
    return _moment(number_asked(request.args, "before", 0, most=2**53))


def _moment(micros: int) -> datetime | None:
    """From microseconds since 1970; nothing of what is none, or lies beyond all calendars."""
    if not 0 < micros < 253_402_300_799_000_000:
        return None
    return datetime.fromtimestamp(micros // 1_000_000, UTC).replace(microsecond=micros % 1_000_000)


def _micros(at: datetime) -> int:
    return int(at.timestamp()) * 1_000_000 + at.microsecond
