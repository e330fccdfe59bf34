"""Ways to tell people outside the program: one small contract, values in, nothing out. The program itself always tells
them by its unread counts; which of these it uses besides is chosen by the environment (config.py)."""

from dataclasses import dataclass
from typing import Protocol

from models.kernel.errors import N_
from models.kernel.text import untapped

# Under which heading the settings of all ways stand.
TELLING = N_("提醒")


class Undelivered(Exception):
    """It could not be handed on now; the message says why. It is tried again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told: that a message waits. Never the message itself, which may be private. `audience` is buyer,
    keeper or supplier; `phone` and `mail` are empty where we know none; `url` is where to read it, if anywhere; `key`
    names this notice, the same at every try; `event` says to programs what it is about. Words may hold a title that
    somebody else wrote: `url` is the one address in it that can be tapped."""

    key: str
    audience: str
    phone: str
    mail: str
    subject: str
    text: str
    url: str
    event: str = "talk.unread"

    def __post_init__(self) -> None:
        for name in ("subject", "text"):
            object.__setattr__(self, name, untapped(getattr(self, name)))

    @property
    def whole(self) -> str:
        """Text and address in one line, as an SMS has them: a phone makes the address one to tap."""
        return f"{self.text} {self.url}".strip()


class Notifier(Protocol):
    """One way."""

    name: str

    def send(self, notice: Notice) -> None:
        """Hands a notice on, or does nothing where it has no address for this way. Raises Undelivered."""
