"""What is a member's own, whoever they are: name, password, where they are signed in."""

from views.account.blueprint import account
from views.kit.screens import open_screens

__all__ = ["account"]

# Each module of this folder hangs its screens and its section of the page on the blueprint.
open_screens(__name__, __path__)
