"""Money on its way back: what is stuck or must be paid by hand first, and payments that a gateway disagrees about."""

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from models.kernel.errors import Gone
from models.kernel.steps import states_of
from models.payment.finding import refund_coded, refund_counts, refunds_in
from models.payment.payment import payments_in_trouble
from models.payment.refund import Refund
from models.payment.states import REFUND
from models.stories.refund.mend import REFUND_REFERENCE_LIMIT, looked_into
from models.stories.waiting import Given
from views.desk.blueprint import desk
from views.desk.waiting.tables import decide_here
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts.errands import send_refunds_soon

PAGE = 50
STATES = ("stuck", "by_hand", *(state for state in states_of(REFUND, "asked") if state not in ("stuck", "by_hand")))


class HandForm(TokenForm):
    """Where it can be seen that somebody gave the money back."""

    reference = StringField(
        _("转账单号"),
        [InputRequired(_("写下转账单号，以后好查")), Length(max=REFUND_REFERENCE_LIMIT, message=_("最多 80 个字"))],
    )


@desk.get("/refunds")
def refund_list() -> Response:
    """All refunds, or those of one state."""
    return _page(TokenForm())


@desk.post("/refunds/<code>/retry")
def retry_refund(code: str) -> Response:
    """Once more to the gateway."""
    form = TokenForm()
    with attempt(form) as outcome:
        decide_here("refund", _found(code).code, "retry", Given())
    if not outcome.ok:
        return _page(form, status=422)
    send_refunds_soon()
    flash(gettext("又提交给支付平台了，过一会儿刷新看看"), "ok")
    return see(_here())


@desk.post("/refunds/<code>/by-hand")
def refund_by_hand(code: str) -> Response:
    """It was given back outside of the gateway."""
    form, found = HandForm(), _found(code)
    if form.validate():
        with attempt(form) as outcome:
            decide_here("refund", found.code, "by_hand", Given(reference=form.reference.data or ""))
        if outcome.ok:
            flash(gettext("记下了：这笔退款已经人工转账"), "ok")
            return see(_here())
    return _page(form, wrong=code, status=422)


@desk.post("/refunds/payments/<code>/look")
def look_into_payment(code: str) -> Response:
    """Notes that somebody has cleared up what the gateway said."""
    payment = next((payment for payment in payments_in_trouble(store.session()) if payment.code == code), None)
    if payment is not None:
        looked_into(store.session(), payment, as_operator())
    return see(_here())


def _found(code: str) -> Refund:
    refund = refund_coded(store.session(), code)
    if refund is None:
        raise Gone(code)
    return refund


def _outstanding(rows: list[Refund]) -> set[str]:
    """Those to be paid by hand, although the carrier has not paid out what it collected."""
    waiting = [row for row in rows if row.state == "by_hand" and row.payment.gateway == "cod"]
    return {row.code for row in waiting if row.payment.remitted_at is None}


def _looked() -> str:
    state = request.args.get("state", "")
    return state if state in STATES else ""


def _here() -> str:
    return url_for("desk.refund_list", state=_looked() or None)


def _page(form: TokenForm, *, wrong: str = "", status: int = 200) -> Response:
    session, looked = store.session(), _looked()
    counts = dict.fromkeys(STATES, 0) | refund_counts(session)
    total = counts[looked] if looked else sum(counts.values())
    paged = Paged(total, PAGE, "desk.refund_list", {"state": looked})
    rows = refunds_in(session, state=looked, limit=PAGE, offset=paged.offset)
    return page(
        "desk/money/refunds.html",
        form=form,
        wrong=wrong,
        rows=rows,
        outstanding=_outstanding(rows),
        troubles=payments_in_trouble(session),
        counts=counts,
        looked=looked,
        paged=paged,
        status=status,
    )
