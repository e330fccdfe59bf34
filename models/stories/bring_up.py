"""Bringing a network up to this version of the program: its schema, and books for what was paid before them."""

from models.books.history import book_history
from models.kernel.database import Database
from models.kernel.schema import upgrade


def bring_up(database: Database) -> None:
    """Nothing where all is up to date."""
    upgrade(database)
    book_history(database)
