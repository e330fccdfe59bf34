"""Glyphs of a face at a weight: which of them a text needs, where they stand, and their outlines, by HarfBuzz.

It maps the font files into memory and reads what is asked for: a face of 65,000 glyphs costs neither time nor room."""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import uharfbuzz
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

from models.poster.typeset.faces import Face

_EXACT = 0.0005  # How far, in em, a quadratic outline may stray from the cubic one that the face has.
_one_at_a_time = Lock()  # Fonts are shared by the threads, and are shaped and drawn with by one.


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a text. `text` is what it stands for, "" for what belongs to the glyph before. Lengths are in em."""

    number: int
    text: str
    advance: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Outline:
    """A compiled TrueType glyph, and its left edge in the face's units."""

    data: bytes
    left: int


@lru_cache(maxsize=64)
def _font(face: Face, weight: int) -> uharfbuzz.Font:
    font = uharfbuzz.Font(uharfbuzz.Face(_file(face.path), face.index))
    font.set_variations({"wght": weight})
    return font


@lru_cache(maxsize=32)
def _file(path: str) -> uharfbuzz.Blob:
    return uharfbuzz.Blob.from_file_path(path)


def upem(face: Face) -> int:
    return int(_font(face, 400).face.upem)


@lru_cache(maxsize=4096)
def glyphs(face: Face, weight: int, text: str) -> tuple[Glyph, ...]:
    """The glyphs of a piece of text that one face has, from left to right. Hanzi stand as they are; other scripts and
    joined emoji are shaped, as the pixels are."""
    with _one_at_a_time:
        font = _font(face, weight)
        return _shaped(font, text) if face.shaped else _plain(font, text)


def _plain(font: uharfbuzz.Font, text: str) -> tuple[Glyph, ...]:
    em = font.face.upem
    numbers = [(font.get_nominal_glyph(ord(mark)) or 0, mark) for mark in text]
    return tuple(Glyph(number, mark, font.get_glyph_h_advance(number) / em) for number, mark in numbers)


def _shaped(font: uharfbuzz.Font, text: str) -> tuple[Glyph, ...]:
    em = font.face.upem
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS  # A mark over a letter stays its own text.
    uharfbuzz.shape(font, buffer)
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    found, told = [], set[int]()
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        words = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
        told.add(info.cluster)
        x, y = place.x_offset / em, place.y_offset / em
        found.append(Glyph(info.codepoint, words, place.x_advance / em, x, y))
    return tuple(found)


@lru_cache(maxsize=8192)
def outline(face: Face, weight: int, number: int) -> Outline:
    """Every reader and printer knows TrueType outlines, whatever the face itself has."""
    with _one_at_a_time:
        font = _font(face, weight)
        pen = TTGlyphPen(None)
        font.draw_glyph_with_pen(number, Cu2QuPen(pen, _EXACT * font.face.upem))
        glyph = pen.glyph()
        glyph.recalcBounds(None)
        left = glyph.xMin if glyph.numberOfContours else 0
        return Outline(glyph.compile(None, recalcBBoxes=False), left)
