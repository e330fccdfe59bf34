"""What keepers and suppliers see and do alike: the list with the longest waiting on top, and each conversation with
replies that fit."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, url_for
from werkzeug.wrappers import Response

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.talk import finding
from models.talk.answering import answer, open_question
from models.talk.comments import is_public
from models.talk.conversation import MESSAGE_PICTURES, TEXT_LIMIT, Conversation, Message, Side
from models.talk.suggesting import suggestions
from models.talk.talking import MessageDraft, answer_due, mark_read
from views.kit import store
from views.kit.bodies import FILES, carries
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page
from views.kit.paging import Paged
from views.kit.screens import Screens
from views.parts.talk import asking, saying, showing
from views.parts.talk.saying import StaffTalkForm


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers: the "keeper" or the "supplier" of this id. `find` looks among their own conversations; replies that
    fit come from the shop `shop_id` too, where one is named; `templates` is the folder of the pages. `remembers` is
    whether an answer is kept for the next time unless they say otherwise."""

    side: Side
    id: int
    find: Callable[[str], Conversation | None]
    templates: str
    shop_id: int | None = None
    remembers: bool = False

    def own(self, code: str) -> Conversation:
        """One of their own conversations. Raises Gone for any other."""
        found = self.find(code)
        if found is None:
            raise Gone(code)
        return found


screens = Screens[Answerer]()


@screens.get("/talks")
def talks(who: Answerer) -> Response:
    """Everything that was asked, or (?only=waiting) what waits."""
    return _listed(who)


@screens.get("/talks/<code>")
def talk_page(who: Answerer, code: str) -> Response:
    """One conversation."""
    form = StaffTalkForm(formdata=None, once=saying.new_once(), remember=who.remembers)
    return _show(who, who.own(code), form)


@screens.post("/talks/<code>/messages")
@carries(FILES)
def speak(who: Answerer, code: str) -> Response:
    """Answers."""
    found, form = who.own(code), StaffTalkForm()

    def said(words: MessageDraft) -> Message:
        return answer(
            store.session(),
            who.own(code),
            words,
            Act(who.side, member(), now()),
            remember=form.remember.data,
            rules=house().rules,
        )

    if not saying.sent(form, found, said):
        return _show(who, who.own(code), form, status=422)
    return redirect(_end_of(code), 303)


@screens.post("/talks/<code>/reading")
def reading(who: Answerer, code: str) -> Response:
    """Everything up to a number was seen."""
    mark_read(store.session(), who.own(code), who.side, upto=asking.upto())
    return redirect(_end_of(code), 303)


@screens.get("/talks/<code>/new")
def talk_news(who: Answerer, code: str) -> Response:
    """What the open page asks for."""
    talk = who.own(code)
    if talk.last_number <= asking.after():
        return asking.nothing_new()
    return asking.news(talk, who.side, _base(code))


@screens.get("/talks/<code>/pictures/<key>.jpg")
def talk_picture(who: Answerer, code: str, key: str) -> Response:
    """A picture that was sent in it."""
    return asking.picture(who.own(code), key)


def _base(code: str) -> str:
    return url_for(".talk_page", code=code)


def _end_of(code: str) -> str:
    return f"{_base(code)}#end"


def _listed(who: Answerer) -> Response:
    session, only = store.session(), asking.only_waiting()
    total = {waiting: finding.talks_count(session, who.side, who.id, waiting=waiting) for waiting in (False, True)}
    paged = Paged(total[only], finding.TALKS_PAGE, ".talks", {"only": "waiting" if only else ""})
    found = finding.listed_talks(session, who.side, who.id, waiting=only, offset=paged.offset)
    return page(
        f"{who.templates}/index.html",
        side=who.side,
        rows=showing.rows(found, who.side, now()),
        only=only,
        total=total,
        paged=paged,
    )


def _show(who: Answerer, talk: Conversation, form: StaffTalkForm, *, status: int = 200) -> Response:
    session, base = store.session(), _base(talk.code)
    asked = open_question(session, talk, who.side) if talk.waiting_since else ""
    return page(
        f"{who.templates}/show.html",
        side=who.side,
        talk=talk,
        form=form,
        said=showing.spoken(finding.messages(session, talk.id, before=asking.before()), talk, who.side, base),
        turn=showing.turn(talk),
        clock=showing.clock(answer_due(talk, house().rules), now()),
        buyer=showing.visitor_label(talk),
        suggestions=suggestions(session, asked, goods_id=talk.goods_id, shop_id=who.shop_id) if talk.goods_id else [],
        about=showing.about(talk),
        is_public=is_public(session, talk) if talk.post_id else False,
        base=base,
        unread=talk.keeper_unread if who.side == "keeper" else talk.supplier_unread,
        text_limit=TEXT_LIMIT,
        most_pictures=MESSAGE_PICTURES,
        status=status,
    )
