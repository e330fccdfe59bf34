"""What a poster costs: CPU ms by stage, whole, with its proof, as a pair; warm and cold; beside headless Chromium.

    python bench/posters.py [--json] [--quick]

The targets are ratios within one run: a poster without its proof against the sum of what cannot be left out (decoding
the stored square, the ink of the text, the code, the encoding), and against a warm Chromium's screenshot of the same,
brought to it in several ways. Every round has a picture and words of its own, so that neither side draws
from what it remembers."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import count, product
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image, ImageDraw

from bench import browser
from models.kernel.pictures import normalise
from models.poster import qr
from models.poster.draw import draw_poster, drawing, encoded
from models.poster.parts.picture import picture
from models.poster.proof import prove
from models.poster.sheet import Sheet

PAIR = ("window", "letter")
PAYLOAD = "HTTPS://XIAOPU.SHOP/Q/"
WORDS = "这款白茶我自己喝了三年，回甘很长。冬天泡一壶，整间屋子都是香的。"
_DRINKS = ("一壶", "两杯", "几盏", "半罐", "一碗", "满壶", "小盅", "大缸", "一勺")
Figures = dict[str, Any]


def square(number: int) -> bytes:
    """A stored square with broad shapes and fine lines, as a photograph on a plain ground has."""
    made = Image.radial_gradient("L").resize((1080, 1080), Image.Resampling.BICUBIC)
    art = Image.merge(
        "RGB", [made.point([255 - value * share // 600 for value in range(256)]) for share in (40, 60, 90)]
    )
    pen = ImageDraw.Draw(art)
    pen.rounded_rectangle((300, 220 + 7 * number, 780, 900), 80, fill="#2F5A4A")
    for y in range(300, 880, 7):
        pen.line((320, y, 760, y + y % 5), fill="#3B6E5B", width=2)
    held = BytesIO()
    art.save(held, "JPEG", quality=85)
    return held.getvalue()


@cache
def sheets() -> list[Sheet]:
    """81 sheets of one shop, no two with the same words, price or code."""
    pictures = [square(number) for number in range(9)]
    return [
        Sheet(
            payload=f"{PAYLOAD}{number:08}",
            shop_number="258147",
            shop_name="林间小铺",
            keeper_name="阿林",
            reason=WORDS.replace("三年", f"{years}年").replace("一壶", drink),
            title=f"福鼎白茶 老寿眉 {1940 + number} 紧压饼 {number + 10}0 g",
            price=f"{120 + number}",
            was=f"{220 + number}",
            picture=pictures[number % 9],
        )
        for number, (years, drink) in enumerate(product("一二三四五六七八九", _DRINKS))
    ]


_next = count(1)


def fresh() -> Sheet:
    """The next sheet, which nobody has drawn before: its words, its code and the bytes of its picture are new."""
    number = 100 + next(_next)
    sheet = sheets()[number % len(sheets())]
    remark = b"\xff\xfe\x00\x06" + number.to_bytes(4)
    photo = (sheet.picture or b"")[:2] + remark + (sheet.picture or b"")[2:]
    return replace(sheet, reason=f"{sheet.reason}{number}", payload=f"{PAYLOAD}{number:08}", picture=photo)


def cost(job: Callable[[Sheet], object], rounds: int) -> float:
    """The median CPU ms of a job, each round with the next sheet, after one round that warms it."""
    job(sheets()[0])
    spent = []
    for _ in range(rounds):
        sheet = fresh()
        begun = process_time()
        job(sheet)
        spent.append((process_time() - begun) * 1000)
    return median(spent)


def ink(style: str, rounds: int) -> float:
    """The CPU ms that a poster's text takes to be drawn, once every line and size is chosen."""
    plain, spent = ImageDraw.ImageDraw.text, [0.0]

    def timed(*args: Any, **kwargs: Any) -> None:
        begun = process_time()
        plain(*args, **kwargs)
        spent[0] += (process_time() - begun) * 1000

    with patch.object(ImageDraw.ImageDraw, "text", timed):
        drawing(fresh(), style)
        spent[0] = 0.0
        for _ in range(rounds):
            drawing(fresh(), style)
    return spent[0] / rounds


def stages(style: str, rounds: int) -> Figures:
    side = 1080 if style == "window" else 441
    finished = drawing(sheets()[0], style).picture
    jpeg = encoded(finished)
    found = {
        "decode": cost(lambda sheet: picture(sheet.picture, side, side), rounds),
        "text": ink(style, rounds),
        "code": cost(lambda sheet: qr.make(sheet.payload).image("#000000", "#FFFFFF"), rounds),
        "encode": cost(lambda _: encoded(finished), rounds),
    }
    floor = sum(found.values())
    whole = cost(lambda sheet: encoded(drawing(sheet, style).picture), rounds)
    found |= {"floor": floor, "poster": whole, "ratio": whole / floor}
    return found | {"proof": cost(lambda _: prove(jpeg, sheets()[0].payload), rounds), "kilobytes": len(jpeg) / 1024}


