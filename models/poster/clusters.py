"""What a reader sees as one character. Which of them can be drawn is known to typeset/drawable.py."""

import re
import unicodedata
from collections.abc import Iterator

_KEYCAP = "\u20e3"
_TONE = "[\U0001f3fb-\U0001f3ff]"
_FLAG = "[\U0001f1e6-\U0001f1ff]"
_TAGS = "[\U000e0020-\U000e007f]"
_PATTERN = re.compile(
    rf"{_FLAG}{{2}}"
    rf"|[0-9#*]\ufe0f?{_KEYCAP}"
    rf"|\s|.(?:{_TONE}|{_TAGS}|[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200d]|(?<=\u200d)[\u2190-\U0001faff])*",
    re.DOTALL,
)


def clusters(text: str) -> Iterator[str]:
    """Splits where a caret could stand: an emoji keeps its skin tone and its joined parts, a letter its accents."""
    held = ""
    for match in _PATTERN.finditer(text):
        piece = match.group()
        if held and unicodedata.category(piece[0]) in ("Mn", "Mc", "Me") and not held.isspace():
            held += piece
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def shortened(text: str, most: int) -> str:
    """The text in so many marks as a reader counts them; a longer one ends with an ellipsis."""
    marks = list(clusters(text))
    return text if len(marks) <= most else "".join(marks[: most - 1]).rstrip() + "…"
