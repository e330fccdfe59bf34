"""After-sales at the order's own address: following one, and every step the buyer may take."""

from collections.abc import Callable

from flask import request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.stories.after_sale.pay_back import accept, refund_of
from models.trade.after_sale import by_buyer
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.dispute import dispute, may_dispute, say_in_dispute
from models.trade.after_sale.finding import after_sale_of_order
from models.trade.parcel.shipping import way
from views.buyer.after_sales.forms import (
    AmendForm,
    DisputeForm,
    PlainForm,
    SayForm,
    SeenForm,
    SendForm,
)
from views.buyer.after_sales.the_order import the_order
from views.buyer.blueprint import buyer
from views.kit import store
from views.kit.acting import as_buyer
from views.kit.forms import BuyerForm, attempt
from views.kit.house import house
from views.kit.page import page, see
from views.parts import after_sale as shown
from views.parts.errands import send_refunds_soon


@buyer.get("/orders/<token>/after-sales/<code>")
def after_sale(token: str, code: str) -> Response:
    """How far it is, what happens next and by when."""
    return _page(_found(token, code))


@buyer.get("/orders/<token>/after-sales/<code>/photos/<int:position>.jpg")
def after_sale_photo(token: str, code: str, position: int) -> Response:
    """One photo of the after-sale."""
    return shown.photo(_found(token, code), position)


@buyer.post("/orders/<token>/after-sales/<code>/withdrawal")
def withdraw_after_sale(token: str, code: str) -> Response:
    """Takes it back."""
    return _do(
        token, code, PlainForm(), lambda session, asked: by_buyer.withdraw_after_sale(session, asked, as_buyer())
    )


@buyer.post("/orders/<token>/after-sales/<code>/amount")
def amend_after_sale(token: str, code: str) -> Response:
    """Asks for less."""
    form = AmendForm(request.form)

    def amend(session: Session, after_sale: AfterSale) -> None:
        by_buyer.amend(session, after_sale, form.amount.data, as_buyer(), rules=house().rules)

    return _do(token, code, form, amend)


@buyer.post("/orders/<token>/after-sales/<code>/acceptance")
def accept_offer(token: str, code: str) -> Response:
    """Takes what the supplier offered."""
    form = SeenForm(request.form)
    seen = shown.fen(form.seen.data)
    return _do(token, code, form, lambda session, asked: accept(session, asked, as_buyer(), seen=seen))


@buyer.post("/orders/<token>/after-sales/<code>/return")
def send_back(token: str, code: str) -> Response:
    """Says how the goods go back, or corrects it."""
    form = SendForm(request.form)

    def send(session: Session, after_sale: AfterSale) -> None:
        sent = way(form.carrier.data or "", form.tracking.data or "")
        by_buyer.send_back(session, after_sale, sent, as_buyer(), rules=house().rules)

    return _do(token, code, form, send)


@buyer.post("/orders/<token>/after-sales/<code>/receipt")
def confirm_exchange(token: str, code: str) -> Response:
    """What was sent anew has arrived."""
    return _do(token, code, PlainForm(), lambda session, asked: by_buyer.confirm(session, asked, as_buyer()))


@buyer.post("/orders/<token>/after-sales/<code>/dispute")
def raise_dispute(token: str, code: str) -> Response:
    """Asks the operator to decide."""
    form = DisputeForm(request.form)

    def argue(session: Session, after_sale: AfterSale) -> None:
        dispute(session, after_sale, form.words.data or "", as_buyer(), rules=house().rules)

    return _do(token, code, form, argue)


@buyer.post("/orders/<token>/after-sales/<code>/statements")
def say_more(token: str, code: str) -> Response:
    """More words in a dispute."""
    form = SayForm(request.form)
    words = form.words.data or ""
    return _do(token, code, form, lambda session, asked: say_in_dispute(session, asked, words, as_buyer()))


def _do(token: str, code: str, form: BuyerForm, verb: Callable[[Session, AfterSale], object]) -> Response:
    """One verb on the buyer's own after-sale; what it refuses stands beside its field."""
    after_sale = _found(token, code)
    if form.validate():
        with attempt(form) as outcome:
            verb(store.session(), after_sale)
        if outcome.ok:
            send_refunds_soon()
            return see(url_for("buyer.after_sale", token=token, code=code))
    return _page(_found(token, code), form, status=422)


def _found(token: str, code: str) -> AfterSale:
    after_sale = after_sale_of_order(store.session(), the_order(token), code)
    if after_sale is None:
        raise Gone(code)
    return after_sale


def _page(after_sale: AfterSale, refused: BuyerForm | None = None, *, status: int = 200) -> Response:
    """The page with all its forms; one that was refused stands as it was sent."""
    fresh = {form.called: form for form in (AmendForm(amount=after_sale.offered_amount), DisputeForm(), SayForm())}
    forms = fresh | {"send": SendForm(carrier=after_sale.return_carrier or None, tracking=after_sale.return_tracking)}
    if refused is not None:
        forms[refused.called] = refused
    problems = [*refused.form_errors] if refused is not None else []
    return page(
        "buyer/after_sales/show.html",
        after_sale=after_sale,
        order=after_sale.order,
        line=after_sale.line,
        history=shown.told(after_sale),
        refund=refund_of(store.session(), after_sale),
        late=shown.is_late(after_sale),
        may_dispute=may_dispute(after_sale, at=now()),
        forms=forms,
        problems=problems,
        status=status,
    )
