"""/supply/imports: goods files that were sent, their progress in the worker, and the bad rows to download back."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import flash, stream_with_context, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField

from models.catalogue.category.category import tree
from models.catalogue.imports.formats import goods_formats, own_format
from models.catalogue.imports.left_out import left_groups
from models.catalogue.imports.reading import plan_of
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.runs import (
    GoodsUpload,
    let_run_go_on,
    problems_count,
    problems_of,
    runs_count,
    runs_of,
    start_run,
)
from models.catalogue.imports.sheets import problem_rows, sample_csv, sample_xlsx, sentence
from models.catalogue.imports.sheets.entries import GOODS_FILE_BYTES
from models.catalogue.imports.storage import on_disk
from models.catalogue.imports.understanding.plan import Plan
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.long_run import run_has_died
from views.kit import locale, store
from views.kit.acting import as_supplier
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts.files import XLSX, download, file_page, new_once, once_of
from views.supply.blueprint import supply
from views.supply.goods.look_form import look_form
from views.supply.goods.looking import look_page, own_run

SIZE = 20
PROBLEMS = 50


class ImportForm(TokenForm):
    """The upload. `once` makes two submits one run."""

    file = FileField(_("商品表格"), [FileRequired(_("请选一个 CSV 或 XLSX 文件"))])
    pictures = FileField(_("图片压缩包"))
    all_or_nothing = BooleanField(_("有一行不对就一件也不装"))
    once = HiddenField()


@supply.get("/imports")
def imports() -> Response:
    """The supplier's runs, newest first."""
    session, own = store.session(), supplier()
    paged = Paged(runs_count(session, own), SIZE, "supply.imports", {})
    runs = runs_of(session, own, limit=SIZE, offset=paged.offset)
    return page("supply/goods/imports.html", rows=runs, paged=paged, others=_others())


@supply.get("/imports/new")
def new_import() -> Response:
    """The upload form, and what the columns mean."""
    return _asked(ImportForm(once=new_once()))


@supply.post("/imports")
@carries(FILES)
def start_import() -> Response:
    """Keeps the upload; the answer is the page that shows how it was understood."""
    form = ImportForm()
    if form.validate():
        with attempt(form) as outcome, tempfile.TemporaryDirectory(prefix="goods-") as folder:
            path = _saved(form.file.data, Path(folder) / "goods")
            zip_path = _saved(form.pictures.data, Path(folder) / "pictures") if form.pictures.data else None
            run = _started(form, path, zip_path)
        if outcome.ok:
            return see(url_for("supply.import_run", code=run.code))
    return _asked(form, status=422)


@supply.get("/imports/layout.csv")
def layout_csv() -> Response:
    """Our layout with two goods as an example."""
    return download(sample_csv(own_format().sample), "text/csv", "goods.csv")


@supply.get("/imports/layout.xlsx")
def layout_xlsx() -> Response:
    """The layout as a workbook."""
    return download(sample_xlsx(own_format().sample), XLSX, "goods.xlsx")


@supply.get("/imports/<code>")
def import_run(code: str) -> Response:
    """One run: progress while it runs, then what came of it."""
    session, run = store.session(), own_run(code)
    if run.state in ("looked", "dropped"):
        return look_page(run, look_form(run))
    paged = Paged(problems_count(session, run), PROBLEMS, "supply.import_run", {"code": code})
    return file_page(
        "supply/goods/import_run.html",
        name=run.file_name,
        since=run.asked_at,
        state=run.state,
        problems=list(problems_of(session, run, limit=PROBLEMS, offset=paged.offset)),
        run=run,
        paged=paged,
        left=list(left_groups(run.left_out)),
        unread=run.left_out.get("columns", ()),
        notes=run.left_out.get("rows", ()),
        say=lambda problem: sentence(problem, gettext),
        again=run_has_died(run, at=now()),
        fetching=house().config.fetch_pictures,
    )


@supply.post("/imports/<code>/restart")
def restart_import(code: str) -> Response:
    """Goes on with a run that died; a run that lives is left alone."""
    if let_run_go_on(own_run(code), at=now()):
        store.after_commit(lambda: house().enqueue("load_goods_file", code))
        flash(gettext("接着装了"), "ok")
    return see(url_for("supply.import_run", code=code))


@supply.get("/imports/<code>/problems.csv")
def import_problems(code: str) -> Response:
    """The bad rows as they were, each with its reason: to be mended and loaded again as it is."""
    run = own_run(code)
    problems = list(problems_of(store.session(), run))
    key, name = run.media_key, run.file_name
    plan = Plan.of_json(run.plan) if run.plan else None

    def rows() -> Iterator[bytes]:
        with on_disk(house().media, key) as path:
            yield from problem_rows(path, name, plan or plan_of(path, name), problems, gettext)

    return download(stream_with_context(rows()), "text/csv", f"problems-{code}.csv")


def _started(form: ImportForm, path: Path, zip_path: Path | None) -> ImportRun:
    """The run, looked at. Files are read and copied while no transaction is open."""
    own, act, name = supplier(), as_supplier(), form.file.data.filename or ""
    upload = GoodsUpload(path, name, once_of(form.once.data), zip_path, bool(form.all_or_nothing.data))
    with store.outside_transaction():
        return start_run(store.session(), house().media, own, upload, act)


def _saved(upload: FileStorage, path: Path) -> Path:
    """The upload on disk, where it can be read more than once."""
    upload.save(path)
    if path.name == "goods" and path.stat().st_size > GOODS_FILE_BYTES:
        raise Refused("file", N_("文件超过 %(most)d MB，请分成几个再传"), most=GOODS_FILE_BYTES // 1024 // 1024)
    return path


def _asked(form: ImportForm, *, status: int = 200) -> Response:
    return page(
        "supply/goods/import_new.html",
        form=form,
        tree=tree(store.session()),
        locale=locale.current(),
        most_mb=GOODS_FILE_BYTES // 1024 // 1024,
        columns=own_format().help,
        others=_others(),
        fetching=house().config.fetch_pictures,
        status=status,
    )


def _others() -> str:
    """The layouts besides our own, in words."""
    own = own_format()
    return gettext("、").join(
        gettext(goods_format.words) for goods_format in goods_formats().values() if goods_format is not own
    )
