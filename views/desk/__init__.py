"""The screens of operators."""

from views.desk.blueprint import desk
from views.kit.screens import open_screens

__all__ = ["desk"]

# Each module of this folder hangs its screens on the blueprint.
open_screens(__name__, __path__)
