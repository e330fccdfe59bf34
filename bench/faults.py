"""What goes on when something is gone: a demo network in real processes, one fault after another, each alone.

    python bench/faults.py [--json] [--quick] [--only NAME,NAME] [--database URL]

Faults: redis, slow-redis, disk, read-only, media, slow-store, database, worker, killed-import, term; and heavy, what
one large request costs. For each fault: which of the buyers' pages answered as they should, and the slowest,
what a write said, what /readyz said, whether the same processes still serve, how long it took to heal. `--quick` leaves
out those that wait for minutes (worker, killed-import). A full disk needs the right to mount (root), Redis needs
`redis-server`. Without a URL it runs on SQLite; a URL names a PostgreSQL server's database, beside which others are
made."""

import argparse
import functools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg
from sqlalchemy.engine import make_url

from bench import heavy_inputs
from bench.load import under_load
from bench.relay import Relay
from bench.running import Answer, Browser, Network, copied, free_port
from tests.given.forms import form_of
from tests.given.stall import DETAILS

Figures = dict[str, Any]
Fault = Callable[["Bench"], Figures]
LONG = ("worker", "killed-import")


class Bench:
    """The demo that was loaded once, and networks of one's own copied from it."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server = folder, server
        self._made: list[str] = []
        first = Network(folder / "demo", **self._database())
        self.told = first.demo()
        self.first = first.environment.get("XIAOPU_DATABASE_URL", "")

    def _database(self) -> dict[str, str]:
        return {"database_url": self.create("template1")} if self.server else {}

    def create(self, template: str) -> str:
        """A PostgreSQL database like another; its address."""
        name = f"xiaopu_faults_{uuid4().hex[:10]}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        self._made.append(name)
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def drop(self) -> None:
        """What was made on the server."""
        for name in self._made:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    @contextmanager
    def network(self, where: Path | None = None, *, worker: bool = True, **settings: str) -> Iterator[Network]:
        """A running copy of the demo."""
        data = copied(self.folder / "demo", where or self.folder / uuid4().hex[:8])
        if self.first:
            settings.setdefault("database_url", self.create(str(make_url(self.first).database)))
        running = Network(data, **settings)
        try:
            yield running.start(worker=worker)
        finally:
            running.stop()

    @property
    def shop(self) -> dict[str, Any]:
        return dict(self.told["shops"][0])


def buyers_pages(bench: Bench, network: Network) -> Figures:
    """Shop, goods, a printed code, looking a shop up, the cart, the sign-in page; each asked three times."""
    shop = bench.shop
    paths = {
        "shop": f"/{shop['number']}",
        "goods": f"/{shop['number']}/{shop['goods'][0]}",
        "code": f"/Q/{shop['links'][0]['code']}",
        "find": "/find?q=000000",
        "cart": "/cart",
        "sign-in": "/sign-in",
    }
    answers: dict[str, list[Answer]] = {name: [] for name in paths}
    for _ in range(3):
        for name, path in paths.items():
            answers[name].append(Browser(network).get(path))
            time.sleep(0.4)
    wanted = {"find": 404}
    went_on = [name for name, got in answers.items() if all(one.status == wanted.get(name, 200) for one in got)]
    slowest = max(one.seconds for got in answers.values() for one in got)
    missing = sorted(set(paths) - set(went_on))
    return {"pages_went_on": len(went_on), "of": len(paths), "missing": missing, "slowest_s": round(slowest, 2)}


def order(bench: Bench, network: Network) -> tuple[Browser, Answer]:
    """Places one, cash on delivery; the browser, and the answer to the form."""
    browser, shop = Browser(network), bench.shop
    goods = browser.get(f"/{shop['number']}/{shop['goods'][0]}")
    if goods.status != 200:
        return browser, goods
    chosen = {name: values[0] for name, values in form_of(goods.text, "/cart").items()}
    went = browser.post("/cart", **chosen | {"quantity": "1", "then": "checkout"})
    if went.status != 303:
        return browser, went
    form = form_of(browser.get(went.where).text, "")
    fields = {name: values[0] for name, values in form.items()} | DETAILS
    return browser, browser.post(went.where, **fields)


def writing(bench: Bench, network: Network) -> Figures:
    """What placing an order says."""
    _, answer = order(bench, network)
    return {"order_says": answer.status, "order_s": round(answer.seconds, 2)}


def readiness(network: Network) -> Figures:
    """What /readyz says."""
    answer = Browser(network).get("/readyz")
    return {"readyz": answer.status, "reasons": answer.text.strip().splitlines(), "readyz_s": round(answer.seconds, 2)}


def under(bench: Bench, network: Network, fault: Callable[[], None], mend: Callable[[], None]) -> Figures:
    """Pages, a write and /readyz while a fault lasts; then how long it took to heal."""
    network.wait_for("/readyz", 200)
    before = network.serving()
    fault()
    try:
        found = buyers_pages(bench, network) | writing(bench, network) | readiness(network)
    finally:
        mend()
    found["same_processes"] = network.serving() == before
    found["healed_s"] = round(network.wait_for("/readyz", 200), 1)
    found["order_after"] = order(bench, network)[1].status
    return found


@contextmanager
def redis() -> Iterator[tuple[int, Callable[[], subprocess.Popen[bytes]]]]:
    """A Redis server of one's own: its port, and how to start it (again)."""
    port = free_port()
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return started[-1]
            time.sleep(0.05)

    try:
        yield port, start
    finally:
        for one in started:
            one.send_signal(signal.SIGCONT)
            one.kill()
            one.wait()


