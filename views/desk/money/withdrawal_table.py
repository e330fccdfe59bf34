"""The table of withdrawals as it is looked at: its filters, its page, and a refused form in it."""

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import local, now
from models.payout.finding import (
    WITHDRAWAL_STATES,
    WithdrawalFilter,
    batches,
    counts,
    in_debt,
    queue,
)
from models.payout.four_eyes import is_alone, own_withdrawals
from models.payout.payee import PAYEE_KINDS
from models.payout.results import payout_files
from views.desk.money.hands import not_mine
from views.desk.money.withdrawal_forms import ResultForm
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.identity import member
from views.kit.page import page
from views.kit.paging import Paged
from views.parts.history import histories_of

PAGE = 50
EVERY = "all"


def here() -> str:
    """The queue as it is looked at."""
    looked = _looked()
    kind, words, batch = looked.kind or None, looked.words or None, looked.batch or None
    return url_for("desk.withdrawals", state=looked.state or EVERY, kind=kind, q=words, batch=batch)


def show_withdrawals(
    form: TokenForm,
    *,
    ticked: tuple[str, ...] = (),
    wrong: tuple[str, str] = ("", ""),
    upload: ResultForm | None = None,
    status: int = 200,
) -> Response:
    """The table; after a refusal with what was ticked, or which row's form it was ("refusal", "unapproval", "payment",
    "failure", "return")."""
    session, looked = store.session(), _looked()
    found = counts(session, looked)
    total = found[looked.state] if looked.state else sum(found.values())
    paged = Paged(total, PAGE, "desk.withdrawals", _filters(looked))
    rows = queue(session, looked, limit=PAGE, offset=paged.offset)
    is_paying = looked.state == "approved"
    return page(
        "desk/money/withdrawals.html",
        form=form,
        upload=upload or ResultForm(formdata=None),
        ticked=ticked,
        wrong=wrong,
        looked=looked,
        filters_here=_filters(looked),
        counts=found,
        rows=rows,
        debts=in_debt(session, rows),
        own=own_withdrawals(session, rows, by=member()),
        changed=histories_of(session, [row.code for row in rows], "withdrawal"),
        alone=is_alone(session, member()),
        not_mine=not_mine(rows),
        today=f"{local(now()):%Y-%m-%d}",
        batches=batches(session) if is_paying else [],
        files=payout_files(session) if is_paying else [],
        paged=paged,
        status=status,
    )


def _looked() -> WithdrawalFilter:
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    return WithdrawalFilter(
        state="" if state == EVERY else state if state in WITHDRAWAL_STATES else "requested",
        kind=kind if kind in PAYEE_KINDS else "",
        words=request.args.get("q", "").strip()[:60],
        batch=request.args.get("batch", "")[:8],
    )


def _filters(looked: WithdrawalFilter) -> dict[str, str]:
    state = looked.state or EVERY
    filters = {"state": state, "kind": looked.kind, "q": looked.words, "batch": looked.batch}
    return {name: value for name, value in filters.items() if value}
