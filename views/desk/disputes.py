"""Disputes at the desk: the queue, the one that waits longest first; both sides' words, and the ruling."""

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.stories.after_sale.pay_back import refund_of, rule
from models.stories.talk.oversee import talk_of_line
from models.stories.waiting import Given, waiting_kinds
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.by_operator import OUTCOMES, REASON_LIMIT, Ruling, ceiling, outcomes_for
from models.trade.after_sale.dispute import STATEMENT_LIMIT, say_in_dispute
from models.trade.after_sale.finding import dispute_count, disputed_after_sale, disputes, last_return_address
from views.desk.blueprint import desk
from views.desk.waiting.tables import decide_here
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import MoneyField, TokenForm, attempt
from views.kit.house import house
from views.kit.page import page, see
from views.kit.paging import Paged
from views.kit.proven import ask_now
from views.kit.words import STATES
from views.parts import after_sale as shown
from views.parts.errands import send_refunds_soon
from views.parts.order_facts import for_desk

OPENED_BY = ("service",)

PAGE = 30
# What an outcome is called where the buyer fetched the goods: nothing travels.
AT_THE_SHOP = {"return": "bring", "resend": "hand"}


class RulingForm(TokenForm):
    """What is decided, and why."""

    called = "ruling"
    outcome = RadioField(
        _("结果"),
        choices=[SelectChoice(one, _(STATES[f"outcome.{one}"])) for one in OUTCOMES],
        validate_choice=False,
    )
    amount = MoneyField(_("退多少"))
    return_to = TextAreaField(_("寄回的地址"))
    reason = TextAreaField(_("理由"))
    usual = StringField(_("常用语"))

    def ruling(self) -> Ruling:
        """What was filled in."""
        return Ruling(
            outcome=self.outcome.data or "",
            reason=self.reason.data or self.usual.data or "",
            amount=self.amount.data,
            return_to=self.return_to.data or "",
        )


class SayForm(TokenForm):
    """A question or a word to both sides."""

    called = "say"
    words = TextAreaField(_("对双方说"))


@desk.get("/disputes", endpoint="disputes")
def queue() -> Response:
    """Disputes that wait, or that are over; found by code, order number or supplier."""
    is_open = request.args.get("state", "") != "over"
    words = request.args.get("q", "").strip()[:60]
    session, filters = store.session(), {"state": "" if is_open else "over", "q": words}
    paged = Paged(dispute_count(session, is_open=is_open, words=words), PAGE, "desk.disputes", filters)
    return page(
        "desk/disputes/list.html",
        is_open=is_open,
        words=words,
        paged=paged,
        rows=disputes(session, is_open=is_open, words=words, limit=PAGE, offset=paged.offset),
        counts={one: dispute_count(session, is_open=one, words=words) for one in (True, False)},
        at=now(),
    )


@desk.get("/disputes/<code>")
def one_dispute(code: str) -> Response:
    """All that is needed to decide; not where the buyer lives."""
    return _page(_found(code))


@desk.get("/disputes/<code>/photos/<int:position>.jpg")
def dispute_photo(code: str, position: int) -> Response:
    """One of the buyer's photos."""
    return shown.photo(_found(code), position)


@desk.post("/disputes/<code>/ruling")
def rule_dispute(code: str) -> Response:
    """Decides; what gives money back is asked for again."""
    asked, form = _found(code), RulingForm()
    away = ask_now() if waiting_kinds()["dispute"].is_asked_again(form.outcome.data or "") else None
    if away:
        return away
    if form.validate():
        with attempt(form) as outcome:
            _rule(asked, form.ruling())
        if outcome.ok:
            flash(gettext("裁定生效了，双方都看得到"), "ok")
            send_refunds_soon()
            return see(url_for("desk.one_dispute", code=code))
    return _page(_found(code), form, status=422)


@desk.post("/disputes/<code>/statements")
def ask_both(code: str) -> Response:
    """Words to both sides."""
    asked, form = _found(code), SayForm()
    if form.validate():
        with attempt(form) as outcome:
            say_in_dispute(store.session(), asked, form.words.data or "", as_operator())
        if outcome.ok:
            return see(url_for("desk.one_dispute", code=code))
    return _page(_found(code), form, status=422)


def _rule(asked: AfterSale, decided: Ruling) -> None:
    if decided.outcome in OUTCOMES:
        given = Given(why=decided.reason, amount=decided.amount, return_to=decided.return_to)
        decide_here("dispute", asked.code, decided.outcome, given)
    else:
        rule(store.session(), asked, decided, as_operator(), rules=house().rules)


def _found(code: str) -> AfterSale:
    after_sale = disputed_after_sale(store.session(), code)
    if after_sale is None:
        raise Gone(code)
    return after_sale


def _told(outcome: str, after_sale: AfterSale) -> str:
    """What an outcome is called in this after-sale."""
    return AT_THE_SHOP.get(outcome, outcome) if after_sale.line.parcel.is_pickup else outcome


def _page(after_sale: AfterSale, refused: TokenForm | None = None, *, status: int = 200) -> Response:
    session, most = store.session(), ceiling(after_sale)
    address = after_sale.return_to or last_return_address(session, after_sale.supplier_id)
    # What the buyer asked for is where the operator starts from.
    amount = min(after_sale.owed, most) or most
    blank: tuple[TokenForm, ...] = (
        RulingForm(formdata=None, amount=amount, return_to=address),
        SayForm(formdata=None),
    )
    forms = {form.called: form for form in blank}
    if refused is not None:
        forms[refused.called] = refused
    possible = outcomes_for(after_sale)
    forms["ruling"]["outcome"].choices = [
        SelectChoice(one, _(STATES[f"outcome.{_told(one, after_sale)}"])) for one in possible
    ]
    return page(
        "desk/disputes/show.html",
        after_sale=after_sale,
        line=after_sale.line,
        known=for_desk(after_sale.line, gettext("纠纷 %(code)s", code=after_sale.code)),
        history=shown.told(after_sale),
        refund=refund_of(session, after_sale),
        talk=talk_of_line(session, after_sale.line),
        late=shown.is_late(after_sale),
        most=most,
        possible=possible,
        forms=forms,
        problems=[*refused.form_errors] if refused is not None else [],
        most_words=REASON_LIMIT,
        most_said=STATEMENT_LIMIT,
        status=status,
    )
