"""What buyers ask the supplier: after the sale, or where a keeper called it in."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.talk import finding
from models.talk.answering import answer, open_question
from models.talk.conversation import PICTURES, TEXT_LIMIT, Conversation, Message
from models.talk.suggesting import suggestions
from models.talk.talking import MessageDraft, answer_due, mark_read
from views.kit import store
from views.kit.house import house
from views.kit.identity import member, supplier
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts import talk
from views.parts.mail import MailForm, mail_form, mail_kept
from views.parts.talk import StaffTalkForm
from views.supply.blueprint import supply


@supply.get("/talks")
def talks() -> Response:
    """Everything that was asked, or (?only=waiting) what waits."""
    return _listed(mail_form(member()))


@supply.get("/talks/<code>")
def talk_page(code: str) -> Response:
    """One conversation."""
    return _show(_own(code), StaffTalkForm(formdata=None, once=talk.new_once(), remember=True))


@supply.post("/talks/<code>/messages")
def speak(code: str) -> Response:
    """Answers."""
    found, form = _own(code), StaffTalkForm()

    def said(words: MessageDraft) -> Message:
        return answer(
            store.session(),
            _own(code),
            "supplier",
            words,
            remember=form.remember.data,
            by=member(),
            rules=house().rules,
            at=now(),
        )

    if not talk.sent(form, found, said):
        return _show(_own(code), form, status=422)
    return redirect(_address(code), 303)


@supply.post("/talks/<code>/reading")
def reading(code: str) -> Response:
    """Everything up to a number was seen."""
    mark_read(store.session(), _own(code), "supplier", upto=talk.upto())
    return redirect(_address(code), 303)


@supply.get("/talks/<code>/new")
def talk_news(code: str) -> Response:
    """What the open page asks for."""
    found = _own(code)
    if found.last_number <= talk.after():
        return talk.nothing_new()
    return talk.news(found, "supplier", f"/supply/talks/{code}")


@supply.get("/talks/<code>/pictures/<key>.jpg")
def talk_picture(code: str, key: str) -> Response:
    """A picture that was sent in it."""
    return talk.picture(_own(code), key)


@supply.post("/talks/mail")
def mail() -> Response:
    """Where to be told by e-mail."""
    form = MailForm()
    if not mail_kept(form, member()):
        return _listed(form, status=422)
    flash(gettext("邮箱已保存"), "ok")
    return see(url_for("supply.talks"))


def _own(code: str) -> Conversation:
    found = finding.talk_of_supplier(store.session(), supplier(), code)
    if found is None:
        raise Gone(code)
    return found


def _address(code: str) -> str:
    return url_for("supply.talk_page", code=code) + "#end"


def _listed(form: MailForm, *, status: int = 200) -> Response:
    session, own = store.session(), supplier()
    only = talk.only_waiting()
    total = {waiting: finding.talks_count(session, "supplier", own.id, waiting=waiting) for waiting in (False, True)}
    paged = Paged(total[only], finding.PAGE, "supply.talks", {"only": "waiting" if only else ""})
    found = finding.listed_talks(session, "supplier", own.id, waiting=only, offset=paged.offset)
    return page(
        "supply/talks/index.html",
        rows=talk.rows(found, "supplier", now()),
        only=only,
        total=total,
        paged=paged,
        mail=form,
        can_mail=bool(house().config.smtp_url),
        status=status,
    )


def _show(found: Conversation, form: StaffTalkForm, *, status: int = 200) -> Response:
    session, base = store.session(), f"/supply/talks/{found.code}"
    asked = open_question(session, found, "supplier") if found.waiting_since else ""
    return page(
        "supply/talks/show.html",
        talk=found,
        form=form,
        said=talk.spoken(finding.messages(session, found.id, before=talk.before()), found, "supplier", base),
        turn=talk.turn(found),
        clock=talk.clock(answer_due(found, house().rules), now()),
        buyer=talk.visitor_label(found),
        suggestions=suggestions(session, asked, goods_id=found.goods_id, shop_id=None),
        base=base,
        unread=found.supplier_unread,
        text_limit=TEXT_LIMIT,
        most_pictures=PICTURES,
        status=status,
    )
