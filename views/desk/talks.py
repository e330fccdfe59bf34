"""Conversations at the desk: found by order or goods, opened with a reason that is kept, and only read."""

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from models.catalogue.goods.approval import goods_at_desk
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.stories.talk.oversee import (
    LOOK_WHY_LIMIT,
    OPEN_FOR,
    may_read,
    open_for_operator,
    talk_coded,
    talks_about,
    talks_about_count,
    talks_of_order,
)
from models.talk import finding
from models.talk.conversation import Conversation
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.identity import member
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts.talk import asking, showing

OPENED_BY = ("service",)

PAGE = 30


class OpenForm(TokenForm):
    """Why it is read."""

    why = StringField(
        _("为什么要看"),
        [InputRequired(_("请写为什么要看")), Length(max=LOOK_WHY_LIMIT, message=_("最多 100 个字"))],
    )


@desk.get("/talks")
def talks() -> Response:
    """Conversations of an order (?order=) or about goods (?goods=): with whom and when, not what was said."""
    session, number = store.session(), request.args.get("order", "").strip()[:16]
    code, why = request.args.get("goods", "")[:16], request.args.get("why", "")[:LOOK_WHY_LIMIT]
    goods = goods_at_desk(session, code) if code else None
    if code and goods is None:
        raise Gone(code)
    paged = Paged(talks_about_count(session, goods) if goods else 0, PAGE, "desk.talks", {"goods": code})
    rows = talks_about(session, goods, limit=PAGE, offset=paged.offset) if goods else talks_of_order(session, number)
    return page(
        "desk/talks/list.html", rows=rows, goods=goods, number=number, why=why, paged=paged, buyer=showing.visitor_label
    )


@desk.get("/talks/<code>")
def talk_page(code: str) -> Response:
    """What was said, to who opened it; to others the door."""
    talk = _found(code)
    if not may_read(store.session(), talk, by=member(), at=now()):
        return _door(talk, OpenForm(formdata=None, why=request.args.get("why", "")[:LOOK_WHY_LIMIT]))
    base = url_for("desk.talk_page", code=code)
    messages = finding.messages(store.session(), talk.id, before=asking.before())
    # Nobody's side: every message as the contact rule shows it to others.
    said = showing.spoken(messages, talk, "operator", base)
    return page("desk/talks/show.html", talk=talk, said=said, base=base, buyer=showing.visitor_label)


@desk.post("/talks/<code>/opening")
def open_one_talk(code: str) -> Response:
    """Opens it for a while; who, when, which and why stand in the trail."""
    found, form = _found(code), OpenForm()
    if form.validate():
        with attempt(form) as outcome:
            open_for_operator(store.session(), found, as_operator(form.why.data or ""))
        if outcome.ok:
            flash(gettext("记下了：你看了这段对话"), "ok")
            return see(url_for("desk.talk_page", code=code))
    return _door(_found(code), form, status=422)


@desk.get("/talks/<code>/pictures/<key>.jpg")
def desk_talk_picture(code: str, key: str) -> Response:
    """A picture that was sent in a conversation that this operator opened."""
    talk = _found(code)
    if not may_read(store.session(), talk, by=member(), at=now()):
        raise Gone(key)
    reply = asking.picture(talk, key)
    # An operator looks for an hour, with a reason: the browser keeps none of it.
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _found(code: str) -> Conversation:
    talk = talk_coded(store.session(), code)
    if talk is None:
        raise Gone(code)
    return talk


def _door(talk: Conversation, form: OpenForm, *, status: int = 200) -> Response:
    minutes = int(OPEN_FOR.total_seconds() // 60)
    return page(
        "desk/talks/door.html", talk=talk, form=form, minutes=minutes, buyer=showing.visitor_label, status=status
    )
