"""The doubles that gateways' folders hold, and what the tests of all of them ask of each."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from models.kernel.provider.double import Asked, DoubleReply, Faults
from models.payment.gateways import providers


class Double(Protocol):
    """A provider that stands in for a real one; its `url` is where it is served."""

    name: str
    url: str
    faults: Faults
    moves: int
    strangers: tuple[dict[str, Any], ...]
    cheaper: dict[str, Any]
    words: tuple[str, str]

    def settings(self) -> dict[str, str]:
        """What Config is told of it."""
        ...

    def answer(self, asked: Asked) -> DoubleReply | None:
        """Takes a call."""
        ...

    def take(self, payment: str, amount: str) -> None:
        """A buyer pays (yuan), whether or not we know that the payment was made."""
        ...

    def unpay(self, payment: str) -> None:
        """As if the buyer had not paid yet."""
        ...

    def notice(self, payment: str, **other: Any) -> dict[str, Any]:
        """The notice of a payment, as the arguments of a test client's post."""
        ...


def _found() -> dict[str, Callable[[], Double]]:
    modules = {name: f"models.payment.gateways.{name}.double" for name in providers()}
    return {name: import_module(module).DOUBLE for name, module in modules.items() if find_spec(module)}


DOUBLES = _found()
