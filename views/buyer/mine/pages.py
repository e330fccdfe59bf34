"""Mine: orders, questions, coupons and shops of this browser, and letting go of them. No store keeps a page of it."""

from flask import request, url_for
from werkzeug.wrappers import Response

from models.coupon.claiming import claims_of
from models.feed.reading import unread_posts
from models.kernel.clock import now
from models.talk import finding as talks
from models.trade.order.finding import ORDERS_PAGE, orders_count, orders_of
from views.buyer.blueprint import buyer
from views.buyer.checkout import remembered
from views.buyer.mine.order_rows import order_rows
from views.buyer.mine.proving import drop_proving
from views.buyer.mine.question_rows import question_rows
from views.buyer.mine.shops import followed_shops, known_shops
from views.kit import store, visitor
from views.kit.asked import number_asked
from views.kit.own_phone import forget_own_phone
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts.door import doorway
from views.parts.one_time_codes import way_of_codes

# How many of each the first page shows; the rest is a tap away.
FEW = 3


@buyer.get("/mine")
def mine() -> Response:
    """What this browser has here, what waits for the buyer first."""
    session, who, at = store.session(), visitor.current(), now()
    claims = claims_of(session, who, at=at)
    entries = talks.listed_talks(session, "buyer", who)[:FEW] if who else []
    followed = followed_shops(session, who)
    numbers = {shop.number for shop in followed}
    reply = page(
        "buyer/mine/show.html",
        orders=order_rows(session, orders_of(session, who, limit=FEW), at),
        orders_total=orders_count(session, who),
        questions=question_rows(session, entries, at),
        questions_total=talks.talks_count(session, "buyer", who) if who else 0,
        claims=claims[:FEW],
        claims_total=len(claims),
        followed=followed,
        new_posts=unread_posts(session, who, at=at) if followed else 0,
        shops=[shop for shop in known_shops(session, who, claims) if shop.number not in numbers],
        by_phone=bool(way_of_codes("orders")),
        door=doorway(session),
    )
    return personal(reply)


@buyer.get("/mine/orders")
def own_orders() -> Response:
    """All of its orders, a page at a time; after they were found by phone, how many there were."""
    session, who = store.session(), visitor.current()
    paged = Paged(orders_count(session, who), ORDERS_PAGE, "buyer.own_orders")
    found = orders_of(session, who, offset=paged.offset)
    reply = page(
        "buyer/mine/orders.html",
        orders=order_rows(session, found, now()),
        paged=paged,
        found=number_asked(request.args, "found", 0) if "found" in request.args else None,
        by_phone=bool(way_of_codes("orders")),
    )
    return personal(reply)


@buyer.post("/mine/forgetting")
def forget_all() -> Response:
    """Lets go of everything: not the buyer's own phone. Nothing is deleted here; an order is found again by its
    phone."""
    return off_the_device(see(url_for("buyer.mine")))


def off_the_device(reply: Response) -> Response:
    """Takes all that a buyer's browser keeps off it."""
    return forget_own_phone(drop_proving(remembered.forget(visitor.forget(reply))))


def personal(reply: Response) -> Response:
    """Listed by no machine. That no store keeps it goes without saying (views/kit/safety.py)."""
    reply.headers["X-Robots-Tag"] = "noindex, nofollow"
    return reply
