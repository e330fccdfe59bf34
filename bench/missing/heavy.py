"""What one large request costs."""

import functools
from collections.abc import Callable
from pathlib import Path

from bench import heavy_inputs
from bench.missing.asking import peak, processor
from bench.missing.network import Bench, Figures
from bench.running import Answer, Browser
from tests.given.forms import form_of


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
            memory, seconds = peak(process), processor(process)
            answer = ask()
            spent = round(processor(process) - seconds, 2)
            grown = round(peak(process) - memory)
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
