"""Setting text: which font has a glyph, where a line may break, how a text fills its box, and the ink itself.

Nothing here knows posters; `fit`, `write_block`, `line` and `legible` are what a drawing needs."""

from models.poster.typeset.drawable import legible
from models.poster.typeset.ink import Point, line, write_block
from models.poster.typeset.paragraph import Block, fit, width_of

__all__ = ["Block", "Point", "fit", "legible", "line", "width_of", "write_block"]
