"""The marks in the head of a buyer's page. Kept pages hold nothing of a visitor's own: a script asks for it here."""

from dataclasses import asdict

from flask import jsonify
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.feed.following import numbers_followed
from models.feed.reading import unread_posts
from models.kernel.clock import now
from models.talk.asked import unread_count
from models.trade.cart.lines import pieces
from models.trade.order.finding import lying_until, unpaid_count
from models.trade.pickup.pickup import LAST_DAY
from views.buyer.blueprint import buyer
from views.buyer.mine.pages import personal
from views.kit import store, visitor
from views.kit.filters import until_when
from views.parts.door import doorway


@buyer.get("/mine/marks")
def marks() -> Response:
    """How many pieces lie in the cart, how many orders wait to be paid, how many parcels to be fetched, how many
    answers and posts are unread; in words too. `due`: something has a clock that runs out soon. Which shops this
    browser follows. And what the door says to whoever has a shop, or is on the way to one."""
    who = visitor.current()
    session = store.session() if who else None
    cart = pieces(session, who) if session else 0
    unpaid = unpaid_count(session, who) if session else 0
    lying, at = lying_until(session, who) if session else [], now()
    due = bool(unpaid) or any(until < at + LAST_DAY for until in lying)
    unread = unread_count(session, who) if session else 0
    follows = numbers_followed(session, who) if session else []
    posts = unread_posts(session, who, at=now()) if session and follows else 0
    words = []
    if unpaid:
        words.append(ngettext("%(num)s 个订单等你付款", "%(num)s 个订单等你付款", unpaid))
    if lying:
        until = until_when(lying[0], at)
        words.append(
            ngettext(
                "%(num)s 个包裹可以去取了，留到 %(until)s",
                "%(num)s 个包裹可以去取了，留到 %(until)s",
                len(lying),
                until=until,
            )
        )
    if unread:
        words.append(ngettext("%(num)s 个问题有新回答", "%(num)s 个问题有新回答", unread))
    if posts:
        words.append(ngettext("关注的小铺有 %(num)s 条新动态", "关注的小铺有 %(num)s 条新动态", posts))
    door = doorway(store.session())
    known: dict[str, object] = {"door": asdict(door)} if door else {}
    if follows:
        known |= {"follows": follows, "posts": posts}
    return personal(jsonify(cart=cart, unpaid=unpaid, lying=len(lying), due=due, unread=unread, said=words, **known))
