"""The runs of a supplier's goods files: started once per upload form, found again, asked about their problems."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.catalogue.imports.looks import Look, look, look_with_memory
from models.catalogue.imports.reading import read_goods
from models.catalogue.imports.run import ImportProblem, ImportRun
from models.catalogue.imports.sheets import Problem, count_rows, open_zip
from models.catalogue.imports.storage import store_upload
from models.catalogue.imports.understanding.looking import Wishes
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.long_run import run_has_died
from models.kernel.media import MediaStore

# A table of fewer columns whose headings all mean nothing is no goods table; in one with more somebody may name them.
_FEW = 3


@dataclass(frozen=True, slots=True)
class GoodsUpload:
    """What came by the form: the file under its own name, and a zip with the pictures that it names. `once` is the
    form's own mark; `wishes` are what its owner said of it."""

    path: Path
    filename: str
    once: str
    zip_path: Path | None = None
    all_or_nothing: bool = False
    wishes: Wishes = field(default_factory=Wishes)


def start_run(session: Session, media: MediaStore, supplier: Supplier, upload: GoodsUpload, act: Act) -> ImportRun:
    """Keeps an uploaded file, and the zip of pictures with it, as a run that was looked at; one form makes one run.
    Raises Refused("file") or Refused("pictures") for files that cannot be read at all. Call it before anything else
    touches the session: files are looked at and copied before the transaction begins."""
    wishes = replace(upload.wishes, day=local(act.at).date().isoformat())
    seen = _first_look(upload, wishes)
    rows = count_rows(upload.path, upload.filename)
    if upload.zip_path is not None:
        open_zip(upload.zip_path).__exit__(None, None, None)
    key = store_upload(media, upload.path)
    pictures_key = store_upload(media, upload.zip_path) if upload.zip_path is not None else ""
    existing = _run_once(session, supplier, upload.once)
    if existing is not None:
        forget_files(media, key, pictures_key)
        return existing
    seen = look_with_memory(session, supplier.id, seen, wishes)
    run = ImportRun(
        code=fresh_code(session, ImportRun.code, 8),
        once=upload.once,
        supplier_id=supplier.id,
        started_by=act.by_id,
        file_name=upload.filename[-120:],
        media_key=key,
        pictures_key=pictures_key,
        all_or_nothing=upload.all_or_nothing,
        plan=seen.found.plan.as_json(),
        look=seen.as_json(upload.path),
        rows_total=rows,
        asked_at=act.at,
        moved_at=act.at,
    )
    if _is_kept(session, run):
        return run
    # The same form at the same moment: the other one was first.
    forget_files(media, key, pictures_key)
    existing = _run_once(session, supplier, upload.once)
    if existing is None:
        # Somebody else's form has this mark.
        raise Refused("file", N_("这张表单不完整，请再提交一次"))
    return existing


def _first_look(upload: GoodsUpload, wishes: Wishes) -> Look:
    """What is understood of the file. Raises Refused("file") where it is no goods table, or broken."""
    seen = look(upload.path, upload.filename, wishes)
    if not any(seen.found.plan.meanings) and len(seen.found.header) < _FEW:
        raise Refused("file", seen.found.doubts[0].words)
    if all(doubt.light for doubt in seen.found.doubts):
        # The first step reads the whole file once, so that a broken one is refused while its owner is still there.
        next(read_goods(upload.path, upload.filename, seen.found.plan), None)
    return seen


def _is_kept(session: Session, run: ImportRun) -> bool:
    """Writes the run; False where another one has its form's mark."""
    try:
        with session.begin_nested():
            session.add(run)
            session.flush()
    except IntegrityError:
        return False
    return True


def _run_once(session: Session, supplier: Supplier, once: str) -> ImportRun | None:
    mine = (ImportRun.once == once, ImportRun.supplier_id == supplier.id)
    return session.exec(select(ImportRun).where(*mine)).first()


def forget_files(media: MediaStore, *keys: str) -> None:
    """Removes uploads that nobody needs any more."""
    for key in filter(None, keys):
        media.delete(key)


def runs_of(session: Session, supplier: Supplier, *, limit: int, offset: int) -> list[ImportRun]:
    """A supplier's runs, newest first."""
    query = select(ImportRun).where(col(ImportRun.supplier_id) == supplier.id).order_by(col(ImportRun.id).desc())
    return list(session.exec(query.limit(limit).offset(offset)))


def runs_count(session: Session, supplier: Supplier) -> int:
    """How many runs a supplier has made."""
    return session.exec(select(func.count()).where(ImportRun.supplier_id == supplier.id)).one()


def run_coded(session: Session, supplier: Supplier, code: str) -> ImportRun | None:
    """One of the supplier's own runs."""
    return session.exec(select(ImportRun).where(ImportRun.supplier_id == supplier.id, ImportRun.code == code)).first()


def problems_count(session: Session, run: ImportRun) -> int:
    """How many bad cells were noted."""
    return session.exec(select(func.count()).where(ImportProblem.run_id == run.id)).one()


def problems_of(session: Session, run: ImportRun, *, limit: int | None = None, offset: int = 0) -> Iterator[Problem]:
    """The bad cells in the order of the file, as plain values."""
    query = (
        select(ImportProblem)
        .where(col(ImportProblem.run_id) == run.id)
        .order_by(col(ImportProblem.line), col(ImportProblem.id))
    )
    for row in session.exec(query.limit(limit).offset(offset)):
        yield Problem(row.line, row.column, row.reason, row.params, row.value)


def let_run_go_on(run: ImportRun, *, at: datetime) -> bool:
    """Lets a run that died wait for a worker again; says whether it had."""
    died = run_has_died(run, at=at)
    if died:
        run.state, run.failure, run.moved_at, run.starts = "waiting", "", at, 0
    return died
