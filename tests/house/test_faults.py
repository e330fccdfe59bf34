"""Something that the network stands on is gone: real processes, one fault after another (bench/faults.py)."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest

from bench.missing import disk, heavy, processes, redis, store
from bench.missing.network import Bench, Fault, Figures
from tests.given.databases import REQUIRED

# They load a demo network and wait for real processes, beside which nothing else should run.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The demo on SQLite."""
    made = Bench(tmp_path_factory.mktemp("faults"), "")
    yield made
    made.drop()


def _pages_go_on(found: Figures) -> None:
    assert found["missing"] == []
    assert found["same_processes"]
    assert found["order_after"] == 303


@pytest.mark.skipif(not REQUIRED and shutil.which("redis-server") is None, reason="there is no redis-server")
@pytest.mark.parametrize("fault", [redis.redis_gone, redis.redis_slow])
def test_without_redis_pages_orders_and_cancelling_go_on(bench: Bench, fault: Fault) -> None:
    found = fault(bench)
    _pages_go_on(found)
    assert (found["order_says"], found["cancel_says"], found["is_cancelled"]) == (303, 303, True)
    assert found["readyz"] == 503
    assert [line.split(":")[0] for line in found["reasons"]] == ["jobs", "limits"]


@pytest.mark.skipif(not REQUIRED and os.geteuid() != 0, reason="only root may mount a small disk")
def test_on_a_full_disk_what_reads_goes_on_and_what_writes_says_so(bench: Bench) -> None:
    found = disk.disk_full(bench)
    _pages_go_on(found)
    assert (found["order_says"], found["file_says"], found["list_of_files"]) == (507, 507, 200)
    assert found["file_after"] == 303
    assert found["readyz"] == 503 and "database: no room is left" in found["reasons"][0]


def test_without_its_pictures_a_network_says_so_and_sells(bench: Bench) -> None:
    found = store.media_gone(bench)
    _pages_go_on(found)
    assert (found["readyz"], found["reasons"]) == (503, ["media: FileNotFoundError"])


def test_a_store_that_hangs_holds_up_nobody_but_its_pictures(bench: Bench) -> None:
    found = store.store_slow(bench)
    _pages_go_on(found)
    assert found["pictures_say"] == [503]
    assert (found["picture_before"], found["picture_after"]) == (200, 200)


def test_nobody_is_cut_off_by_a_reload_or_an_end(bench: Bench) -> None:
    for outcomes in processes.terminated(bench).values():
        assert set(outcomes) <= {"answered", "refused"}
        assert outcomes["answered"] > 20


def test_no_request_costs_a_web_process_more_than_two_seconds_and_150_megabytes(bench: Bench) -> None:
    for name, said in heavy.heavy(bench).items():
        found = re.match(r"(\d+), ([\d.]+) s, (-?\d+) MB", said)
        assert found, said
        assert int(found[1]) < 500, name
        assert float(found[2]) < 2, name
        assert int(found[3]) < 150, name
