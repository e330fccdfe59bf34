"""Deciding several of one kind at once: first what each would come to, then all of it by one form."""

from flask import flash, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from models.kernel.database import queue_up
from models.kernel.errors import N_, Refused
from models.stories.waiting import Verb, WaitingKind
from models.stories.waiting.deciding import Left, Press, decide_each, rehearse
from views.desk.blueprint import desk
from views.desk.waiting.forms import VerdictForm
from views.desk.waiting.looking import list_url, looked, reader_kind
from views.desk.waiting.showing import show_waiting
from views.kit import store
from views.kit.acting import as_operator
from views.kit.bodies import ROWS, carries
from views.kit.forms import attempt, complain
from views.kit.house import house
from views.kit.page import page, said, see
from views.kit.proven import ask_now
from views.parts.errands import send_refunds_soon

MOST_AT_ONCE = 200
_SAID = 3


@desk.post("/waiting/<its>/rehearsal")
@carries(ROWS)
@store.reads_first
def rehearse_waiting(its: str) -> Response:
    """What deciding the ticked ones would come to, one by one; nothing is kept of it."""
    kind, form = reader_kind(its), VerdictForm()
    verb, seen = _asked(kind, form)
    if verb is None or form.errors:
        return show_waiting(looked(), form=form, ticked=tuple(seen), status=422)
    with attempt(form) as outcome:
        queue_up(store.session())
        lot = rehearse(store.session(), kind, seen, _press(kind, verb, form))
    store.give_up()
    if not outcome.ok:
        return show_waiting(looked(), form=form, ticked=tuple(seen), status=422)
    given = form.given(kind)
    return page(
        "desk/waiting/many.html",
        looked=looked(),
        kind=kind,
        verb=verb,
        lot=lot,
        seen=seen,
        given=given,
        unsaved=True,
        list_url=lambda **other: list_url(looked(), **other),
    )


@desk.post("/waiting/<its>/verdicts")
@carries(ROWS)
@store.reads_first
def decide_many(its: str) -> Response:
    """Decides those that still can be; the rest is left, and said."""
    kind, form = reader_kind(its), VerdictForm()
    away = ask_now() if kind.is_asked_again(request.form.get("do", "")) else None
    if away:
        return away
    verb, seen = _asked(kind, form)
    if verb is None or form.errors:
        return show_waiting(looked(), form=form, ticked=tuple(seen), status=422)
    with attempt(form) as outcome:
        queue_up(store.session())
        lot = decide_each(store.session(), kind, seen, _press(kind, verb, form))
    if not outcome.ok:
        return show_waiting(looked(), form=form, ticked=tuple(seen), status=422)
    if verb.sends:
        send_refunds_soon()
    store.commit()
    if lot.done:
        words = ngettext("%(did)s %(num)s 件", "%(did)s %(num)s 件", len(lot.done), did=gettext(verb.done))
        flash(words, "ok")
    if lot.left:
        flash(_left(lot.left), "warn")
    return see(list_url(looked()))


def _asked(kind: WaitingKind, form: VerdictForm) -> tuple[Verb | None, dict[str, str]]:
    """The verb and the marks of the ticked ones; what is lacking is said in the form."""
    ticked = request.form.getlist("one")[:MOST_AT_ONCE]
    seen = {code: mark for code, _, mark in (value.partition(".") for value in ticked) if code}
    verb = kind.verb(request.form.get("do", ""))
    form.validate()
    if verb is None or not verb.many:
        complain(form, Refused("", N_("选一种决定")))
        return None, seen
    if not seen:
        complain(form, Refused("", N_("先勾选要处理的")))
    elif verb.asks and not _given(kind, verb, form):
        words = N_("写一句为什么，对方会看到") if verb.asks == "why" else N_("写下转账单号，以后好查")
        complain(form, Refused(verb.asks, words))
    return verb, seen


def _given(kind: WaitingKind, verb: Verb, form: VerdictForm) -> str:
    return str(getattr(form.given(kind), verb.asks)) if verb.asks else ""


def _press(kind: WaitingKind, verb: Verb, form: VerdictForm) -> Press:
    return Press(verb, form.given(kind), as_operator(), house().rules)


def _left(left: list[Left]) -> str:
    named = "、".join(f"{said(one.title)}（{said(one.why)}）" for one in left[:_SAID])
    return ngettext("%(num)s 件没有动：%(named)s", "%(num)s 件没有动：%(named)s", len(left), named=named)
