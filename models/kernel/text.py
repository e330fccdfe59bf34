"""Text as people type it, made plain: widths, spaces, control characters, masks."""

import re
import unicodedata

from models.kernel.reading.letters import is_blank, without_unseen

_SPACES = re.compile(r"[\s\u3000]+")
# The dots of a name of the web, of an address of four numbers, and the sign of a scheme.
_TAPPABLE = re.compile(r"(?<=[^\W_])[.．](?=[^\W\d_]{2})|(?<=\d)[.．](?=\d+[.．]\d)|:(?=//)")


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms (NFKC), for what is compared or parsed."""
    return unicodedata.normalize("NFKC", text)


def loosely(text: str) -> str:
    """The text for comparing what people type with what stands: without width, case and spaces, and with short
    dashes."""
    return "".join(narrow(text).casefold().split()).replace("–", "-")


def one_line(text: str) -> str:
    """Without what nobody sees, runs of white space as one space, ends trimmed; "" where nothing visible is left. Keeps
    full-width punctuation."""
    line = _SPACES.sub(" ", without_unseen(unicodedata.normalize("NFC", text))).strip()
    return "" if is_blank(line) else line


def paragraphs(text: str) -> str:
    """Like one_line, but line breaks stay; never more than one blank line."""
    lines = [one_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def untapped(text: str) -> str:
    """The text with a space in each web address, so that no phone or mail program makes it one to tap: somebody else
    wrote it, and it is sent in our name."""
    return _TAPPABLE.sub(r"\g<0> ", text)


def mask_name(name: str) -> str:
    """What a shopkeeper may see of a buyer's name: its first character."""
    return name[:1] + "＊" * max(1, min(len(name) - 1, 2))


def mask_phone(number: str) -> str:
    """First three and last four digits."""
    return f"{number[:3]}****{number[-4:]}"
