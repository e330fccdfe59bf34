"""The screens of shopkeepers."""

from views.console.blueprint import console
from views.kit.screens import open_screens

__all__ = ["console"]

# Each module of this folder hangs its screens on the blueprint.
open_screens(__name__, __path__)