def _redis(bench: Bench, *, slow: bool) -> Figures:
    with redis() as (port, start):
        server = start()
        with bench.network(redis_url=f"redis://127.0.0.1:{port}/0") as network:
            kept, placed = order(bench, network)

            def fault() -> None:
                server.send_signal(signal.SIGSTOP if slow else signal.SIGKILL)

            def mend() -> None:
                if slow:
                    server.send_signal(signal.SIGCONT)
                else:
                    start()

            cancelled: Figures = {}

            def fault_and_cancel() -> None:
                fault()
                kept.get(placed.where)
                answer = kept.post(f"{placed.where}/cancellation")
                cancelled["cancel_says"] = answer.status
                cancelled["is_cancelled"] = "已取消" in kept.get(placed.where).text

            return under(bench, network, fault_and_cancel, mend) | cancelled


def redis_gone(bench: Bench) -> Figures:
    """Redis is killed: limits and the queue."""
    return _redis(bench, slow=False)


def redis_slow(bench: Bench) -> Figures:
    """Redis holds its connections and says nothing."""
    return _redis(bench, slow=True)


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


def media_gone(bench: Bench) -> Figures:
    """The folder with the pictures was taken away."""
    with bench.network() as network:
        media, aside = network.data / "media", network.data / "aside"
        return under(bench, network, lambda: _move(media, aside), lambda: _put_back(aside, media))


def _move(one: Path, other: Path) -> None:
    one.rename(other)


def _put_back(aside: Path, media: Path) -> None:
    shutil.rmtree(media, ignore_errors=True)
    aside.rename(media)


