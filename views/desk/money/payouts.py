"""The files of payments: downloaded for the bank or Alipay, uploaded again with what became of each row."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.payout.bank_files import ENCODINGS, payment_file
from models.payout.file import PayoutFile
from models.payout.payee import PAYEE_KINDS
from models.payout.reading import read_results
from models.payout.results import ResultRows, book_results, keep_payout_file, payout_file_coded
from models.payout.steps import export
from views.desk.blueprint import desk
from views.desk.money.withdrawal_forms import ResultForm
from views.desk.money.withdrawal_table import show_withdrawals
from views.kit import store
from views.kit.acting import as_operator
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import see, sentence
from views.parts.files import file_page, on_disk
from views.parts.payouts import seal

SHOWN = 200


@desk.post("/withdrawals/batches/<batch>/<kind>.csv")
def payment_csv(batch: str, kind: str) -> Response:
    """What of a batch is still to be paid. It holds whole account numbers, so each download is on record."""
    if kind not in PAYEE_KINDS:
        raise Gone(kind)
    form = TokenForm()
    with attempt(form) as outcome:
        body = payment_file(export(store.session(), batch, kind, as_operator()), kind, seal=seal())
    if not outcome.ok:
        return show_withdrawals(form, status=422)
    reply = Response(body, content_type=f"text/csv; charset={ENCODINGS[kind]}")
    reply.headers["Content-Disposition"] = f'attachment; filename="{kind}-{batch}.csv"'
    return reply


@desk.post("/withdrawals/files")
@carries(FILES)
def load_results() -> Response:
    """Books the good rows, keeps what came of all; the answer is the page that tells."""
    form = ResultForm()
    if form.validate():
        with attempt(form) as outcome:
            kept = _loaded(form)
        if outcome.ok:
            words = gettext("记下了 %(paid)s 笔已付款、%(failed)s 笔没付成", paid=kept.paid, failed=kept.failed)
            if kept.returned:
                words += gettext("、%(returned)s 笔被银行退回", returned=kept.returned)
            flash(words, "ok" if kept.paid or kept.failed or kept.returned else "info")
            return see(url_for("desk.payout_file", code=kept.code))
    return show_withdrawals(TokenForm(), upload=form, status=422)


@desk.get("/withdrawals/files/<code>")
def payout_file(code: str) -> Response:
    """What came of one file."""
    kept = payout_file_coded(store.session(), code)
    if kept is None:
        raise Gone(code)
    problems = [one | {"why": sentence(Refused("", one["reason"], **one["params"]))} for one in kept.problems[:SHOWN]]
    name = kept.file_name or kept.code
    return file_page("desk/money/payout_file.html", name=name, since=kept.loaded_at, problems=problems, file=kept)


def _loaded(form: ResultForm) -> PayoutFile:
    """The rows go through in transactions of their own: nothing is held while the file is read."""
    upload, by, at = form.file.data, member().id, now()
    name = upload.filename or ""
    with on_disk(upload) as path:
        rows = read_results(path, name)
        booked = book_results(
            house().database, by, ResultRows(name or "csv", rows), seal=seal(), rules=house().rules, at=at
        )
    return keep_payout_file(store.session(), name, booked, Act.operator(member(), at))
