"""Asking about goods: from the goods page, from the order, and at the conversation's own unguessable address. Who knows
that address is the buyer; there is no account."""

from flask import redirect, request
from sqlmodel import select
from werkzeug.wrappers import Response

from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.kernel.naming import standing_alone
from models.pick.picking import pick_of
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.talk import finding
from models.talk.comments import is_public, take_back_comments
from models.talk.conversation import MESSAGE_PICTURES, TEXT_LIMIT, Conversation, Message
from models.talk.talking import MessageDraft, mark_read, open_talk, say
from views.buyer.blueprint import buyer
from views.kit import store, visitor
from views.kit.bodies import FILES, carries
from views.kit.house import house
from views.kit.limits import limiter, lookups, messages, told_nothing
from views.kit.page import living_at, page
from views.kit.paging import Paged
from views.parts.talk import asking, saying, showing
from views.parts.talk.saying import BuyerTalkForm

walking = limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)
writing = limiter.shared_limit(messages, scope="messages")


@buyer.get("/<door:number>/<code>/talk")
@walking
def ask_page(number: str, code: str) -> Response:
    """The form for the first question; where there is a conversation already, that one."""
    shop, goods = _place(number, code)
    existing = finding.talk_of_visitor(store.session(), visitor.current(), goods.id, shop.id)
    if existing:
        return see_talk(existing)
    _require_carried(shop, goods)
    return _first(shop, goods, BuyerTalkForm(once=saying.new_once()))


@buyer.post("/<door:number>/<code>/talk")
@carries(FILES)
@writing
def ask(number: str, code: str) -> Response:
    """The first question. The same form again finds what it began."""
    shop, goods = _place(number, code)
    existing = finding.talk_of_visitor(store.session(), visitor.current(), goods.id, shop.id)
    if existing is None:
        _require_carried(shop, goods)
    form = BuyerTalkForm(request.form)

    def speak(words: MessageDraft) -> Message:
        begun = open_talk(store.session(), visitor=visitor.known(), goods=goods, shop=shop, at=now())
        return say(store.session(), begun, words, Act.buyer(now()), rules=house().rules)

    if not saying.sent(form, existing, speak):
        return _first(*_place(number, code), form, status=422)
    begun = finding.talk_of_visitor(store.session(), visitor.known(), goods.id, shop.id)
    assert begun is not None, "it was begun above"
    return visitor.remember(see_talk(begun))


@buyer.get("/talks")
def talks() -> Response:
    """What this visitor has asked, unread first."""
    session, who = store.session(), visitor.current()
    paged = Paged(finding.talks_count(session, "buyer", who) if who else 0, finding.TALKS_PAGE, "buyer.talks")
    entries = finding.listed_talks(session, "buyer", who, offset=paged.offset) if who else []
    return page("buyer/talk/index.html", entries=entries, paged=paged)


@buyer.get("/talks/<token>")
@walking
def talk_page(token: str) -> Response:
    """The conversation."""
    return _show(_talk(token), BuyerTalkForm(once=saying.new_once()))


@buyer.post("/talks/<token>/messages")
@carries(FILES)
@writing
def speak(token: str) -> Response:
    """Says something more."""
    found, form = _talk(token), BuyerTalkForm(request.form)

    def said(words: MessageDraft) -> Message:
        return say(store.session(), _talk(token), words, Act.buyer(now()), rules=house().rules)

    if not saying.sent(form, found, said):
        return _show(_talk(token), form, status=422)
    return see_talk(_talk(token))


@buyer.post("/talks/<token>/reading")
def reading(token: str) -> Response:
    """Everything up to a number was seen."""
    talk = _talk(token)
    mark_read(store.session(), talk, "buyer", upto=asking.upto())
    return see_talk(talk)


@buyer.post("/talks/<token>/closing")
@writing
def close_comments(token: str) -> Response:
    """Nothing of it stands under the post any more."""
    talk = _talk(token)
    take_back_comments(store.session(), talk)
    return see_talk(talk)


@buyer.get("/talks/<token>/new")
def news(token: str) -> Response:
    """What every open page asks, less and less often (talk.js). One prebuilt statement where nothing is new."""
    latest = finding.latest(store.session(), token)
    if latest is None:
        raise Gone(token)
    if latest.last_number <= asking.after():
        return asking.nothing_new()
    return asking.news(_talk(token), "buyer", f"/talks/{token}")


@buyer.get("/talks/<token>/pictures/<key>.jpg")
def talk_picture(token: str, key: str) -> Response:
    """A picture that was sent in it."""
    return asking.picture(_talk(token), key)


def _place(number: str, code: str) -> tuple[Shop, Goods]:
    shop = shop_numbered(store.session(), int(number))
    goods = store.session().exec(select(Goods).where(Goods.code == read_code(code))).first()
    if shop is None or goods is None:
        raise Gone(code)
    return shop, goods


def _require_carried(shop: Shop, goods: Goods) -> None:
    """A conversation begins only where the shop is open and carries the goods; one that stands goes on."""
    if shop.closed_at or pick_of(store.session(), shop, goods) is None:
        raise Gone(goods.code)


def _talk(token: str) -> Conversation:
    talk = finding.talk_by_token(store.session(), token)
    if talk is None:
        raise Gone(token)
    return talk


def see_talk(talk: Conversation) -> Response:
    """The newest message stands at the end of the page: the address leads there without any script. htmx follows a
    plain redirect and takes what it needs of the page."""
    return redirect(f"/talks/{talk.token}#end", 303)


def _first(shop: Shop, goods: Goods, form: BuyerTalkForm, *, status: int = 200) -> Response:
    address = f"/{shop.number}/{goods.code}"
    return first_page(shop, showing.About(goods.title, goods.cover, address), form, status=status)


def first_page(shop: Shop, about: showing.About, form: BuyerTalkForm, *, status: int = 200) -> Response:
    """The page of a conversation that has not begun."""
    rules = house().rules
    reply = page(
        "buyer/talk/show.html",
        talk=None,
        shop=shop,
        about=about,
        form=form,
        said=[],
        turn=showing.Turn("keeper", standing_alone(shop.keeper.name, rules), rules.keeper_answer_hours, None),
        action=f"{about.href}/talk",
        text_limit=TEXT_LIMIT,
        most_pictures=MESSAGE_PICTURES,
        status=status,
    )
    # Known from here on, so that two taps on a first question come from one visitor.
    return visitor.remember(reply)


def _show(talk: Conversation, form: BuyerTalkForm, *, status: int = 200) -> Response:
    base = f"/talks/{talk.token}"
    shown = finding.messages(store.session(), talk.id, before=asking.before())
    reply = page(
        "buyer/talk/show.html",
        talk=talk,
        shop=talk.shop,
        about=showing.about(talk),
        is_public=is_public(store.session(), talk) if talk.post_id else False,
        form=form,
        said=showing.spoken(shown, talk, "buyer", base),
        turn=showing.turn(talk),
        base=base,
        action=f"{base}/messages",
        text_limit=TEXT_LIMIT,
        most_pictures=MESSAGE_PICTURES,
        status=status,
    )
    # After the first question the address bar leads here: it is what a buyer keeps.
    return living_at(reply, base)
