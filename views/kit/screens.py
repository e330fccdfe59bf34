"""Opening an audience's screens: every module of its folder is imported, so that its routes hang on the blueprint."""

import importlib
import pkgutil
from collections.abc import Iterable


def open_screens(package: str, folders: Iterable[str]) -> None:
    """Imports every module below a package. A new screen is a new file; nothing else lists it."""
    for found in pkgutil.walk_packages(folders, prefix=f"{package}."):
        importlib.import_module(found.name)
