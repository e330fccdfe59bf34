"""What buyers ask the shop: a list with the longest waiting on top, and each conversation with replies that fit."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.talk import finding
from models.talk.answering import answer, open_question
from models.talk.conversation import PICTURES, TEXT_LIMIT, Conversation, Message
from models.talk.suggesting import suggestions
from models.talk.talking import MessageDraft, answer_due, call_in, mark_read
from views.console.blueprint import console
from views.kit import store
from views.kit.house import house
from views.kit.identity import member, shop
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts import talk
from views.parts.mail import MailForm, mail_form, mail_kept
from views.parts.talk import StaffTalkForm


@console.get("/talks")
def talks() -> Response:
    """Everything that was asked, or (?only=waiting) what waits."""
    return _listed(mail_form(member()))


@console.get("/talks/<code>")
def talk_page(code: str) -> Response:
    """One conversation."""
    return _show(_own(code), StaffTalkForm(formdata=None, once=talk.new_once()))


@console.post("/talks/<code>/messages")
def speak(code: str) -> Response:
    """Answers."""
    found, form = _own(code), StaffTalkForm()

    def said(words: MessageDraft) -> Message:
        return answer(
            store.session(),
            _own(code),
            "keeper",
            words,
            remember=form.remember.data,
            by=member(),
            rules=house().rules,
            at=now(),
        )

    if not talk.sent(form, found, said):
        return _show(_own(code), form, status=422)
    return redirect(_address(code), 303)


@console.post("/talks/<code>/reading")
def reading(code: str) -> Response:
    """Everything up to a number was seen."""
    mark_read(store.session(), _own(code), "keeper", upto=talk.upto())
    return redirect(_address(code), 303)


@console.post("/talks/<code>/handing")
def hand(code: str) -> Response:
    """Asks the supplier to answer."""
    call_in(store.session(), _own(code), at=now())
    flash(gettext("已经请供货商来回答，你还看得到，也可以随时接话"), "ok")
    return see(url_for("console.talk_page", code=code))


@console.get("/talks/<code>/new")
def talk_news(code: str) -> Response:
    """What the open page asks for."""
    found = _own(code)
    if found.last_number <= talk.after():
        return talk.nothing_new()
    return talk.news(found, "keeper", f"/console/talks/{code}")


@console.get("/talks/<code>/pictures/<key>.jpg")
def talk_picture(code: str, key: str) -> Response:
    """A picture that was sent in it."""
    return talk.picture(_own(code), key)


@console.post("/talks/mail")
def mail() -> Response:
    """Where to be told by e-mail."""
    form = MailForm()
    if not mail_kept(form, member()):
        return _listed(form, status=422)
    flash(gettext("邮箱已保存"), "ok")
    return see(url_for("console.talks"))


def _own(code: str) -> Conversation:
    found = finding.talk_of_shop(store.session(), shop(), code)
    if found is None:
        raise Gone(code)
    return found


def _address(code: str) -> str:
    return url_for("console.talk_page", code=code) + "#end"


def _listed(form: MailForm, *, status: int = 200) -> Response:
    session, mine = store.session(), shop()
    only = talk.only_waiting()
    total = {waiting: finding.talks_count(session, "keeper", mine.id, waiting=waiting) for waiting in (False, True)}
    paged = Paged(total[only], finding.PAGE, "console.talks", {"only": "waiting" if only else ""})
    return page(
        "console/talks/index.html",
        rows=talk.rows(
            finding.listed_talks(session, "keeper", mine.id, waiting=only, offset=paged.offset), "keeper", now()
        ),
        only=only,
        total=total,
        paged=paged,
        mail=form,
        can_mail=bool(house().config.smtp_url),
        status=status,
    )


def _show(found: Conversation, form: StaffTalkForm, *, status: int = 200) -> Response:
    session, base = store.session(), f"/console/talks/{found.code}"
    asked = open_question(session, found, "keeper") if found.waiting_since else ""
    return page(
        "console/talks/show.html",
        talk=found,
        form=form,
        said=talk.spoken(finding.messages(session, found.id, before=talk.before()), found, "keeper", base),
        turn=talk.turn(found),
        clock=talk.clock(answer_due(found, house().rules), now()),
        buyer=talk.visitor_label(found),
        suggestions=suggestions(session, asked, goods_id=found.goods_id, shop_id=found.shop_id),
        base=base,
        unread=found.keeper_unread,
        text_limit=TEXT_LIMIT,
        most_pictures=PICTURES,
        status=status,
    )
