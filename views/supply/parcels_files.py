"""/supply/parcels/files: many parcels sent by one file of tracking numbers, and the table to fill them into."""

import tempfile
from pathlib import Path

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.trade.parcel_counts import parcel_counts
from models.trade.parcel_list import Wanted, parcels_of
from models.trade.parcels import CARRIERS
from models.trade.shipping_file import ShippingFile
from models.trade.shipping_files import file_coded, files_of, keep_file, ship_listed
from models.trade.waybill_sheets import bad_rows, reason, rows_to_send, sheet_csv, sheet_xlsx
from models.trade.waybills import FILE_BYTES, read_waybills
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member, supplier
from views.kit.page import page, see
from views.supply import supply

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


class ShippingForm(TokenForm):
    """The upload. `carrier` is meant where a row names none."""

    file = FileField(_("运单号表格"), [FileRequired(_("请选一个 CSV 或 XLSX 文件"))])
    carrier = SelectField(
        _("表格里没写快递公司时，用"),
        choices=[SelectChoice("", _("每行都写了")), *(SelectChoice(name, name) for name in CARRIERS)],
        # What is none is told row by row.
        validate_choice=False,
    )


@supply.get("/parcels/files")
def shipping_files() -> Response:
    """The table to download, the upload, and what came of the last ones."""
    return _asked(ShippingForm())


@supply.post("/parcels/files")
def load_shipping_file() -> Response:
    """Sends the good rows, keeps what came of all; the answer is the page that tells."""
    form = ShippingForm()
    if form.validate():
        with attempt(form) as outcome:
            kept = _loaded(form)
        if outcome.ok:
            flash(gettext("表格里发出了 %(n)s 个包裹", n=kept.shipped), "ok" if kept.shipped else "info")
            return see(url_for("supply.shipping_file", code=kept.code))
    return _asked(form, status=422)


@supply.get("/parcels/files/to-send.csv")
def to_send_csv() -> Response:
    """What is to be sent, to fill in the numbers."""
    return _download(b"".join(sheet_csv(_to_send(), gettext)), "text/csv", "parcels.csv")


@supply.get("/parcels/files/to-send.xlsx")
def to_send_xlsx() -> Response:
    """The same as a workbook."""
    return _download(sheet_xlsx(_to_send(), gettext), XLSX, "parcels.xlsx")


@supply.get("/parcels/files/<code>")
def shipping_file(code: str) -> Response:
    """What came of one file."""
    kept = _own(code)
    problems = [problem | {"why": reason(problem, gettext)} for problem in kept.problems[:SHOWN]]
    return page("supply/shipping_file.html", file=kept, problems=problems)


@supply.get("/parcels/files/<code>/problems.csv")
def shipping_problems(code: str) -> Response:
    """Its bad rows, each with the reason: to be mended and loaded again as it is."""
    return _download(b"".join(bad_rows(_own(code), gettext)), "text/csv", f"problems-{code}.csv")


def _loaded(form: ShippingForm) -> ShippingFile:
    """The rows go through in transactions of their own: nothing is held while the file is read."""
    upload, carrier, at = form.file.data, form.carrier.data or "", now()
    own, by, most = supplier().id, member().id, house().rules.shipping_rows
    with store.outside_transaction(), tempfile.TemporaryDirectory(prefix="shipping-") as folder:
        path = Path(folder) / "table"
        upload.save(path)
        rows = read_waybills(path, upload.filename or "", most=most)
        sent = ship_listed(house().database, own, by, rows, carrier=carrier, at=at)
    return keep_file(store.session(), supplier(), member(), upload.filename or "", sent, at=at)


def _to_send() -> list[list[str]]:
    session = store.session()
    most = house().rules.shipping_rows
    return rows_to_send(session, parcels_of(session, supplier(), Wanted("to_send"), limit=most))


def _asked(form: ShippingForm, *, status: int = 200) -> Response:
    session, own = store.session(), supplier()
    return page(
        "supply/shipping_files.html",
        form=form,
        to_send=parcel_counts(session, own)["to_send"],
        files=files_of(session, own),
        most_rows=house().rules.shipping_rows,
        most_mb=FILE_BYTES // 1024 // 1024,
        carriers=CARRIERS,
        status=status,
    )


def _own(code: str) -> ShippingFile:
    found = file_coded(store.session(), supplier(), code)
    if found is None:
        raise Gone(code)
    return found


def _download(body: bytes, kind: str, name: str) -> Response:
    reply = Response(body, mimetype=kind)
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
