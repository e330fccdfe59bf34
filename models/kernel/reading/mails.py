"""Addresses of mail as people type them."""

import re

from models.kernel.text import narrow

MAIL_LIMIT = 120
# Brackets, quotes and encoded words mean something else in a letter's head: with them it is another address, or none.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/^`{|}~\-]{1,64}+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+", re.IGNORECASE)


def narrowed_mail(typed: str | None) -> str:
    """Without full width and blanks around it."""
    return narrow(typed).strip() if typed else ""


def is_mail(written: str) -> bool:
    """Whether a letter could be sent there."""
    return len(written) <= MAIL_LIMIT and _ADDRESS.fullmatch(written) is not None
