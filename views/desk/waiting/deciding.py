"""Deciding one thing in place, having it in hand, and taking back what was just decided."""

from flask import flash, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from models.kernel.database import queue_up
from models.kernel.errors import N_, Gone, Refused
from models.stories.waiting import Waiting, WaitingKind
from models.stories.waiting.deciding import Press, decide_waiting
from models.stories.waiting.reading import waiting_one
from models.stories.waiting.taking_back import take_back
from models.waiting.hands import let_go, take_in_hand
from models.waiting.verdicts import lot_of
from views.desk.blueprint import desk
from views.desk.waiting.forms import VerdictForm
from views.desk.waiting.looking import Looked, list_url, looked, one_url, reader_kind
from views.desk.waiting.showing import show_waiting
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt, complain
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import said, see, wants_fragment
from views.kit.proven import ask_now
from views.parts.errands import send_refunds_soon


@desk.post("/waiting/<its>/<code>/verdict")
@store.reads_first
def decide(its: str, code: str) -> Response:
    """Decides, and goes on to the next."""
    at, kind, form = looked(), reader_kind(its), VerdictForm()
    away = ask_now() if kind.is_asked_again(request.form.get("do", "")) else None
    if away:
        return away
    verb = kind.verb(request.form.get("do", ""))
    if verb is None:
        complain(form, Refused("", N_("选一种决定")))
        return show_waiting(at, kind, code, form, status=422)
    if not form.validate():
        return show_waiting(at, kind, code, form, status=422)
    stood = waiting_one(store.session(), kind, code, rules=house().rules)
    with attempt(form) as outcome:
        queue_up(store.session())
        press = Press(verb, form.given(kind), as_operator(), house().rules)
        decide_waiting(store.session(), kind, code, press)
    if not outcome.ok:
        return show_waiting(at, kind, code, form, status=422)
    if verb.sends:
        send_refunds_soon()
    store.commit()
    if stood and not verb.undoes:
        flash(gettext("%(done)s：%(title)s", done=gettext(verb.done), title=said(stood.face.title)), "ok")
    return _onwards(at, stood)


@desk.post("/waiting/<its>/<code>/hand")
@store.reads_first
def take_waiting(its: str, code: str) -> Response:
    """Has it in hand: the others see so."""
    at, kind, form = looked(), reader_kind(its), VerdictForm()
    with attempt(form) as outcome:
        queue_up(store.session())
        take_in_hand(store.session(), kind.name, code, as_operator(), rules=house().rules)
        if waiting_one(store.session(), kind, code, rules=house().rules) is None:
            if not kind.exists(store.session(), code):
                raise Gone(code)
            raise Refused("", N_("这件已经不在等了"))
    if not outcome.ok:
        return show_waiting(at, kind, code, form, status=422)
    return _again(at, kind, code)


@desk.post("/waiting/<its>/<code>/hand/end")
@store.reads_first
def let_waiting_go(its: str, code: str) -> Response:
    """Lets the others have it."""
    at, kind = looked(), reader_kind(its)
    queue_up(store.session())
    let_go(store.session(), kind.name, code, as_operator())
    return _again(at, kind, code)


@desk.post("/waiting/verdicts/<lot>/end")
@store.reads_first
def take_verdicts_back(lot: str) -> Response:
    """Takes back what one press decided; what waits again is open."""
    kinds = {verdict.kind for verdict in lot_of(store.session(), member().id, lot)}
    if any(reader_kind(name).asks_again for name in kinds):
        away = ask_now()
        if away:
            return away
    at, form = looked(), TokenForm()
    with attempt(form):
        queue_up(store.session())
        taken = take_back(store.session(), lot, as_operator(), rules=house().rules)
    store.commit()
    if taken.done:
        flash(ngettext("收回了 %(num)s 件，又在等了", "收回了 %(num)s 件，又在等了", len(taken.done)), "ok")
    for one in taken.left[:_SAID]:
        flash(gettext("%(title)s：%(why)s", title=said(one.title), why=said(one.why)), "warn")
    return see(one_url(at, taken.done[0]) if taken.done else list_url(at))


_SAID = 5


def _again(at: Looked, kind: WaitingKind, code: str) -> Response:
    store.commit()
    if wants_fragment():
        return show_waiting(at, kind, code)
    one = waiting_one(store.session(), kind, code, rules=house().rules)
    return see(one_url(at, one) if one else list_url(at))


def _onwards(at: Looked, stood: Waiting | None) -> Response:
    """The next in the queue; behind the last the first again."""
    queue = at.queue()
    following = queue.after(stood.spot, 1) if stood else []
    following = following or queue.after(None, 1)
    if not following:
        return show_waiting(at) if wants_fragment() else see(list_url(at))
    one = following[0]
    return show_waiting(at, reader_kind(one.kind), one.code) if wants_fragment() else see(one_url(at, one))
