"""Signing up: first the phone, then who it is; a phone is proven by six digits, or by the desk."""

from views.kit.screens import open_screens
from views.signing_up.blueprint import bp

__all__ = ["bp"]

# Each module of this folder hangs its pages on the blueprint.
open_screens(__name__, __path__)
