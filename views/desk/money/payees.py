"""Payee accounts at the desk: those that wait to be looked at, and those that were."""

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from models.kernel.errors import Gone
from models.payout.four_eyes import is_alone, own_payees
from models.payout.payee import PayeeAccount
from models.payout.verifying import PAYEE_STATES, PAYEE_WHY_LIMIT, look_at_number, payee_coded, payee_counts
from models.payout.verifying import payees as found_payees
from models.stories.waiting import Given
from views.desk.blueprint import desk
from views.desk.waiting.tables import decide_here
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.identity import member
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts.history import histories_of
from views.parts.payouts import seal

PAGE = 30


class PayeeWhyForm(TokenForm):
    """Why no money may go there."""

    why = StringField(
        _("理由"),
        [InputRequired(_("写一句为什么，对方会看到")), Length(max=PAYEE_WHY_LIMIT, message=_("最多 200 个字"))],
    )


@desk.get("/payees")
def payees() -> Response:
    """One state's accounts, without their numbers."""
    return _page(TokenForm())


@desk.post("/payees/<code>/verification")
def verify_payee(code: str) -> Response:
    """Money may go there."""
    form = TokenForm()
    with attempt(form) as outcome:
        decide_here("payee", _found(code).code, "verify", Given())
    if not outcome.ok:
        return _page(form, status=422)
    flash(gettext("核对好了，对方可以提现了"), "ok")
    return see(_here())


@desk.post("/payees/<code>/refusal")
def refuse_payee(code: str) -> Response:
    """No money may go there."""
    form = PayeeWhyForm()
    if form.validate():
        with attempt(form) as outcome:
            decide_here("payee", _found(code).code, "refuse", Given(why=form.why.data or ""))
        if outcome.ok:
            flash(gettext("退回了，对方看得到理由"), "ok")
            return see(_here())
    return _page(form, wrong=_found(code).code, status=422)


@desk.post("/payees/<code>/number")
def payee_number(code: str) -> Response:
    """The page with one number whole; that it was looked at is on record."""
    form = TokenForm()
    with attempt(form) as outcome:
        number = look_at_number(store.session(), _found(code), as_operator(), seal=seal())
    if not outcome.ok:
        return _page(form, status=422)
    return _page(form, numbers={code: number})


def _found(code: str) -> PayeeAccount:
    payee = payee_coded(store.session(), code)
    if payee is None:
        raise Gone(code)
    return payee


def _looked() -> str:
    state = request.args.get("state", "")
    return state if state in PAYEE_STATES else "asked"


def _here() -> str:
    return url_for("desk.payees", state=_looked())


def _page(form: TokenForm, *, wrong: str = "", numbers: dict[str, str] | None = None, status: int = 200) -> Response:
    session, looked = store.session(), _looked()
    counts = payee_counts(session)
    paged = Paged(counts[looked], PAGE, "desk.payees", {"state": looked})
    rows = found_payees(session, looked, limit=PAGE, offset=paged.offset)
    return page(
        "desk/money/payees.html",
        form=form,
        wrong=wrong,
        numbers=numbers or {},
        counts=counts,
        looked=looked,
        rows=rows,
        own=own_payees(session, rows, by=member()),
        alone=is_alone(session, member()),
        changed=histories_of(session, [row.code for row in rows], "payee"),
        paged=paged,
        status=status,
    )
