"""What buyers ask the shop, and asking the supplier to answer."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Refused
from models.talk import finding
from models.talk.comments import take_back_comments
from models.talk.talking import call_in
from views.console.blueprint import console
from views.kit import store
from views.kit.identity import shop
from views.kit.page import see, sentence
from views.parts.talk.answering import Answerer, screens


def _answerer() -> Answerer:
    own = shop()
    return Answerer(
        side="keeper",
        id=own.id,
        find=lambda code: finding.talk_of_shop(store.session(), own, code),
        templates="console/talks",
        shop_id=own.id,
    )


screens.mount(console, _answerer, by=__name__)


@console.post("/talks/<code>/handing")
def hand(code: str) -> Response:
    """Asks the supplier to answer."""
    try:
        call_in(store.session(), _answerer().own(code), at=now())
    except Refused as refusal:
        store.give_up()
        flash(sentence(refusal), "error")
        return see(url_for("console.talk_page", code=code))
    flash(gettext("已经请供货商来回答，你还看得到，也可以随时接话"), "ok")
    return see(url_for("console.talk_page", code=code))


@console.post("/talks/<code>/closing")
def close_comments(code: str) -> Response:
    """Nothing of it stands under the post any more."""
    take_back_comments(store.session(), _answerer().own(code))
    flash(gettext("收回了，动态下面看不到了"), "ok")
    return see(url_for("console.talk_page", code=code))
