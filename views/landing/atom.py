"""A shop's posts as Atom (RFC 4287). Built as a tree, so that what people wrote is text in it and never markup."""

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import url_for

from models.feed.showing import ShownPost

_ATOM = "http://www.w3.org/2005/Atom"
_TITLE = 40


def atom_feed(
    number: int, name: str, keeper: str, opened_at: datetime | None, posts: Sequence[ShownPost], *, where: str
) -> bytes:
    """The document, UTF-8. Ids are the addresses, which stay."""
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    address = f"{where}/{number}/posts"
    _say(feed, "title", f"{name} {number}")
    _say(feed, "id", address)
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": address})
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{address}.atom"})
    _say(SubElement(feed, "author"), "name", _told(keeper))
    newest = max((post.out_at for post in posts), default=opened_at)
    _say(feed, "updated", _moment(newest))
    for post in sorted(posts, key=lambda one: one.out_at, reverse=True):
        _add(feed, post, where)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="utf-8", xml_declaration=False)


def _add(feed: Element, post: ShownPost, where: str) -> None:
    entry = SubElement(feed, "entry")
    address = f"{where}/{post.number}/posts/{post.code}"
    words = _told(post.words)
    line = words.split("\n", 1)[0] or (_told(post.goods.title) if post.goods else post.shop_name)
    _say(entry, "title", line if len(line) <= _TITLE else line[: _TITLE - 1] + "…")
    _say(entry, "id", address)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    for key in post.pictures:
        picture = where + url_for("assets.preview", key=key)
        SubElement(entry, "link", {"rel": "enclosure", "type": "image/jpeg", "href": picture})
    _say(entry, "published", _moment(post.out_at))
    _say(entry, "updated", _moment(post.out_at))
    _say(entry, "content", words or line, type="text")


def _say(parent: Element, name: str, words: str, **facts: str) -> None:
    SubElement(parent, name, facts).text = words


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else "1970-01-01T00:00:00Z"


def _told(words: str) -> str:
    """Without what no XML may hold; the reader of texts has taken most of it out before."""
    return "".join(c for c in words if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
