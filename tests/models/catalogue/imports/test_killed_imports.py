"""A goods file whose worker is killed again and again, or that two workers take for theirs: every row counts once."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.imports.importing import run_import
from models.catalogue.imports.run import ACCIDENT, ImportRun
from models.catalogue.imports.runs import let_run_go_on
from models.kernel import long_run
from models.kernel.clock import now
from models.kernel.database import Database, Overtaken
from models.kernel.long_run import standing_still, take_run
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from tests.given.goods_files import Loads, table
from tests.given.kills import killed_past

ROWS, KILLS = 900, 4
_ONE_START = 10_000
LATER = timedelta(minutes=3)


def load(url: str, media: str, code: str) -> None:
    """What the worker does, in a process of its own."""
    database = Database(url)
    run_import(database, MediaStore(media), code, rules=DEFAULT)
    database.engine.dispose()


def _file(rows: int) -> bytes:
    kept = {"标题": "散装老白茶", "类目": "tea", "价格": "31.5", "库存": "4", "佣金率": "13%"}
    return table([kept | {"商品编号": f"k{n}", "规格编号": f"K-{n}"} for n in range(rows)])


def _as_it_stands(loads: Loads, code: str) -> ImportRun:
    with loads.database.reading() as session:
        return session.exec(select(ImportRun).where(ImportRun.code == code)).one()


def _got_to(loads: Loads, code: str) -> int:
    run = _as_it_stands(loads, code)
    return run.starts * _ONE_START + run.rows_done


def _goods(loads: Loads) -> int:
    with loads.database.reading() as session:
        return len(session.exec(select(Goods.id)).all())


def _time_passes(loads: Loads, code: str) -> None:
    with loads.database.transaction() as session:
        session.exec(select(ImportRun).where(ImportRun.code == code)).one().moved_at -= LATER


def _left(loads: Loads, at: datetime) -> list[str]:
    with loads.database.reading() as session:
        return standing_still(session, ImportRun, at=at)


@pytest.mark.slow
@pytest.mark.parametrize("whole", [False, True])
def test_a_run_that_is_killed_again_and_again_loads_every_row_once(
    loads: Loads, database_url: str, whole: bool
) -> None:
    code = loads.start(_file(ROWS), all_or_nothing=whole)
    chance, arguments = Random(7), (database_url, f"file://{loads.media.folder}", code)
    for part in range(KILLS):
        # It has begun anew by now, and is past that row.
        least = (part + 1) * _ONE_START + ROWS * part // KILLS
        killed_past(load, arguments, lambda: _got_to(loads, code), least, chance)
        assert _as_it_stands(loads, code).state == "running"
        assert not whole or _goods(loads) == 0
        # Nobody takes it up as long as it may live, and the next worker does afterwards.
        assert _left(loads, now()) == []
        _time_passes(loads, code)
        assert _left(loads, now()) == [code]
    load(*arguments)
    run = _as_it_stands(loads, code)
    assert (run.state, run.goods_new, run.goods_changed, run.goods_same, run.rows_bad) == ("done", ROWS, 0, 0, 0)
    with loads.database.reading() as session:
        assert Counter(session.exec(select(Goods.handle))) == Counter(f"k{n}" for n in range(ROWS))
        assert Counter(session.exec(select(SKU.code))) == Counter(f"K-{n}" for n in range(ROWS))
    assert _left(loads, now() + LATER) == []


def test_a_run_that_was_never_handed_over_is_found(loads: Loads) -> None:
    code = loads.start(_file(3))
    assert _left(loads, now()) == []
    assert _left(loads, now() + timedelta(minutes=1)) == [code]
    loads.run(code)
    assert _left(loads, now() + timedelta(days=1)) == []


def test_a_worker_that_was_given_up_writes_nothing_more(loads: Loads) -> None:
    code = loads.start(_file(5))
    slow = take_run(loads.database, ImportRun, code)
    assert slow is not None
    assert take_run(loads.database, ImportRun, code) is None
    _time_passes(loads, code)
    assert loads.run(code).state == "done"
    with pytest.raises(Overtaken), slow.transaction() as (_, run):
        run.rows_done = 0
    slow.fail("late")
    run = _as_it_stands(loads, code)
    assert (run.state, run.failure, run.rows_done, run.goods_new) == ("done", "", 5, 5)


def test_a_worker_that_lives_says_so_also_in_the_middle_of_a_batch(
    loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = take_run(loads.database, ImportRun, loads.start(_file(2)))
    assert hold is not None
    _time_passes(loads, hold.run.code)
    hold.sign()
    assert _left(loads, now()) == [hold.run.code]
    monkeypatch.setattr(long_run, "_SIGN_SECONDS", 0.0)
    hold.sign()
    assert _left(loads, now()) == []


def test_a_file_that_kills_every_worker_is_given_up_until_its_owner_wants_it_again(loads: Loads) -> None:
    code = loads.start(_file(2))
    for _ in range(5):
        assert take_run(loads.database, ImportRun, code) is not None
        _time_passes(loads, code)
    assert take_run(loads.database, ImportRun, code) is None
    run = _as_it_stands(loads, code)
    assert (run.state, run.failure) == ("failed", ACCIDENT)
    assert _left(loads, now() + LATER) == []
    with loads.database.transaction() as session:
        assert let_run_go_on(session.exec(select(ImportRun)).one(), at=now())
    assert loads.run(code).goods_new == 2
