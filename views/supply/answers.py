"""The supplier's answers that were remembered: which of them stand on goods pages, in which words."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from models.account.audit.editing import edited_by
from models.catalogue.goods.facts import goods_subject
from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.talk.answer import QUESTION_LIMIT, Answer
from models.talk.conversation import TEXT_LIMIT
from models.talk.facts import answer_facts
from models.talk.public_answers import ANSWERS_PAGE, answer_coded, answers_count, answers_of, write_down
from models.talk.public_answers import approve_answer as approve
from models.talk.public_answers import forget_answer as forget
from models.talk.public_answers import withdraw_answer as withdraw
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import TokenForm, attempt
from views.kit.identity import supplier
from views.kit.page import page, see
from views.kit.paging import Paged
from views.supply.blueprint import supply
from views.supply.goods.table import own_goods

OPENED_BY = ("goods", "service")


class AnswerForm(TokenForm):
    """A question and its answer as buyers will read them."""

    question = TextAreaField(_("问题"))
    answer = TextAreaField(_("回答"))


@supply.get("/answers")
def answers() -> Response:
    """Answers that are not shown yet, or (?shown=1) those on goods pages."""
    return _listed()


@supply.post("/answers/<code>/approval")
def approve_answer(code: str) -> Response:
    """Shows it on the goods page, or changes its words there."""
    found, form = _own(code), AnswerForm()
    store.hold(found)
    form.catch_up(_form(found))
    if not form.validate():
        return _listed(failed=code, sent=form, status=422)
    with attempt(form) as outcome, _edits(found.goods, lambda: found):
        approve(found, question=form.question.data or "", words=form.answer.data or "", at=now())
    if not outcome.ok:
        return _listed(failed=code, sent=form, status=422)
    flash(gettext("已展示在商品页"), "ok")
    return _seen()


@supply.post("/answers/<code>/withdrawal")
def withdraw_answer(code: str) -> Response:
    """Takes it off the goods page."""
    found = _own(code)
    store.hold(found)
    with _edits(found.goods, lambda: found):
        withdraw(found)
    flash(gettext("已从商品页撤下，掌柜回答时仍能用到"), "ok")
    return _seen()


@supply.post("/answers/<code>/removal")
def forget_answer(code: str) -> Response:
    """Forgets it altogether."""
    found = _own(code)
    store.hold(found)
    with _edits(found.goods, lambda: _known(code)):
        forget(store.session(), found)
    flash(gettext("已忘掉这一条"), "ok")
    return _seen()


@supply.get("/goods/<code>/answers/new")
def new_answer(code: str) -> Response:
    """A question that the supplier puts itself."""
    return _new(own_goods(code), AnswerForm(formdata=None))


@supply.post("/goods/<code>/answers")
def add_answer(code: str) -> Response:
    """Shows it on the goods page at once."""
    goods, form = own_goods(code), AnswerForm()
    made: list[Answer] = []
    with attempt(form) as outcome, _edits(goods, lambda: made[0] if made else None):
        words = {"question": form.question.data or "", "words": form.answer.data or ""}
        made.append(write_down(store.session(), goods, **words, at=now()))
    if not outcome.ok:
        return _new(own_goods(code), form, status=422)
    flash(gettext("已展示在商品页"), "ok")
    return see(url_for("supply.answers", shown=1))


def _own(code: str) -> Answer:
    answer = _known(code)
    if answer is None:
        raise Gone(code)
    return answer


def _known(code: str) -> Answer | None:
    return answer_coded(store.session(), supplier(), code)


def _edits(goods: Goods, find: Callable[[], Answer | None]) -> AbstractContextManager[None]:
    """Around a change of the answer that `find` finds, which leaves a row in the trail of its goods."""

    def facts() -> dict[str, str]:
        answer = find()
        return answer_facts(answer) if answer else {}

    return edited_by(store.session(), as_supplier(), "goods.answer", lambda: goods_subject(goods), facts)


def _seen() -> Response:
    return see(url_for("supply.answers", shown=1 if request.form.get("shown") else None))


def _form(answer: Answer) -> AnswerForm:
    """The question is never filled in from the buyer's own words."""
    return AnswerForm(formdata=None, question=answer.shown_question, answer=answer.shown_answer or answer.answer)


def _listed(*, failed: str = "", sent: Any = None, status: int = 200) -> Response:
    session, own = store.session(), supplier()
    shown = bool(request.args.get("shown") or request.form.get("shown"))
    total = {approved: answers_count(session, own, approved=approved) for approved in (False, True)}
    paged = Paged(total[shown], ANSWERS_PAGE, "supply.answers", {"shown": 1 if shown else ""})
    answers = answers_of(session, own, approved=shown, offset=paged.offset)
    return page(
        "supply/talks/answers.html",
        pairs=[(answer, sent if answer.code == failed else _form(answer)) for answer in answers],
        shown=shown,
        total=total,
        paged=paged,
        question_limit=QUESTION_LIMIT,
        answer_limit=TEXT_LIMIT,
        status=status,
    )


def _new(goods: Goods, form: AnswerForm, *, status: int = 200) -> Response:
    return page(
        "supply/talks/answer_new.html",
        goods=goods,
        form=form,
        question_limit=QUESTION_LIMIT,
        answer_limit=TEXT_LIMIT,
        status=status,
    )
