"""Large pictures are unpacked by a process of its own: what comes of them is the same, and ours does not grow."""

import io
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from models.kernel import apart, pictures
from models.kernel.errors import Refused
from models.kernel.pictures import normalise, uncropped

DATA = Path(__file__).resolve().parents[2] / "data"


def _picture(size: tuple[int, int], kind: str, mode: str = "RGB", **options: object) -> bytes:
    held = io.BytesIO()
    image = Image.effect_noise((90, 60), 60).resize(size)
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 200)
    image.convert(mode).save(held, kind, **options)
    return held.getvalue()


# Made by the test that takes one: they take seconds.
LARGE = {
    "png": partial(_picture, (5200, 4600), "PNG", "RGBA"),
    "deep grey": partial(_picture, (5000, 4800), "PNG", "I;16"),
    "webp": partial(_picture, (5600, 4200), "WEBP", quality=40),
    "progressive": partial(_picture, (8000, 6000), "JPEG", progressive=True, quality=40),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_one_takes_nothing_of_ours(name: str, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(LARGE[name]())
    program = """
import re, sys
from models.kernel.pictures import normalise
def peak(): return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
data, before = open(sys.argv[1], "rb").read(), peak()
assert sorted(normalise(data).sizes) == [270, 540, 1080]
print(peak() - before)
"""
    command = [sys.executable, "-c", program, str(tmp_path / "large")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=DATA.parents[1])
    assert int(done.stdout) < 40


@pytest.mark.parametrize("name", ["upright.heic", "turned.heic"])
def test_what_comes_of_it_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (DATA / name).read_bytes()
    here, whole = normalise(data), uncropped(data)
    monkeypatch.setattr(pictures, "HEAVY", 10)
    assert (normalise(data), uncropped(data)) == (here, whole)
    # It is the other process that answers now, and not ours.
    monkeypatch.setattr(apart, "_SECONDS", 0.01)
    for unpack in (normalise, uncropped):
        with pytest.raises(Refused, match="解开后太大了"):
            unpack(data)


def test_a_broken_one_and_one_that_takes_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = LARGE["png"]()
    with pytest.raises(Refused, match="不完整或已损坏"):
        normalise(whole[: len(whole) // 2])
    narrow = _picture((40_000, 170), "PNG", "L")
    with pytest.raises(Refused, match="图片太小了"):
        normalise(narrow)
    monkeypatch.setattr(apart, "_SECONDS", 0.05)
    with pytest.raises(Refused, match="解开后太大了"):
        normalise(LARGE["webp"]())
