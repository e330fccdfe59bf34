"""The encoding of a text file: by its mark, by being UTF-8, else the one whose reading has the most of what people
write. Counting beats guessing by byte patterns, which takes Big5 for Korean."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from models.catalogue.imports.understanding.characters import SIMPLIFIED, TRADITIONAL
from models.kernel.errors import N_, Refused

# What a person may choose, and how it is called.
ENCODING_NAMES = {
    "utf-8-sig": "UTF-8", "gb18030": "GB18030 (GBK)", "big5hkscs": "Big5", "cp932": "Shift-JIS", "cp1252": "Latin-1",
    "utf-16": "UTF-16", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE",
}  # fmt: skip
_RANKED = ("gb18030", "big5hkscs", "cp932", "cp1252")
_SAMPLE = 256 * 1024
_CHUNK = 1024 * 1024
# Two readings so near each other are close: a person looks at both.
_CLOSE = 0.12
# Below the first nobody writes so; below the second it may be an encoding that is not known here.
_NONSENSE, _POOR = 0.05, 0.4
_WEIGHTS = {letter: 1.0 - 0.5 * place / len(SIMPLIFIED) for place, letter in enumerate(SIMPLIFIED)} | {
    letter: 1.0 - 0.5 * place / len(TRADITIONAL) for place, letter in enumerate(TRADITIONAL)
}
_PUNCTUATION = re.compile("[\u3000-\u303f\uff00-\uff60\u2010-\u2027\u2030-\u205e\u00a5\u00b7\u00d7\u2103\u20ac\u00b0]")
_KANA = re.compile("[\u3041-\u30ff]")
# Bytes of anything become these in Shift-JIS.
_NARROW_KANA = re.compile("[\uff61-\uff9f]")
_HAN = re.compile("[\u3400-\u9fff]")
# Letters with marks as European names and words have them.
_ACCENTED = set("àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿšžßÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØŒÙÚÛÜŠŽ’‘“”–—…®™©°€£¡¿²³½ªº«»·´")
# A letter of UTF-8 that takes three or four bytes.
_LONGER = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ELSEWHERE = re.compile("[\u0370-\u052f]")
_OTHERS = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Decoding:
    """One encoding that a file may be in, and how much of what it gives is what people write: 0 to 1."""

    encoding: str
    weight: float


def readings_of(path: Path) -> list[Decoding]:
    """The encodings that the whole file is valid in, the likeliest first. Raises Refused where there is none."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
        whole = not file.read(1)
    marked = _marked(sample)
    found = [Decoding(marked, 1.0)] if marked else _ranked(path, sample, whole=whole)
    valid = [one for one in found if one.weight >= _NONSENSE and _valid(path, one.encoding)]
    if not valid:
        raise Refused("file", N_("认不出文件的文字编码。请另存为“CSV UTF-8”或 XLSX 再上传"))
    return valid


def close_readings(readings: list[Decoding]) -> list[Decoding]:
    """The first, and those that are about as likely; all of them where none reads well."""
    if readings[0].weight < _POOR:
        return readings
    return [one for one in readings if readings[0].weight - one.weight < _CLOSE]


def _marked(sample: bytes) -> str:
    """By the byte order mark, or by the zero bytes that UTF-16 has at every other place."""
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # Chinese has letters with a zero byte of their own, such as 一: a few stand at the other places too.
    few, many = sorted((even, odd))
    if few * 4 <= many and many * 20 > len(sample):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _ranked(path: Path, sample: bytes, *, whole: bool) -> list[Decoding]:
    utf8 = _weight(sample, "utf-8-sig", whole=whole)
    # Hardly any other text is UTF-8 by chance: two or three characters of GBK may be, as letters of two bytes.
    certain = utf8 is not None and (utf8 > 0.2 or len(_LONGER.findall(sample)) > 0 or _many(sample))
    if certain and _valid(path, "utf-8-sig"):
        return [Decoding("utf-8-sig", 1.0)]
    weights = {name: _weight(sample, name, whole=whole) for name in _RANKED}
    if utf8 is not None:
        weights["utf-8-sig"] = utf8
    ranked = [Decoding(name, weight) for name, weight in weights.items() if weight is not None]
    return sorted(ranked, key=lambda reading: -reading.weight)


def _many(sample: bytes) -> bool:
    return sum(byte > 127 for byte in sample) > 24


def _weight(sample: bytes, encoding: str, *, whole: bool) -> float | None:
    """How much of the sample is what people write in that encoding; None where it is not valid."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample, final=whole)
    except UnicodeError:
        return None
    runs = _OTHERS.findall(text)
    letters = "".join(runs)
    if not letters:
        return 1.0
    if encoding == "cp1252":
        # In European words a letter with a mark stands between plain ones; wrong readings give runs of them.
        return 0.9 * sum(1 for run in runs if len(run) <= 2 and set(run) <= _ACCENTED) / len(runs)
    # What other encodings have by chance only, these have on purpose.
    wide = encoding in ("cp932", "utf-8-sig")
    return sum(_worth(letter, wide=wide) for letter in letters) / len(letters)


def _worth(letter: str, *, wide: bool) -> float:
    if letter in _WEIGHTS:
        return _WEIGHTS[letter]
    if _KANA.match(letter):
        return 0.9 if wide else 0.1
    if _NARROW_KANA.match(letter):
        return 0.35 if wide else 0.0
    if _PUNCTUATION.match(letter) or (wide and _ELSEWHERE.match(letter)):
        return 0.5
    if _HAN.match(letter):
        return 0.25
    return 0.4 if letter in _ACCENTED else 0.0


def _valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
