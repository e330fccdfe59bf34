"""/supply/after-sales: what buyers ask for after the sale, the ones whose time runs out first on top; and answering."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.stories.after_sale.pay_back import agree_after_sale, refund_of
from models.trade.after_sale import by_supplier
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.dispute import say_in_dispute as say
from models.trade.after_sale.finding import (
    AFTER_SALE_STATES,
    after_sale_of_supplier,
    after_sales_of_supplier,
    counts_of,
    last_return_address,
)
from models.trade.parcel.shipping import AT_COUNTER, way
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import TokenForm, attempt
from views.kit.groups import opened_by
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts import after_sale as shown
from views.parts.errands import send_refunds_soon
from views.supply.after_sale_forms import AgreeForm, ArriveForm, ByHandForm, RefuseForm, ResendForm, ReturnForm, SayForm
from views.supply.blueprint import supply

OPENED_BY = ("service",)

SIZE = 30


@supply.get("/after-sales")
@opened_by("service", "shipping")
def after_sales() -> Response:
    """The supplier's after-sales: what is to do, or those in one state."""
    asked = request.args.get("state", "")
    state = asked if asked in AFTER_SALE_STATES else ""
    session, counts = store.session(), counts_of(store.session(), supplier())
    paged = Paged(counts[state], SIZE, "supply.after_sales", {"state": state})
    return page(
        "supply/after_sales/list.html",
        state=state,
        states=AFTER_SALE_STATES,
        counts=counts,
        paged=paged,
        rows=after_sales_of_supplier(session, supplier(), state=state, limit=SIZE, offset=paged.offset),
        any_row=any(counts.values()),
        at=now(),
    )


@supply.get("/after-sales/<code>")
@opened_by("service", "shipping")
def after_sale(code: str) -> Response:
    """One after-sale: what the buyer says and shows, and what can be answered now."""
    return _page(_own(code))


@supply.get("/after-sales/<code>/photos/<int:position>.jpg")
@opened_by("service", "shipping")
def after_sale_photo(code: str, position: int) -> Response:
    """One photo of the after-sale."""
    return shown.photo(_own(code), position)


@supply.post("/after-sales/<code>/agreement")
def agree_to_refund(code: str) -> Response:
    """Gives the money back."""
    form = AgreeForm()
    return _do(
        code,
        form,
        _("已同意退款，钱会自动退回去"),
        lambda session, asked: agree_after_sale(session, asked, as_supplier(), seen=shown.fen(form.seen.data)),
    )


@supply.post("/after-sales/<code>/return-address")
def agree_to_return(code: str) -> Response:
    """Has the buyer send the goods back."""
    form = ReturnForm()

    def agree_return(session: Session, after_sale: AfterSale) -> None:
        by_supplier.agree_return(session, after_sale, form.return_to.data or "", as_supplier(), rules=house().rules)

    return _do(code, form, _("已把地址告诉买家"), agree_return)


@supply.post("/after-sales/<code>/refusal")
def refuse_after_sale(code: str) -> Response:
    """Says no, and what would be given instead."""
    form = RefuseForm()

    def refuse(session: Session, after_sale: AfterSale) -> None:
        act = as_supplier(form.why.data or "")
        by_supplier.refuse_after_sale(session, after_sale, act, offer=form.offer.data, rules=house().rules)

    return _do(code, form, _("已答复买家"), refuse)


@supply.post("/after-sales/<code>/arrival")
@opened_by("service", "shipping")
def note_arrival(code: str) -> Response:
    """Says what arrived."""
    form = ArriveForm()

    def arrive(session: Session, after_sale: AfterSale) -> None:
        reception, words = form.reception.data or "", form.words.data or ""
        by_supplier.arrive(session, after_sale, reception, words, as_supplier(), rules=house().rules)

    return _do(code, form, _("已登记，接着决定怎么处理"), arrive)


@supply.post("/after-sales/<code>/resending")
@opened_by("service", "shipping")
def resend(code: str) -> Response:
    """Sends it to the buyer, anew or again."""
    by_hand = _own(code).line.parcel.is_pickup
    form = ByHandForm() if by_hand else ResendForm()

    def send(session: Session, after_sale: AfterSale) -> None:
        sent = way(form.carrier.data or "", form.tracking.data or "") if isinstance(form, ResendForm) else AT_COUNTER
        by_supplier.resend(session, after_sale, sent, as_supplier(), rules=house().rules)

    return _do(code, form, _("已告诉买家") if by_hand else _("已告诉买家运单号"), send)


@supply.post("/after-sales/<code>/statements")
def say_in_dispute(code: str) -> Response:
    """The supplier's words in a dispute."""
    form = SayForm()
    words = form.words.data or ""
    return _do(code, form, _("平台会看到"), lambda session, asked: say(session, asked, words, as_supplier()))


def _do(code: str, form: TokenForm, done: str, verb: Callable[[Session, AfterSale], object]) -> Response:
    """One verb on the supplier's own after-sale; what it refuses stands beside its field."""
    after_sale = _own(code)
    if form.validate():
        with attempt(form) as outcome:
            verb(store.session(), after_sale)
        if outcome.ok:
            flash(done, "ok")
            send_refunds_soon()
            return see(url_for("supply.after_sale", code=code))
    return _page(_own(code), form, status=422)


def _own(code: str) -> AfterSale:
    after_sale = after_sale_of_supplier(store.session(), supplier(), code)
    if after_sale is None:
        raise Gone(code)
    return after_sale


def _page(after_sale: AfterSale, refused: TokenForm | None = None, *, status: int = 200) -> Response:
    """The page with all its forms; one that was refused stands as it was sent."""
    session = store.session()
    pickup = after_sale.line.parcel.pickup
    known = f"{pickup.place}\n{pickup.hours}" if pickup else last_return_address(session, after_sale.supplier_id)
    address = after_sale.return_to or known
    blank: tuple[TokenForm, ...] = (
        AgreeForm(formdata=None, seen=str(int(after_sale.owed))),
        ReturnForm(formdata=None, return_to=address),
        RefuseForm(formdata=None),
        ArriveForm(formdata=None),
        ResendForm(formdata=None),
        SayForm(formdata=None),
    )
    forms = {form.called: form for form in blank}
    if refused is not None and refused.called != "agree":
        forms[refused.called] = refused
    return page(
        "supply/after_sales/show.html",
        after_sale=after_sale,
        order=after_sale.order,
        line=after_sale.line,
        history=shown.told(after_sale),
        refund=refund_of(session, after_sale),
        late=shown.is_late(after_sale),
        left_since=after_sale.before_shipping and after_sale.is_open and after_sale.line.to_ship < after_sale.quantity,
        forms=forms,
        problems=[*refused.form_errors] if refused is not None else [],
        most_words=by_supplier.REFUSAL_WHY_LIMIT,
        status=status,
    )
