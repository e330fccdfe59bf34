"""Opening an audience's screens, and screens that several audiences show alike."""

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from flask import Blueprint
from werkzeug.wrappers import Response

Who = TypeVar("Who")
Screen = TypeVar("Screen", bound=Callable[..., Response])


def open_screens(package: str, folders: Iterable[str]) -> None:
    """Imports every module below a package, so that its routes hang on the blueprint. A new screen is a new file;
    nothing else lists it."""
    for found in pkgutil.walk_packages(folders, prefix=f"{package}."):
        importlib.import_module(found.name)


class Screens(Generic[Who]):
    """Screens that hang on several blueprints. Each is called with whoever of the audience asks, then with what the
    address holds. An endpoint has the function's name unless it is given one; `url_for(".name")` stays inside the
    audience."""

    def __init__(self) -> None:
        self._hung: list[tuple[str, str, list[str], Callable[..., Response]]] = []

    def get(self, rule: str, *, endpoint: str = "") -> Callable[[Screen], Screen]:
        """A page at an address."""
        return self._hang(rule, endpoint, ["GET"])

    def post(self, rule: str, *, endpoint: str = "") -> Callable[[Screen], Screen]:
        """What a form does."""
        return self._hang(rule, endpoint, ["POST"])

    def both(self, rule: str, *, endpoint: str = "") -> Callable[[Screen], Screen]:
        """A page that a form may ask for too."""
        return self._hang(rule, endpoint, ["GET", "POST"])

    def mount(self, blueprint: Blueprint, who: Callable[[], Who], *, by: str, at: str = "") -> None:
        """Hangs all of them on an audience's blueprint; `who` tells, behind its guard, who asks. `by` is the module
        that does so: it says which roles open them (groups.py). `at` stands before each address."""
        for rule, endpoint, methods, screen in self._hung:
            asked = _asked_by(who, screen)
            vars(asked)["hung_by"] = by
            blueprint.add_url_rule(f"{at}{rule}", endpoint, asked, methods=methods)

    def _hang(self, rule: str, endpoint: str, methods: list[str]) -> Callable[[Screen], Screen]:
        def hung(screen: Screen) -> Screen:
            self._hung.append((rule, endpoint or screen.__name__, methods, screen))
            return screen

        return hung


def _asked_by(who: Callable[[], Who], screen: Callable[..., Response]) -> Callable[..., Response]:
    # What is said about the screen, such as how large its form may be, holds here too.
    @functools.wraps(screen)
    def asked(**place: object) -> Response:
        return screen(who(), **place)

    return asked
