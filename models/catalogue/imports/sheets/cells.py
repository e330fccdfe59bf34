"""What one cell may say: each function reads a trimmed, non-empty text and gives a value, or raises Refused."""

import re
from collections.abc import Callable

from models.catalogue.goods.gtin import LENGTHS, valid_gtin
from models.catalogue.goods.selling import MOST_GRAMS
from models.catalogue.imports.sheets.entries import COMMISSION_BP, STOCK
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.reading.letters import plain
from models.kernel.reading.numbers import ROUNDED, rate, shown, whole
from models.kernel.text import one_line

# What may stand behind a weight in grams, as people write it.
_GRAMS = re.compile(r"(?<!\s)\s*+(?:克|g|grams?)$", re.IGNORECASE)
YES = {"是", "y", "yes", "true", "1", "上架", "对"}
NO = {"否", "n", "no", "false", "0", "不", "草稿"}
PICTURE_BREAK = re.compile(r"[|｜\r\n；;]+")
# What lies between two addresses, or behind a name's ending.
_ENDINGS = ("jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif", "tif", "tiff", "bmp", "tbi")
PICTURE_COMMA = re.compile(
    r"(?<!\s)\s*+[,，、]\s*+(?=(?:https?:)?//)|(?<!\s)\s++(?=https?://)"
    + "".join(rf"|(?<=\.{ending})\s*[,，、]\s*" for ending in _ENDINGS),
    re.IGNORECASE,
)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)


def text(most: int) -> Callable[[str], str]:
    """A reader of one line of text, cleaned like that of a form, of at most `most` characters."""

    def read(value: str) -> str:
        line = one_line(value)
        if not line:
            raise Refused("", N_("这一格不能空着"))
        if len(line) > most:
            raise Refused("", N_("最多 %(most)d 个字，现在有 %(length)d 个"), most=most, length=len(line))
        return line

    return read


def code(most: int) -> Callable[[str], str]:
    """A reader of a code: a line of text that no spreadsheet program has rounded."""
    line = text(most)

    def read(value: str) -> str:
        _not_rounded(value)
        return line(value)

    return read


def price(value: str) -> Money:
    """Yuan, above zero."""
    amount = Money.parse(value)
    if not amount:
        raise Refused("", N_("价格要大于 0"))
    return amount


def stock(value: str) -> int:
    """Whole pieces, 0 to a million."""
    return whole(value, most=STOCK)


def count(most: int) -> Callable[[str], int]:
    """A reader of a count, from 1 to `most`."""
    return lambda value: whole(value, least=1, most=most)


def grams(value: str) -> int:
    """The weight of one piece in whole grams; another unit beside it is refused."""
    return whole(_GRAMS.sub("", plain(value)), least=1, most=MOST_GRAMS)


def commission(value: str) -> int:
    """Basis points from percent: "10" and "10%" are 1000. A bare "0.1" could be either 10 % or 0.1 %: it is asked."""
    bp = rate(value, most=COMMISSION_BP)
    if 0 < bp < 100 and not plain(value).endswith("%"):
        raise Refused("", N_("看不出是 %(text)s%% 还是 %(times)s%%，请带上百分号"), text=shown(value), times=bp)
    return bp


def barcode(value: str) -> str:
    """A GTIN. The apostrophe that keeps a spreadsheet from rounding, spaces and dashes go; a lost leading zero is
    put back where the check digit proves it."""
    digits = re.sub(r"[\s'’-]|\.0*$", "", plain(value))
    _not_rounded(digits)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (*LENGTHS, 7, 11):
        raise Refused("", N_("条码要是 8、12、13 或 14 位数字"))
    if len(digits) not in LENGTHS:
        digits = "0" + digits
    if not valid_gtin(digits):
        raise Refused("", N_("条码的校验位不对，请对照包装再看一遍"))
    return digits


def yes(value: str) -> bool:
    """是 or 否."""
    word = plain(value).casefold()
    if word in YES or word in NO:
        return word in YES
    raise Refused("", N_("请填“是”或“否”"))


def picture_names(value: str) -> tuple[str, ...]:
    """URLs, or names of files in the zip that comes along; in order, each once. A comma parts two addresses or two
    names, and stays where it belongs to one."""
    names = (part.strip() for part in PICTURE_BREAK.split(PICTURE_COMMA.sub("|", value)))
    return tuple(dict.fromkeys(_picture(name) for name in names if name))


def _picture(name: str) -> str:
    if len(name) > 1000:
        raise Refused("", N_("图片的网址或文件名太长了"))
    # An address without its scheme, as pages write it.
    name = f"https:{name}" if name.startswith("//") else name
    scheme = SCHEME.match(name)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise Refused("", N_("图片请写 http 或 https 网址，或压缩包里的文件名"))
    return name if scheme else re.sub(r"^[a-zA-Z]:", "", name).replace("\\", "/").lstrip("./")


def _not_rounded(value: str) -> None:
    if ROUNDED.fullmatch(value.strip()):
        raise Refused("", N_("“%(text)s”被表格软件改写过，后几位已经丢了。请把这一列设成“文本”再重填"), text=value[:40])
