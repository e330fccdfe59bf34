"""How the domain says no. One exception, which carries the sentence a person will read."""

from collections.abc import Callable
from typing import Any

from models.kernel.said import Said

# Turns a msgid and its parameters into words of the reader's language: what a file that people download is given.
Say = Callable[..., str]


def N_(message: str) -> str:
    """Marks a sentence for translation without translating it: the domain does not know the reader's language."""
    return message


class Refused(Exception):
    """A rule was not met. `field` names the form field it concerns ("" for the whole form); `message` is
    a msgid in Chinese with `%(name)s` places, filled from `params` after translation."""

    def __init__(self, field: str, message: str, **params: Any) -> None:
        super().__init__(message % params if params else message)
        self.field = field
        self.message = message
        self.params = params

    @property
    def said(self) -> Said:
        """The sentence as it can be kept."""
        return Said(self.message, **self.params)


class Gone(Exception):
    """What was asked for is not there, or not for this person: a stranger is told no more than that."""
