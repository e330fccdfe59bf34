"""What buyers do: carts, checkout, finding, orders. No account; forms may only come from our own pages."""

from views.buyer.blueprint import buyer
from views.kit.screens import open_screens

__all__ = ["buyer"]

# Each module of this folder hangs its screens on the blueprint.
open_screens(__name__, __path__)
