"""Bringing a network up to this version of the program: its schema, and books for what was paid before them."""

from models.books.history import book_history
from models.kernel.database import Database
from models.kernel.schema import upgrade


def bring_up(database: Database) -> None:
    """Brings the schema and the books up to date; changes nothing where they are."""
    upgrade(database)
    book_history(database)
