"""Feeds in XML (RSS, Atom and the like) as a table: one row for each item, one column for each kind of child. Entities
are refused, nothing is fetched, and what is held in memory is one item."""

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from models.catalogue.imports.sheets.entries import FILE_ROWS
from models.catalogue.imports.sheets.headings import Heading
from models.kernel.errors import N_, Refused

_ITEMS = frozenset(["item", "entry", "product", "offer", "goods", "shopitem", "row"])
_CHUNK = 64 * 1024
# An item of a feed is a few thousand characters; its elements stand in each other three or four deep.
_ITEM_CHARACTERS = 500_000
_DEEPEST = 64
# Short names of what is Google's stand at the feed or its items.
_PREFIXES = 4
_COLUMNS = 500
# How Google's own names begin, whatever short name a feed gives them.
_GOOGLE, _NAMESPACE = "g:", "http://base.google.com/ns/1.0"
_STARTS = (b"<?xml", b"<rss", b"<feed", b"<products", b"<items", b"<channel")


def is_feed(start: bytes) -> bool:
    """Whether a file that begins so is XML."""
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        plain = start[2:].replace(b"\0", b"").lstrip()
    return plain.lower().startswith(_STARTS)


class FeedTable:
    """The columns and the rows of a feed. `rows` may be walked several times; the first item is row 2."""

    def __init__(self, path: Path) -> None:
        self.path = path
        names: dict[str, None] = {}
        self.count = 0
        for item in _items(path):
            self.count += 1
            names.update(dict.fromkeys(item))
            if len(names) > _COLUMNS:
                raise Refused("file", N_("这不像商品数据：列太多了"))
        if not names:
            raise Refused("file", N_("这个 XML 里没有商品。要有 <item> 或 <entry> 这样一件一件的"))
        # What an item says both plainly and as Google's own, Google's says; other items may have the plain one alone.
        self._plain = {name: name.removeprefix(_GOOGLE) for name in names if name.removeprefix(_GOOGLE) in names}
        self.header = [name for name in names if f"{_GOOGLE}{name}" not in names]
        self.header_line = 1
        self.heading = Heading(1, 1, self.header, len(self.header))
        self.above = self.encoding = self.separator = ""
        self.sheets: list[str] = []
        self.sheet = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(number, cells) of every item."""
        for line, item in enumerate(_items(self.path), 2):
            yield line, [item.get(name) or item.get(self._plain.get(name, name), "") for name in self.header]

    def first_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows as long as somebody wants more."""
        return self.rows()


def _items(path: Path) -> Iterator[dict[str, str]]:
    """Every item as the texts of its children; several of one name are lines of one text."""
    found: list[dict[str, str]] = []
    walker = _Walker(found.append)
    count = 0
    try:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                walker.parser.Parse(block, False)
                count += len(found)
                if count > FILE_ROWS:
                    raise Refused("file", N_("一个文件最多 %(most)d 行，请分成几个文件"), most=FILE_ROWS)
                yield from found
                found.clear()
            walker.parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, ValueError, LookupError):
        raise Refused("file", N_("这个 XML 读不出来，可能没有传完整")) from None
    yield from found


class _Walker:
    """Hears the elements of a feed as they come, and hands over each item when it ends."""

    def __init__(self, hand_over: Callable[[dict[str, str]], None]) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._hand_over = hand_over
        self._google: set[str] = set()
        self._depth = self._at = self._size = 0
        self._item: dict[str, str] | None = None
        self._texts: list[str] = []

    def _entity(self, *_: object) -> None:
        raise Refused("file", N_("这个 XML 里有自定义的实体，不收。请导出普通的商品数据"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused("file", N_("这个 XML 读不出来，可能没有传完整"))
        if self._depth <= _PREFIXES:
            spaces = {name for name, value in attributes.items() if value == _NAMESPACE and name.startswith("xmlns:")}
            self._google |= {name.removeprefix("xmlns:") for name in spaces}
        if self._item is None:
            if name.rsplit(":", 1)[-1].casefold() in _ITEMS:
                self._item, self._at, self._size = {}, self._depth, 0
            return
        if self._depth == self._at + 1:
            self._texts = [attributes["href"]] if "href" in attributes else []

    def _text(self, text: str) -> None:
        if self._item is not None and self._depth == self._at + 1:
            self._size += len(text)
            if self._size > _ITEM_CHARACTERS:
                raise Refused("file", N_("这个 XML 里有一件商品太大了"))
            self._texts.append(text)

    def _called(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"{_GOOGLE}{local}" if prefix in self._google else name

    def _end(self, name: str) -> None:
        if self._item is not None and self._depth == self._at + 1:
            text = "".join(self._texts).strip()
            if text:
                name = self._called(name)
                self._item[name] = f"{self._item[name]}\n{text}" if name in self._item else text
            self._texts = []
        elif self._item is not None and self._depth == self._at:
            self._hand_over(self._item)
            self._item = None
        self._depth -= 1