def store_slow(bench: Bench) -> Figures:
    """An S3 store that takes connections and says nothing."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with Relay(host, port) as relay:
        os.environ |= {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{relay.port}",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_ALLOW_HTTP": "true",
        }
        import boto3  # type: ignore[import-untyped]  # It has none.

        store = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
        store.create_bucket(Bucket="shop")
        kept = bench.folder / "demo" / "media"
        for path in kept.rglob("*.jpg"):
            store.upload_file(str(path), "shop", f"media/{path.relative_to(kept)}")
        try:
            with bench.network(media_url="s3://shop/media") as network:
                return _while_pictures_are_asked_for(bench, network, relay)
        finally:
            running.stop()


def _while_pictures_are_asked_for(bench: Bench, network: Network, relay: Relay) -> Figures:
    """Thirty browsers want a picture, more than there are threads."""
    page = Browser(network).get(f"/{bench.shop['number']}").text
    picture = re.findall(r"/media/[0-9a-f]+-\d+\.jpg", page)[0]
    answers: list[Answer] = []
    before = Browser(network).get(picture)
    asking = [threading.Thread(target=lambda: answers.append(Browser(network).get(picture))) for _ in range(30)]

    def fault() -> None:
        relay.hang()
        for one in asking:
            one.start()

    found = under(bench, network, fault, relay.go_on)
    for one in asking:
        one.join()
    found["pictures_say"] = sorted({answer.status for answer in answers})
    found["pictures_slowest_s"] = round(max(answer.seconds for answer in answers), 1)
    found["picture_before"] = before.status
    return found | {"picture_after": Browser(network).get(picture).status}


def database_slow(bench: Bench) -> Figures:
    """PostgreSQL takes connections and says nothing."""
    if not bench.server:
        return {"skipped": "SQLite is a file"}
    url = make_url(bench.create(str(make_url(bench.first).database)))
    host = url.query.get("host") or url.host or "127.0.0.1"
    with Relay(str(host), url.port or 5432) as relay:
        through = url.set(host="127.0.0.1", port=relay.port, query={}).render_as_string(hide_password=False)
        with bench.network(database_url=through) as network:
            return under(bench, network, relay.hang, relay.go_on)


def worker_dead(bench: Bench) -> Figures:
    """The worker is killed."""
    with bench.network() as network:
        network.wait_for("/readyz", 200)
        # It has as long to come up as it may be silent.
        time.sleep(80)
        before = readiness(network)
        assert network.worker
        network.worker.kill()
        seconds = network.wait_for("/readyz", 503, 120)
        found = readiness(network) | {"before": before["readyz"], "noticed_s": round(seconds, 1)}
        network.start_worker()
        return found | {"healed_s": round(network.wait_for("/readyz", 200), 1)}


def killed_import(bench: Bench) -> Figures:
    """The worker is killed in the middle of a goods file, and another one started."""
    supplier = bench.told["suppliers"][0]
    rows = "".join(f"kill-{n},装到一半,tea,K{n},9.9,3,12%\n" for n in range(6_000))
    data = f"商品编号,标题,类目,规格编号,价格,库存,佣金率\n{rows}".encode()
    with bench.network() as network:
        browser = Browser(network)
        browser.sign_in(supplier["phone"], supplier["password"])
        once = form_of(browser.get("/supply/imports/new").text, "/supply/imports")["once"][0]
        run = browser.upload("/supply/imports", "goods.csv", data, once=once).where
        time.sleep(4)
        assert network.worker
        network.worker.kill()
        network.start_worker()
        begun = time.monotonic()
        while "全部装好了" not in (page := browser.get(run).text) and time.monotonic() - begun < 400:
            time.sleep(2)
        state = "done" if "全部装好了" in page else "not done"
        return {"rows": 6_000, "state": state, "went_on_and_ended_s": round(time.monotonic() - begun)}


def terminated(bench: Bench) -> Figures:
    """SIGTERM, and workers that are changed (HUP), under load by clients that keep their connections and such that do
    not: no answer is cut, no connection reset."""
    shop = bench.shop
    paths = [f"/{shop['number']}", f"/{shop['number']}/{shop['goods'][0]}", "/cart", "/sign-in"]
    with bench.network(worker=False) as network:
        assert network.web
        head = network.web.pid
        reload = under_load(network.port, paths, lambda: os.kill(head, signal.SIGHUP), rest=6)
        stop = under_load(network.port, paths, lambda: os.kill(head, signal.SIGTERM), rest=4)
        return {"reload": reload, "stop": stop}


def heavy(bench: Bench) -> Figures:
    """What one request costs the web process that takes it, at most: seconds of its processor, megabytes it grew by."""
    keeper, supplier = bench.shop, bench.told["suppliers"][0]
    with bench.network(worker=False, web_workers="1") as network:
        shop, stock, anybody = (Browser(network) for _ in range(3))
        shop.sign_in(keeper["phone"], keeper["password"])
        stock.sign_in(supplier["phone"], supplier["password"])
        found: Figures = {}

        def weigh(name: str, ask: Callable[[], Answer]) -> None:
            (process,) = network.serving()
            Path(f"/proc/{process}/clear_refs").write_text("5")
            memory, seconds = _peak(process), _processor(process)
            answer = ask()
            spent = round(_processor(process) - seconds, 2)
            grown = round(_peak(process) - memory)
            found[name] = f"{answer.status}, {spent} s, {grown} MB, answered after {answer.seconds:.1f} s"

        def file(name: str, data: bytes) -> Callable[[], Answer]:
            once = form_of(stock.get("/supply/imports/new").text, "/supply/imports")["once"][0]
            return lambda: stock.upload("/supply/imports", name, data, once=once)

        weigh("a goods file of three rows", file("goods.csv", "商品编号,标题\na,b\n".encode()))
        weigh("XLSX, a row of 20,000,000 cells", file("wide.xlsx", heavy_inputs.wide_workbook()))
        weigh("XLSX, a cell of 590 MB", file("long.xlsx", heavy_inputs.long_workbook()))
        shop.get("/console/me")
        for name, picture in heavy_inputs.pictures().items():
            weigh(name, functools.partial(shop.upload, "/console/me/logo", "p", picture, field="pictures"))
        weigh("a form of 3,000,000 fields, 32 MB", lambda: anybody.post("/cart", **heavy_inputs.fields(3_000_000)))
        weigh("a form of 190 fields, 250 KB", lambda: anybody.post("/cart", **heavy_inputs.fields(190, 1_250)))
        text = {"title": "长描述", "description": f"a{' ' * 49_000}b"}
        stock.get("/supply/goods/new")
        weigh("a description of 49,000 spaces", lambda: stock.post("/supply/goods/new", **text))
        weigh("a search of 10,000 digits", lambda: anybody.get(f"/find?q={'7' * 4_000}"))
        return found


def _peak(process: int) -> float:
    words = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", words)[0]) / 1024


def _processor(process: int) -> float:
    """Seconds of the process itself; its children's are counted apart."""
    facts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


FAULTS: dict[str, Fault] = {
    "redis": redis_gone,
    "slow-redis": redis_slow,
    "disk": disk_full,
    "read-only": read_only,
    "media": media_gone,
    "slow-store": store_slow,
    "database": database_slow,
    "worker": worker_dead,
    "killed-import": killed_import,
    "term": terminated,
    "heavy": heavy,
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", default="", metavar="NAMES")
    asked.add_argument("--database", default="", metavar="URL")
    options = asked.parse_args()
    names = options.only.split(",") if options.only else [n for n in FAULTS if not (options.quick and n in LONG)]
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="xiaopu-faults-") as folder:
        bench = Bench(Path(folder), options.database)
        try:
            for name in names:
                found[name] = FAULTS[name](bench)
                if not options.json:
                    _say(name, found[name])
        finally:
            bench.drop()
    if options.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))


def _say(name: str, figures: Figures) -> None:
    print(name)
    for what, value in figures.items():
        print(f"    {what:24}{value}", flush=True)


if __name__ == "__main__":
    main()
