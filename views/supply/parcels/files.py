"""/supply/parcels/files: many parcels sent by one file of tracking numbers, and the table to fill them into."""

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from models.catalogue.supplier.facts import supplier_subject
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.trade.parcel.carriers import CARRIERS
from models.trade.parcel.counts import parcel_counts
from models.trade.parcel.finding import ParcelFilter, parcels_of
from models.trade.waybill.file import ShippingFile
from models.trade.waybill.keeping import (
    ShippingUpload,
    file_coded,
    file_has_died,
    files_of,
    keep_shipping_file,
    start_again,
)
from models.trade.waybill.reading import WAYBILL_FILE_BYTES, read_waybills
from models.trade.waybill.tables import bad_rows, reason, rows_to_send, sheet_csv, sheet_xlsx
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see
from views.parts.files import XLSX, download, file_page, new_once, on_disk, once_of
from views.supply.blueprint import supply

SHOWN = 200


class ShippingForm(TokenForm):
    """The upload. `carrier` is meant where a row names none; `once` makes two submits one file."""

    file = FileField(_("运单号表格"), [FileRequired(_("请选一个 CSV 或 XLSX 文件"))])
    carrier = SelectField(
        _("表格里没写快递公司时，用"),
        choices=[SelectChoice("", _("每行都写了")), *(SelectChoice(name, name) for name in CARRIERS)],
        # What is none is told row by row.
        validate_choice=False,
    )
    once = HiddenField()


@supply.get("/parcels/files")
def shipping_files() -> Response:
    """The table to download, the upload, and what came of the last ones."""
    return _asked(ShippingForm(once=new_once()))


@supply.post("/parcels/files")
@carries(FILES)
def load_shipping_file() -> Response:
    """Keeps the rows and hands them to the worker; the answer is the page that shows the progress."""
    form = ShippingForm()
    if form.validate():
        with attempt(form) as outcome:
            kept = _kept(form)
        if outcome.ok:
            return see(url_for("supply.shipping_file", code=kept.code))
    return _asked(form, status=422)


@supply.get("/parcels/files/to-send.csv")
def to_send_csv() -> Response:
    """What is to be sent, to fill in the numbers."""
    _note_export("csv")
    return download(b"".join(sheet_csv(_to_send(), gettext)), "text/csv", "parcels.csv")


@supply.get("/parcels/files/to-send.xlsx")
def to_send_xlsx() -> Response:
    """The parcels to send as a workbook."""
    _note_export("xlsx")
    return download(sheet_xlsx(_to_send(), gettext), XLSX, "parcels.xlsx")


@supply.get("/parcels/files/<code>")
def shipping_file(code: str) -> Response:
    """One file: progress while it runs, then what came of it."""
    kept = _own(code)
    return file_page(
        "supply/parcels/file.html",
        name=kept.file_name or kept.code,
        since=kept.loaded_at,
        state=kept.state,
        problems=[problem | {"why": reason(problem, gettext)} for problem in kept.problems[:SHOWN]],
        file=kept,
        again=file_has_died(kept, at=now()),
    )


@supply.post("/parcels/files/<code>/restart")
def restart_shipping_file(code: str) -> Response:
    """Goes on with a file that died; one that lives is left alone."""
    if start_again(_own(code), at=now()):
        store.after_commit(lambda: house().enqueue("ship_file", code))
        flash(gettext("接着发了"), "ok")
    return see(url_for("supply.shipping_file", code=code))


@supply.get("/parcels/files/<code>/problems.csv")
def shipping_problems(code: str) -> Response:
    """Its bad rows, each with the reason: to be mended and loaded again as it is."""
    return download(b"".join(bad_rows(_own(code), gettext)), "text/csv", f"problems-{code}.csv")


def _kept(form: ShippingForm) -> ShippingFile:
    """The file, queued for after the commit. It is read while no transaction is open."""
    sent, own, act = form.file.data, supplier(), as_supplier()
    name, most = sent.filename or "", house().rules.shipping_rows
    with on_disk(sent) as path:
        rows = read_waybills(path, name, most=most)
    upload = ShippingUpload(name, rows, once_of(form.once.data), form.carrier.data or "")
    kept = keep_shipping_file(store.session(), own, upload, act)
    if kept.state == "waiting":
        code = kept.code
        store.after_commit(lambda: house().enqueue("ship_file", code))
    return kept


def _note_export(kind: str) -> None:
    """Names and addresses leave the house: a row says so, written behind the page."""
    house().chainer.note("parcel.export", supplier_subject(supplier()), as_supplier(f"parcels.{kind}"))


def _to_send() -> list[list[str]]:
    session = store.session()
    most = house().rules.shipping_rows
    return rows_to_send(session, parcels_of(session, supplier(), ParcelFilter("by_post"), limit=most))


def _asked(form: ShippingForm, *, status: int = 200) -> Response:
    session, own = store.session(), supplier()
    return page(
        "supply/parcels/files.html",
        form=form,
        to_send=parcel_counts(session, own)["to_send"],
        files=files_of(session, own),
        most_rows=house().rules.shipping_rows,
        most_mb=WAYBILL_FILE_BYTES // 1024 // 1024,
        carriers=CARRIERS,
        status=status,
    )


def _own(code: str) -> ShippingFile:
    file = file_coded(store.session(), supplier(), code)
    if file is None:
        raise Gone(code)
    return file
