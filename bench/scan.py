"""Which worn copies of a poster can still be read: every style, size and ground, 125 copies each, by every reader.

    python bench/scan.py [--json] [--quick] [--host XIAOPU.SHOP] [--processes 2]

A poster counts as good with 125 of 125 for zxing-cpp and for WeChat's detector; OpenCV's own is a second opinion. Each
copy that could not be read is named. `--host` tries the codes of another host: past 30 characters they have more
modules. What is harder than the 125 is tried in the same run, with bare codes on white paper beside the posters, to see
whether a better poster could be read. How a copy is worn is wear.py's matter, who reads it readers.py's."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image, ImageDraw

from bench.readers import Reader, readers
from bench.wear import Copy, copies, harder
from models.poster.draw import draw_poster
from models.poster.print.formats import PAPERS
from models.poster.print.press import draw_pdf
from models.poster.print.reading import raster
from models.poster.qr import make
from models.poster.sheet import Sheet
from models.poster.sizes import MOMENTS, PHONE
from models.poster.styles import styles

GATES = ("zxing-cpp", "wechat")  # Who must read every copy where the address has at most 30 characters.
SIZES = {"phone": PHONE, "moments": MOMENTS}
GROUNDS = ("plain", "busy", "black", "white", "none")
# Bare codes: where they stand, and how much of the width they take. Posters have theirs in the corner, at 0.35.
BARE = {
    "bare code of 60 %": ("middle", 0.6),
    "bare, corner, 35 %": ("corner", 0.35),
    "bare, corner, 45 %": ("corner", 0.45),
    "bare, corner, 60 %": ("corner", 0.6),
}
WORDS = "这款白茶我自己喝了三年，回甘很长。冬天泡一壶，整间屋子都是香的。"
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """One poster that is put to the proof."""

    style: str
    size: str
    ground: str

    @property
    def name(self) -> str:
        return f"{self.style} {self.size} {self.ground}"


@cache
def picture(ground: str) -> bytes | None:
    """A stored square: an even one, one full of marks as large as modules, a black one, a white one."""
    if ground == "none":
        return None
    art = Image.new("RGB", (1080, 1080), {"black": "#000000", "white": "#FFFFFF"}.get(ground, "#E9DFCB"))
    pen, chance = ImageDraw.Draw(art), Random(7)
    for _ in range(1500 if ground == "busy" else 0):
        x, y, side = chance.randrange(1080), chance.randrange(1080), chance.randrange(10, 60)
        pen.rectangle((x, y, x + side, y + side), fill=chance.choice(("#000000", "#FFFFFF", "#C8321F")))
    pen.rounded_rectangle((300, 320, 780, 880), 80, fill="#2F5A4A")
    held = BytesIO()
    art.save(held, "JPEG", quality=85)
    return held.getvalue()


def sheet(subject: Subject, host: str) -> Sheet:
    """What the poster shows; a style that is made for shops gets no goods."""
    goods = Sheet(
        payload=f"HTTPS://{host.upper()}/Q/7K3MQ2XA",
        shop_number="258147",
        shop_name="林间小铺",
        keeper_name="阿林",
        reason=WORDS,
        title="福鼎白茶 老寿眉 2019 紧压饼 100 g",
        price="128",
        picture=picture(subject.ground),
        introduction="山里的茶、蜜和手作。",
    )
    shop = replace(goods, title=None, price=None, reason="", picture=None)
    post = replace(goods, title=None, price=None, is_post=True)
    return next(one for one in (goods, shop, post) if styles()[subject.style].suits(one))


def subjects(sizes: tuple[str, ...], grounds: tuple[str, ...]) -> list[Subject]:
    """Every style in every size; those that show a picture on every ground."""
    return [
        Subject(style.name, size, ground)
        for style in styles().values()
        for size in sizes
        for ground in (grounds if style.shows in ("goods", "post") else ("none",))
    ]


def light_of(subject: Subject, host: str) -> Image.Image:
    """The light of the finished poster: as it is sent, or as paper shows it on 1080 pixels."""
    shown = sheet(subject, host)
    if subject.size in PAPERS:
        form = PAPERS[subject.size]
        page = raster(draw_pdf(shown, subject.style, subject.size).pdf, round(1080 / form.mm[0] * 25.4))
        return page.resize((1080, round(page.height * 1080 / page.width)), Image.Resampling.BOX)
    with Image.open(BytesIO(draw_poster(shown, subject.style, SIZES[subject.size]).jpeg)) as opened:
        return opened.convert("L")


def control(where: str, share: float, host: str) -> Image.Image:
    """The light of a white sheet with nothing on it but the posters' code, larger than theirs."""
    code = make(sheet(Subject("plate", "phone", "none"), host).payload)
    code = code.at(round(PHONE[0] * share / len(code.rows)))
    left, top = ((side - code.side) // 2 if where == "middle" else side - code.side - 64 for side in PHONE)
    bare = Image.new("L", PHONE, 255)
    bare.paste(code.image("#000000", "#FFFFFF").convert("L"), (left, top))
    return bare


def failures(light: Image.Image, payload: str, worn: tuple[Copy, ...], read: dict[str, Reader]) -> dict[str, list[str]]:
    """The names of the copies that a reader could not read, or read as something else, by reader."""
    found: dict[str, list[str]] = {name: [] for name in read}
    for copy in worn:
        seen = copy.of(light)
        for name, reader in read.items():
            if reader(seen) != {payload}:
                found[name].append(copy.name)
    return found


def tried(asked: tuple[Subject, str, int]) -> tuple[str, dict[str, list[str]]]:
    """One poster's failures; of its copies every so manieth is tried."""
    subject, host, step = asked
    payload = sheet(subject, host).payload
    return subject.name, failures(light_of(subject, host), payload, copies()[::step], readers()[0])


def tried_harder(asked: tuple[str | Subject, str]) -> tuple[str, dict[str, list[str]]]:
    """The failures of a bare code, or of a poster, with the copies that are too hard."""
    one, host = asked
    payload = sheet(Subject("plate", "phone", "none"), host).payload
    light = control(*BARE[one], host) if isinstance(one, str) else light_of(one, host)
    read = {name: reader for name, reader in readers()[0].items() if name in GATES}
    return one if isinstance(one, str) else one.name, failures(light, payload, harder(), read)


def measure(quick: bool, host: str, processes: int) -> Figures:
    # An A4 is laid out as an A6 is.
    sizes = tuple(SIZES) if quick else (*SIZES, "a6")
    step = 5 if quick else 1
    asked = [(subject, host, step) for subject in subjects(sizes, GROUNDS[:2] if quick else GROUNDS)]
    with get_context("spawn").Pool(processes) as pool:
        failed = dict(_told(pool.imap(tried, asked)))
        posters: list[str | Subject] = [*subjects(("phone",), ("plain",))]
        hard = [(one, host) for one in [*BARE, *posters]]
        beyond = {} if quick else dict(_told(pool.imap(tried_harder, hard)))
    there, absent = readers()
    code = make(sheet(asked[0][0], host).payload)
    return {
        "payload": code.payload,
        "characters": len(code.payload),
        "code": {"version": code.version, "level": code.level, "module": code.module, "side": code.side},
        "copies": len(copies()[::step]),
        "readers": list(there),
        "absent": absent,
        "failed": failed,
        "beyond": beyond,
    }


def _told(results: Iterable[tuple[str, dict[str, list[str]]]]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The results, and each on the error channel as it comes: a whole run takes ten minutes."""
    for name, by in results:
        print(name, {reader: len(by[reader]) for reader in by}, "not read", file=sys.stderr, flush=True)
        yield name, by


def missed(found: Figures) -> list[str]:
    """The posters that a reader who counts could not read every copy of."""
    return [name for name, by in found["failed"].items() if any(by.get(gate) for gate in GATES)]


def table(found: Figures) -> None:
    code, many = found["code"], found["copies"]
    print(f"{found['payload']}: {found['characters']} characters, version {code['version']}, level {code['level']},")
    print(f"{code['module']} px a module, {code['side']} px of 1080 a side at least\n")
    print(f"{'read, of ' + str(many):28}" + "".join(f"{name:>12}" for name in found["readers"]))
    for subject, by in found["failed"].items():
        print(f"{subject:28}" + "".join(f"{many - len(by[name]):12}" for name in found["readers"]))
    for name, why in found["absent"].items():
        print(f"\n{name} was not asked: {why}")
    for name in found["readers"]:
        unread = Counter(copy for by in found["failed"].values() for copy in by[name])
        total = many * len(found["failed"])
        print(f"\n{name}: {total - unread.total()} of {total} copies read")
        for copy, times in unread.most_common(None if name in GATES else 8):
            where = [subject for subject, by in found["failed"].items() if copy in by[name]]
            print(f"  {times:3} × {copy}: {', '.join(where[:4])}{' …' if times > 4 else ''}")


def bare_too(bare: list[str]) -> str:
    """How bare codes fared where a poster could not be read, from those of them that could not be either."""
    if len(bare) == len(BARE):
        return "no bare code was read"
    corner = [name for name, (where, _) in BARE.items() if where == "corner"]
    return "no bare code in the corner was read" if set(corner) <= set(bare) else "bare codes were read"


def limits(found: Figures) -> None:
    """What is too hard: how bare codes fared, and which bare codes and posters could not be read. A copy from which all
    were read is not told."""
    if not found["beyond"]:
        return
    print("\nHarder than these, and what could not be read from it")
    for reader in (name for name in GATES if name in found["readers"]):
        for copy in harder():
            lost = [name for name, by in found["beyond"].items() if copy.name in by[reader]]
            if lost:
                bare = [name for name in lost if name in BARE]
                print(f"  {reader}, {copy.name}: {bare_too(bare)}; {', '.join(lost)}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--host", default="XIAOPU.SHOP")
    asked.add_argument("--processes", type=int, default=2)
    options = asked.parse_args()
    found = measure(options.quick, options.host, options.processes)
    if options.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        table(found)
        limits(found)
    sys.exit(1 if missed(found) and found["characters"] <= 30 else 0)


if __name__ == "__main__":
    main()
