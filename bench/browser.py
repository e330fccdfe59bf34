"""The same poster as a page, drawn by a warm headless Chromium: what bench/posters.py compares with."""

import os
import shutil
from base64 import b64encode
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from models.poster import qr
from models.poster.sheet import Sheet

_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: 1080px; height: 1920px; position: relative; background: #FBF7F0; color: #1F1B16;
  font-family: "Noto Sans CJK SC", sans-serif }}
body > * {{ position: absolute; margin: 0 }}
.plate {{ left: 64px; top: 64px; padding: 18px 34px; border-radius: 20px; background: #1F1B16; color: #FBF7F0;
  font: 700 50px "Noto Sans CJK SC"; letter-spacing: .2em }}
.price {{ right: 64px; top: 996px; padding: 10px 46px; border-radius: 34px; background: #C8321F; color: #FFF8F2;
  font: 700 118px "Noto Sans CJK SC"; line-height: 1.2; box-shadow: 0 16px 44px #C8321F66 }}
h1 {{ left: 64px; top: 1198px; font-size: 64px }}
p {{ left: 64px; top: 1330px; width: 520px; font-size: 46px; line-height: 1.56 }}
footer {{ left: 64px; bottom: 64px; font-size: 34px }}
.code {{ right: 64px; bottom: 64px; image-rendering: pixelated; width: 325px }}
</style><img src="data:image/jpeg;base64,{picture}" width="1080" height="1080"><div class="plate">{number}</div>
<div class="price">¥{price}</div><h1>{title}</h1><p>{reason}</p><footer>{shop} · 掌柜 {keeper}</footer>{code}"""


def page(sheet: Sheet) -> str:
    code = qr.make(sheet.payload)
    count = len(code.rows)
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.rows) for x, on in enumerate(row) if on)
    svg = f'<svg class="code" viewBox="0 0 {count} {count}"><path d="{dark}"/></svg>'
    return _PAGE.format(
        picture=b64encode(sheet.picture or b"").decode(),
        number=sheet.shop_number,
        price=sheet.price,
        title=sheet.title,
        reason=sheet.reason,
        shop=sheet.shop_name,
        keeper=sheet.keeper_name,
        code=svg,
    )


def screenshot(sheets: list[Sheet], rounds: int) -> dict[str, float] | None:
    """CPU ms of every process of the browser, wall ms and KB for one screenshot; None where there is no Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    spent, walls, size = [], [], 0
    pages = [page(sheet) for sheet in sheets]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab = opened.new_page(viewport={"width": 1080, "height": 1920})
        for number, warming in enumerate([True, True, *[False] * rounds]):
            sleep(0.2)
            begun, wall = family_cpu(), perf_counter()
            tab.set_content(pages[number % len(pages)])
            size = len(tab.screenshot(type="jpeg", quality=85))
            if not warming:
                walls.append((perf_counter() - wall) * 1000)
                spent.append(family_cpu() - begun)
        opened.close()
    return {"cpu": median(spent), "wall": median(walls), "kilobytes": size / 1024}


def family_cpu() -> float:
    """CPU ms that all the processes under this one have used so far."""
    ticks, parents = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(entry)):
            parents[int(entry.name)], ticks[int(entry.name)] = int(stat[1]), int(stat[11]) + int(stat[12])
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
