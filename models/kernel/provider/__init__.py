"""Providers: what others do for the network (take money, send texts), one folder each. A folder says in its own
`__init__.py` what it is called, which settings it has and how it is made; nothing else lists it.

Everything that goes over the network may fail or hang: such calls raise Unreachable, are made outside of transactions,
and are safe to repeat.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

MadeT = TypeVar("MadeT")


class Unreachable(Exception):
    """The provider did not answer, or not in a way that can be trusted. Nothing is known: ask again later."""


class Unfit(Exception):
    """A setting of a provider that cannot work. `setting` is the field's name, `words` go on from it in a sentence."""

    def __init__(self, setting: str, words: str) -> None:
        super().__init__(f"{setting} {words}")
        self.setting = setting
        self.words = words


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What a provider has to be told. Each field is declared as a setting (models/kernel/setting.py); its variable is
    `XIAOPU_` with the provider's name and its own. One that needs nothing has none."""

    def unfit(self) -> Iterator[Unfit]:
        """What cannot work, at most once a field. The words never hold a key."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Provider(Generic[MadeT]):
    """`name` is the folder's; `words` its name for people, a msgid; `place` its rank in lists. `make` makes it from its
    settings and the network's secret; what it needs is loaded only then, and nobody is asked. `test` is for demos."""

    name: str
    place: int
    words: str
    make: Callable[[Any, str], MadeT]
    settings: type[ProviderSettings] = ProviderSettings
    test: bool = False
