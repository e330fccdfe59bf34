"""Descriptions: from whatever a file holds, plain text or HTML, to a small and harmless set of tags."""

import html
import re

import nh3

TAGS = {
    "p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "u", "s", "h3", "h4", "blockquote", "hr", "sub", "sup",
    "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption",
}  # fmt: skip
DROPPED = {"script", "style", "iframe", "object", "template", "noscript", "title", "svg", "math"}
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
BOX = re.compile(r"<(/?)(?:div|section|article|header|footer)\b", re.IGNORECASE)
HEADING = re.compile(r"<(/?)h[12]\b", re.IGNORECASE)
EMPTY = re.compile(r"<p>(?:\s|&nbsp;)*</p>\s*")


def clean(text: str) -> str:
    """Sanitised HTML without any attribute. Plain text keeps its paragraphs; boxes become paragraphs; the two largest
    headings belong to the page and become smaller ones. Cleaned again it stays as it is."""
    if not TAG.search(text):
        return _paragraphs(html.unescape(text))
    text = HEADING.sub(r"<\1h3", BOX.sub(r"<\1p", text))
    safe = nh3.clean(text, tags=TAGS, attributes={}, clean_content_tags=DROPPED, link_rel=None)
    kept = EMPTY.sub("", safe).strip()
    return kept if TAG.search(kept) else _paragraphs(html.unescape(kept))


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    lines = [[_escaped(line.strip()) for line in block.split("\n")] for block in blocks if block.strip()]
    return "\n".join(f"<p>{'<br>'.join(block)}</p>" for block in lines)


def _escaped(line: str) -> str:
    """As nh3 writes it, so that a description that is cleaned again stays as it is."""
    return html.escape(line, quote=False).replace("\xa0", "&nbsp;")
