"""Processes that are killed, changed and ended."""

import os
import signal
import time

from bench.load import under_load
from bench.missing.asking import readiness
from bench.missing.network import Bench, Figures
from bench.running import Browser
from tests.given.forms import form_of


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
