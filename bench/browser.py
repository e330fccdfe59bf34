"""The same posters as pages, drawn by a warm headless Chromium: what bench/posters.py compares with.

A page says the same words in the same sizes, shows the same stored square and the same code, casts the same shadows,
and becomes a JPEG of the same size and quality. It is favoured: sizes and places are given to it instead of sought, and
what its driver in this process costs is left out. The browser is running before; WAYS says how a poster's page comes
into it."""

import os
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

from models.poster import qr
from models.poster.sheet import Sheet

WIDTH, HEIGHT = 1080, 1920
_FACE = """<!doctype html><meta charset="utf-8"><style>
* { margin: 0; box-sizing: border-box }
body { width: 1080px; height: 1920px; position: relative; overflow: hidden; background: #FBF7F0; color: #1F1B16;
  font: 400 34px/1.4 "Noto Sans CJK SC", sans-serif }
body > * { position: absolute }
.plate { padding: 0 33px; border-radius: 21px; background: #1F1B16; color: #FBF7F0; font-weight: 700;
  display: flex; align-items: center; gap: 22px; letter-spacing: .17em; white-space: nowrap }
.plate small { font-size: 23px; font-weight: 400; color: #B9AFA1; letter-spacing: 0 }
.seal { border-radius: 16%; background: #C8321F; color: #FFF8F2; font-weight: 800; line-height: 1; display: grid;
  place-content: center; text-align: center }
.seal::before { content: ""; position: absolute; inset: 6%; border: 2px solid #FFF8F2; border-radius: 11% }
.by b { font-weight: 600 } .by { color: #5E564C; white-space: nowrap } .by b { color: #1F1B16 }
.call { font-size: 30px; color: #8A8073; white-space: nowrap }
.price { font-weight: 700; white-space: nowrap } .price sup { font-size: .42em; vertical-align: .75em }
s { color: #8A8073 } h1, .words { text-wrap: balance }
.code { width: 375px; height: 375px; right: 64px; bottom: 64px; shape-rendering: crispEdges; fill: #1F1B16 }
"""
_WINDOW = (
    _FACE
    + """.plate { left: 64px; top: 64px; height: 86px; font-size: 50px }
.price { right: 64px; top: 996px; height: 162px; padding: 0 46px; border-radius: 34px; background: #C8321F;
  color: #FFF8F2; font-size: 118px; line-height: 158px; box-shadow: 0 16px 35px #C8321F6B }
s { right: 420px; top: 1114px; font-size: 36px }
h1 { left: 64px; top: 1190px; width: 952px; font-size: 70px; font-weight: 700; line-height: 1.34 }
.words { left: 64px; top: 1440px; width: 505px; font-size: 46px; line-height: 1.56; color: #5E564C }
.seal { left: 64px; bottom: 64px; width: 92px; height: 92px; font-size: 35px }
.by { left: 180px; bottom: 108px } .call { left: 180px; bottom: 61px }
</style><img src="@picture@" width="1080" height="1080">
<div class="plate"><small>门牌</small>@number@</div><div class="price"><sup>¥</sup>@price@</div><s>¥@was@</s>
<h1>@title@</h1><p class="words">“@reason@”</p>
<div class="seal">@engraved@</div><p class="by"><b>@shop@</b> · 掌柜 @keeper@</p>
<p class="call">扫码进店，或搜店铺号</p>@code@"""
)
_LETTER = (
    _FACE
    + """hr { left: 96px; top: 150px; width: 120px; height: 10px; border: 0; background: #C8321F }
.words { left: 96px; top: 222px; width: 888px; font-size: 94px; font-weight: 500; line-height: 1.5 }
.seal { right: 96px; bottom: 999px; width: 128px; height: 128px; font-size: 49px }
.by { left: 96px; bottom: 1038px; font-size: 40px }
.card { left: 48px; bottom: 48px; width: 984px; height: 887px; border-radius: 44px; background: #FFFDF9;
  box-shadow: 0 22px 54px #4A3A2442 }
img { left: 96px; top: 1033px; width: 441px; height: 441px; border-radius: 26px }
.plate { left: 96px; bottom: 168px; height: 107px; font-size: 62px } .call { left: 96px; bottom: 105px; color: #5E564C }
h1 { left: 597px; top: 1029px; width: 375px; font-size: 38px; font-weight: 600; line-height: 1.32 }
s { left: 601px; top: 1220px; font-size: 30px }
.price { left: 597px; top: 1250px; font-size: 100px; line-height: 1.3 }
.code { right: 108px; bottom: 108px }
</style><hr><p class="words">@reason@</p><div class="seal">@engraved@</div>
<p class="by"><b>@shop@</b> · 掌柜 @keeper@</p>
<div class="card"></div><img src="@picture@"><h1>@title@</h1><s>¥@was@</s>
<div class="price"><sup>¥</sup>@price@</div><div class="plate"><small>门牌</small>@number@</div>
<p class="call">扫码进店，或搜店铺号</p>@code@"""
)
PAGES = {"window": _WINDOW, "letter": _LETTER}


