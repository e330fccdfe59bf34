"""The steps of goods between draft and shelf, for one or for the ticked ones: submitted, taken off sale, put back."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from flask import flash, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.account.audit.editing import edited_by
from models.catalogue.goods.facts import goods_subject, state_fact
from models.catalogue.goods.finding import goods_coded
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import put_back, submit, take_off
from models.kernel.act import Act
from models.kernel.errors import Refused
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.bodies import ROWS, carries
from views.kit.identity import supplier
from views.kit.page import said, see, sentence
from views.supply.blueprint import supply
from views.supply.goods.table import SIZE, back_to_list, own_goods


class Step(Protocol):
    """A verb of models/catalogue/goods/listing.py."""

    def __call__(self, session: Session, goods: Goods, act: Act) -> object: ...


@supply.post("/goods/<code>/submission")
def submit_goods(code: str) -> Response:
    """Asks the operator to look at it."""
    return _one(code, submit, lambda goods: _submitted(goods))


@supply.post("/goods/<code>/withdrawal")
def take_goods_off(code: str) -> Response:
    """Off sale; what was ordered still ships."""
    return _one(code, take_off, lambda goods: _("已经下架，买家看不到了；已下的单照常发货"))


@supply.post("/goods/<code>/return")
def put_goods_back(code: str) -> Response:
    """Puts goods on sale again."""
    return _one(code, put_back, lambda goods: _("重新上架了"))


@supply.post("/goods/submissions")
@carries(ROWS)
def submit_ticked() -> Response:
    """Submits the ticked goods."""
    return _ticked(submit, lambda done: _("%(done)s 件已提交审核", done=done))


@supply.post("/goods/withdrawals")
@carries(ROWS)
def take_ticked_off() -> Response:
    """Takes the ticked goods off sale."""
    return _ticked(take_off, lambda done: _("%(done)s 件已下架", done=done))


@supply.post("/goods/returns")
@carries(ROWS)
def put_ticked_back() -> Response:
    """Puts the ticked goods back on sale."""
    return _ticked(put_back, lambda done: _("%(done)s 件重新上架了", done=done))


def _one(code: str, step: Step, told: Callable[[Goods], str]) -> Response:
    """Takes one step of one goods. What stands in its way is told where it can be mended."""
    goods = own_goods(code)
    try:
        _take(step, goods)
        flash(told(goods), "warn" if goods.state == "refused" else "ok")
    except Refused as no:
        flash(sentence(no), "error")
    return see(url_for("supply.edit_goods", code=code))


def _take(step: Step, goods: Goods) -> None:
    session, act = store.session(), as_supplier()
    with edited_by(session, act, "goods.state", partial(goods_subject, goods), partial(state_fact, goods)):
        step(session, goods, act)


def _submitted(goods: Goods) -> str:
    if goods.state == "refused":
        return _("没有通过自动检查：%(why)s", why=said(goods.state_why))
    return _("已提交审核，通过后就会上架")


def _ticked(step: Step, told: Callable[[int], str]) -> Response:
    """Takes the same step for each ticked goods. Those that cannot take it are told one by one; the others go on."""
    done, refusals = 0, []
    for code in request.form.getlist("goods")[:SIZE]:
        goods = goods_coded(store.session(), supplier(), code)
        if goods is None:
            continue
        try:
            _take(step, goods)
            done += 1
        except Refused as no:
            refusals.append(f"{goods.title}：{sentence(no)}")
    if not done and not refusals:
        flash(_("先勾选几件商品"), "warn")
    if done:
        flash(told(done), "ok")
    if refusals:
        shown = "；".join(refusals[:5])
        more = _("……还有 %(more)s 件", more=len(refusals) - 5) if len(refusals) > 5 else ""
        flash(_("%(count)s 件没有办成。%(shown)s%(more)s", count=len(refusals), shown=shown, more=more), "warn")
    return see(back_to_list())
