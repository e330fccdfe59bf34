"""The marks in the head of a buyer's page. Kept pages hold nothing of a visitor's own: a script asks for it here."""

from flask import jsonify
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.talk.asked import unread_count
from models.trade.cart.lines import pieces
from models.trade.order.finding import unpaid_count
from views.buyer.blueprint import buyer
from views.buyer.mine.pages import personal
from views.kit import store, visitor


@buyer.get("/mine/marks")
def marks() -> Response:
    """How many pieces lie in the cart, how many orders wait to be paid, how many answers are unread; in words too."""
    who = visitor.current()
    session = store.session() if who else None
    cart = pieces(session, who) if session else 0
    unpaid = unpaid_count(session, who) if session else 0
    unread = unread_count(session, who) if session else 0
    words = []
    if unpaid:
        words.append(ngettext("%(num)s 个订单等你付款", "%(num)s 个订单等你付款", unpaid))
    if unread:
        words.append(ngettext("%(num)s 个问题有新回答", "%(num)s 个问题有新回答", unread))
    return personal(jsonify(cart=cart, unpaid=unpaid, unread=unread, said=words))
