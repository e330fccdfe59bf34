"""The screens of suppliers' staff: what is to do, goods, goods files, parcels, and what the supplier says of itself."""

from views.kit.screens import open_screens
from views.supply.blueprint import supply

__all__ = ["supply"]

# Each module of this folder hangs its screens on the blueprint.
open_screens(__name__, __path__)
