"""How many codes on a shelf are read from a photo: 200 made ones, blurred, tilted, seen aside, shone upon, small, dark.

    python bench/shelf.py [--json] [--quick]

Each photo is 2,400 × 1,800 with one label among boxes and words; the ranges are wear.py's, or wider where a shelf is
worse than a wall, and stand in KINDS. `--quick` takes every fifth. Beside it: a photo of 12 megapixels, from its bytes
to its number, twenty times. Ends with 1 below 95 of 100 read, where one was read wrong, or past 2 s in 5 of 100."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bench.wear import jpeg
from models.catalogue.barcode.number import barcode_readings
from models.catalogue.barcode.reading import barcodes_in, barcodes_of
from models.catalogue.goods.gtin import check_digit
from models.kernel.errors import Refused

WIDE, HIGH = 2400, 1800
_FORMATS = zxingcpp.BarcodeFormat
Take = Callable[[Image.Image, float], Image.Image]


@dataclass(frozen=True, slots=True)
class Kind:
    """One trouble: from the easiest to the hardest, in even steps. `label` is how wide the code is, in pixels."""

    low: float
    high: float
    label: tuple[int, int]
    take: Take


def blurred(shelf: Image.Image, strength: float) -> Image.Image:
    """Out of focus by so many pixels."""
    return shelf.filter(ImageFilter.GaussianBlur(strength))


def tilted(shelf: Image.Image, turn: float) -> Image.Image:
    """Held at an angle, in degrees."""
    return shelf.rotate(turn, Image.Resampling.BICUBIC, fillcolor=120)


def aside(shelf: Image.Image, narrow: float) -> Image.Image:
    """Seen from the side: the far edge is this share shorter."""
    cut = HIGH * narrow / 2
    quad = (0.0, 0.0, 0.0, float(HIGH), float(WIDE), HIGH + cut, float(WIDE), -cut)
    return shelf.transform((WIDE, HIGH), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=120)


def shone(shelf: Image.Image, strength: float) -> Image.Image:
    """A lamp in the foil: a soft spot over a part of the code, added in light, up to where it burns out."""
    spot = Image.new("L", (WIDE // 8, HIGH // 8))
    pen = ImageDraw.Draw(spot)
    pen.ellipse((130, 70, 200, 150), fill=round(strength))
    return ImageChops.add(shelf, spot.filter(ImageFilter.GaussianBlur(14)).resize(shelf.size, Image.Resampling.BICUBIC))


def dark(shelf: Image.Image, gain: float) -> Image.Image:
    """An evening kitchen: less light, and the sensor's noise."""
    dim = shelf.point(lambda light: light * gain)
    return ImageChops.add(dim, Image.effect_noise(shelf.size, 14), 1, -128)


def small(shelf: Image.Image, side: float) -> Image.Image:
    """From afar; the label is made small already, the photo is merely soft."""
    return shelf.filter(ImageFilter.GaussianBlur(side))


KINDS = {
    "blur, σ 1–5 px": Kind(1, 5, (700, 700), blurred),
    "tilt, −45°–45°": Kind(-45, 45, (620, 620), tilted),
    "aside, far edge 5–55 % shorter": Kind(0.05, 0.55, (700, 700), aside),
    "glare, 40–255 of 255": Kind(40, 255, (700, 700), shone),
    "small, 420–160 px wide": Kind(0.4, 0.4, (420, 160), small),
    "dark, light × 0.6–0.15, noise": Kind(0.6, 0.15, (620, 620), dark),
}
CODES = (_FORMATS.EAN13, _FORMATS.EAN13, _FORMATS.EAN13, _FORMATS.UPCA, _FORMATS.EAN8, _FORMATS.QRCode)
PHOTOS = 200


def number(kind: Any, chance: Random) -> str:
    """A GTIN that nobody has need of, with its check digit."""
    digits = {_FORMATS.EAN8: "96", _FORMATS.UPCA: "0"}.get(kind, "69")
    length = {_FORMATS.EAN8: 7, _FORMATS.UPCA: 11}.get(kind, 12)
    digits += "".join(str(chance.randrange(10)) for _ in range(length - len(digits)))
    return digits + check_digit(digits)


def label(kind: Any, gtin: str, wide: int) -> Image.Image:
    """The code printed so wide, on white with its quiet zone."""
    text = f"https://id.gs1.org/01/{gtin.zfill(14)}" if kind == _FORMATS.QRCode else gtin
    drawn: Any = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=8, add_quiet_zones=True)
    image = Image.frombytes("L", (drawn.shape[1], drawn.shape[0]), memoryview(drawn).tobytes())
    wide = wide * 3 // 4 if kind in (_FORMATS.QRCode, _FORMATS.EAN8) else wide
    return image.resize((wide, round(wide * image.height / image.width)), Image.Resampling.BOX)


