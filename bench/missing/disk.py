"""A disk that is full, a database that only reads."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from bench.missing.asking import under
from bench.missing.network import Bench, Figures
from bench.running import Browser, Network
from tests.given.forms import form_of


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own in memory."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def disk_full(bench: Bench) -> Figures:
    """The data folder's disk is full to the last byte."""
    size = sum(path.stat().st_size for path in (bench.folder / "demo").rglob("*") if path.is_file()) // 2**20
    with (
        small_disk(bench.folder / "disk", size + 24) as disk,
        bench.network(disk / "data") as network,
    ):
        filler = disk / "filler"

        def fill() -> None:
            with filler.open("wb", buffering=0) as file:
                for block in (1 << 20, 4096, 1):
                    try:
                        while True:
                            file.write(bytes(block))
                    except OSError:
                        continue

        return under(bench, network, fill, filler.unlink) | _supplier_says(bench, network, fill, filler.unlink)


def _supplier_says(bench: Bench, network: Network, fault: Callable[[], None], mend: Callable[[], None]) -> Figures:
    """What a goods file that is uploaded meanwhile says, and afterwards."""
    supplier = bench.told["suppliers"][0]
    browser = Browser(network)
    browser.sign_in(supplier["phone"], supplier["password"])
    page = browser.get("/supply/imports/new")
    once = form_of(page.text, "/supply/imports")["once"][0]
    goods = "商品编号,标题,类目,价格,库存\nf-1,磁盘满了也不丢,tea,9.9,3\n".encode()
    fault()
    try:
        during = browser.upload("/supply/imports", "goods.csv", goods, once=once)
        runs = browser.get("/supply/imports")
    finally:
        mend()
    browser.get("/supply/imports/new")
    after = browser.upload("/supply/imports", "goods.csv", goods, once=once)
    return {"file_says": during.status, "list_of_files": runs.status, "file_after": after.status}


def read_only(bench: Bench) -> Figures:
    """The database refuses writes: its disk only reads, or PostgreSQL was told to."""
    if bench.server:
        with bench.network() as network:
            url = network.environment["XIAOPU_DATABASE_URL"]

            def tell(word: str) -> None:
                with psycopg.connect(bench.server, autocommit=True) as connection:
                    name = make_url(url).database
                    said = f'ALTER DATABASE "{name}" SET default_transaction_read_only = {word}'
                    connection.execute(said.encode())
                    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                    connection.execute(cut, (name,))

            return under(bench, network, lambda: tell("on"), lambda: tell("off"))
    return {"skipped": "files that are open can still be written; where they cannot be opened, /readyz says so"}
