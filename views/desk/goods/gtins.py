"""/desk/gtins: the table of known barcodes, from which forms of goods are filled in; loaded whole, from one file."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from models.account.audit import note_audit
from models.catalogue.barcode.loading import GtinTable, category_words, count_gtins, read_gtins, replace_gtins
from models.kernel.errors import Refused
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, complain
from views.kit.page import page, see
from views.parts.scan import latest_scans


class GtinsForm(TokenForm):
    """The upload."""

    file = FileField(_("条码表"), [FileRequired(_("请选一个 CSV 或 XLSX 文件"))])


@desk.get("/gtins")
def gtins() -> Response:
    """How many numbers are known, and how often a scan found one."""
    return _shown(GtinsForm())


@desk.post("/gtins")
@carries(FILES)
def load_gtins() -> Response:
    """Puts a file in the place of the table; what cannot be read changes nothing."""
    form = GtinsForm()
    if not form.validate():
        return _shown(form, status=422)
    categories = category_words(store.session())
    try:
        with store.outside_transaction():
            table = _read(form, categories)
    except Refused as no:
        complain(form, no)
        return _shown(form, status=422)
    before = replace_gtins(store.session(), table)
    note_audit(
        store.session(), "gtins.load", f"gtins {len(table.rows)}", as_operator(str(form.file.data.filename)[:80])
    )
    flash(
        gettext(
            "换上了 %(now)s 个条码，原来有 %(before)s 个；%(left)s 行没有用上，%(twice)s 行重复",
            now=len(table.rows),
            before=before,
            left=table.unusable,
            twice=table.twice,
        ),
        "ok",
    )
    return see(url_for("desk.gtins"))


def _read(form: GtinsForm, categories: dict[str, str]) -> GtinTable:
    upload = form.file.data
    with NamedTemporaryFile(prefix="gtins-", delete=False) as kept:
        path = Path(kept.name)
    try:
        upload.save(path)
        return read_gtins(path, upload.filename or "", categories)
    finally:
        with suppress(OSError):
            path.unlink()


def _shown(form: GtinsForm, *, status: int = 200) -> Response:
    values = {"form": form, "count": count_gtins(store.session()), "rate": latest_scans()}
    return page("desk/goods/gtins.html", status=status, **values)
