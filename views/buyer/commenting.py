"""Asking under a post: the same conversation as about goods, with the keeper alone. It stands under the post only where
its buyer and the keeper both agreed to that."""

from flask import request
from werkzeug.wrappers import Response

from models.feed.finding import post_coded
from models.feed.post import Post
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.talk import finding
from models.talk.conversation import Message
from models.talk.talking import MessageDraft, open_comment, say
from views.buyer.blueprint import buyer
from views.buyer.talk import first_page, see_talk, walking, writing
from views.kit import store, visitor
from views.kit.bodies import FILES, carries
from views.kit.house import house
from views.parts.talk import saying, showing
from views.parts.talk.saying import BuyerTalkForm


@buyer.get("/<door:number>/posts/<code>/talk")
@walking
def comment_page(number: str, code: str) -> Response:
    """The form for the first words; where there is a conversation already, that one."""
    shop, post = _place(number, code)
    existing = finding.talk_about_post(store.session(), visitor.current(), post.id)
    if existing:
        return see_talk(existing)
    return first_page(shop, showing.about_post(shop, post), BuyerTalkForm(once=saying.new_once()))


@buyer.post("/<door:number>/posts/<code>/talk")
@carries(FILES)
@writing
def comment(number: str, code: str) -> Response:
    """The first words. The same form again finds what it began."""
    shop, post = _place(number, code)
    existing = finding.talk_about_post(store.session(), visitor.current(), post.id)
    form = BuyerTalkForm(request.form)

    def speak(words: MessageDraft) -> Message:
        shop, post = _place(number, code)
        begun = open_comment(
            store.session(), visitor=visitor.known(), shop=shop, post_id=post.id, words=showing.told_of(post), at=now()
        )
        return say(store.session(), begun, words, Act.buyer(now()), rules=house().rules)

    if not saying.sent(form, existing, speak):
        shop, post = _place(number, code)
        return first_page(shop, showing.about_post(shop, post), form, status=422)
    begun = finding.talk_about_post(store.session(), visitor.known(), post.id)
    assert begun is not None, "it was begun above"
    return visitor.remember(see_talk(begun))


def _place(number: str, code: str) -> tuple[Shop, Post]:
    """The post in this shop, where readers see it. Raises Gone."""
    shop = shop_numbered(store.session(), int(number))
    post = post_coded(store.session(), read_code(code))
    if shop is None or shop.closed_at or post is None or post.shop_id != shop.id or not post.is_public:
        raise Gone(code)
    return shop, post
