"""Files that nobody loads are dropped in time, and nothing of them stays in the store; a crash is no loss."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from models.catalogue.imports.lapsing import LOOKED_DAYS, drop_old_looks
from models.catalogue.imports.looks import let_load
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.runs import GoodsUpload, start_run
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.media import MediaStore
from tests.given.factories import picture_bytes
from tests.given.goods_files import Loads, pictures_zip

DAY = timedelta(days=1)
FILE = "货号,品名,单价\nA,龙井,12\n".encode()


def send(loads: Loads, once: str, at: datetime, *, load: bool = False) -> str:
    """A file with a zip of pictures that was sent then; its run's code."""
    path, zipped = loads.folder / "goods.csv", loads.folder / "pictures.zip"
    path.write_bytes(FILE)
    zipped.write_bytes(pictures_zip(tea=picture_bytes()))
    with loads.database.transaction() as session:
        supplier, act = session.get_one(Supplier, loads.supplier_id), Act.program(at)
        run = start_run(session, loads.media, supplier, GoodsUpload(path, "goods.csv", once, zipped), act)
        if load:
            let_load(session, run, act)
        return run.code


def states(loads: Loads) -> dict[str, str]:
    """The runs' states by their forms."""
    with loads.database.reading() as session:
        return {run.once: run.state for run in session.exec(select(ImportRun))}


def test_only_what_nobody_loaded_in_time_is_dropped(loads: Loads) -> None:
    today = now()
    old = today - LOOKED_DAYS * DAY - timedelta(minutes=1)
    send(loads, "old", old)
    send(loads, "let", old, load=True)
    send(loads, "young", today - (LOOKED_DAYS - 1) * DAY)
    assert len(loads.media.keys_under("imports/")) == 6
    assert drop_old_looks(loads.database, loads.media, at=today) == 1
    assert states(loads) == {"old": "dropped", "let": "waiting", "young": "looked"}
    assert len(loads.media.keys_under("imports/")) == 4
    assert drop_old_looks(loads.database, loads.media, at=today) == 0


def test_a_crash_before_the_files_went_is_made_good(loads: Loads, monkeypatch: pytest.MonkeyPatch) -> None:
    today = now()
    send(loads, "old", today - 40 * DAY)

    def cut(self: MediaStore, key: str) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(MediaStore, "delete", cut)
        with pytest.raises(OSError):
            drop_old_looks(loads.database, loads.media, at=today)
    assert states(loads) == {"old": "dropped"}
    assert len(loads.media.keys_under("imports/")) == 2
    drop_old_looks(loads.database, loads.media, at=today)
    assert loads.media.keys_under("imports/") == []