def page(sheet: Sheet, style: str, picture: str | None = None) -> str:
    """The poster as one page, with nothing to load but the picture where its address is given."""
    code = qr.make(sheet.payload)
    side = len(code.rows)
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.rows) for x, on in enumerate(row) if on)
    facts = {
        "picture": picture or f"data:image/jpeg;base64,{b64encode(sheet.picture or b'').decode()}",
        "number": sheet.shop_number,
        "price": sheet.price or "",
        "was": sheet.was or "",
        "title": sheet.title or "",
        "reason": sheet.reason,
        "engraved": "<br>".join(sheet.keeper_name[-2:]),
        "shop": sheet.shop_name,
        "keeper": sheet.keeper_name,
        "code": f'<svg class="code" viewBox="0 0 {side} {side}"><path d="{dark}"/></svg>',
    }
    made = PAGES[style]
    for name, value in facts.items():
        made = made.replace(f"@{name}@", value)
    return made


def screenshots(sheets: Callable[[], Sheet], rounds: int, keep: Path | None = None) -> dict[str, Any] | None:
    """CPU ms of every process of the browser, wall ms and KB for one poster of each style, on average over the rounds,
    in each of WAYS. None where there is no Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    found: dict[str, Any] = {style: {} for style in PAGES}
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, way in WAYS.items():
            for style in PAGES:
                with way(browser, Path(folder)) as shot:
                    found[style][name] = _cost(lambda style=style, shot=shot: shot(sheets(), style), rounds)
                    if keep:
                        (keep / f"chromium-{name}-{style}.jpg").write_bytes(shot(sheets(), style))
        browser.close()
    return found


Shot = Callable[[Sheet, str], bytes]
_VIEW = {"width": WIDTH, "height": HEIGHT}
_JPEG = {"type": "jpeg", "quality": 85}


@contextmanager
def _kept_tab(browser: Any, _: Path) -> Iterator[Shot]:
    """One tab for all, whose content is changed: the cheapest way, which keeps no customer from the next."""
    tab = browser.new_page(viewport=_VIEW)

    def shot(sheet: Sheet, style: str) -> bytes:
        tab.set_content(page(sheet, style))
        return bytes(tab.screenshot(**_JPEG))

    yield shot
    tab.close()


@contextmanager
def _visits(browser: Any, folder: Path) -> Iterator[Shot]:
    """One tab for all, which goes to the address of each poster's page; the picture is a file beside it."""
    tab, numbers = browser.new_page(viewport=_VIEW), count()

    def shot(sheet: Sheet, style: str) -> bytes:
        document, picture = folder / f"{next(numbers)}.html", folder / f"{next(numbers)}.jpg"
        picture.write_bytes(sheet.picture or b"")
        document.write_text(page(sheet, style, picture.name), encoding="utf-8")
        tab.goto(document.as_uri())
        return bytes(tab.screenshot(**_JPEG))

    yield shot
    tab.close()


@contextmanager
def _triple(browser: Any, _: Path) -> Iterator[Shot]:
    """The kept tab as wide as a telephone, with three pixels for one."""
    tab = browser.new_page(viewport={"width": WIDTH // 3, "height": HEIGHT // 3}, device_scale_factor=3)

    def shot(sheet: Sheet, style: str) -> bytes:
        tab.set_content(page(sheet, style) + "<style>html { zoom: calc(1 / 3) }</style>")
        return bytes(tab.screenshot(**_JPEG))

    yield shot
    tab.close()


@contextmanager
def _new_tab(browser: Any, _: Path) -> Iterator[Shot]:
    """A tab for each poster, as services do that keep one customer's page from the next."""
    opened = browser.new_context(viewport=_VIEW)

    def shot(sheet: Sheet, style: str) -> bytes:
        tab = opened.new_page()
        tab.set_content(page(sheet, style))
        made = bytes(tab.screenshot(**_JPEG))
        tab.close()
        return made

    yield shot
    opened.close()


WAYS = {"kept_tab": _kept_tab, "kept_tab_3x": _triple, "visits": _visits, "new_tab": _new_tab}


def _cost(shoot: Callable[[], bytes], rounds: int) -> dict[str, float]:
    """The mean of a round: the clock of processes ticks every 10 ms, too coarse for one of them. The browser is let
    come to rest before the sum begins and before it ends, so that what it does behind a poster counts, and start-up
    not."""
    for _ in range(3):
        size = len(shoot())
    sleep(1)
    begun, wall = family_cpu(), 0.0
    for _ in range(rounds):
        at = perf_counter()
        size = len(shoot())
        wall += perf_counter() - at
    sleep(1)
    return {"cpu": (family_cpu() - begun) / rounds, "wall": wall * 1000 / rounds, "kilobytes": size / 1024}


def family_cpu() -> float:
    """CPU ms that all the processes under this one have used so far, with those that have ended."""
    ticks, parents = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(entry)):
            number = int(entry.name)
            # Own time in both modes, and what ended children of it had used when they were waited for.
            parents[number], ticks[number] = int(stat[1]), sum(map(int, stat[11:15]))
    mine, me = set(), os.getpid()
    for process in parents:
        above = process
        while above in parents and above != me:
            above = parents[above]
        if above == me and process != me:
            mine.add(process)
    return sum(ticks[process] for process in mine) * 1000 / os.sysconf("SC_CLK_TCK")


def _stat(entry: Path) -> list[str]:
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
