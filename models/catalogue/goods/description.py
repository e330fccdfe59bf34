"""Descriptions as people type them: plain paragraphs where that is all there is, else the harmless HTML itself."""

import html
import re

from models.catalogue.goods.markup import TAG, clean

_PLAIN = re.compile(r"</?p>|<br\s*/?>", re.IGNORECASE)
_ANY = re.compile(r"<[^<>]*>")

__all__ = ["as_typed", "clean", "has_markup"]


def has_markup(description: str) -> bool:
    """Whether it holds more than paragraphs and line breaks, so that it is edited as HTML."""
    bare = _PLAIN.sub("", description)
    return bool(_ANY.search(bare)) or bool(TAG.search(html.unescape(bare)))


def as_typed(description: str) -> str:
    """What to show in the box for editing; `clean` of it gives the same description again."""
    if has_markup(description):
        return description
    text = re.sub(r"<br\s*/?>\n?", "\n", description)
    # Split and stripped piece by piece: a pattern that looks for spaces before a tag is slow on a page of spaces.
    paragraphs = (part.strip().removeprefix("<p>").lstrip() for part in text.split("</p>"))
    return html.unescape("\n\n".join(paragraphs).replace("<p>", "")).strip()
