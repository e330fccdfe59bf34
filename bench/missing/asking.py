"""What is asked while something is gone: pages, an order, readiness; and how long it takes to heal."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from bench.missing.network import Bench, Figures
from bench.running import Answer, Browser, Network
from tests.given.forms import form_of
from tests.given.stall import DETAILS


def warm(bench: Bench, network: Network) -> None:
    """Buyers come all the time: each process has given these pages before."""
    for _ in range(8):
        for path in list(paths_of(bench).values())[:3]:
            Browser(network).get(path)


def paths_of(bench: Bench) -> dict[str, str]:
    """Shop, goods, a printed code, looking this shop up, and one that is not there, the cart, the sign-in page."""
    shop = bench.shop
    return {
        "shop": f"/{shop['number']}",
        "goods": f"/{shop['number']}/{shop['goods'][0]}",
        "code": f"/Q/{shop['links'][0]['code']}",
        "number": f"/find?q={shop['number']}",
        "find": "/find?q=000000",
        "cart": "/cart",
        "sign-in": "/sign-in",
    }


def buyers_pages(bench: Bench, network: Network) -> Figures:
    """Each asked three times."""
    paths = paths_of(bench)
    answers: dict[str, list[Answer]] = {name: [] for name in paths}
    for _ in range(3):
        for name, path in paths.items():
            answers[name].append(Browser(network).get(path))
            time.sleep(0.4)
    wanted = {"find": 404, "number": 303}
    went_on = [name for name, got in answers.items() if all(one.status == wanted.get(name, 200) for one in got)]
    slowest = max(one.seconds for got in answers.values() for one in got)
    missing = sorted(set(paths) - set(went_on))
    return {"pages_went_on": len(went_on), "of": len(paths), "missing": missing, "slowest_s": round(slowest, 2)}


def order(bench: Bench, network: Network, *, payment: str = "cod") -> tuple[Browser, Answer]:
    """Places one; the browser, and the answer to the form."""
    browser, shop = Browser(network), bench.shop
    goods = browser.get(f"/{shop['number']}/{shop['goods'][0]}")
    if goods.status != 200:
        return browser, goods
    chosen = {name: values[0] for name, values in form_of(goods.text, "/cart").items()}
    went = browser.post("/cart", **chosen | {"quantity": "1", "then": "checkout"})
    if went.status != 303:
        return browser, went
    form = form_of(browser.get(went.where).text, "")
    fields = {name: values[0] for name, values in form.items()} | DETAILS | {"payment": payment}
    return browser, browser.post(went.where, **fields)


def writing(bench: Bench, network: Network) -> Figures:
    """What placing an order says."""
    _, answer = order(bench, network)
    return {"order_says": answer.status, "order_s": round(answer.seconds, 2)}


def readiness(network: Network) -> Figures:
    """What /readyz says."""
    answer = Browser(network).get("/readyz")
    return {"readyz": answer.status, "reasons": answer.text.strip().splitlines(), "readyz_s": round(answer.seconds, 2)}


def peak(process: int) -> float:
    """Megabytes it held at most."""
    words = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", words)[0]) / 1024


def processor(process: int) -> float:
    """Seconds of the process itself; its children's are counted apart."""
    facts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


def under(bench: Bench, network: Network, fault: Callable[[], None], mend: Callable[[], None]) -> Figures:
    """Pages, a write and /readyz while a fault lasts; what the web processes held at most then; how long it took to
    heal."""
    network.wait_for("/readyz", 200)
    warm(bench, network)
    before = network.serving()
    for process in before:
        Path(f"/proc/{process}/clear_refs").write_text("5")
    fault()
    begun = time.monotonic()
    try:
        found = buyers_pages(bench, network) | writing(bench, network) | readiness(network)
        found["lasted_s"] = round(time.monotonic() - begun)
    finally:
        mend()
    now = network.serving()
    found["same_processes"] = now == before
    found["peak_mb"] = [round(peak(process)) for process in now]
    found["healed_s"] = round(network.wait_for("/readyz", 200), 1)
    found["order_after"] = order(bench, network)[1].status
    return found
