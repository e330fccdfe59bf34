"""Text as people type it, made plain: widths, spaces, control characters, masks."""

import re
import unicodedata

# Controls, and what is invisible; the joiner U+200D stays, because emoji are put together with it.
_CONTROL = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f"
    r"\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SPACES = re.compile(r"[\s\u3000]+")
PHONE = re.compile(r"1[3-9][0-9]{9}")


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms (NFKC), for what is compared or parsed."""
    return unicodedata.normalize("NFKC", text)


def one_line(text: str) -> str:
    """Without control characters, runs of white space as one space, ends trimmed. Keeps full-width punctuation."""
    return _SPACES.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", text))).strip()


def paragraphs(text: str) -> str:
    """Like one_line, but line breaks stay; never more than one blank line."""
    lines = [one_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def phone(text: str) -> str:
    """A mainland mobile number as eleven digits: spaces, dashes and +86 dropped. "" where it is none."""
    digits = re.sub(r"[\s\-()]", "", narrow(text)).removeprefix("+86").removeprefix("0086")
    return digits if PHONE.fullmatch(digits) else ""


def mask_name(name: str) -> str:
    """What a shopkeeper may see of a buyer's name: its first character."""
    return name[:1] + "＊" * max(1, min(len(name) - 1, 2))


def mask_phone(number: str) -> str:
    """First three and last four digits."""
    return f"{number[:3]}****{number[-4:]}"