def pair(sheet: Sheet) -> None:
    for style in PAIR:
        draw_poster(sheet, style)


def photograph(rounds: int) -> Figures:
    """A telephone's photograph of 12 megapixels and about 10 MB, made into the stored squares."""
    held = BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(held, "JPEG", quality=88)
    data = held.getvalue()
    return {"megabytes": len(data) / 1e6, "squares": cost(lambda _: normalise(data), max(2, rounds // 5))}


def cold() -> Figures:
    """The first pair of a new process: fonts, character tables and shadows are made on the way."""
    said = subprocess.run([sys.executable, __file__, "--first"], capture_output=True, check=True)
    return dict(json.loads(said.stdout))


def first() -> Figures:
    shown = sheets()[0]
    begun = process_time()
    draw_poster(shown, "window")
    between = process_time()
    draw_poster(shown, "letter")
    ended = process_time()
    return {"first": (between - begun) * 1000, "pair": (ended - begun) * 1000}


def memory() -> Figures:
    """MB that a new process holds before and at most while it draws proven posters of both styles. A page of a font's
    file counts once, however often it is mapped: that is what PSS says and RSS does not."""
    said = subprocess.run([sys.executable, __file__, "--memory"], capture_output=True, check=True)
    return dict(json.loads(said.stdout))


def held() -> Figures:
    shown = [fresh() for _ in range(4)]
    before, most, done = pss(), 0.0, Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.002):
            most = max(most, pss())

    watcher = Thread(target=watch)
    watcher.start()
    for sheet in shown:
        pair(sheet)
    done.set()
    watcher.join()
    return {"before_mb": before, "peak_mb": most, "added_mb": most - before}


def pss() -> float:
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def throughput(seconds: float) -> float:
    """Proven posters a minute with two processes."""
    with get_context("spawn").Pool(2) as pool:
        pool.map(_many, [0.5, 0.5])
        return sum(pool.map(_many, [seconds, seconds]))


def _many(seconds: float) -> float:
    made, begun = 0, perf_counter()
    while perf_counter() - begun < seconds:
        pair(fresh())
        made += 2
    return made / (perf_counter() - begun) * 60


def measure(quick: bool) -> Figures:
    rounds = 9 if quick else 36
    found: Figures = {style: stages(style, rounds) for style in PAIR}
    found["pair_with_proof"] = cost(pair, rounds)
    found["cold"] = cold()
    found["memory"] = memory()
    found["photograph"] = photograph(rounds)
    found["posters_a_minute"] = throughput(2 if quick else 8)
    shots = browser.screenshots(lambda: replace(fresh(), was="999"), 6 if quick else 20)
    for style, shot in (shots or {}).items():
        for tab in shot.values():
            tab["posters_in_one"] = tab["cpu"] / found[style]["poster"]
            tab["pairs_with_proof_in_one"] = tab["cpu"] / found["pair_with_proof"]
        found[style]["chromium"] = shot
    return found


def table(found: Figures) -> None:
    print(f"{'CPU ms':28}" + "".join(f"{style:>10}" for style in PAIR))
    for row in found[PAIR[0]]:
        if row != "chromium":
            print(f"{row:28}" + "".join(f"{found[style][row]:10.2f}" for style in PAIR))
    print(f"\n{'pair with proof, warm':28}{found['pair_with_proof']:10.1f}")
    print(f"{'pair with proof, cold':28}{found['cold']['pair']:10.1f}")
    print(f"{'MB at the peak, all':28}{found['memory']['peak_mb']:10.1f}")
    print(f"{'MB that drawing adds':28}{found['memory']['added_mb']:10.1f}")
    print(f"{'10 MB photograph, squares':28}{found['photograph']['squares']:10.1f}")
    print(f"{'posters a minute, 2 proc.':28}{found['posters_a_minute']:10.0f}")
    for tab in browser.WAYS if "chromium" in found[PAIR[0]] else ():
        print(f"\nwarm Chromium, {tab.replace('_', ' ')}")
        for row in found[PAIR[0]]["chromium"][tab]:
            print(f"  {row:26}" + "".join(f"{found[style]['chromium'][tab][row]:10.1f}" for style in PAIR))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--first", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.first or options.memory:
        print(json.dumps(first() if options.first else held()))
        return
    found = measure(options.quick)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        table(found)


if __name__ == "__main__":
    main()
