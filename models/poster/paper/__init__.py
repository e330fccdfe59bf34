"""Papers that are read and filed, not hung up: slips, statements. Words and tables set down a page and over to the
next, as real text that can be searched and copied. No records here: whoever wants a paper brings the words."""

from models.poster.paper.flow import A4, A6, Cell, Flow

__all__ = ["A4", "A6", "Cell", "Flow"]
