"""Deciding about goods, one by one or many at once. Every form may be sent twice; each decision leaves an audit row."""

from collections.abc import Callable, Mapping

from flask import flash, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.catalogue.goods import by_operator
from models.catalogue.goods.approval import goods_at_desk, next_waiting
from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.stories.waiting import Given
from views.desk.blueprint import desk
from views.desk.goods.queue import WhyForm, looked, show_goods, show_queue
from views.desk.waiting.tables import decide_here, mind_hands
from views.kit import store
from views.kit.acting import as_operator
from views.kit.asked import number_asked
from views.kit.bodies import ROWS, carries
from views.kit.forms import attempt, complain
from views.kit.page import see
from views.kit.words import state

MOST_AT_ONCE = 200


@desk.post("/goods/approvals")
@carries(ROWS)
def approve_ticked() -> Response:
    """Puts every ticked goods on sale."""
    return _each(by_operator.approve_each, N_("批准了 %(count)s 件"))


@desk.post("/goods/refusals")
@carries(ROWS)
def refuse_ticked() -> Response:
    """Sends every ticked goods back, all for one reason."""
    why = request.form.get("why", "")
    return _each(by_operator.refuse_each, N_("退回了 %(count)s 件"), why)


@desk.post("/goods/<code>/approval")
def approve(code: str) -> Response:
    """Puts one goods on sale, and goes on to the next that waits."""
    seen = request.form.get("seen", "")
    return _one(code, lambda: _decided(code, "approve", Given(seen=seen)), onwards=True)


@desk.post("/goods/<code>/refusal")
def refuse(code: str) -> Response:
    """Sends one goods back with a reason, and goes on to the next that waits."""
    seen, why = request.form.get("seen", ""), request.form.get("why", "")
    return _one(code, lambda: _decided(code, "refuse", Given(why=why, seen=seen)), onwards=True)


@desk.post("/goods/<code>/removal")
def take_off(code: str) -> Response:
    """Takes goods off sale with a reason."""
    why = request.form.get("why", "")
    return _one(code, lambda: by_operator.take_goods_off(store.session(), code, as_operator(why)))


@desk.post("/goods/<code>/return")
def put_back(code: str) -> Response:
    """Puts goods that were taken off on sale again."""
    return _one(code, lambda: by_operator.put_goods_back(store.session(), code, as_operator()))


def _decided(code: str, verb: str, given: Given) -> Goods:
    decide_here("goods", code, verb, given)
    goods = goods_at_desk(store.session(), code)
    if goods is None:
        raise Gone(code)
    return goods


def _one(code: str, decide: Callable[[], Goods], *, onwards: bool = False) -> Response:
    form = WhyForm()
    with attempt(form) as outcome:
        goods = decide()
        store.session().flush()
    if not outcome.ok:
        return show_goods(code, form, status=422)
    flash(_("%(title)s：现在是“%(state)s”", title=goods.title, state=state(goods.state, "goods")), "ok")
    if "state" in request.args:
        return see(_queue())
    following = next_waiting(store.session()) if onwards else code
    return see(url_for("desk.one_goods", code=following) if following else url_for("desk.goods"))


def _each(
    decide: Callable[[Session, Mapping[str, str], Act], by_operator.Outcome], words: str, why: str = ""
) -> Response:
    form, ticked = WhyForm(), request.form.getlist("goods")[:MOST_AT_ONCE]
    seen = {code: mark for code, _dot, mark in (value.partition(".") for value in ticked)}
    if not seen:
        complain(form, Refused("", N_("先勾选要处理的商品")))
        return show_queue(form, status=422)
    outcome = by_operator.Outcome()
    with attempt(form) as attempted:
        mind_hands("goods", seen)
        outcome = decide(store.session(), seen, as_operator(why))
    if not attempted.ok:
        return show_queue(form, ticked=tuple(seen), status=422)
    if outcome.done:
        flash(_(words, count=outcome.done), "ok")
    if outcome.left:
        named = "、".join(outcome.left[:3])
        flash(
            _("%(count)s 件没有动，可能刚刚改过，请再看一眼：%(named)s", count=len(outcome.left), named=named), "warn"
        )
    return see(_queue())


def _queue() -> str:
    """Back to the same page of the table."""
    at = looked()
    number = number_asked(request.args, "page", 1)
    return url_for(
        "desk.goods",
        state=at.state,
        q=at.words or None,
        supplier=at.supplier or None,
        page=number if number > 1 else None,
    )
