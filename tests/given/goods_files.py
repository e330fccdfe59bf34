"""Goods files made on the spot, and loaded as the worker does."""

import csv
import io
import itertools
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.catalogue.imports.importing import run_import
from models.catalogue.imports.looks import let_load
from models.catalogue.imports.run import ImportProblem, ImportRun
from models.catalogue.imports.runs import GoodsUpload, start_run
from models.catalogue.imports.understanding.looking import Wishes
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT

_NONE = Wishes()
_once = itertools.count(1)
Cells = Sequence[Mapping[str, object]]


def table(rows: Cells, *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Rows in our layout; the columns are those that any row names."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def pictures_zip(**pictures: bytes) -> bytes:
    """A zip of pictures: each named like its keyword, with ".jpg"."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in pictures.items():
            archive.writestr(f"{name}.jpg", data)
    return held.getvalue()


class Loads:
    """Loads files for one supplier, one after another."""

    def __init__(self, database: Database, media: MediaStore, folder: Path, supplier_id: int) -> None:
        self.database, self.media, self.folder, self.supplier_id = database, media, folder, supplier_id

    def start(
        self,
        data: bytes,
        *,
        zipped: bytes | None = None,
        name: str = "goods.csv",
        all_or_nothing: bool = False,
        wishes: Wishes = _NONE,
    ) -> str:
        """A waiting run; its code."""
        path, zip_path = self.folder / "upload", self.folder / "upload.zip"
        path.write_bytes(data)
        if zipped is not None:
            zip_path.write_bytes(zipped)
        with self.database.transaction() as session:
            supplier = session.get_one(Supplier, self.supplier_id)
            chosen = zip_path if zipped is not None else None
            once = f"once-{next(_once)}"
            act = Act.program(now())
            run = start_run(
                session, self.media, supplier, GoodsUpload(path, name, once, chosen, all_or_nothing, wishes), act
            )
            # Whoever sent it says yes to what is likely.
            run.look = run.look | {"doubts": [doubt for doubt in run.look["doubts"] if not doubt[3]]}
            let_load(session, run, act)
            return run.code

    def load(
        self,
        data: bytes,
        *,
        zipped: bytes | None = None,
        name: str = "goods.csv",
        all_or_nothing: bool = False,
        wishes: Wishes = _NONE,
    ) -> ImportRun:
        """The run, after the worker was done with it."""
        return self.run(self.start(data, zipped=zipped, name=name, all_or_nothing=all_or_nothing, wishes=wishes))

    def run(self, code: str) -> ImportRun:
        """Has the worker load a run; the run as it stands then."""
        run_import(self.database, self.media, code, rules=DEFAULT)
        with self.database.reading() as session:
            return session.exec(select(ImportRun).where(ImportRun.code == code)).one()

    def problems(self, run: ImportRun) -> list[ImportProblem]:
        """What was noted, in the order of the file."""
        with self.database.reading() as session:
            query = select(ImportProblem).where(ImportProblem.run_id == run.id)
            return list(session.exec(query.order_by(ImportProblem.line)))  # type: ignore[arg-type]


def goods_named(session: Session, handle: str) -> Goods:
    """Goods by the supplier's own name for them."""
    return session.exec(select(Goods).where(Goods.handle == handle)).one()
