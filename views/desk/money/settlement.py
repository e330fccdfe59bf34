"""Settlement at the desk: the runs and what each released, why one stopped, letting it go on, and settling now."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.account import audit
from models.kernel.clock import now
from models.ledger.settlement import open_run, resumptions, runs
from models.stories.money.settle import NAMED, begin_settling, resume
from views.desk.blueprint import desk
from views.desk.fault_words import told
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.page import page, see


@desk.get("/settlement")
def settlement() -> Response:
    """The runs, the newest first."""
    return _show(TokenForm())


@desk.post("/settlement/runs")
def settle_now() -> Response:
    """Settles what is due, or goes on with the run that is open. The worker does it; a second press does no harm."""
    run = open_run(store.session())
    if run is not None and run.state == "stopped":
        flash(_("这次结算停下了，看过问题再让它继续"), "warn")
        return see(url_for("desk.settlement"))
    if run is None:
        audit.note_audit(store.session(), "settlement.begin", "", as_operator())
        begin_settling(store.session(), now())
    store.after_commit(lambda: house().enqueue("settle"))
    flash(_("开始结算了，过一会儿刷新看看"), "ok")
    return see(url_for("desk.settlement"))


@desk.post("/settlement/resumption")
def resume_settlement() -> Response:
    """Lets the stopped run go on: the books are proven again first."""
    form, run = TokenForm(), open_run(store.session())
    if run is None or run.state == "running":
        # Somebody pressed it before, and so it goes on or is through.
        flash(_("已经有人让它继续了") if run else _("这次结算已经结清了"), "info")
        return see(url_for("desk.settlement"))
    with attempt(form) as outcome:
        resume(store.session(), run, as_operator())
    if not outcome.ok:
        return _show(form, status=422)
    store.after_commit(lambda: house().enqueue("settle"))
    flash(_("继续了，先重新核账"), "ok")
    return see(url_for("desk.settlement"))


def _show(form: TokenForm, *, status: int = 200) -> Response:
    session = store.session()
    rows, open_ = runs(session), open_run(session)
    return page(
        "desk/money/settlement.html",
        form=form,
        runs=rows,
        open=open_,
        faults=told(open_.faults) if open_ else [],
        most=NAMED,
        resumed=resumptions(session, rows),
        status=status,
    )
