"""Ways to tell people outside the program: one small contract, values in, nothing out. The program itself always tells
them by its unread counts; which of these it uses besides is chosen by the environment (config.py)."""

from dataclasses import dataclass
from typing import Protocol


class Undelivered(Exception):
    """It could not be handed on now; the message says why. It is tried again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told: that a message waits. Never the message itself, which may be private. `audience` is buyer,
    keeper or supplier; `phone` and `mail` are empty where we know none; `url` is where to read it; `key` names this
    notice, the same at every try."""

    key: str
    audience: str
    phone: str
    mail: str
    subject: str
    text: str
    url: str


class Notifier(Protocol):
    """One way."""

    name: str

    def send(self, notice: Notice) -> None:
        """Hands a notice on, or does nothing where it has no address for this way. Raises Undelivered."""
