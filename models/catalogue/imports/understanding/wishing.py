"""What somebody types about a file, as wishes: at the command line and on the page alike. Each reader raises Refused
with the part of the page it stands on."""

from collections.abc import Iterable

from models.catalogue.imports.formats import goods_formats
from models.catalogue.imports.formats.ours.columns import HEADINGS
from models.catalogue.imports.sheets.entries import OPTION, STOCK
from models.catalogue.imports.sheets.layout import ATTRIBUTE_OF, OPTION_OF, plain_heading
from models.catalogue.imports.understanding.encodings import ENCODING_NAMES
from models.catalogue.imports.understanding.meanings import bare_of
from models.catalogue.imports.understanding.money import currency_of, exchange_rate
from models.catalogue.imports.understanding.plan import YUAN
from models.catalogue.imports.understanding.synonyms import synonym_of
from models.kernel.errors import N_, Refused
from models.kernel.reading.numbers import shown, whole
from models.kernel.text import loosely, one_line

_IGNORED = ("", "-", "ignore", "none", "不读", "忽略")
_OPTION_WORDS = ("option", "规格")
_ATTRIBUTE_WORDS = ("attribute", "属性")


def meaning_named(column: str, typed: str) -> str:
    """The meaning that somebody gives a column: one of our names or headings, "option" or "attribute" with or without a
    name of their own, or "ignore"."""
    word, _, name = typed.replace("：", ":").partition(":")
    kind = plain_heading(word)
    if kind in _IGNORED:
        return ""
    named = one_line(name) or one_line(bare_of(column))
    if kind in _OPTION_WORDS:
        return f"{OPTION_OF}{named[:OPTION]}"
    if kind in _ATTRIBUTE_WORDS:
        return f"{ATTRIBUTE_OF}{named[:OPTION]}"
    every = {plain_heading(our): our for one in goods_formats().values() for our in one.columns}
    ours = {plain_heading(heading): our for our, heading in HEADINGS.items()}
    found = every.get(kind) or ours.get(kind) or synonym_of(kind)
    if not found:
        raise Refused(
            "columns", N_("“%(text)s”不是列的意思，例如 title、price、stock、option、ignore"), text=shown(typed)
        )
    return found


def meanings_named(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Meanings by heading."""
    return {column.strip(): meaning_named(column, typed) for column, typed in pairs}


def money_named(typed: str) -> tuple[str, str]:
    """(currency, rate): "CNY", or "USD=7.12" where one is 7.12 yuan."""
    code, _, rate = typed.replace("＝", "=").partition("=")
    currency = currency_of(code)
    return currency, "1" if currency == YUAN else exchange_rate(rate) if rate.strip() else ""


def encoding_named(typed: str) -> str:
    """An encoding by its name, as people call it or as the program does."""
    wanted = loosely(typed)
    aliases = {"gbk": "gb18030", "gb2312": "gb18030", "utf8": "utf-8-sig", "utf-8": "utf-8-sig", "sjis": "cp932",
               "windows-1252": "cp1252", "latin1": "cp1252"}  # fmt: skip
    for name, words in ENCODING_NAMES.items():
        if wanted in (name, loosely(words), name.removesuffix("hkscs")):
            return name
    found = aliases.get(wanted, "")
    if not found:
        names = "、".join(ENCODING_NAMES.values())
        raise Refused("encoding", N_("编码请从这些里选：%(names)s"), names=names)
    return found


def pieces_named(typed: str, field: str = "empty_stock") -> int | None:
    """Pieces, or None for "keep". Raises Refused on the field."""
    if loosely(typed) in ("", "keep", "不改", "保持"):
        return None
    return whole(typed, field, most=STOCK)
