"""The code: version, level and module size follow the text's length."""

import pytest

from models.kernel.errors import Refused
from models.poster.qr import QUIET, make

HOST = "HTTPS://XIAOPU.SHOP/Q/"


@pytest.mark.parametrize(
    ("payload", "version", "level"),
    [
        ("HTTPS://A.CN/Q/7K3MQ", 1, "M"),
        (HOST + "7K3MQ2X", 2, "Q"),
        (HOST + "7K3MQ2XA", 2, "M"),
        (HOST + "A" * 24, 2, "L"),
        (HOST + "A" * 30, 3, "M"),
        ("https://xiaopu.shop/q/7k3mq2xa", 2, "L"),
    ],
)
def test_the_smallest_version_then_the_highest_level(payload: str, version: int, level: str) -> None:
    code = make(payload)
    assert (code.version, code.level) == (version, level)
    assert len(code.rows) == 17 + 4 * version


@pytest.mark.parametrize("length", [0, 10, 30, 60, 100])
def test_modules_are_whole_and_large(length: int) -> None:
    code = make(HOST + "A" * length)
    assert code.module >= 10
    assert 375 <= code.side <= 450
    assert code.side == code.module * len(code.rows)
    assert code.quiet == QUIET * code.module


def test_thirty_characters_have_fifteen_pixels_a_module() -> None:
    """So that a poster which is 240 px wide on a photograph of a wall is still read as a rule: bench/scan.py."""
    code = make(HOST + "7K3MQ2XA")
    assert (len(code.rows), code.module) == (25, 15)


def test_a_second_try_has_larger_modules_and_a_higher_level() -> None:
    first, second = make(HOST + "7K3MQ2XA"), make(HOST + "7K3MQ2XA", boost=True)
    assert (first.level, second.level) == ("M", "H")
    assert second.side > first.side


def test_only_ink_and_paper() -> None:
    code = make(HOST)
    image = code.image("#1F1B16", "#FBF7F0")
    assert image.size == (code.side, code.side)
    assert {colour for _, colour in image.getcolors() or []} == {(0x1F, 0x1B, 0x16), (0xFB, 0xF7, 0xF0)}


def test_an_endless_address_is_refused() -> None:
    with pytest.raises(Refused):
        make(HOST + "A" * 5000)
