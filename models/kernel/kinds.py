"""Kinds: a folder whose files are one kind each. A file says its own name, words and rules; nothing else lists it."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def kinds_in(package: str, constant: str) -> dict[str, Any]:
    """What the modules of a package hold under `constant`, by its `name`, in the order of its `place`. Modules without
    it are left out. Whoever calls this says of which type it is."""
    found = import_module(package)
    modules = [import_module(f"{package}.{module.name}") for module in iter_modules(found.__path__)]
    kinds = [getattr(module, constant) for module in modules if hasattr(module, constant)]
    named = {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.place)}
    assert len(named) == len({kind.place for kind in kinds}) == len(kinds), f"two of {package} have one name or place"
    return named