def shelf(code: Image.Image, chance: Random) -> Image.Image:
    """Boxes with words, and one of them with the label, near the middle."""
    image = Image.linear_gradient("L").resize((WIDE, HIGH)).point(lambda light: 70 + light // 3)
    pen = ImageDraw.Draw(image)
    for at in range(6):
        left, light = at * 400 + chance.randrange(-20, 20), chance.randrange(40, 220)
        top, bottom = chance.randrange(100, 500), chance.randrange(1400, 1750)
        pen.rectangle((left, top, left + 380, bottom), fill=light)
        for row in range(top + 30, bottom - 60, 90):
            pen.text((left + 20, row), "XIAOPU 500 g", (light + 110) % 256, font_size=48)
    left, top = (
        (long - own) // 2 + chance.randrange(-120, 120) for long, own in zip(image.size, code.size, strict=True)
    )
    pen.rectangle((left - 60, top - 60, left + code.width + 60, top + code.height + 60), fill=235)
    image.paste(code, (left, top))
    return image


def photos(every: int) -> Iterator[tuple[str, str, Image.Image]]:
    """Kind, number, light of the photo: as a telephone compresses it."""
    each = -(-PHOTOS // len(KINDS))
    for at in range(0, PHOTOS, every):
        name, kind = list(KINDS.items())[at % len(KINDS)]
        step, chance = (at // len(KINDS)) / (each - 1), Random(at)
        code = CODES[at // len(KINDS) % len(CODES)]
        gtin = number(code, chance)
        wide = round(kind.label[0] + (kind.label[1] - kind.label[0]) * step)
        seen = kind.take(shelf(label(code, gtin, wide), chance), kind.low + (kind.high - kind.low) * step)
        yield name, barcode_readings(gtin)[0].gtin, jpeg(seen, 80)


def measure(quick: bool) -> dict[str, Any]:
    kinds = {name: {"photos": 0, "read": 0, "wrong": 0} for name in KINDS}
    spent = []
    for name, gtin, light in photos(5 if quick else 1):
        begun = time.thread_time()
        gtins = gtins_of(partial(barcodes_in, light))
        spent.append(time.thread_time() - begun)
        kinds[name]["photos"] += 1
        kinds[name]["read"] += gtin in gtins
        kinds[name]["wrong"] += bool(gtins) and gtin not in gtins
    large = sorted(_large(5 if quick else 20))
    total, read = (sum(one[key] for one in kinds.values()) for key in ("photos", "read"))
    return {
        "kinds": kinds,
        "photos": total,
        "read": read,
        "wrong": sum(one["wrong"] for one in kinds.values()),
        "seconds": {"median": round(median(spent), 3), "most": round(max(spent), 3)},
        "12 megapixels": {"median": round(median(large), 3), "p95": round(large[int(len(large) * 0.95) - 1], 3)},
    }


def gtins_of(look: Callable[[], list[Any]]) -> list[str]:
    """The numbers that were read, none where nothing could be."""
    try:
        return [one.gtin for one in look()]
    except Refused:
        return []


def _large(times: int) -> Iterator[float]:
    """Seconds of processor from bytes to an answer, every other time without a code: the longest there is."""
    for at in range(times):
        chance = Random(at)
        gtin = number(_FORMATS.EAN13, chance)
        code = label(_FORMATS.EAN13, gtin, 600) if at % 2 else Image.new("L", (10, 10), 200)
        held = BytesIO()
        shelf(code, chance).resize((4000, 3000)).convert("RGB").save(held, "JPEG", quality=85)
        begun = time.thread_time()
        gtins_of(partial(barcodes_of, held.getvalue()))
        yield time.thread_time() - begun


def table(found: dict[str, Any]) -> None:
    for name, one in found["kinds"].items():
        print(f"{name:34}{one['read']:4} of {one['photos']:3} read, {one['wrong']} wrong")
    print(f"{'all':34}{found['read']:4} of {found['photos']:3} read: {found['read'] / found['photos']:.1%}")
    print(f"seconds of processor: {found['seconds']}; 12 megapixels, with and without a code: {found['12 megapixels']}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    options = asked.parse_args()
    found = measure(options.quick)
    print(json.dumps(found, ensure_ascii=False)) if options.json else table(found)
    good = found["read"] >= 0.95 * found["photos"] and not found["wrong"] and found["12 megapixels"]["p95"] <= 2
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
